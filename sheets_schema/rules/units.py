"""Units: no two of them answer to the same name, none is above itself or passes into itself."""

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


@rule(
    "successor_undated",
    "error",
    title=("Sáp nhập nhưng chưa ghi ngày cuối", "Merged, but no last day"),
    sentence=(
        "Đã ghi sáp nhập vào {value} nhưng “{title}” còn trống.",
        "Merged into {value}, but “{title_en}” is blank.",
    ),
    remedy=(
        "Hãy ghi ngày cuối cùng của đơn vị; đơn vị kia tiếp nhận từ ngày hôm sau.",
        "Write the unit's last day; the other one takes over from the day after.",
    ),
    example="Sáp nhập vào VP, chưa ghi Hiệu lực đến",
)
def successor_undated(rows: Rows) -> Iterator[Found]:
    """What passes to another unit passes on a day."""
    item = rows.table.field("valid_to")
    for index, successor in rows.told("successor"):
        if rows["valid_to"][index] is None and not rows.wrong(index, "valid_to"):
            titles = {"title": item.title, "title_en": item.title_en}
            yield Found(index, "valid_to", {"value": successor, **titles})


@rule(
    "since_when",
    "warning",
    title=("Đơn vị thêm giữa năm chưa ghi từ ngày nào", "Added in mid-year, since when?"),
    sentence=(
        "Đơn vị {value} được thêm giữa năm mà “{title}” còn trống; tạm tính từ tháng đang mở lúc thêm.",
        "{value} was added in mid-year, but “{title_en}” is blank: it counts from the month open then.",
    ),
    remedy=(
        "Hãy ghi ngày đơn vị bắt đầu tham gia; nếu là từ đầu năm thì ghi ngày đầu năm.",
        "Write the first day the unit takes part; the year's first day if it is from there on.",
    ),
    example="Phòng mới thêm tháng 5, Hiệu lực từ để trống",
)
def since_when(rows: Rows) -> Iterator[Found]:
    """A unit first listed after a month of the year was frozen says since when it takes part."""
    there, item = rows.context.settled, rows.table.field("valid_from")
    for index, code in rows.told("code") if there is not None else ():
        told = rows["valid_from"][index] is not None or rows.wrong(index, "valid_from")
        if not told and code not in (there or ()):
            titles = {"title": item.title, "title_en": item.title_en}
            yield Found(index, "valid_from", {"value": code, **titles})


@rule(
    "units_in_circle",
    "error",
    title=("Các đơn vị vòng quanh nhau", "Units in a circle"),
    sentence=("“{title}” đi thành vòng: {circle}.", "“{title_en}” goes in a circle: {circle}."),
    remedy=("Hãy sửa một trong các đơn vị của vòng này.", "Mend one of the units of this circle."),
    example="A trực thuộc B, B trực thuộc A",
)
def units_in_circle(rows: Rows, field: str) -> Iterator[Found]:
    """Whoever goes from unit to unit along ``field`` comes to an end."""
    item = rows.table.field(field)
    pairs = zip(rows["code"], rows[field], strict=True)
    onward = {code: to for code, to in pairs if code is not None and to is not None}
    for index, code in enumerate(rows["code"]):
        way, here = [code], onward.get(code)
        while here is not None and here not in way:
            way.append(here)
            here = onward.get(here)
        if code is not None and here == code:
            titles = {"title": item.title, "title_en": item.title_en}
            yield Found(index, field, {"circle": " → ".join([*way, code]), **titles})
