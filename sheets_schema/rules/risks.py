"""Risks and opportunities: the level is likelihood × impact."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.rules import Found, Rows, rule


@rule(
    "risk_level",
    "error",
    title=("Điểm không bằng khả năng × ảnh hưởng", "Level is not likelihood × impact"),
    sentence=(
        "Điểm {value} khác với {likelihood} × {impact} = {product}.",
        "The level {value} is not {likelihood} × {impact} = {product}.",
    ),
    remedy=("Hãy sửa điểm, hoặc để trống.", "Mend the level, or leave it blank."),
    example="khả năng 3, ảnh hưởng 4, điểm 10",
)
def risk_level(rows: Rows) -> Iterator[Found]:
    """A level, where one is written, is the product of the two."""
    for index, level in rows.told("level"):
        likelihood, impact = rows["likelihood"][index], rows["impact"][index]
        if likelihood and impact and level != likelihood * impact:
            words = {
                "likelihood": str(likelihood),
                "impact": str(impact),
                "product": str(likelihood * impact),
            }
            yield Found(index, "level", {"value": str(level), **words})
