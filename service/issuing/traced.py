"""A figure's trace in words: numbers divided, what was left out, the cells with their values at the close."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.figures.data import number
from service.figures.trace import Tracer
from service.workbooks import links


def lines(tracer: Tracer, name: str, base: str) -> Iterator[str]:
    """A line for each thing; `base`: under which address sheets open. Raises NoFigure."""
    found, rows = tracer.trace(name), tracer.rows(name)
    figure = found.figure
    yield f"{figure.name} = {_number(figure.value)} ({figure.unit})"
    if figure.denominator is not None:
        yield f"  tử/mẫu (numerator/denominator): {_number(figure.numerator)}/{_number(figure.denominator)}"
    if figure.n is not None:
        yield f"  n: {figure.n}"
    for line in figure.exclusions:
        yield f"  không tính (left out): {line}"
    for part in found.parts:
        yield f"  từ số liệu (from): {part.name} = {_number(part.value)}"
    for batch in found.batches:
        yield f"  từ đợt phiếu (batch of answers): {batch}"
    for source in rows:
        at = links.cell(base, source.spreadsheet, source.sheet_id, f"A{source.number}")
        yield f"  {source.row.unit or '–'} · {source.table.title}, dòng (row) {source.number}: {at}"
        for cell in source.cells:
            yield f"    {cell.a1 or '–'} {cell.field}: {cell.value}"
    if not (rows or found.parts or found.batches):
        yield "  Số liệu này chưa ghi nguồn theo dòng (its rows are not recorded yet)."


def _number(value: Fraction | float | None) -> str:
    told = number(value)
    return "chưa có số liệu (no data)" if told is None else str(told)
