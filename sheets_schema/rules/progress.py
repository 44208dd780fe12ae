"""Progress: one figure a row, of the right period, judged against its objective with exact fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sheets_schema.cells import numbers, periods
from sheets_schema.rules import Found, Rows, demands, rule


@rule(
    "period_unfit",
    "error",
    title=("Kỳ không hợp với mục tiêu", "Period of the wrong kind"),
    sentence=(
        "Kỳ “{value}” là {kind_vi}, còn mục tiêu {code} đánh giá theo {wanted_vi}.",
        "“{value}” is a {kind_en}, but objective {code} is evaluated by {wanted_en}.",
    ),
    remedy=("Hãy ghi kỳ là {wanted_vi}, ví dụ {sample}.", "Write a {wanted_en}, for example {sample}."),
    example="Quý I/2022 cho mục tiêu hằng tháng",
)
def period_unfit(rows: Rows) -> Iterator[Found]:
    """The period's kind is the one the objective is evaluated by."""
    held = demands.by_code(rows).items()
    wanted = {code: one.evaluation for code, one in held if one.evaluation in periods.KINDS}
    if not wanted:
        return
    for index, (code, period) in enumerate(zip(rows["code"], rows["period"], strict=True)):
        kind = wanted.get(code)
        if kind and period and periods.kind(period) != kind:
            words = periods.kind_words(rows.raw["period"][index], period, kind)
            yield Found(index, "period", {**words, "code": code})


@rule(
    "none_with_numbers",
    "error",
    title=("Không phát sinh mà có số", "Nothing occurred, yet numbers"),
    sentence=(
        "Đã ghi “Không phát sinh” nhưng vẫn có số liệu ở dòng này.",
        "“Nothing occurred” is ticked, yet there are numbers in this row.",
    ),
    remedy=("Hãy xóa dấu x hoặc xóa số liệu.", "Clear the x or the numbers."),
    example="x và Số đạt 3",
)
def none_with_numbers(rows: Rows) -> Iterator[Found]:
    """“Nothing occurred” is not 0: it excludes every figure."""
    for index, none in rows.told("none"):
        if none and any(rows[name][index] is not None for name in ("achieved", "total", "value")):
            yield Found(index, "none")


@rule(
    "figure_missing",
    "error",
    title=("Chưa có số liệu", "No figure"),
    sentence=("Dòng này chưa có số liệu.", "This row has no figure."),
    remedy=(
        "Hãy điền Số đạt và Tổng số, hoặc Giá trị, hoặc x ở Không phát sinh.",
        "Fill Achieved and Total, or Value, or x under Nothing occurred.",
    ),
    example="chỉ có Minh chứng",
)
def figure_missing(rows: Rows) -> Iterator[Found]:
    """A row in which people typed has achieved and total, a value, or nothing occurred."""
    names = ("achieved", "total", "value", "none")
    for index, told in enumerate(zip(*(rows[name] for name in names), strict=True)):
        if told[:3] == (None, None, None) and not told[3] and not any(rows.wrong(index, n) for n in names):
            yield Found(index, "achieved")


@rule(
    "estimate_early",
    "error",
    title=("Ước thực hiện không ở cuối năm", "An estimate before the year's end"),
    sentence=("Kỳ “{value}” không phải kỳ cuối năm nên không ghi số ước.", "“{value}” takes no estimate."),
    remedy=(
        "Hãy ghi số thực tế và xóa dấu x ở Ước thực hiện; kỳ chưa xong thì để trống.",
        "Type the actual figure and clear the x under Estimate; leave blank what is not over.",
    ),
    example="x ở Ước thực hiện, kỳ 03/2022",
)
def estimate_early(rows: Rows) -> Iterator[Found]:
    """Only the year and its last month and quarter may be estimated: for the annual report cannot wait."""
    for index, estimated in rows.told("estimate"):
        period = rows["period"][index]
        if estimated and period and not (period.endswith(("-12", "-Q4")) or periods.kind(period) == "year"):
            yield Found(index, "estimate", {"value": periods.shown(period)})


