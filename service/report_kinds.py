"""The kinds of reports there are: what they are called, whose frozen figures they tell, who asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report.

    `frozen`: the kind of snapshot it is built from. `asked_for`: who asked for reports of that kind gets it.
    """

    vi: str
    en: str
    frozen: str
    asked_for: str


KINDS = {
    "monthly": ReportKind("Báo cáo tháng", "Monthly report", "monthly", "monthly"),
    "annual": ReportKind("Báo cáo năm", "Annual report", "annual", "annual"),
    "minutes": ReportKind("Dự thảo biên bản", "Draft minutes", "monthly", "monthly"),
    "conclusions": ReportKind("Thông báo kết luận", "Notice of conclusions", "conclusions", "monthly"),
}
