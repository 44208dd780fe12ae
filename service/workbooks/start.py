"""The start tab: the month, what is missing, what to mend, own results, when it was read, whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from service.duties import owed
from service.duties.duty import Duty
from service.duties.owed import Owed
from service.figures.data import Data, Row, Unit
from service.organisation import Organisation
from service.organisation import Unit as Listed
from service.periods import windows
from service.periods.windows import Window
from service.workbooks import links, palette, words, writing
from service.workbooks.computed import Result
from service.workbooks.layout import START_COLUMNS, START_ROWS, fill
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen
from service.workbooks.tasks import Task, beside
from sheets_schema.cells import periods
from sheets_schema.descriptor import tables
from sheets_schema.records import Record

#: Problems listed one by one.
MOST_LISTED = 30
#: Own results listed one by one.
MOST_RESULTS = 25
#: How the line begins that says when the workbook was last read; alone it is rewritten at most daily.
READ_AT = "Kiểm tra lúc: "

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the start tab: a sentence, an optional link beside it, and how it looks."""

    text: str = ""
    link: str = ""
    bold: bool = False
    colour: str | None = None


@dataclass(frozen=True)
class View:
    """Everything the start tab tells. `problems`: open and not quiet, worst first."""

    book: Workbook
    kept: Mapping[str, Seen]
    about: Organisation
    base: str
    now: datetime
    problems: Sequence[Mapping[str, Any]]
    results: Sequence[Result]
    rows: Mapping[str, Sequence[Record]]  # good records of the unit's tabs
    read_at: datetime | None = None  # None: now, for the answer to a write is a reading
    following: Workbook | None = None  # the unit's workbook of the next year
    preceding: Workbook | None = None  # and that of the year before
    locked: str = ""  # what is said of the lock of a closed year
    tasks: Sequence[Task] = ()  # what is owed, as the register has it, each with where it is entered


def current(today: date, about: Organisation, year: int, unit: Listed | None = None) -> Window | None:
    """The month of a workbook's year that people (of a unit) now work on; None when no entries are taken.

    That is the one before, until it freezes, else the one that holds today; the first before the year begins.
    """
    months = [m for m in windows.months(year, about.rules) if unit is None or unit.valid_in(m)]
    begun = [month for month in months if month.start <= today]
    taken = [month for month in begun if about.takes_entries(month, today)]
    return taken[-2:][0] if taken else None if begun or not months else months[0]


def since(today: date, about: Organisation, year: int) -> date:
    """The day from which on people have been working on the current month, or on none."""
    month = current(today, about, year)
    last = windows.before(month, about.rules) if month else windows.months(year, about.rules)[-1]
    return min(last.freeze + timedelta(days=1), today)


def lines(view: View) -> list[Line]:
    """The start tab, top to bottom."""
    unit = view.about.by_code.get(view.book.unit or "")
    month = current(view.now.date(), view.about, view.book.year, unit)
    head = f"SỔ CHẤT LƯỢNG NĂM {view.book.year} – {unit.name if unit else view.book.unit}"
    return [
        Line(head, bold=True),
        *_now(view, month),
        Line("KẾT QUẢ ĐẾN NAY", bold=True),
        *_results(view),
        Line(),
        *_last_year(view),
        Line("LIÊN HỆ KHI CẦN", bold=True),
        Line(str(view.about.settings.contact or "Thư ký ISO của cơ quan.")),
    ][:START_ROWS]


def requests(view: View, made: Sequence[Line]) -> list[Request]:
    """One request that writes the lines and blanks what stood below them."""
    tab = view.kept[START]
    height = min(max(len(made), len(tab.values)), tab.rows)
    padded = [*made[:height], *([Line()] * (height - len(made)))]
    grid = [[_text(line), _link(line)] for line in padded]
    fields = "userEnteredValue,userEnteredFormat(backgroundColor,textFormat,wrapStrategy)"
    return [writing.cells(tab.sheet_id, 0, 0, grid, fields)]


def differs(view: View, made: Sequence[Line]) -> bool:
    """Whether the tab shows something else than `made`; of the moment of reading only the day counts."""
    observed = [_shown(view.kept[START], row) for row in range(max(len(made), len(view.kept[START].values)))]
    wanted = [(line.text, _label(line)) for line in made]
    wanted += [("", "")] * (len(observed) - len(wanted))
    return any(
        seen != want and not (seen[0].startswith(READ_AT) and _same_day(seen[0], want[0]))
        for seen, want in zip(observed, wanted, strict=True)
    )


def _same_day(shown: str, wanted: str) -> bool:
    """Whether both tell of the same day and the same verdict; the hour is left out."""
    return wanted.startswith(READ_AT) and shown.partition(" ngày ")[2] == wanted.partition(" ngày ")[2]


