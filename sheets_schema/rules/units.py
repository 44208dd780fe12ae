"""Units: no two of them answer to the same name."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.cells.text import same
from sheets_schema.rules import Found, Rows, rule


@rule(
    "alias_duplicate",
    "error",
    title=("Tên gọi trùng với đơn vị khác", "A name two units share"),
    sentence=(
        "“{value}” cũng là tên gọi của đơn vị {other} (dòng {row}).",
        "“{value}” also names the unit {other} (row {row}).",
    ),
    remedy=("Hãy bỏ tên gọi này ở một trong hai đơn vị.", "Take the name away from one of the two units."),
    example="“P. Kỹ thuật” ở hai đơn vị",
)
def alias_duplicate(rows: Rows) -> Iterator[Found]:
    """A code, name or alias names one unit only, however it is capitalised; accents tell names apart."""
    owner: dict[str, tuple[int, str]] = {}
    for index, (code, name, aliases) in enumerate(
        zip(rows["code"], rows["name"], rows["aliases"], strict=True)
    ):
        own = [("code", code), ("name", name), *(("aliases", alias) for alias in aliases or [])]
        for field, spelling in own:
            if not code or not spelling:
                continue
            first, other = owner.setdefault(same(spelling), (index, code))
            if other != code:
                words = {"value": spelling, "other": other, "row": str(rows.sheet_row(first))}
                yield Found(index, field, words)
                break
