"""Wrong rows of the tabs of who is who: units, the agency's identity."""

from __future__ import annotations

from typing import NamedTuple

from sheets_schema.records import Context
from tests.support.tabs import UNIT

IDENTITY: dict[str, object] = {
    "valid_from": "01/07/2025",
    "name": "Sở Giáo dục và Đào tạo Ninh Bình",
    "parent": "UBND TỈNH NINH BÌNH",
    "symbol": "SGDĐT",
    "place": "Ninh Bình",
    "authority": "KT. GIÁM ĐỐC",
    "signer_title": "PHÓ GIÁM ĐỐC",
    "signer": "Nguyễn Văn A",
}


class Case(NamedTuple):
    """One row changed, and the problem (cell, code) it must raise, alone."""

    table: str
    row: dict[str, object]
    cell: str | None
    code: str
    context: Context | None = None
    formats: dict[str, str] = {}


CASES = [
    Case("identities", {**IDENTITY, "valid_from": None}, "A2", "required_missing"),
    Case("identities", {**IDENTITY, "signer": None}, "H2", "signer_incomplete"),
    Case("identities", {**IDENTITY, "authority": "thay mặt Giám đốc"}, "F2", "pattern_mismatch"),
    Case("units", {**UNIT, "parent": "VP"}, "D2", "units_in_circle"),
    Case("units", {**UNIT, "valid_to": "14/07/2022", "successor": "VP"}, "K2", "units_in_circle"),
    Case("units", {**UNIT, "valid_to": "14/07/2022", "successor": "XX"}, "K2", "link_unknown"),
    Case("units", UNIT, "E2", "since_when", Context(settled=("KT",))),
]
RIGHT = [
    ("identities", IDENTITY, None),
    ("units", UNIT, Context(settled=("VP",))),
    ("units", {**UNIT, "valid_from": "01/05/2022"}, Context(settled=("KT",))),
    ("identities", {"valid_from": "01/07/2025", "name": "Sở Giáo dục và Đào tạo Ninh Bình"}, None),
]
