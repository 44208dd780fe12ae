"""`qms report`: list, show, and what is said about reports that are not there."""

from __future__ import annotations

import json

import pytest

from service.compose import Services
from tests.commands.conftest import Run
from tests.support.installation import PIXEL, add_report


def test_the_list_is_stable_json(qms: Run, installation: Services) -> None:
    """Newest first, with the keys other programs read."""
    result = qms("report", "list", "--dir", installation.config.dir, "--format", "json")
    rows = json.loads(result.stdout)
    assert [row["period"] for row in rows] == ["2022-02", "2022-01"]
    assert list(rows[0]) == [
        "kind",
        "period",
        "language",
        "subject",
        "created_at",
        "approved_at",
        "approved_by",
    ]


def test_the_list_as_text_says_what_waits_for_approval(qms: Run, installation: Services) -> None:
    """One line a report."""
    lines = qms("report", "list", "--dir", installation.config.dir).stdout.splitlines()
    assert len(lines) == 2
    assert all(line.endswith("(chưa duyệt)") for line in lines)


def test_json_holds_every_figure_by_name(qms: Run, installation: Services) -> None:
    """As stored, not recomputed."""
    result = qms("report", "show", "monthly", "2022-01", "--format", "json", "--dir", installation.config.dir)
    shown = json.loads(result.stdout)
    assert shown["figures"]["completeness.unit.VP"]["numerator"] == 4


def test_text_is_as_mailed_and_html_stands_alone(qms: Run, installation: Services) -> None:
    """The HTML's pictures are inline, so that it opens anywhere."""
    base = ("report", "show", "monthly", "2022-01", "--dir", installation.config.dir)
    assert qms(*base).stdout.startswith("Kính gửi đồng chí Giám đốc,")
    assert f"data:image/png;base64,{PIXEL}" in qms(*base, "--format", "html").stdout


def test_a_language_that_was_not_made_is_not_made_up(qms: Run, installation: Services) -> None:
    """It says which there is; where there is an English report, it is shown."""
    base = ("report", "show", "monthly", "2022-01", "--language", "en", "--dir", installation.config.dir)
    result = qms(*base)
    assert result.exit_code == 2
    assert "không có bản “en”" in result.stderr
    with installation.engine.begin() as connection:
        add_report(connection, "monthly", "2022-01", "en", text="Dear Director,")
    assert qms(*base).stdout == "Dear Director,\n"


@pytest.mark.parametrize("action", ["show", "approve"])
def test_a_report_that_is_not_there_lists_the_periods_there_are(
    qms: Run, installation: Services, action: str
) -> None:
    """One sentence and the periods, status 2."""
    result = qms("report", action, "monthly", "2022-13", "--dir", installation.config.dir)
    assert result.exit_code == 2
    assert "qms: Chưa có báo cáo monthly của kỳ “2022-13” (there is no such report).\n" in result.stderr
    assert "2022-01, 2022-02" in result.stderr


def test_a_test_goes_to_one_real_address_only(qms: Run, installation: Services) -> None:
    """The sentence quotes what was typed."""
    result = qms("report", "send-test", "monthly", "2022-01", "an@", "--dir", installation.config.dir)
    assert result.exit_code == 2
    assert "“an@” không phải là một địa chỉ thư" in result.stderr
