"""Blocks to HTML that mail programs show alike: tables, inline styles, one column, nothing from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from service.reports.blocks import Block, Chart, Heading, Items, Link, Note, Paragraph, Report, Table
from service.reports.render.clean import clean

#: Where an image of a chart is found: `cid:…` in a mail, a path or data address on a page.
Address = Callable[[Chart], str]

_FONT = "font-family:Arial,'Liberation Sans',sans-serif"
_INK = "color:#1b2430"
_CELL = "padding:5px 8px;border:1px solid #b9c2cf;font-size:14px;line-height:1.35;vertical-align:top"
_NOTES = {
    "plain": ("#eef3f9", "#1f5a96"),
    "warning": ("#fff4e0", "#b26a00"),
    "person": ("#f3f4f6", "#6b7280"),
}
_FRAME = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
_SIZES = {1: 22, 2: 18, 3: 15}
# Dark programs that honour the media query get light ink on dark; the others show the light colours as given.
_STYLE = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){
.page{padding:12px!important}.cell{font-size:13px!important;padding:4px 5px!important}}
@media (prefers-color-scheme:dark){
body,.page{background:#14181f!important;color:#e6eaf0!important}
.ink,.cell{color:#e6eaf0!important;border-color:#46505e!important}
.head{background:#26303c!important}.note{background:#1e2630!important}}
"""


def cid(chart: Chart) -> str:
    """The address of a chart inside a mail."""
    return f"cid:{chart.name}@qms"


def page(report: Report, address: Address = cid, footer: Iterable[str] = ()) -> str:
    """The whole document: lead lines, blocks, then the footer's lines."""
    lead = "".join(_paragraph(line) for line in report.lead_lines)
    return document(report.subject, report.language, lead + body(report.blocks, address), footer)


def document(title: str, language: str, inner: str, footer: Iterable[str] = ()) -> str:
    """An HTML document around `inner`, which is HTML already; `title` and `footer` are text."""
    end = "".join(
        f'<p class="ink" style="margin:2px 0;font-size:12px;{_INK}">{_text(line)}</p>' for line in footer
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head>"
        f'<body style="margin:0;background:#ffffff;{_FONT};{_INK}">'
        f'{_FRAME}><tr><td align="center">{_FRAME} style="max-width:760px"><tr>'
        f'<td class="page" style="padding:20px;text-align:left;{_FONT};{_INK}">{inner}'
        f'<hr style="border:0;border-top:1px solid #b9c2cf;margin:24px 0 8px">{end}</td></tr></table>'
        "</td></tr></table></body></html>\n"
    )


def body(blocks: Iterable[Block], address: Address = cid) -> str:
    """The blocks alone, to be put into a page of one's own."""
    return "".join(_block(block, address) for block in blocks)


def _block(block: Block, address: Address) -> str:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Paragraph):
        return _paragraph(block.text)
    if isinstance(block, Note):
        return _note(block)
    if isinstance(block, Items):
        lines = "".join(f'<li style="margin:3px 0">{_text(line)}</li>' for line in block.lines)
        return f'<ul class="ink" style="margin:6px 0;padding-left:22px;font-size:15px;{_INK}">{lines}</ul>'
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Link):
        return _link(block)
    source, alt = escape(address(block), quote=True), escape(clean(block.alt), quote=True)
    return (
        f'<p style="margin:12px 0"><img src="{source}" alt="{alt}" width="520" '
        'style="max-width:100%;height:auto;border:0;background:#ffffff"></p>'
    )


def _heading(block: Heading) -> str:
    size, tag = _SIZES[block.level], f"h{block.level}"
    margin = "28px 0 8px" if block.level == 2 else "16px 0 6px"
    style = f"margin:{margin};font-size:{size}px;line-height:1.3;{_INK}"
    return f'<{tag} class="ink" style="{style}">{_text(block.text)}</{tag}>'


def _paragraph(text: str) -> str:
    style = f"margin:8px 0;font-size:15px;line-height:1.5;{_INK}"
    return f'<p class="ink" style="{style}">{_text(text)}</p>'


def _link(block: Link) -> str:
    """Only addresses of the web are made to click; whatever else stands there is shown as text."""
    style = f"margin:8px 0;font-size:15px;line-height:1.5;{_INK}"
    text, label, url = _text(block.text), _text(block.label), clean(block.url)
    if not url.startswith(("https://", "http://")):
        return f'<p class="ink" style="{style}">{text}<br>{label}: {_text(url)}</p>'
    href = escape(url, quote=True)
    return f'<p class="ink" style="{style}">{text}<br><a href="{href}" style="color:#1f6fc4">{label}</a></p>'


def _note(block: Note) -> str:
    ground, edge = _NOTES[block.tone]
    style = f"margin:10px 0;padding:8px 12px;font-size:14px;line-height:1.45;background:{ground};"
    return f'<p class="ink note" style="{style}border-left:4px solid {edge};{_INK}">{_text(block.text)}</p>'


def _table(block: Table) -> str:
    caption = ""
    if block.caption:
        style = f"margin:10px 0 2px;font-size:14px;font-weight:bold;{_INK}"
        caption = f'<p class="ink" style="{style}">{_text(block.caption)}</p>'
    head = "".join(_cell("th", text, block.alignment(i)) for i, text in enumerate(block.header))
    rows = "".join(
        "<tr>" + "".join(_cell("td", text, block.alignment(i)) for i, text in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    return (
        f'{caption}<div style="overflow-x:auto;margin:8px 0 12px">'
        f'<table cellspacing="0" style="border-collapse:collapse;width:100%"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(tag: str, text: str, align: str) -> str:
    style = f"{_CELL};{_INK};text-align:{align}"
    if tag == "th":
        scope = f' scope="col" style="{style};background:#e8eef5;font-weight:bold"'
        return f'<th class="cell head"{scope}>{_text(text)}</th>'
    return f'<td class="cell" style="{style}">{_text(text)}</td>'


def _text(text: str) -> str:
    return escape(clean(text)).replace("\n", "<br>")
