"""Which unit a name means."""

from __future__ import annotations

from collections.abc import Iterable

from tests.oracle.cells import alike, fold


class Names:
    """Names of units. A name typed with any accent must have them all; a name of two units means neither."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """`pairs`: (name, code); the code is one of its names."""
        self._known: list[dict[str, set[str]]] = [{}, {}]
        for name, code in pairs:
            for known, compared in zip(self._known, (alike, fold), strict=True):
                known.setdefault(compared(name), set()).add(code)

    def code(self, name: object) -> str:
        """The code of the only unit so called, "" when there is none or more than one."""
        for known, compared in zip(self._known, (alike, fold), strict=True):
            so_called = known.get(compared(name), set())
            meant = {code for code in so_called if compared(code) == compared(name)} or so_called
            if meant or alike(name) != fold(name):
                return min(meant) if len(meant) == 1 else ""
        return ""
