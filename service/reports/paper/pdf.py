"""A report as PDF: typst sets the template's page, nothing of a report is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from service.reports import charts
from service.reports.blocks import Block, Chart, Table
from service.reports.paper.frame import Frame
from service.reports.paper.widths import widths
from service.reports.render.clean import clean

TEMPLATE = Path(__file__).with_name("document.typ")
#: The serif that typst brings: the same on every machine, with every Vietnamese letter, but in bold italic.
FONTS = ("Libertinus Serif",)
#: The one that typst brings with every Vietnamese letter in bold italic.
BOLD_ITALIC = ("New Computer Modern",)


def pdf(frame: Frame, fonts: Sequence[str] = FONTS, font_files: Sequence[Path] = ()) -> bytes:
    """The document's bytes: the same frame and fonts give the same, on every machine and day."""
    files: dict[str, bytes] = {"main": TEMPLATE.read_bytes()}
    slanted = BOLD_ITALIC if fonts == FONTS else fonts
    told = asdict(frame) | {"fonts": list(fonts), "bold_italic": list(slanted)}
    told["blocks"] = [_told(block, files) for block in frame.blocks]
    files["document.json"] = json.dumps(told, ensure_ascii=False, default=str).encode()
    made = typst.compile(
        files,  # type: ignore[call-overload]  # it takes files by name, which its types do not know yet
        font_paths=[str(path) for path in font_files],
        ignore_system_fonts=True,
        timestamp=0,
    )
    return bytes(made)


def _told(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    told: dict[str, Any] = {"block": type(block).__name__}
    if isinstance(block, Chart):
        told |= {"file": f"{len(files)}.svg", "alt": clean(block.alt)}
        files[told["file"]] = charts.svg(block)
        return told
    told |= {name: _clean(value) for name, value in asdict(block).items()}
    if isinstance(block, Table):
        told["widths"] = widths(block)
    return told


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return [_clean(part) for part in value] if isinstance(value, list | tuple) else value