@rule(
    "value_percent",
    "error",
    title=("Giá trị phần trăm, đơn vị tính khác", "A percent value with another unit"),
    sentence=(
        "“{value}” là phần trăm, nhưng mục tiêu {code} đo bằng “{measure}”.",
        "“{value}” is a percentage, but objective {code} is measured in “{measure}”.",
    ),
    remedy=(
        "Hãy gõ con số tính bằng “{measure}”; nếu ô vẫn hiện %, chọn Định dạng > Số > Tự động rồi gõ lại.",
        "Type it in “{measure}”; if the cell still shows %, choose Format > Number > Automatic first.",
    ),
    example="1% khi mục tiêu đo bằng “đơn”",
)
def value_percent(rows: Rows) -> Iterator[Found]:
    """A value typed with % answers an objective measured in %."""
    for index in sorted(rows.columns["value"].percent):
        known = demands.of(rows, index)
        if known is not None and known.measure is not None and not known.percent:
            words = {"value": rows.quoted(index, "value"), "code": rows["code"][index]}
            yield Found(index, "value", {**words, "measure": known.measure})


@rule(
    "figure_twice",
    "error",
    title=("Hai số liệu khác nhau", "Two different figures"),
    sentence=(
        "Giá trị “{value}” khác với {achieved}/{total} ở cùng dòng.",
        "The value “{value}” differs from {achieved}/{total} in the same row.",
    ),
    remedy=(
        "Hãy chỉ giữ Số đạt và Tổng số, hoặc chỉ giữ Giá trị.",
        "Keep either Achieved and Total, or Value.",
    ),
    example="9/10 và 95%",
)
def figure_twice(rows: Rows) -> Iterator[Found]:
    """A value beside achieved and total must say the same, to its own number of places."""
    for index, value in rows.told("value"):
        achieved, total = rows["achieved"][index], rows["total"][index]
        if achieved is None or total is None:
            continue
        tolerance = Fraction(1, 2 * 10 ** _places(rows.raw["value"][index], value))
        ratio = demands.exact(achieved) / demands.exact(total) if total else None
        if ratio is None or all(
            abs(ratio * scale - demands.exact(value)) > tolerance for scale in _scales(rows, index, value)
        ):
            words = {"achieved": numbers.spell(achieved), "total": numbers.spell(total)}
            yield Found(index, "value", {"value": rows.quoted(index, "value"), **words})


def _places(raw: object, value: float) -> int:
    """Decimal places of a value as typed, "98,50%" → 2; of a cell that holds a number, those it needs."""
    if isinstance(raw, str):
        decimals = re.search(r",(\d+)", raw)
        return len(decimals[1]) if decimals else 0
    return max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent))


def _scales(rows: Rows, index: int, value: float) -> tuple[int, ...]:
    """What a ratio is multiplied by to be said as ``value`` is: 100 for percent; either where unknown."""
    if index in rows.columns["value"].percent:
        return (100,)
    known = demands.of(rows, index)
    if known is None or (known.percent and 0 < value <= 1):  # percent_ambiguous asks about the latter
        return (1, 100)
    return (100 if known.percent else 1,)


@rule(
    "ratio_incomplete",
    "error",
    title=("Thiếu Số đạt hoặc Tổng số", "Half a ratio"),
    sentence=("Có “{have}” nhưng thiếu “{lack}”.", "There is “{have_en}” but no “{lack_en}”."),
    remedy=("Hãy điền ô này.", "Fill this cell."),
    example="Số đạt 9, Tổng số trống",
)
def ratio_incomplete(rows: Rows) -> Iterator[Found]:
    """Achieved and total come together."""
    achieved, total = rows.table.field("achieved"), rows.table.field("total")
    for index, (part, whole) in enumerate(zip(rows["achieved"], rows["total"], strict=True)):
        if (part is None) is (whole is None):
            continue
        have, lack = (achieved, total) if whole is None else (total, achieved)
        if not rows.wrong(index, lack.name):
            words = {
                "have": have.title,
                "lack": lack.title,
                "have_en": have.title_en,
                "lack_en": lack.title_en,
            }
            yield Found(index, lack.name, words)


@rule(
    "achieved_over_total",
    "error",
    title=("Số đạt lớn hơn tổng số", "More achieved than there were"),
    sentence=("Số đạt {achieved} lớn hơn tổng số {total}.", "{achieved} achieved of only {total}."),
    remedy=("Hãy kiểm tra lại hai số này.", "Check the two numbers."),
    example="12 trên 10",
)
def achieved_over_total(rows: Rows) -> Iterator[Found]:
    """Where the measure is %, the achieved are among the total."""
    for index, (part, whole) in enumerate(zip(rows["achieved"], rows["total"], strict=True)):
        if part is not None and whole is not None and part > whole:
            known = demands.of(rows, index)
            if known is None or known.percent:
                words = {"achieved": numbers.spell(part), "total": numbers.spell(whole)}
                yield Found(index, "achieved", words)


