"""Nonconformities and corrective actions: open by grade, age and clause; what is overdue, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.figures import life
from service.figures.data import Row
from service.figures.findings import (
    AGES,
    CLAUSES,
    GRADES,
    identity,
    is_late,
    lost,
    opened_again,
    overdue_actions,
    repeated,
    states,
    still,
)
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer

_GRADES = {
    "major": ("KPH nặng", "Major nonconformity"),
    "minor": ("KPH nhẹ", "Minor nonconformity"),
    "observation": ("Lưu ý", "Observation"),
    "improvement": ("Cơ hội cải tiến", "Opportunity for improvement"),
}


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("findings.total"):
        yield Paragraph(w.no_data + ".")
        return
    yield Paragraph(_summary(w))
    if w.positive("findings.total"):
        yield _by_state(w)
    if w.positive("findings.open"):
        yield _by_grade(w)
        yield _by_age(w)
        yield _by_clause(w)
        yield _by_unit(w)
    if late := overdue(w):
        yield Heading(w.say("Quá hạn", "Overdue"), 3)
        yield listed(w, late)
    for title, rows in ((UNVERIFIED, unverified(w)), (_NOTED, noted(w))):
        if rows:
            yield Heading(w.say(*title), 3)
            yield listed(w, rows)
    yield from _repeated(w)
    yield from _vanished(w)


def _summary(w: Writer) -> str:
    total, new, shut = (w.count(f"findings.{name}") for name in ("total", "new", "closed_in_window"))
    still, late, day = w.count("findings.open"), w.count("findings.overdue"), w.day(w.data.window.end)
    done, actions = w.told("corrections.done"), w.count("corrections.overdue")
    if not w.positive("corrections.required"):
        done = w.say("không có việc nào phải làm", "none is required")
    return w.say(
        f"Đến {day} có {total} phát hiện: mới trong kỳ {new}, đóng trong kỳ {shut}, còn mở {still}, "
        f"quá hạn {late}. Hành động khắc phục đã xong: {done}; quá hạn: {actions}.",
        f"By {day} there are {total} findings: {new} new in the period, {shut} closed in it, {still} open, "
        f"{late} overdue. Corrective actions done: {done}; overdue: {actions}.",
    )


_STATES = {
    "open": ("Mới nêu, chưa xử lý", "Raised, nothing done yet"),
    "corrected": ("Đã xử lý ngay, chưa rõ nguyên nhân", "Corrected, cause not told"),
    "cause": ("Đã có nguyên nhân, chưa có hành động", "Cause told, no action yet"),
    "action": ("Đang thực hiện hành động khắc phục", "Action under way"),
    "done": ("Đã làm xong, chờ xác nhận hiệu lực", "Done, effect to be verified"),
    "verified": ("Đã xác nhận hiệu lực, chưa đóng", "Verified as effective, not closed"),
    "ineffective": ("Không hiệu lực, phải làm lại", "Not effective, to be done again"),
    "closed": ("Đã đóng", "Closed"),
}


def state(w: Writer, name: str) -> str:
    """A state of a finding's life in the report's language."""
    return w.say(*_STATES[name])


def _by_state(w: Writer) -> Table:
    header = (w.say("Tình trạng xử lý", "Where they stand"), w.say("Số lượng", "Number"))
    names = [name for name in life.STATES if w.positive(f"findings.state.{name}")]
    return Table(
        header,
        tuple((state(w, name), w.count(f"findings.state.{name}")) for name in names),
        align=("left", "right"),
    )


def _repeated(w: Writer) -> Iterator[Block]:
    """What came back, beside what it repeats."""
    found = repeated(w.data)
    if not found:
        return
    yield Heading(w.say("Lặp lại", "Repeated"), 3)
    number = w.count("findings.repeated")
    yield Paragraph(
        w.say(
            f"{number} điểm không phù hợp lặp lại cùng điều khoản, cùng đơn vị. Điểm trước đã đóng mà "
            "lặp lại trong một năm thì coi là không hiệu lực và mở lại.",
            f"{number} nonconformities came back on the same clause in the same unit. An earlier one that "
            "had been closed less than a year before counts as not effective and is open again.",
        )
    )
    header = (
        *(w.say("Mã", "Code"), w.say("Đơn vị", "Unit"), w.say("Điều khoản", "Clause")),
        *(w.say("Lặp lại của", "Repeats"), w.say("Điểm trước", "The earlier one")),
    )
    rows = []
    for repeat in found:
        code = repeat.earlier.text("code")
        then = w.say("mở lại", "opened again") if repeat.reopens else w.say("còn mở", "still open")
        clause = repeat.later.text("clause")
        rows.append((repeat.later.text("code"), w.unit_name(repeat.later.unit), clause, code, then))
    yield Table(header, tuple(rows))


def _vanished(w: Writer) -> Iterator[Block]:
    """Open findings that are no longer in the sheet."""
    gone = lost(w.data)
    if not gone:
        return
    yield Heading(w.say("Không còn trong sổ", "No longer in the sheet"), 3)
    number = w.count("findings.vanished")
    yield Paragraph(
        w.say(
            f"{number} phát hiện còn mở đã bị xóa khỏi sổ đánh giá. Chúng vẫn tính là còn mở cho đến khi "
            "được ghi lại vào sổ hoặc đóng.",
            f"{number} open findings were deleted from the auditors' sheet. They count as open until they "
            "are put back or closed.",
        )
    )
    seen = w.say("Thấy lần cuối", "Last seen")
    table = listed(w, gone)
    rows = zip(table.rows, gone, strict=True)
    yield Table((*table.header, seen), tuple((*cells, w.day(row.day("vanished"))) for cells, row in rows))


def grade(w: Writer, name: str) -> str:
    """A grade in the report's language."""
    return w.say(*_GRADES[name]) if name in _GRADES else name


