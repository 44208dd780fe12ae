"""A report as JSON: every figure by name, the sections as printed. Programs read it: keys are stable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.figures.data import Figures
from service.reports.blocks import Block, Chart, Heading, Items, Link, Note, Report, Table


def document(report: Report, figures: Figures) -> dict[str, Any]:
    """The report and its figures as JSON values."""
    window = report.window
    return {
        "kind": report.kind,
        "period": window.label,
        "version": report.version,
        "language": report.language,
        "window": {name: getattr(window, name).isoformat() for name in ("start", "end", "due", "freeze")},
        "subject": report.subject,
        "lead_lines": list(report.lead_lines),
        "figures": {name: figure.to_json() for name, figure in figures.items()},
        "sections": sections(report.blocks),
    }


def sections(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks under each heading of level 1 or 2."""
    made: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level < 3:
            made.append({"title": block.text, "level": block.level, "blocks": []})
        elif made:
            made[-1]["blocks"].append(_block(block))
    return made


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [list(row) for row in block.rows]
        return {"type": "table", "caption": block.caption, "header": list(block.header), "rows": rows}
    if isinstance(block, Items):
        return {"type": "items", "lines": list(block.lines)}
    if isinstance(block, Link):
        return {"type": "link", "text": block.text, "label": block.label, "url": block.url}
    if isinstance(block, Chart):
        return {"type": "chart", "name": block.name, "alt": block.alt}
    kind = "heading" if isinstance(block, Heading) else "note" if isinstance(block, Note) else "paragraph"
    return {"type": kind, "text": block.text}