@rule(
    "ratio_measure",
    "error",
    title=("Đơn vị tính có phải là %?", "Is the unit of measure %?"),
    sentence=(
        "{achieved}/{total} chỉ là {ratio}, còn chỉ tiêu của {code} là {target} “{measure}”.",
        "{achieved}/{total} is only {ratio}, while the target of {code} is {target} “{measure}”.",
    ),
    remedy=(
        "Nếu chỉ tiêu là {target}%, hãy ghi Đơn vị tính là % ở tab Mục tiêu; nếu không, hãy xóa hai số này "
        "và ghi kết quả ở cột Giá trị.",
        "If the target is {target}%, write % as the unit on the tab Objectives; if not, clear the two "
        "numbers and type the result under Value.",
    ),
    example="49/50 khi chỉ tiêu là 98 và đơn vị tính là “Tỷ lệ”",
)
def ratio_measure(rows: Rows) -> Iterator[Found]:
    """Of things counted one by one, a part of a whole above a target of 1 is a percentage not called so.

    Measured in one thing for another ("lượt/lớp"), in days, or called an average, it is what it says.
    """
    for index, (part, whole) in enumerate(zip(rows["achieved"], rows["total"], strict=True)):
        known = demands.of(rows, index) if part and whole and part <= whole else None
        if known is None or known.percent or not known.measure or known.average or known.target <= 1:
            continue
        words = {"achieved": numbers.spell(part), "total": numbers.spell(whole), "code": rows["code"][index]}
        words |= {"ratio": numbers.spell(round(part / whole, 4)), "measure": known.measure}
        yield Found(index, "achieved", {**words, "target": numbers.spell(float(known.target))})


@rule(
    "total_zero",
    "warning",
    title=("Tổng số bằng 0", "Total of zero"),
    sentence=("Tổng số bằng 0 thì không tính được tỷ lệ.", "No ratio can be made of a total of 0."),
    remedy=(
        "Nếu trong kỳ không phát sinh, hãy xóa số và gõ x ở Không phát sinh.",
        "If nothing occurred, clear the numbers and type x under Nothing occurred.",
    ),
    example="0 trên 0",
)
def total_zero(rows: Rows) -> Iterator[Found]:
    """A total of 0 gives no figure unless nothing occurred."""
    for index, (whole, none) in enumerate(zip(rows["total"], rows["none"], strict=True)):
        if whole == 0 and not none and not rows.wrong(index, "none"):
            yield Found(index, "total")


@rule(
    "cause_missing",
    "warning",
    title=("Không đạt mà chưa có nguyên nhân", "Not met, no cause told"),
    sentence=(
        "Kết quả {value} không đạt nhưng chưa ghi nguyên nhân.",
        "{value} does not meet the target; no cause is told.",
    ),
    remedy=("Hãy ghi nguyên nhân không đạt.", "Tell why it was not met."),
    example="8/10 khi chỉ tiêu ≥ 95%",
)
def cause_missing(rows: Rows) -> Iterator[Found]:
    """What was not met tells its cause; the figure counts meanwhile."""
    for index, shown in demands.missed(rows):
        if rows["cause"][index] is None and not rows.wrong(index, "cause"):
            yield Found(index, "cause", {"value": shown})


@rule(
    "measure_missing",
    "warning",
    title=("Không đạt mà chưa có biện pháp", "Not met, no measure told"),
    sentence=(
        "Kết quả {value} không đạt nhưng chưa ghi biện pháp.",
        "{value} does not meet the target; no measure is told.",
    ),
    remedy=("Hãy ghi biện pháp để đạt.", "Tell what will be done."),
    example="8/10 khi chỉ tiêu ≥ 95%",
)
def measure_missing(rows: Rows) -> Iterator[Found]:
    """What was not met tells a measure; the figure counts meanwhile."""
    for index, shown in demands.missed(rows):
        if rows["measure"][index] is None and not rows.wrong(index, "measure"):
            yield Found(index, "measure", {"value": shown})
