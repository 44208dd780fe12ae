"""Settings: their types, what they take, and what holds after a freeze."""

from __future__ import annotations

from datetime import date

import pytest

from sheets_schema.records import Context
from tests.support.tabs import check, codes
from tests.support.wrong_rows import FROZEN


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("k", "5", 5),
        ("k", 7.0, 7),
        ("leaders_at_once", True, True),
        ("leaders_at_once", "Có", True),
        ("language", "en", "en"),
        ("contact", 912345678, "912345678"),
        ("year", "2022", 2022),
        ("agency_name", " Sở  GD&ĐT ", "Sở GD&ĐT"),
        ("remind_before", "7;3 ; 01", "7; 3; 1"),
        ("remind_after", 2.0, "2"),
        ("remind_head", "Không", "không"),
    ],
)
def test_a_setting_becomes_its_type(key: str, typed: object, value: object) -> None:
    """Records hold the setting's own type."""
    assert check("settings", [{"key": key, "value": typed}]).records[0].values["value"] == value


@pytest.mark.parametrize(
    ("key", "typed", "allowed"),
    [
        ("k", "năm", "số nguyên từ 3 đến 1000"),
        ("k", 2, "số nguyên từ 3 đến 1000"),
        ("window_start_day", 14, "một trong: 1, 15"),
        ("leaders_at_once", "tùy", "có hoặc không"),
        ("digest_hour", 7.5, "số nguyên từ 0 đến 23"),
        ("remind_before", "3 ngày", "các số ngày từ 0 đến 60, cách nhau bằng dấu chấm phẩy, hoặc không"),
        ("remind_after", 1.3, "các số ngày từ 0 đến 60, cách nhau bằng dấu chấm phẩy, hoặc không"),
        ("remind_head", "61", "các số ngày từ 0 đến 60, cách nhau bằng dấu chấm phẩy, hoặc không"),
    ],
)
def test_a_wrong_setting_says_what_it_takes(key: str, typed: object, allowed: str) -> None:
    """In words a clerk can follow."""
    found = check("settings", [{"key": key, "value": typed}])
    assert [(p.code, p.remedy_vi) for p in found.problems] == [("setting_invalid", f"Hãy ghi {allowed}.")]


@pytest.mark.parametrize(
    ("key", "typed", "context", "told"),
    [
        ("k", None, FROZEN, ["setting_fixed"]),
        ("k", "4", FROZEN, []),
        ("k", 5, None, []),
        ("k", "năm", FROZEN, ["setting_invalid"]),
        ("due_after_days", 3, FROZEN, []),
        ("year", None, FROZEN, []),
        ("year", 2021, FROZEN, ["year_out_of_turn"]),
        ("year", "2023", FROZEN, []),
        ("year", 2024, FROZEN, ["year_out_of_turn"]),
        ("year", 2026, Context(today=date(2025, 1, 1), frozen="2022-12"), []),
        ("year", 2032, None, []),
    ],
)
def test_after_a_freeze_some_settings_hold(
    key: str, typed: object, context: Context | None, told: list[str]
) -> None:
    """A cleared cell means the default, which may differ too; what frozen months do not hang on is free."""
    assert codes(check("settings", [{"key": key, "value": typed}], context=context)) == told


@pytest.mark.parametrize(("key", "value"), [("window_start_day", 1), ("year", 2032)])
def test_a_frozen_month_is_named_as_each_language_names_it(key: str, value: int) -> None:
    """Neither “tháng tháng” nor 3/2022 in English."""
    found = check("settings", [{"key": key, "value": value}], context=FROZEN).problems[0]
    assert "Đã chốt số liệu tháng 3/2022 nên" in found.message_vi
    assert "The figures of March 2022 are frozen, so" in found.message_en


def test_an_unknown_setting_suggests_the_near_one() -> None:
    """A slip of the finger."""
    assert check("settings", [{"key": "quiet_minute", "value": 5}]).problems[0].suggestion == "quiet_minutes"