def _by_grade(w: Writer) -> Table:
    header = (w.say("Còn mở theo mức độ", "Open, by grade"), w.say("Số lượng", "Number"))
    rows = [(grade(w, name), w.count(f"findings.grade.{name}.open")) for name in GRADES]
    return Table(header, tuple(rows), align=("left", "right"))


def _by_age(w: Writer) -> Table:
    header = (w.say("Còn mở theo thời gian", "Open, by age"), w.say("Số lượng", "Number"))
    rows = [(_age(w, name), w.count(f"findings.age.{name}")) for name in AGES]
    return Table(header, tuple(rows), align=("left", "right"))


def _age(w: Writer, name: str) -> str:
    if name == AGES[-1]:
        return w.say("Đã mở trên 90 ngày", "Open for over 90 days")
    days = name.replace("-", "–")
    return w.say(f"Đã mở {days} ngày", f"Open for {days} days")


def _by_clause(w: Writer) -> Table:
    header = (w.say("Còn mở theo điều khoản", "Open, by clause"), w.say("Số lượng", "Number"))
    rows = []
    for clause in CLAUSES:
        name = f"findings.clause.{clause}.open"
        if w.positive(name):
            title = (
                w.say("Khác", "Other") if clause == "other" else w.say(f"Điều {clause}", f"Clause {clause}")
            )
            rows.append((title, w.count(name)))
    return Table(header, tuple(rows), align=("left", "right"))


def _by_unit(w: Writer) -> Table:
    header = (w.say("Đơn vị", "Unit"), w.say("Còn mở", "Open"), w.say("Quá hạn", "Overdue"))
    rows = []
    for name in w.figures:
        if name.startswith("findings.unit.") and name.endswith(".open") and w.positive(name):
            code = name.removeprefix("findings.unit.").removesuffix(".open")
            rows.append((w.unit_name(code), w.count(name), w.count(f"findings.unit.{code}.overdue")))
    return Table(header, tuple(rows), align=("left", "right", "right"))


#: What heads the findings past their deadline on which the unit did its part.
UNVERIFIED = "Quá hạn đóng: đã khắc phục, chờ xác nhận", "Past their deadline: corrected, to be verified"
#: What heads those past the day written beside them that ask for no corrective action.
_NOTED = (
    "Lưu ý, cơ hội cải tiến đã qua ngày hẹn, còn mở",
    "Open observations past their day",
)


def overdue(w: Writer) -> list[Row]:
    """The open nonconformities past their deadline and not corrected, those with an overdue action first."""
    actions, others = overdue_actions(w.data), unverified(w) + noted(w)
    return actions + [row for row in _late(w) if row not in actions and row not in others]


def noted(w: Writer) -> list[Row]:
    """The open observations and opportunities past their day: nothing is asked of anybody for them."""
    waiting = unverified(w)
    return [row for row in _late(w) if row.text("grade") not in life.NONCONFORMITIES and row not in waiting]


def unverified(w: Writer) -> list[Row]:
    """The open findings past their deadline that wait for the auditors only."""
    actions, stands = overdue_actions(w.data), states(w.data)
    done = [row for row in _late(w) if stands[identity(row)] in ("done", "verified")]
    return [row for row in done if row not in actions]


def _late(w: Writer) -> list[Row]:
    return [row for row in still(w.data) if is_late(row, w.data.window.end)]


def upcoming(w: Writer, until: date) -> list[Row]:
    """The open findings whose deadline lies between the window's end and the day `until`."""
    end = w.data.window.end
    found = []
    for row in still(w.data):
        deadline = row.day("deadline")
        if deadline and end <= deadline <= until:
            found.append(row)
    return found


def listed(w: Writer, rows: list[Row]) -> Table:
    """Findings one by one."""
    header = (
        w.say("Mã", "Code"),
        w.say("Đơn vị", "Unit"),
        w.say("Mức độ", "Grade"),
        w.say("Mô tả", "Description"),
        w.say("Người chịu trách nhiệm", "Responsible"),
        w.say("Hạn", "Deadline"),
    )
    return Table(header, tuple(_listed(w, row) for row in rows))


def _listed(w: Writer, row: Row) -> tuple[str, ...]:
    return (
        row.text("code"),
        w.unit_name(row.unit),
        grade(w, row.text("grade")),
        row.text("description"),
        row.text("responsible"),
        w.day(row.day("deadline")) + reopened(w, row),
    )


def reopened(w: Writer, row: Row) -> str:
    """Since when a finding that had been closed is open again, in brackets; "" for the others."""
    again = opened_again(w.data).get(identity(row))
    return w.say(f" (mở lại từ {w.day(again)})", f" (open again since {w.day(again)})") if again else ""
