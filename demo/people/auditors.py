"""The auditors: from August they write findings down, later they verify and close them; how units answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo import audits, calendar
from demo.calendar import ZONE
from demo.department import YEAR, Unit
from demo.entries import Entry, Meant
from demo.people.clerk import Clerk
from demo.people.desk import Desk, Story
from demo.people.hands import Book, Hands
from demo.people.registers import Registers
from demo.registers import Row
from sheets_schema import descriptor

AUDITORS = ("Nguyễn Văn Tính", "Lưu Thị Phương")
#: A finding of August comes again; another is off the sheet between these days.
_AGAIN, _LOST = date(2022, 11, 21), (date(2022, 10, 5), date(2022, 11, 8))

#: clause, grade, description, evidence, cause, action.
FOUND = (
    ("7.5.3", "minor", "Biểu mẫu đang dùng là bản cũ", "BM-05 lần ban hành 1", "Chưa thu hồi bản cũ",
     "Thu hồi, cập nhật danh mục tài liệu"),
    ("8.5.1", "minor", "Hồ sơ thiếu phiếu kiểm soát", "3/20 hồ sơ kiểm tra", "Nhân viên mới chưa nắm",
     "Hướng dẫn lại, kiểm tra chéo hằng tuần"),
    ("9.1.2", "observation", "Chưa phân tích ý kiến góp ý quý II", "Sổ góp ý", "Chưa phân công",
     "Phân công một chuyên viên tổng hợp"),
    ("6.2.1", "minor", "Mục tiêu chưa nêu cách đo", "Bản mục tiêu năm", "Chưa hiểu yêu cầu",
     "Bổ sung cách tính và nguồn số liệu"),
    ("8.2.1", "improvement", "Nên niêm yết mã QR tại quầy", "Quan sát tại chỗ", "Chưa có mã",
     "In và niêm yết mã QR"),
    ("10.2", "major", "Điểm không phù hợp cũ chưa khắc phục", "Báo cáo đánh giá 2021", "Thiếu theo dõi",
     "Lập bảng theo dõi, báo cáo hằng tháng"),
    ("7.2", "minor", "Hai công chức chưa được tập huấn", "Danh sách tập huấn", "Đi công tác trùng lịch",
     "Tổ chức tập huấn bổ sung"),
    ("4.4", "observation", "Sơ đồ quá trình chưa cập nhật bộ phận mới", "Sổ tay chất lượng", "Chưa rà soát",
     "Cập nhật sơ đồ"),
)  # fmt: skip


@dataclass
class Finding:
    """One finding of the year: its row, the unit, when it is written and closed, how the unit answers."""

    entry: Entry
    unit: Unit
    when: datetime
    closes: datetime | None
    cause: str
    action: str


class Auditors(Desk):
    """The team of internal auditors, at one desk."""

    def __init__(self, hands: Hands, story: Story, clerks: list[Clerk]) -> None:
        super().__init__("auditors", hands, story)
        units = [clerk.unit for clerk in clerks if clerk.unit.takes_part(audits.ROUNDS[0])]
        self.findings = self._invent(units) if len(story.months) >= 9 else []
        self._spoil()
        self.programme = self._programme(units)
        self.registers = Registers(self, self.programme)
        self._lose_one()
        self._open = list(self.findings)
        self._closing: list[Finding] = []
        self._mending: list[tuple[datetime, Entry]] = []
        for finding in self.findings:
            self._plan_answer(finding, next(c for c in clerks if c.unit == finding.unit))

    def is_own(self, title: str) -> bool:
        """The auditors' workbook says so in its title."""
        return "đánh giá" in title.casefold() and str(YEAR) in title

    def sit(self, now: datetime) -> None:
        """Write findings, mend slips, close what was verified, each on its day."""
        fresh = [one for one in self._open if one.when <= now]
        closing = [one for one in self._closing if one.closes is not None and one.closes <= now]
        mending = [pair for pair in self._mending if pair[0] <= now]
        if not (fresh or closing or mending or self.registers.due(now)):
            return
        book = self.open()
        tab = book.tab(descriptor.table("findings").title) if book else None
        if book is None or tab is None:
            return
        for finding in fresh:
            self._open.remove(finding)
            self._closing.append(finding)
            self.add_row(tab, finding.entry, now)
            if finding.entry.slip:
                self.tally.slips += 1
                later = calendar.workday((now + timedelta(days=2)).date())
                self._mending.append((datetime.combine(later, time(8), ZONE), finding.entry))
        for pair in mending:
            self._mending.remove(pair)
            self._mend(book, pair[1], now)
        for finding in closing:
            self._closing.remove(finding)
            self._close(book, finding, now)
        self.registers.work(book, now)
        self.commit(book)

    def _programme(self, units: list[Unit]) -> list[Row]:
        found = [
            audits.Found(
                one.entry.key, one.unit, one.when.date(), str(one.entry.meant["clause"]),
                str(one.entry.meant["grade"]), str(one.entry.meant["evidence"]),
            )
            for one in self.findings
        ]  # fmt: skip
        return list(audits.rows(found, units)) if found else []

    def _lose_one(self) -> None:
        """A nonconformity falls out of the sheet over a close, and is written again; it stays open."""
        came = [(one.unit, one.entry.meant["clause"]) for one in self.findings if one.when.date() == _AGAIN]
        for finding in self.findings:
            entry, early = finding.entry, finding.when.date() < _LOST[0] - timedelta(days=14)
            plain = entry.slip is None and entry.meant["grade"] in ("major", "minor")
            if early and plain and (finding.unit, entry.meant["clause"]) not in came:
                finding.closes = None
                self.registers.lose(entry, *_LOST)
                return

    def _invent(self, units: list[Unit]) -> list[Finding]:
        rng = Random(f"{self.story.seed}|findings")
        found = []
        for number in range(1, 19):
            unit = units[(number * 5) % len(units)]
            start = date(2022, 8, 8) if number <= 13 else date(2022, 11, 7)
            day = calendar.workday(start + timedelta(days=rng.randint(0, 16)))
            found.append(self._one(rng, number, unit, day))
        found.append(self._repeat(rng, found))
        return sorted(found, key=lambda one: (one.when, one.entry.key))

    def _repeat(self, rng: Random, found: list[Finding]) -> Finding:
        """The same once more, in the unit whose nonconformity was closed first."""
        closed = [one for one in found if one.closes and one.entry.meant["grade"] in ("major", "minor")]
        first = min(closed, key=lambda one: (one.closes, one.entry.key))
        again = self._one(rng, len(found) + 1, first.unit, _AGAIN)
        for name in ("clause", "description", "evidence", "grade"):
            again.entry.meant[name] = first.entry.meant[name]
            again.entry.typed[name] = self.spell(again.entry, name)
        return again

    def _one(self, rng: Random, number: int, unit: Unit, day: date) -> Finding:
        clause, grade, text, evidence, cause, action = FOUND[(number * 3 + number // 8) % len(FOUND)]
        auditor, verifier = rng.sample(AUDITORS, 2)
        deadline = day + timedelta(days=rng.choice((20, 30, 45)))
        meant: dict[str, Meant] = {
            "code": f"PH-2022-{number:02}",
            "audit": "Đợt 1/2022" if number <= 13 else "Đợt 2/2022",
            "date": day,
            "auditor": auditor,
            "unit": rng.choice((unit.code, unit.name, unit.aliases[0])),
            "clause": clause,
            "description": text,
            "evidence": evidence,
            "grade": grade,
            "responsible": unit.clerk,
            "deadline": deadline,
            "verifier": verifier,
            "status": "open",
        }
        entry = Entry("findings", str(meant["code"]), meant, {}, {"code": str(meant["code"])})
        entry.typed = {name: self.spell(entry, name) for name in meant}
        closes = None if rng.random() < 0.25 else deadline + timedelta(days=rng.randint(-6, 12))
        at = datetime.combine(day, time(14), ZONE)
        return Finding(entry, unit, at, _at(closes), cause, action)

    def _spoil(self) -> None:
        """The auditors' own slips, one a finding, in a fixed order."""
        slips: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
            ("unit_unknown", {"unit": "Phòng Khảo thí cũ"}, ("link_unknown_elsewhere",)),
            ("same_person", {"verifier": "="}, ("verifier_same",)),
            ("clause_11", {"clause": "11.2"}, ("pattern_mismatch",)),
            ("before", {"deadline": "01/06/2022"}, ("date_order",)),
            ("closed_early", {"status": "Đóng"}, ("closed_unverified",)),
            ("ahead", {"date": "12/12/2023"}, ("date_future",)),
            ("nothing", {"description": ""}, ("required_missing",)),
            ("grade_odd", {"grade": "Trung bình"}, ("choice_unknown",)),
        )
        for (kind, typed, codes), finding in zip(slips, self.findings[::2], strict=False):
            entry = finding.entry
            typed = {n: str(entry.meant["responsible"]) if t == "=" else t for n, t in typed.items()}
            entry.typed.update(typed)
            entry.slip, entry.codes, entry.spoiled = kind, codes, tuple(typed)

    def _mend(self, book: Book, entry: Entry, now: datetime) -> None:
        tab = book.tab(descriptor.table("findings").title)
        row = self.row_of(entry, tab) if tab else None
        if tab is None or row is None:
            return
        names = list(entry.spoiled)
        right = Entry(
            entry.table, entry.key, entry.meant, {n: self.spell(entry, n) for n in names}, entry.where
        )
        self.type_row(tab, row, right, now, names)

    def _close(self, book: Book, finding: Finding, now: datetime) -> None:
        tab = book.tab(descriptor.table("findings").title)
        row = self.row_of(finding.entry, tab) if tab else None
        if tab is None or row is None:
            return
        finding.entry.meant.update({"verified_on": now.date(), "effective": True, "status": "closed"})
        names = ["verified_on", "effective", "status"]
        meant, where = finding.entry.meant, finding.entry.where
        entry = Entry("findings", finding.entry.key, meant, {}, where)
        entry.typed = {name: self.spell(entry, name) for name in names}
        self.type_row(tab, row, entry, now, names)

    def _plan_answer(self, finding: Finding, clerk: Clerk) -> None:
        day = calendar.workday(finding.when.date() + timedelta(days=self.rng.randint(8, 35)))

        def answer(book: Book, now: datetime) -> bool:
            code = finding.entry.key
            return clerk.answer_finding(book, now, code, finding.cause, finding.action)

        clerk.at(day, 8, answer, f"answer {finding.entry.key}", patience=timedelta(days=60))


def _at(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(calendar.workday(day), time(8), ZONE)
