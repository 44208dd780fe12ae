"""What a leader reads first: the three lines, four figures against the month before, and what is late."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.comparison import HEADLINES
from service.figures.data import Row
from service.reports.blocks import Block, Heading, Items, Table
from service.reports.sections import findings, submission, trends
from service.reports.writer import Writer

#: What is put to a leader, the weightiest first: each question with the figures it is made of.
_QUESTIONS = (
    (("corrections.overdue", "hành động khắc phục quá hạn", "corrective actions overdue"),),
    (("objectives.not_met", "mục tiêu không đạt", "objectives not met"),),
    (
        ("completeness.units.missing", "đơn vị thiếu số liệu", "units with missing data"),
        (
            "completeness.units.problems",
            "đơn vị có số liệu chưa được tính vì còn lỗi",
            "units whose data do not all count because of errors",
        ),
    ),
)


#: How a report to the leaders begins; the director is whom it is written to.
SALUTATION = ("Kính gửi đồng chí Giám đốc,", "To the Director,")


def lead_lines(w: Writer) -> tuple[str, ...]:
    """The salutation, the figures in one line, and what needs a decision."""
    asks = w.say("Xin ý kiến: ", "For your decision: ")
    return (
        w.say(*SALUTATION),
        summary(w),
        asks + ("; ".join(questions(w)) or w.say("không có", "nothing")) + ".",
    )


def summary(w: Writer) -> str:
    """Objectives, dossiers and satisfaction in one line."""
    met, timely = w.ratio("objectives.met"), w.share("dossiers.on_time")
    content = w.share("satisfaction.q8.top2")
    if w.has("satisfaction.q8.top2"):
        content += f" (n={w.count('satisfaction.q8.n')})"
    return w.say(
        f"Mục tiêu đạt {met}; hồ sơ đúng hạn {timely}; hài lòng {content}.",
        f"Objectives met {met}; dossiers on time {timely}; satisfaction {content}.",
    ).replace(w.no_data, w.no_data.lower())


def questions(w: Writer) -> list[str]:
    """What a leader may want to decide, the weightiest first."""
    found = []
    for parts in _QUESTIONS:
        told = [f"{w.count(name, 2)} {w.say(vi, en)}" for name, vi, en in parts if w.positive(name)]
        if told:
            found.append(", ".join(told))
    return found


def blocks(w: Writer) -> Iterator[Block]:
    """The leader's page."""
    yield _against_last_month(w)
    for title, rows in (
        (("Phát hiện quá hạn xử lý", "Findings past their deadline"), findings.overdue(w)),
        (findings.UNVERIFIED, findings.unverified(w)),
    ):
        if rows:
            yield Heading(w.say(*title), 3)
            yield Items(tuple(_late(w, row) for row in rows))
    units = submission.late_units(w)
    if units:
        yield Heading(w.say("Đơn vị chậm, thiếu", "Units late or incomplete"), 3)
        yield Items(tuple(units))


def _late(w: Writer, row: Row) -> str:
    day, unit, again = w.day(row.day("deadline")), w.unit_name(row.unit), findings.reopened(w, row)
    return f"{row.text('code')} – {unit}: {row.text('description')}, " + w.say(
        f"hạn {day}{again}", f"deadline {day}{again}"
    )


def _against_last_month(w: Writer) -> Table:
    header = (
        w.say("Chỉ số", "Figure"),
        w.say("Tháng này", "This month"),
        w.say("Tháng trước", "Month before"),
    )
    rows = [
        (w.say(*trends.TITLES[name]), _headline(w, name), _headline(w, f"previous.{name}"))
        for name in HEADLINES
    ]
    return Table(header, tuple(rows), align=("left", "right", "right"))


def _headline(w: Writer, name: str) -> str:
    if name.endswith("corrections.overdue"):
        return w.count(name)
    if name.endswith("objectives.met") and w.has(name):
        return f"{w.ratio(name)} ({w.share(name)})"
    return w.share(name)
