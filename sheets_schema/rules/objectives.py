"""Objectives: a target that agrees with its direction and its unit of measure."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema import written
from sheets_schema.cells.numbers import RELATIVE, is_percent, spell, worked_out
from sheets_schema.cells.text import fold, same
from sheets_schema.rules import Found, Rows, demands, rule


@rule(
    "baseline_missing",
    "warning",
    title=("Chưa có số năm trước", "Last year's figure is not known"),
    sentence=(
        "Chỉ tiêu “{value}” so với năm trước, nhưng chưa biết năm trước là bao nhiêu.",
        "The target “{value}” is told by last year's, which is not known.",
    ),
    remedy=(
        "Hãy ghi số của năm trước ở cột “{column}”; đến lúc đó mục tiêu được coi là chưa có số liệu.",
        "Type last year's figure under “{column_en}”; until then the objective has no data.",
    ),
    example="giảm 5%, cột Số năm trước trống",
)
def baseline_missing(rows: Rows) -> Iterator[Found]:
    """“Giảm 5%” becomes the number it comes to, from last year's workbook, else from what was typed."""
    column, item = rows.columns["target"], rows.table.field("baseline")
    for index, way in column.comparators.items():
        change = rows["target"][index]
        if way not in RELATIVE or change is None:
            continue
        known = _last_year(rows, index)
        known = rows["baseline"][index] if known is None else known
        if known is None:
            column.values[index] = None
            words = {"column": item.title, "column_en": item.title_en}
            yield Found(index, "target", {"value": rows.quoted(index, "target"), **words})
            continue
        column.values[index] = worked_out(change, way, known)
        percent = is_percent(rows["unit_of_measure"][index])
        if percent:
            column.percent.add(index)
        rows["worked"][index] = _worked(rows, index, way, change, known, "%" if percent else "")


def _last_year(rows: Rows, index: int) -> int | float | None:
    """What last year's workbook tells of the same objective: the same code and the same words."""
    code = rows["code"][index]
    for record in rows.context.previous.get(rows.table.name, ()):
        alike = same(str(record.values.get("objective"))) == same(str(rows["objective"][index]))
        measured = is_percent(record.values.get("unit_of_measure")) is is_percent(
            rows["unit_of_measure"][index]
        )
        if record.key == code and alike and measured:
            return rows.context.baselines.get(code)
    return None


def _worked(rows: Rows, index: int, way: str, change: float, before: float, sign: str) -> str:
    """≤ 38% (giảm 5% so với 40% của năm trước)."""
    target = spell(rows["target"][index])
    size = f"{spell(change)} điểm %" if sign and way.endswith("_by") else spell(change)
    size += "" if way.endswith("_by") else "%"
    verb = "giảm" if way.startswith("down") else "tăng"
    told = f"{verb} {size} so với {spell(before)}{sign} của năm trước"
    return f"{written.sign(RELATIVE[way])} {target}{sign} ({told})"


@rule(
    "target_direction",
    "error",
    title=("Chỉ tiêu trái chiều", "Target against its direction"),
    sentence=(
        "Chỉ tiêu “{value}” nói “{inside}”, còn cột Chiều ghi “{direction}”.",
        "The target “{value}” says “{inside}”, the direction “{direction}”.",
    ),
    remedy=("Hãy sửa cột Chiều hoặc viết lại chỉ tiêu.", "Mend the direction or the target."),
    example="≥ trong cột Chiều, “không quá 2” trong cột Chỉ tiêu",
)
def target_direction(rows: Rows) -> Iterator[Found]:
    """The comparison inside the target, if any, is the direction's."""
    for index, inside in rows.columns["target"].comparators.items():
        direction, inside = rows["direction"][index], RELATIVE.get(inside, inside)
        if direction is not None and direction != inside and rows["target"][index] is not None:
            words = {
                "value": rows.quoted(index, "target"),
                "inside": written.sign(inside),
                "direction": written.sign(direction),
            }
            yield Found(index, "target", words)


@rule(
    "percent_ambiguous",
    "error",
    title=("Không rõ có phải phần trăm", "Percent or fraction?"),
    sentence=(
        "Không rõ “{value}” là {small}% hay {large}%.",
        "It is unclear whether “{value}” means {small}% or {large}%.",
    ),
    remedy=("Hãy gõ cả dấu %, ví dụ {large}%.", "Type the % sign too, for example {large}%."),
    example="0,985 không có định dạng phần trăm",
)
def percent_ambiguous(rows: Rows, field: str, unit: str | None = None) -> Iterator[Found]:
    """A bare number in (0, 1] where the measure is % may be a fraction or points: ask, don't guess."""
    percent = rows.columns[field].percent
    for index, value in rows.told(field):
        if not 0 < value <= 1 or index in percent or not in_percent(rows, index, unit):
            continue
        large = spell(round(value * 100, 10)) if value != 1 else "100"
        yield Found(index, field, {"value": rows.quoted(index, field), "small": spell(value), "large": large})


