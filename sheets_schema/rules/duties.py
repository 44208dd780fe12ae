"""What is owed: who, which table answers, and what an exception must say."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema import descriptor
from sheets_schema.cells.choices import closest
from sheets_schema.cells.dates import typed
from sheets_schema.cells.text import fold
from sheets_schema.naming import Naming
from sheets_schema.rules import Found, Rows, links, rule
from sheets_schema.rules.dates import month_start

#: The tables of the units' workbooks that a month asks for; the others are asked for by plan and deadlines.
MONTHLY = ("objectives", "progress", "dossiers", "confirmations")
#: Everybody, and the committee, as codes in the column of who.
UNITS, COMMITTEE = "units", "committee"
_WORDS = {
    UNITS: ("Các đơn vị", "Tất cả các đơn vị", "Mọi đơn vị", "All units", UNITS),
    COMMITTEE: ("Ban Chỉ đạo", "Ban Chỉ đạo ISO", "BCĐ", "Thư ký ISO", "Committee", COMMITTEE),
}


def owners(rows: Rows) -> Naming | None:
    """Who may be named: everybody, the committee, or a unit; None while the units are not known."""
    if "units" not in rows.context.tables:
        return None
    units = (record.values for record in rows.context.tables["units"])
    spellings = [(word, code) for code, words in _WORDS.items() for word in words]
    return Naming([*spellings, *links.names(units, ("code", "name", "aliases"))])


@rule(
    "owner_unknown",
    "error",
    title=("Không rõ ai thực hiện", "Nobody of that name"),
    sentence=(
        "“{value}” không phải Các đơn vị, Ban Chỉ đạo hay một đơn vị trong tab Đơn vị.",
        "“{value}” is neither all units nor the committee nor a unit of the units tab.",
    ),
    remedy=(
        "Hãy ghi “Các đơn vị”, “Ban Chỉ đạo”, hoặc mã đơn vị.",
        "Write “Các đơn vị” (all units), “Ban Chỉ đạo” (the committee) or a unit's code.",
    ),
    example="Phòng Mua sắm",
)
def owner_unknown(rows: Rows) -> Iterator[Found]:
    """``who`` names somebody; right names are replaced by their codes in the records."""
    known, values = owners(rows), rows["who"]
    for index, value in enumerate(list(values)) if known else ():
        if known is None or value is None:
            continue
        values[index] = known.code(value)
        if values[index] is None:
            words = {"value": rows.quoted(index, "who")}
            yield Found(index, "who", words, closest(fold(value), known.folded))


def _titles() -> Naming:
    own = [table for table in descriptor.tables().values() if table.workbook != "form"]
    return Naming((word, t.name) for t in own for word in (t.title, t.title_en, t.name))


@rule(
    "table_unknown",
    "error",
    title=("Không có tab này", "No such tab"),
    sentence=("Không có tab tên “{value}”.", "There is no tab “{value}”."),
    remedy=("Hãy ghi đúng tên tab, hoặc để trống.", "Write the tab's title, or leave it blank."),
    example="Kết qả",
)
def table_unknown(rows: Rows) -> Iterator[Found]:
    """``table`` names a tab; right titles are replaced by the tables' names in the records."""
    if not any(value is not None for value in rows["table"]):
        return
    known, values = _titles(), rows["table"]
    for index, value in enumerate(list(values)):
        if value is None:
            continue
        values[index] = known.code(value)
        if values[index] is None:
            words = {"value": rows.quoted(index, "table")}
            yield Found(index, "table", words, closest(fold(value), known.folded))


@rule(
    "due_before_month",
    "error",
    title=("Hạn trước tháng bắt đầu", "Due before it begins"),
    sentence=(
        "Hạn {value} sớm hơn {first}, ngày đầu của tháng bắt đầu.",
        "It is due on {value}, before {first}, the first day of the month it starts in.",
    ),
    remedy=("Hãy sửa hạn hoặc tháng bắt đầu.", "Mend the due day or the month."),
    example="Từ tháng 04/2022, hạn 31/03/2022",
)
def due_before_month(rows: Rows) -> Iterator[Found]:
    """Nothing of the plan is due before the window of the month it starts in."""
    for index, (month, due) in enumerate(zip(rows["from_month"], rows["due"], strict=True)):
        if month is None or due is None:
            continue
        first = month_start(month, rows.context.start_day)
        if due < first:
            yield Found(index, "due", {"value": typed(due), "first": typed(first)})


