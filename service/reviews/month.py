"""Where a month stands between its window's end and its notice of conclusions, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from service.organisation import Organisation
from service.periods import course
from service.periods.windows import Window, window
from service.reviews import notice, wrong
from service.store.tables import report

Pair = tuple[str, str]  # Vietnamese, English


@dataclass(frozen=True, slots=True)
class Month:
    """A month's days and how far it has come."""

    window: Window
    meeting: date  # as entered, else as the settings propose
    notice: date
    entered: bool  # whether the meeting stands in the coordinator's workbook
    held: bool
    decided: bool  # whether conclusions of it are entered
    frozen: bool
    noticed: bool
    unapproved: tuple[str, ...]  # kinds of its reports that leaders wait for
    lacking: tuple[str, ...] = ()  # names of the units that have not given all they owe
    wrong: tuple[tuple[str, int], ...] = ()  # (tab, row) in error for which the notice waits
    cancelled: bool = False  # whether meetings stand there and none of them is to be held
    untold: tuple[str, ...] = ()  # meetings with conclusions that were said to be held after the notice

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done."""
        return (self.noticed or self.cancelled) and not self.unapproved and not self.untold

    @property
    def may_notice(self) -> bool:
        """Whether the notice could be issued at once."""
        return self.frozen and self.held and self.decided and not self.noticed and not self.wrong

    def days(self) -> list[tuple[Pair, date, date]]:
        """The month's days in order: what, first and last day; no meeting when it is cancelled."""
        w, between = self.window, course.chase(self.window)
        found: list[tuple[Pair, date, date]] = [
            (("Hết kỳ", "Window ends"), w.end, w.end),
            (("Hạn nhập", "Entries due"), w.due, w.due),
        ]
        if between:
            found.append((("Đôn đốc", "Chase"), *between))
        found.append(
            (("Chốt số liệu (hết ngày), xem trước", "Freeze (end of day), preview"), w.freeze, w.freeze)
        )
        if self.cancelled:
            return found
        return [
            *found,
            (("Họp xem xét lãnh đạo", "Management review"), self.meeting, self.meeting),
            (("Thông báo kết luận", "Notice of conclusions"), self.notice, self.notice),
        ]

    def next_step(self, today: date) -> Pair:
        """What is to be done now, a sentence."""
        return self._before_freeze(today) if not self.frozen else self._after_freeze(today)

    def _before_freeze(self, today: date) -> Pair:
        w, between = self.window, course.chase(self.window)
        units, names = len(self.lacking), ", ".join(self.lacking)
        if today <= w.end:
            return "Kỳ đang mở, chưa phải làm gì.", "The window is open; nothing to do yet."
        if today > w.freeze:
            return "Đang chờ chốt số liệu.", "Waiting for the freeze."
        if not units:
            return "Mọi đơn vị đã đủ số liệu.", "All units have given what they owe."
        if today <= w.due:
            return f"Còn {units} đơn vị chưa đủ số liệu: {names}.", f"{units} units still owe data: {names}."
        first, last = between or (today, w.freeze)
        span = _span(first, last) if today <= last else _span(w.freeze, w.freeze)
        return f"{span}: đôn đốc {units} đơn vị: {names}.", f"{span}: chase {units} units: {names}."

    def _after_freeze(self, today: date) -> Pair:
        day = f"{self.meeting:%d/%m}"
        if self.cancelled:
            return self._without_meeting()
        if not self.entered:
            return (
                f"Ghi cuộc họp (dự kiến {day}) vào tab Xem xét lãnh đạo.",
                f"Enter the meeting (proposed: {day}) in the tab Management reviews.",
            )
        if not self.held:
            if today < self.meeting:
                return (
                    f"Đọc và duyệt gửi báo cáo, dự thảo biên bản; họp ngày {day}.",
                    f"Read and approve the report and the draft minutes; the meeting is on {day}.",
                )
            return (
                "Họp xong, ghi “Đã họp” ở tab Xem xét lãnh đạo và nhập tab Kết luận.",
                "After the meeting, say “Đã họp” (held) in its tab and enter its conclusions.",
            )
        if not self.noticed and self.wrong:  # the only conclusion may be among them
            rows = ", ".join(f"{title} {row}" if row else title for title, row in self.wrong)
            return (
                f"Thông báo kết luận chờ sửa dòng còn lỗi: {rows}.",
                f"The notice of conclusions waits for rows in error: {rows}.",
            )
        if not self.decided:
            return "Nhập kết luận cuộc họp vào tab Kết luận.", "Enter the meeting's conclusions."
        if not self.noticed:
            due = f"{self.notice:%d/%m}"
            return f"Thông báo kết luận sẽ lập ngày {due}.", f"The notice of conclusions is made on {due}."
        if self.unapproved:
            return "Đọc và duyệt gửi các báo cáo còn chờ.", "Read and approve the reports that wait."
        if self.untold:
            codes = ", ".join(self.untold)
            return (
                f"Cuộc họp {codes} ghi sau thông báo kết luận: kết luận chưa xong nằm ở thông báo kế tiếp.",
                f"Meeting {codes} came after the notice: the next one tells what is not done of it.",
            )
        return "Đã xong việc của tháng.", "The month's work is done."

    def _without_meeting(self) -> Pair:
        if self.unapproved:
            return (
                "Họp đã hủy; đọc và duyệt gửi các báo cáo còn chờ.",
                "The meeting is cancelled; read and approve the reports that wait.",
            )
        return "Họp đã hủy, không còn việc của tháng.", "The meeting is cancelled; nothing is left to do."


def _span(first: date, last: date) -> str:
    """Days as a person writes them in a plan: "16–18/3", "19/3", "30/3–2/4"."""
    if first == last:
        return f"{first.day}/{first.month}"
    if first.month == last.month:
        return f"{first.day}–{last.day}/{last.month}"
    return f"{first.day}/{first.month}–{last.day}/{last.month}"


def read(connection: Connection, known: Organisation, label: str, lacking: Sequence[str] = ()) -> Month:
    """The month as the store tells it; `lacking` comes from who has its figures at hand."""
    span, rules = window(label, known.rules), known.rules
    planned = notice.meetings(connection, label)
    held = [row for row in planned if row.text("status") == "held"]
    last = max((day for row in held or planned if (day := row.day("date"))), default=None)
    rows = connection.execute(select(report.c.kind, report.c.approved_at).where(report.c.label == label))
    made = {row.kind: row.approved_at for row in rows}
    waits, decided = not known.settings.leaders_at_once, notice.decided(connection, known)
    return Month(
        window=span,
        meeting=last or course.meeting_day(span, rules),
        notice=decided.get(label) or course.notice_day(span, rules, last),
        entered=bool(planned),
        held=bool(held),
        decided=label in decided,
        frozen=label in known.frozen,
        noticed="conclusions" in made,
        unapproved=tuple(k for k, at in made.items() if waits and not at and known.addressed("leader", k)),
        lacking=tuple(lacking),
        wrong=tuple(wrong.rows(connection, label)),
        untold=notice.untold(connection, label),
        cancelled=not planned and notice.is_cancelled(connection, label),
    )


def unfinished(connection: Connection, known: Organisation, year: int) -> list[Month]:
    """The frozen months that are not over: those of a year, and the last one of any."""
    own = [label for label in known.frozen if label.startswith(f"{year}-") or label == known.frozen[-1]]
    return [month for label in own if not (month := read(connection, known, label)).over]
