"""Who is meant: what goes by several names, however a name is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from sheets_schema.cells.text import fold, same


class Naming:
    """Names → codes. Accents count wherever two codes would share a name without them, and wherever typed.

    A name that two codes share all the same stands for neither, unless it is the code of one of them.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names``: (name, code) pairs; a code is a name only where it is given as one."""
        pairs = list(names)
        self._alike = _unshared(pairs, same)
        #: Name without accents → code.
        self.folded = _unshared(pairs, fold)

    def code(self, name: str) -> str | None:
        """The code that ``name`` stands for, None when it stands for none or for several."""
        typed, bare = same(name), fold(name)
        return self._alike.get(typed) or (self.folded.get(bare) if typed == bare else None)


def _unshared(pairs: list[tuple[str, str]], spell: Callable[[str], str]) -> dict[str, str]:
    meant: dict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        meant[spell(name)].add(code)
    found = {}
    for name, codes in meant.items():
        certain = {code for code in codes if spell(code) == name} or codes
        if len(certain) == 1:
            found[name] = min(certain)
    return found
