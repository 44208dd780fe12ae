"""The colours people learn: yellow, type here; grey, leave; red, mend.

Exact, so ours are known again: each lies one step beside a colour of Sheets' own palette, which nobody sees
and nobody can pick by chance.
"""

from __future__ import annotations

MEND = "#f4c7c4"
TYPE_HERE = "#fff2cd"
LEAVE = "#efeff0"
HEADER_TYPE = "#ffe59a"
HEADER_LEAVE = "#d9d9da"

#: Fills that the service paints (or none at all): only these are ever painted over.
OURS = frozenset({None, MEND, TYPE_HERE, LEAVE, HEADER_TYPE, HEADER_LEAVE})

#: Last line of the notes the service writes on cells with problems.
FLAG = "⚑ Sổ Chất lượng"
#: Last line of the notes that explain a column on its header.
HELP = "ⓘ Sổ Chất lượng"


def is_ours(note: str) -> bool:
    """Whether the service wrote this note: its mark begins the last line."""
    return note.rstrip().rsplit("\n", 1)[-1].startswith((FLAG, HELP))