def _shown(tab: Seen, row: int) -> tuple[str, str]:
    cells = [tab.value(row, column) for column in range(START_COLUMNS)]
    return str(cells[0] if cells[0] is not None else ""), str(cells[1] if cells[1] is not None else "")


def _now(view: View, month: Window | None) -> list[Line]:
    unit = view.about.by_code.get(view.book.unit or "")
    last = windows.months(view.book.year, view.about.rules)[-1]
    if month is not None:
        return _running(view, month) if unit else _abandoned(view)
    over = view.now.date() > last.start and not view.about.takes_entries(last, view.now.date())
    return _finished(view) if over or unit is None else _ended(view, unit)


def _ended(view: View, unit: Listed) -> list[Line]:
    """The unit's days are over, and with them its entries: who goes on, and what is still open here."""
    heir = view.about.heir(unit.code, view.now.date())
    until = f"Đơn vị hoạt động đến hết ngày {words.day(unit.valid_to)}." if unit.valid_to else ""
    passed = f"Việc còn dở chuyển sang {heir.name}." if heir else "Không đơn vị nào tiếp nhận việc còn dở."
    return _over(view, f"{until} Không nhập số liệu vào sổ này nữa.".strip(), Line(passed))


def _abandoned(view: View) -> list[Line]:
    """The coordinator's list no longer names the unit: nothing is asked for but its open corrections."""
    gone = f"Mã đơn vị {view.book.unit} không còn trong danh sách của cơ quan."
    go_on = "Nếu đơn vị vẫn hoạt động, hãy báo thư ký ISO."
    return _over(view, f"{gone} Không nhập số liệu vào sổ này nữa.", Line(go_on))


def _running(view: View, month: Window) -> list[Line]:
    own = [duty for duty, _ in view.tasks if duty.period == month.label]
    excused = {duty.table for duty in own if duty.state == "excused"}
    lacking = [entry for entry in owed.missing(*_data(view, month)) if entry.table not in excused]
    tasks = [Line(entry.vi, _tab(view, entry.table)) for entry in lacking] + _corrections(view)
    tasks += _others(view, month)
    return [
        _month(month, lacking),
        *(Line(_allowed(duty)) for duty in own if duty.why),
        Line("Ô vàng: gõ vào đây. Ô xám: để nguyên. Ô đỏ: cần sửa (rê chuột vào ô để xem lời nhắc)."),
        Line(f"{_read_at(view)} – {_verdict(view)}."),
        Line(),
        Line("VIỆC CẦN LÀM", bold=True),
        *(tasks or [Line("Không còn việc nào.")]),
        Line(),
        *_problems(view),
    ]


def _finished(view: View) -> list[Line]:
    """The year takes no entries any more: where to go on; only its findings may still be corrected here."""
    year, last = view.book.year, windows.months(view.book.year, view.about.rules)[-1]
    over = f"Năm {year} đã kết thúc, hết hạn chốt số liệu ngày {words.day(last.freeze)}."
    following, next_ = view.following, f"sổ năm {year + 1}"
    go_on = Line(f"Đơn vị chưa có {next_}.")
    if following is not None and following.spreadsheet_id:
        address = links.cell(view.base, following.spreadsheet_id, following.sheets.get(START))
        go_on = Line(f"Nhập tiếp ở {next_}.", address)
    rest = [Line(view.locked)] if view.locked else []
    return _over(view, f"{over} Không nhập số liệu vào sổ này nữa.", go_on, *rest)


def _last_year(view: View) -> list[Line]:
    """Where the year before stands."""
    before = view.preceding
    if before is None or not before.spreadsheet_id:
        return []
    address = links.cell(view.base, before.spreadsheet_id, before.sheets.get(START))
    return [Line(f"Sổ năm {before.year} của đơn vị.", address), Line()]


def _over(view: View, why: str, *go_on: Line) -> list[Line]:
    own = [problem for problem in view.problems if problem["table_name"] == "corrections"]
    tasks = _corrections(view) + _others(view)
    return [
        Line(why, bold=True),
        *go_on,
        Line(f"{_read_at(view)}."),
        Line(),
        *([Line("VIỆC CẦN LÀM", bold=True), *tasks, Line()] if tasks else []),
        *_problems(replace(view, problems=own)),
    ]


def _others(view: View, month: Window | None = None) -> list[Line]:
    """What is owed besides the month and corrections: by plan or date, and of earlier months still open."""
    today = view.now.date()
    open_ = [
        (duty, place)
        for duty, place in view.tasks
        if duty.state in ("due", "missing")
        and duty.table != "corrections"
        and (month is None or duty.period != month.label)
        and (len(duty.period) != 7 or today <= max(duty.due, duty.lock or duty.due))
    ]
    return [_task(view, duty, place) for duty, place in open_[:MOST_LISTED]]


