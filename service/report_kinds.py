"""The kinds of reports there are: what they are called, whose frozen figures they tell, who asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report.

    `frozen`: the kind of snapshot it is built from. `asked_for`: who asked for reports of that kind gets it.
    `document`: the kind of document on paper, Vietnamese and English; `symbol`: what its number bears for it.
    `noun_vi`, `noun_en`: what stands before “này”, after “this”.
    `signed`: by who signs for the agency; minutes have places of their own.
    """

    vi: str
    en: str
    frozen: str
    asked_for: str
    document: tuple[str, str] = ("BÁO CÁO", "REPORT")
    symbol: str = "BC"
    noun_vi: str = "báo cáo"
    noun_en: str = "report"
    signed: bool = True


KINDS = {
    "monthly": ReportKind("Báo cáo tháng", "Monthly report", "monthly", "monthly"),
    "annual": ReportKind("Báo cáo năm", "Annual report", "annual", "annual"),
    "minutes": ReportKind(
        "Dự thảo biên bản",
        "Draft minutes",
        "monthly",
        "monthly",
        ("BIÊN BẢN", "MINUTES"),
        "BB",
        "dự thảo biên bản",
        "draft",
        signed=False,
    ),
    "conclusions": ReportKind(
        "Thông báo kết luận",
        "Notice of conclusions",
        "conclusions",
        "monthly",
        ("THÔNG BÁO", "NOTICE"),
        "TB",
        "thông báo",
        "notice",
    ),
}
