"""How wide the columns of a table on paper are to each other."""

from __future__ import annotations

import math

from service.reports.blocks import Table

#: What a column takes beside its letters: the room on both sides of them, in letters.
_ROOM = 2.0
#: No column is made wider than this for its texts alone.
_WIDEST = 24.0


def widths(block: Table) -> list[float]:
    """Each wide enough for its longest word; of longer texts wider, but not by as much as they are longer."""

    def wide(at: int) -> float:
        texts = [row[at] for row in (block.header, *block.rows)]
        longest = max(len(text) for text in texts)
        word = max((len(word) for text in texts for word in text.split(" ")), default=0)
        return max(min(float(word), _WIDEST) + _ROOM, min(math.sqrt(longest) * 2 + _ROOM, _WIDEST))

    return [wide(at) for at in range(len(block.header))]
