"""docs/settings.md names every setting there is, of both kinds, with its default, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

from service.config import Config
from sheets_schema import descriptor

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
INSTALLATION, ORGANISATION = PAGE.split("## Of the organisation")


def named(part: str) -> dict[str, str]:
    """The settings a part of the page has a row for, with the row."""
    return {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", part, re.MULTILINE)}


def test_every_setting_of_the_installation_has_a_row() -> None:
    """Those of the code and those of the page are the same."""
    assert set(named(INSTALLATION)) == set(Config.model_fields)


def test_every_setting_names_its_environment_variable_and_its_default() -> None:
    """QMS_ and the name; a default that is not empty is printed."""
    for name, row in named(INSTALLATION).items():
        default = Config.model_fields[name].default
        assert f"`QMS_{name.upper()}`" in row
        if isinstance(default, str | int) and default != "":
            assert f"`{str(default).lower() if isinstance(default, bool) else default}`" in row, name


def test_every_setting_of_the_organisation_has_a_row_with_label_and_default() -> None:
    """Those of the settings table's document and those of the page are the same."""
    known = {str(item["key"]): item for item in descriptor.table("settings").known}
    rows = named(ORGANISATION)
    assert set(rows) == set(known)
    for key, item in known.items():
        assert item["label_vi"] in rows[key]
        default = "không" if item["default"] is False else item["default"]
        assert default in (None, "") or f"`{default}`" in rows[key], key


def test_a_missing_row_is_found() -> None:
    """The reading of the page sees rows, not mentions."""
    assert "smtp_host" not in named(INSTALLATION.replace("| `smtp_host`", "smtp_host"))
