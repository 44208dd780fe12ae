"""What a report is made of, as it is kept: a mail sent later is built from it and says what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from service.organisation import Agency
from service.periods.windows import Window
from service.reports.blocks import Block, Chart, Heading, Items, Link, Note, Paragraph, Report, Table

#: The kinds of blocks, by the name they are kept under.
KINDS: dict[str, type[Block]] = {
    kind.__name__: kind for kind in (Heading, Paragraph, Note, Items, Table, Chart, Link)
}
_HEAD = ("kind", "language", "subject", "lead_lines", "version")


def pack(report: Report, agency: Agency) -> dict[str, Any]:
    """The report's blocks and the name it was issued under, as JSON values."""
    head = {name: getattr(report, name) for name in _HEAD}
    return {"agency": asdict(agency), **head, "blocks": [_packed(block) for block in report.blocks]}


def unpack(held: Mapping[str, Any], window: Window) -> Report:
    """The report that `pack` kept, of the period whose window is given."""
    head = {name: _frozen(held[name]) for name in _HEAD}
    return Report(window=window, **head, blocks=tuple(_unpacked(block) for block in held["blocks"]))


def agency(held: Mapping[str, Any]) -> Agency:
    """The name that `pack` kept."""
    return Agency(**held["agency"])


def _packed(block: Block) -> dict[str, Any]:
    return {"block": type(block).__name__, **{f.name: getattr(block, f.name) for f in fields(block)}}


def _unpacked(held: Mapping[str, Any]) -> Block:
    kind = KINDS[held["block"]]
    values = {f.name: held[f.name] for f in fields(kind)}
    return kind(**(values if kind is Chart else _frozen(values)))


def _frozen(value: Any) -> Any:
    """The value with tuples for JSON's lists."""
    if isinstance(value, dict):
        return {name: _frozen(part) for name, part in value.items()}
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
