"""Findings of internal audits: who verifies, and when one may be closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sheets_schema.cells.dates import typed, year_after
from sheets_schema.cells.text import fold, same
from sheets_schema.rules import Found, Rows, rule


@rule(
    "verifier_same",
    "error",
    title=("Người xác nhận là người chịu trách nhiệm", "Verified by the responsible person"),
    sentence=(
        "Người xác nhận “{value}” cũng là người chịu trách nhiệm.",
        "The verifier “{value}” is also the responsible person.",
    ),
    remedy=("Hãy để một người khác xác nhận.", "Let somebody else verify it."),
    example="Nguyễn Văn A ở cả hai cột",
)
def verifier_same(rows: Rows) -> Iterator[Found]:
    """The verifier is another person than the responsible one."""
    for index, (verifier, responsible) in enumerate(zip(rows["verifier"], rows["responsible"], strict=True)):
        if verifier and responsible and same(verifier) == same(responsible):
            yield Found(index, "verifier", {"value": rows.quoted(index, "verifier")})


@rule(
    "closed_unverified",
    "error",
    title=("Đóng khi chưa xác nhận hiệu lực", "Closed without a verified effect"),
    sentence=(
        "Phát hiện ghi đã đóng nhưng còn thiếu: {missing}.",
        "Closed, but still missing: {missing_en}.",
    ),
    remedy=(
        "Hãy ghi đủ Người xác nhận, Ngày xác nhận và Hiệu lực “có”, hoặc để trạng thái Mở.",
        "Fill Verifier, Verified on and Effective “có”, or leave it open.",
    ),
    example="Đóng, chưa có ngày xác nhận",
)
def closed_unverified(rows: Rows) -> Iterator[Found]:
    """A closed finding has a verifier, the day, and an effect that was found good."""
    names = ("verifier", "verified_on", "effective")
    fields = [rows.table.field(name) for name in names]
    for index, (status, *told) in enumerate(zip(rows["status"], *(rows[n] for n in names), strict=True)):
        if status != "closed":
            continue
        lacking = [
            f for f, value in zip(fields, told, strict=True) if not value and not rows.wrong(index, f.name)
        ]
        if lacking:
            words = {
                "missing": ", ".join(f"“{f.title}”" for f in lacking),
                "missing_en": ", ".join(f"“{f.title_en}”" for f in lacking),
            }
            yield Found(index, "status", words)


@rule(
    "finding_repeated",
    "warning",
    title=("Lặp lại", "Came back"),
    sentence=(
        "Cùng điều khoản {clause}, cùng đơn vị với {earlier} ({date}{closed}).",
        "The same clause {clause} in the same unit as {earlier} ({date}{closed_en}).",
    ),
    remedy=(
        "Nếu đúng là lặp lại thì {earlier} không hiệu lực, được tính là mở lại; hãy xem lại nguyên nhân gốc.",
        "If it did come back, {earlier} was not effective and counts as open again; look for its root cause.",
    ),
    example="KPH 8.5.1 của Văn phòng, bốn tháng sau khi đóng PH-2022-01 cùng điều khoản",
)
def finding_repeated(rows: Rows) -> Iterator[Found]:
    """The same clause and unit as an earlier nonconformity of another audit, open or closed within a year.

    Looks at this sheet and at last year's.
    """
    names = ("code", "date", "unit", "clause", "grade", "audit", "status", "effective", "verified_on")
    before = (dict(record.values) for record in rows.context.previous.get(rows.table.name, ()))
    own = (dict(zip(names, cells, strict=True)) for cells in zip(*(rows[n] for n in names), strict=True))
    mine = list(own)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in [*before, *mine]:
        if _can_repeat(one):
            groups[str(one["unit"]), fold(str(one["clause"]))].append(one)
    for index, later in enumerate(mine):
        if not _can_repeat(later):
            continue
        group = groups[str(later["unit"]), fold(str(later["clause"]))]
        earlier = [one for one in group if _repeats(one, later)]
        if earlier:
            last = max(earlier, key=lambda one: one["date"])
            yield Found(index, "clause", _told(last, str(later["clause"])))


def _can_repeat(one: dict[str, Any]) -> bool:
    needed = one.get("date"), one.get("unit"), one.get("clause"), one.get("code")
    return all(needed) and one.get("grade") in ("major", "minor")


def _closed(one: dict[str, Any]) -> date | None:
    closed: date | None = one.get("verified_on")
    return closed if one.get("status") == "closed" and one.get("effective") is True else None


def comes_back(first: date, again: date, closed: date | None, audits: tuple[str, str]) -> bool:
    """Whether a nonconformity of day ``again`` repeats that of day ``first``, both of one unit and clause.

    Another audit found it, while the first was open or within a year after it was ``closed``.
    """
    one, other = (same(audit) for audit in audits)
    if first >= again or (one and one == other):
        return False
    return closed is None or closed >= again or again <= year_after(closed)


def _repeats(earlier: dict[str, Any], later: dict[str, Any]) -> bool:
    audits = str(earlier["audit"] or ""), str(later["audit"] or "")
    return comes_back(earlier["date"], later["date"], _closed(earlier), audits)


def _told(earlier: dict[str, Any], clause: str) -> dict[str, str]:
    closed = _closed(earlier)
    words = {"clause": clause, "earlier": str(earlier["code"]), "date": typed(earlier["date"])}
    words["closed"] = f", đóng {typed(closed)}" if closed else ""
    return words | {"closed_en": f", closed {typed(closed)}" if closed else ""}