def in_percent(rows: Rows, index: int, unit: str | None) -> bool:
    """Whether a row is measured in %: by its own column ``unit``, else by its objective."""
    if unit is not None:
        return is_percent(rows[unit][index])
    known = demands.of(rows, index)
    return known is not None and known.percent


@rule(
    "percent_unit",
    "error",
    title=("Chỉ tiêu phần trăm, đơn vị tính khác", "A percent target with another unit"),
    sentence=(
        "Chỉ tiêu “{value}” là phần trăm nhưng đơn vị tính là “{unit}”.",
        "The target “{value}” is a percentage but the unit of measure is “{unit}”.",
    ),
    remedy=("Hãy ghi đơn vị tính là %, hoặc sửa chỉ tiêu.", "Write % as the unit, or mend the target."),
    example="98% với đơn vị tính “hồ sơ”",
)
def percent_unit(rows: Rows, field: str, unit: str) -> Iterator[Found]:
    """A figure typed with % belongs to the unit of measure %."""
    for index in sorted(rows.columns[field].percent):
        measure = rows[unit][index]
        if measure is not None and not is_percent(measure):
            yield Found(index, field, {"value": rows.quoted(index, field), "unit": measure})


@rule(
    "measure_ratio",
    "warning",
    title=("Đơn vị tính có phải là %?", "Is the unit of measure %?"),
    sentence=(
        "Đơn vị tính “{unit}” chưa nói là phần trăm, mà chỉ tiêu là {target}.",
        "The unit of measure “{unit}” does not say percent, and the target is {target}.",
    ),
    remedy=(
        "Nếu chỉ tiêu là {target}%, hãy ghi đơn vị tính là %.",
        "If the target is {target}%, write % as the unit of measure.",
    ),
    example="98 với đơn vị tính “Tỷ lệ”",
)
def measure_ratio(rows: Rows) -> Iterator[Found]:
    """A rate with a target above 1 is most likely in percent; a ratio would be judged as below 1."""
    for index, unit in rows.told("unit_of_measure"):
        target = rows["target"][index]
        if target is not None and target > 1 and "ty le" in fold(unit) and not is_percent(unit):
            yield Found(index, "unit_of_measure", {"unit": unit, "target": spell(target)})


@rule(
    "percent_over_100",
    "warning",
    title=("Quá 100%", "Over 100%"),
    sentence=("“{value}” lớn hơn 100%.", "“{value}” is more than 100%."),
    remedy=("Hãy kiểm tra lại.", "Check it."),
    example="985%",
)
def percent_over_100(rows: Rows, field: str, unit: str | None = None) -> Iterator[Found]:
    """A percentage is seldom above 100."""
    for index, value in rows.told(field):
        if 100 < value < 1000 and in_percent(rows, index, unit):
            yield Found(index, field, {"value": rows.quoted(index, field)})


@rule(
    "percent_thousands",
    "error",
    title=("Hàng nghìn phần trăm", "Thousands of percent"),
    sentence=(
        "“{value}” được hiểu là {large}%; có thể ý là {small}%.",
        "“{value}” is taken for {large}%; perhaps {small}% is meant.",
    ),
    remedy=(
        "Dấu chấm chỉ ngăn hàng nghìn, phần lẻ viết sau dấu phẩy: hãy gõ {small}% nếu ý là vậy.",
        "A point only parts thousands, decimals follow a comma: type {small}% if that is meant.",
    ),
    example="98.125%",
)
def percent_thousands(rows: Rows, field: str, unit: str | None = None) -> Iterator[Found]:
    """From 1000 % on a point was meant as a decimal mark: Sheets itself turns 98.125 into 98125."""
    for index, value in rows.told(field):
        if value >= 1000 and in_percent(rows, index, unit):
            words = {"large": spell(value), "small": spell(round(value / 1000, 10))}
            yield Found(index, field, {"value": rows.quoted(index, field), **words})


@rule(
    "aggregation_missing",
    "warning",
    title=("Chưa nói cách tổng hợp cả năm", "How the year adds up is not told"),
    sentence=(
        "Mục tiêu đo bằng “{unit}” theo {every} nhưng chưa nói cả năm tính thế nào.",
        "Measured in “{unit}” more than once a year, without telling how the year's result is made.",
    ),
    remedy=(
        "Hãy chọn Cách tổng hợp: Cộng dồn, Kỳ cuối, Lớn nhất hoặc Trung bình; để trống sẽ lấy kỳ cuối.",
        "Choose Sum, Last, Largest or Mean; blank takes the last.",
    ),
    example="“lần”, hằng tháng, cột Cách tổng hợp trống",
)
def aggregation_missing(rows: Rows) -> Iterator[Found]:
    """Something else than % evaluated by month or quarter says how its year is made."""
    names = ("unit_of_measure", "evaluation", "aggregation")
    every = {"month": "tháng", "quarter": "quý"}
    for index, (unit, evaluation, aggregation) in enumerate(zip(*(rows[n] for n in names), strict=True)):
        repeated = unit and not is_percent(unit) and evaluation in every
        if repeated and aggregation is None and not rows.wrong(index, "aggregation"):
            yield Found(index, "aggregation", {"unit": unit, "every": every[evaluation]})
