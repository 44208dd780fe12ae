"""What records hold, as people write it in a sheet."""

from __future__ import annotations

import pytest

from sheets_schema import written
from sheets_schema.descriptor import table


@pytest.mark.parametrize(
    ("name", "field", "value", "text"),
    [
        ("progress", "period", "2022-Q1", "Quý I/2022"),
        ("progress", "achieved", 98.5, "98,5"),
        ("progress", "achieved", 0, "0"),
        ("progress", "none", True, "x"),
        ("progress", "cause", "Mất điện", "Mất điện"),
        ("confirmations", "confirmed_on", "2022-03-05", "05/03/2022"),
        ("objectives", "direction", "ge", "≥"),
        ("units", "editors", ["an@so.vn", "chi@so.vn"], "an@so.vn; chi@so.vn"),
        ("progress", "cause", None, ""),
    ],
)
def test_a_value_is_written_as_its_cell_shows_it(name: str, field: str, value: object, text: str) -> None:
    """No ISO date, no code, no decimal point."""
    assert written.cell(table(name).field(field), value) == text


@pytest.mark.parametrize(
    ("name", "key", "vi", "en"),
    [
        ("progress", "MT01|2022-03", "MT01 · Tháng 3/2022", "MT01 · March 2022"),
        ("progress", "MT01|X|2022-03", "MT01|X · Tháng 3/2022", "MT01|X · March 2022"),
        ("progress", "MT01|2022-03#2", "MT01 · Tháng 3/2022", "MT01 · March 2022"),
        ("dossiers", "2022-03|Chuyển trường | đi", "Tháng 3/2022 · Chuyển trường | đi", None),
        ("objectives", "MT01", "MT01", "MT01"),
        ("confirmations", "", "", ""),
    ],
)
def test_a_key_in_words(name: str, key: str, vi: str, en: str | None) -> None:
    """Its parts apart, periods by their names; a copy is told by its row, not by its key."""
    assert written.key(table(name), key) == vi
    assert en is None or written.key(table(name), key, "en") == en


@pytest.mark.parametrize(
    ("name", "key", "parts"),
    [
        ("progress", "MT01|X|2022-03", {"code": "MT01|X", "period": "2022-03"}),
        ("progress", "MT01|X|2022-Q1#2", {"code": "MT01|X", "period": "2022-Q1"}),
        ("dossiers", "2022-03|A|B", {"period": "2022-03", "procedure": "A|B"}),
        ("objectives", "MT01|X", {"code": "MT01|X"}),
        ("confirmations", "2022-03", {"period": "2022-03"}),
        ("progress", "", {}),
    ],
)
def test_a_bar_that_was_typed_stays_with_what_it_was_typed_in(
    name: str, key: str, parts: dict[str, str]
) -> None:
    """The period is cut off whole, be it the last part of the key or the first."""
    assert written.key_parts(table(name), key) == parts