def _task(view: View, duty: Duty, place: Workbook) -> Line:
    """What is to be done by when; what is wrong with what was given, or who enters it where a unit cannot."""
    wrong = view.problems if place.id == view.book.id else ()
    told = [part for part in (f"hạn {words.day(duty.due)}", beside(duty, wrong, view.about.rules)) if part]
    own = tables()[duty.table].workbook == "unit"
    return Line(f"{duty.vi} ({'; '.join(told)})", _tab(view, duty.table, place) if own else "")


def _allowed(duty: Duty) -> str:
    """An exemption or an extension, with who and why."""
    title = tables()[duty.table].title
    if duty.state == "excused":
        return f"Được miễn: {title}. {duty.why}."
    return f"Được gia hạn đến {words.day(duty.due)}: {title}. {duty.why}."


def _month(month: Window, lacking: Sequence[Owed]) -> Line:
    left = sum(entry.count for entry in lacking)
    state = f"CÒN THIẾU {left} MỤC" if left else "ĐÃ ĐỦ"
    span = f"(Từ ngày {words.day(month.start)} đến ngày {words.day(month.end)})"
    text = f"{periods.shown(month.label)} {span}. Hạn nhập: {words.day(month.due)}. {state}"
    return Line(text, bold=True, colour=palette.TYPE_HERE if left else None)


def _data(view: View, month: Window) -> tuple[Data, Unit]:
    known = view.about.by_code.get(view.book.unit or "")
    unit = Unit(view.book.unit or "", known.name if known else "", bool(known and known.has_dossiers))
    rows = {
        name: tuple(Row(unit.code, record.key, record.values) for record in records)
        for name, records in view.rows.items()
    }
    return Data(window=month, kind="monthly", rules=view.about.rules, units=(unit,), **rows), unit  # type: ignore[arg-type]


def _read_at(view: View) -> str:
    return f"{READ_AT}{words.moment(view.read_at or view.now)}"


def _verdict(view: View) -> str:
    errors = sum(problem["severity"] == "error" for problem in view.problems)
    return f"{errors} lỗi, {len(view.problems) - errors} lưu ý" if view.problems else "không thấy lỗi"


def _corrections(view: View) -> list[Line]:
    """How many findings are still to be corrected, for each workbook in which that is told."""
    open_ = [place for duty, place in view.tasks if duty.table == "corrections" and not duty.settled]
    books = {place.id: place for place in open_}
    counted = Counter(place.id for place in open_)
    return [
        Line(f"Khắc phục {count} phát hiện của đánh giá nội bộ.", _tab(view, "corrections", books[id_]))
        for id_, count in counted.items()
    ]


def _problems(view: View) -> list[Line]:
    if not view.problems:
        return []
    made = [Line(f"CẦN SỬA ({len(view.problems)})", bold=True, colour=palette.MEND)]
    for problem in view.problems[:MOST_LISTED]:
        title = tables()[problem["table_name"]].title
        made.append(Line(f"{title}: {problem['message_vi']} {problem['remedy_vi']}", _cell(view, problem)))
    if len(view.problems) > MOST_LISTED:
        made.append(Line(f"… và {len(view.problems) - MOST_LISTED} lỗi nữa."))
    return [*made, Line()]


def _results(view: View) -> list[Line]:
    latest: dict[object, Result] = {}
    for result in view.results:
        if result.state != "not_yet_due":
            latest[result.objective["code"]] = result
    made = [
        Line(
            f"{code} {r.objective['objective']}: {r.ratio or '…'} (chỉ tiêu {words.target(r.objective)}) – "
            f"{r.assessment}, {periods.shown(r.period)}"
        )
        for code, r in latest.items()
    ]
    return made[:MOST_RESULTS] or [Line("Chưa có số liệu.")]


def _tab(view: View, table: str, place: Workbook | None = None) -> str:
    book = place or view.book
    return links.cell(view.base, book.spreadsheet_id, book.sheets.get(table))


def _cell(view: View, problem: Mapping[str, Any]) -> str:
    sheet_id = view.book.sheets.get(problem["table_name"])
    return links.cell(view.base, view.book.spreadsheet_id, sheet_id, problem["cell"])


def _label(line: Line) -> str:
    if not line.link:
        return ""
    return "Mở ô " + line.link.rpartition("range=")[2] if "range=" in line.link else "Mở"


def _text(line: Line) -> Request:
    style: Request = {"wrapStrategy": "WRAP", **fill(line.colour)}
    if line.bold:
        style["textFormat"] = {"bold": True}
    return {**writing.text_cell(line.text), "userEnteredFormat": style}


def _link(line: Line) -> Request:
    if not line.link:
        return {}
    style = {"textFormat": {"link": {"uri": line.link}, "underline": True}}
    return {**writing.text_cell(_label(line)), "userEnteredFormat": style}