@rule(
    "until_missing",
    "error",
    title=("Thiếu ngày cuối", "No last day"),
    sentence=("“{value}” cần có “{title}”.", "“{value}” needs “{title_en}”."),
    remedy=("Hãy ghi ngày cuối cùng.", "Write the last day."),
    example="Gia hạn, chưa ghi đến ngày nào",
)
def until_missing(rows: Rows) -> Iterator[Found]:
    """An extension and a reopening end some day."""
    item, words = rows.table.field("until"), rows.table.field("kind").choices
    for index, (kind, until) in enumerate(zip(rows["kind"], rows["until"], strict=True)):
        if kind in ("extension", "reopen") and until is None and not rows.wrong(index, "until"):
            titles = {"title": item.title, "title_en": item.title_en}
            yield Found(index, "until", {"value": words[kind], **titles})


@rule(
    "exception_unbounded",
    "error",
    title=("Không rõ kỳ nào, việc nào", "No period and no record"),
    sentence=(
        "Chưa ghi kỳ hay mã việc nên không rõ “{value}” cho việc nào.",
        "Neither a period nor a record is given, so it is not clear what “{value}” is for.",
    ),
    remedy=("Hãy ghi kỳ, hoặc mã việc.", "Write the period, or the record's code."),
    example="Miễn cho VP, không ghi kỳ",
)
def exception_unbounded(rows: Rows) -> Iterator[Found]:
    """An exception is for some period or record; only reminders may be silenced for good."""
    words, told = rows.table.field("kind").choices, zip(rows["period"], rows["record"], strict=True)
    for index, (kind, (period, record)) in enumerate(zip(rows["kind"], told, strict=True)):
        wrong = rows.wrong(index, "period") or rows.wrong(index, "record")
        if kind not in (None, "silence") and not (period or record or wrong):
            yield Found(index, "period", {"value": words[kind]})


@rule(
    "exception_of_nothing",
    "error",
    title=("Tháng này không đòi bảng này", "No month asks for this table"),
    sentence=(
        "Tab “{tab}” không nhập theo tháng, nên “{value}” cho một tháng không áp dụng được cho việc nào.",
        "No month asks for the tab “{tab_en}”, so “{value}” for a month holds for nothing.",
    ),
    remedy=(
        "Hãy ghi mã của dòng được phép ở cột “{record}”, hoặc ghi cả năm ở cột “{period}”.",
        "Write the row's code under “{record_en}”, or the whole year under “{period_en}”.",
    ),
    example="Gia hạn tab Kế hoạch của tháng 03/2022, không ghi mã việc",
)
def exception_of_nothing(rows: Rows) -> Iterator[Found]:
    """Beside a month stands a table that months ask for, or a record; a reopening opens any tab."""
    words = rows.table.field("kind").choices
    titles = {name: rows.table.field(name).title for name in ("record", "period")}
    titles |= {f"{name}_en": rows.table.field(name).title_en for name in ("record", "period")}
    for index, table in rows.told("table"):
        kind, period = rows["kind"][index], rows["period"][index]
        named = rows["record"][index] or rows.wrong(index, "record")
        if kind in (None, "reopen") or named or table in MONTHLY or period is None or len(period) == 4:
            continue
        tab = descriptor.table(table)
        said = {"value": words[kind], "tab": tab.title, "tab_en": tab.title_en}
        yield Found(index, "record", said | titles)


@rule(
    "exempt_everybody",
    "warning",
    title=("Miễn cho mọi đơn vị?", "All units excused?"),
    sentence=(
        "“{title}” để trống nên mọi đơn vị đều được miễn.",
        "“{title_en}” is blank, so every unit is excused.",
    ),
    remedy=(
        "Nếu đúng là mọi đơn vị thì ghi *; nếu không thì ghi mã đơn vị.",
        "Write * if all units are meant, else the unit's code.",
    ),
    example="Miễn tháng 03/2022, Đơn vị để trống",
)
def exempt_everybody(rows: Rows) -> Iterator[Found]:
    """Who excuses the whole agency says so with a star; a record's code names its unit."""
    item = rows.table.field("unit")
    for index, kind in rows.told("kind"):
        blank = rows["unit"][index] is None and not rows.wrong(index, "unit")
        starred = str(rows.raw["unit"][index] or "").strip()
        if kind == "exempt" and blank and not starred and rows["record"][index] is None:
            yield Found(index, "unit", {"title": item.title, "title_en": item.title_en})
