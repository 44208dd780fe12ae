"""Blocks to plain text that reads well in a fixed-width window and survives one that is not."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from service.reports.blocks import Block, Chart, Heading, Items, Link, Note, Paragraph, Report, Table
from service.reports.render.clean import clean, line

WIDTH = 78
#: No column narrower than this is worth aligning; a table that would need it is printed row by row.
_NARROWEST = 8


def page(report: Report, footer: Iterable[str] = ()) -> str:
    """The whole report: lead lines, blocks, footer."""
    parts = ["\n".join(wrapped(text) for text in report.lead_lines), body(report.blocks), "-- ", *footer]
    return "\n".join(part if part == "-- " else part.rstrip() + "\n" for part in parts if part)


def body(blocks: Iterable[Block]) -> str:
    """The blocks alone."""
    return "\n".join(_block(block) for block in blocks)


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Text broken at WIDTH."""
    start = indent if first is None else first
    made = [
        textwrap.fill(part, WIDTH, initial_indent=start, subsequent_indent=indent, break_long_words=False)
        for part in clean(text).split("\n")
    ]
    return "\n".join(made)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Paragraph):
        return wrapped(block.text) + "\n"
    if isinstance(block, Note):
        return wrapped(block.text, "  ", "* ") + "\n"
    if isinstance(block, Items):
        return "\n".join(wrapped(text, "  ", "- ") for text in block.lines) + "\n"
    if isinstance(block, Link):
        return f"{wrapped(block.text, '  ', '- ')}\n    {line(block.label)}: {line(block.url)}\n"
    if isinstance(block, Chart):
        return wrapped(f"[{block.alt}]") + "\n"
    return table(block) + "\n"


def _heading(block: Heading) -> str:
    text = line(block.text)
    if block.level == 3:
        return f"{wrapped(text)}\n"
    rule = "=" if block.level == 1 else "-"
    return f"\n{wrapped(text)}\n{rule * min(width(text), WIDTH)}\n"


def width(text: str) -> int:
    """How many columns the text takes: marks that combine take none, wide letters two."""
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(letter: str) -> int:
    wide = unicodedata.east_asian_width(letter) in "WF"
    return (not unicodedata.combining(letter)) + wide


def table(block: Table) -> str:
    """Aligned columns, the widest wrapped; row by row when that does not fit."""
    rows = [tuple(line(cell) for cell in row) for row in (block.header, *block.rows)]
    widths = _widths(rows)
    caption = f"{wrapped(block.caption)}\n" if block.caption else ""
    if not widths:
        return caption + _stacked(rows)
    lines = [_aligned(row, widths, block) for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return caption + "\n".join(lines)


def _widths(rows: list[tuple[str, ...]]) -> list[int]:
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    room = WIDTH - 2 * (len(widths) - 1)
    longest: dict[int, int] = {}
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda i: widths[i])
        if widest not in longest:
            longest[widest] = max((width(word) for row in rows for word in row[widest].split()), default=1)
        if widths[widest] <= max(_NARROWEST, min(longest[widest], room // len(widths))):
            return []
        widths[widest] -= 1
    return widths


def _aligned(row: tuple[str, ...], widths: list[int], block: Table) -> str:
    cells = [textwrap.wrap(cell, w) or [""] for cell, w in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    made = []
    for number in range(height):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = (
            _pad(part, w, block.alignment(i)) for i, (part, w) in enumerate(zip(parts, widths, strict=True))
        )
        made.append("  ".join(padded).rstrip())
    return "\n".join(made)


def _pad(text: str, size: int, align: str) -> str:
    space = " " * max(0, size - width(text))
    return space + text if align == "right" else text + space


def _stacked(rows: list[tuple[str, ...]]) -> str:
    header, made = rows[0], []
    for row in rows[1:]:
        lines = [wrapped(row[0], "  ", "- ")]
        lines += [
            wrapped(f"{name}: {cell}", "    ", "  ") for name, cell in zip(header[1:], row[1:], strict=True)
        ]
        made.append("\n".join(lines))
    return "\n".join(made)
