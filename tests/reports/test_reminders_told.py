"""What a report says of reminding, and that it says nothing where nothing was counted."""

from __future__ import annotations

from service.figures import compute
from service.figures.data import Data
from service.reports import build
from service.reports.render import text
from tests.support import frozen


class Agency:
    """A made-up agency."""

    name, parent, place = "Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn"


def told(data: Data, language: str = "vi") -> str:
    """A report's text on one line."""
    report = build(data, compute(data), Agency(), "en" if language == "en" else "vi")
    return " ".join(text.page(report).split())


def test_the_section_on_what_was_sent_counts_reminders() -> None:
    """Told, past the unit, and not told."""
    month = frozen.full_month()
    assert [compute(month)[f"reminders.{name}"].value for name in ("sent", "escalated", "suppressed")] == [
        12,
        3,
        2,
    ]
    escalated = "trong đó 3 lượt báo lãnh đạo đơn vị hoặc báo thư ký để trình lãnh đạo;"
    assert f"Đã đôn đốc 12 lượt việc, {escalated}" in told(month)
    assert "không nhắc 2 lượt" in told(month)
    told_en = (
        "Reminders told: 12, of them 3 to heads of units or to the coordinator for the leaders; not told: 2"
    )
    assert told_en in told(month, "en")


def test_a_period_frozen_before_reminders_were_counted_says_nothing() -> None:
    """Neither a figure nor a sentence; a month in which nobody had to be reminded says 0."""
    before = frozen.full_month(reminders={})
    assert not any(name.startswith("reminders.") for name in compute(before))
    assert "đôn đốc" not in told(before).lower()
    quiet = frozen.full_month(reminders={"sent": 0, "escalated": 0, "suppressed": 0})
    assert "Đã đôn đốc 0 lượt việc" in told(quiet)
