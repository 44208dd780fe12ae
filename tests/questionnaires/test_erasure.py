"""Answers erased at a citizen's wish: out of the store and of open counts, never taken in again."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select, update

from service import access
from service.cli import cli
from service.clock import stamp
from service.questionnaires import erasure, intake
from service.questionnaires.erasure import Wish
from service.store.tables import answer, cube, form, snapshot
from tests.questionnaires.test_intake import NOW, make_organisation, make_response
from tests.questionnaires.test_retention import COMMENT, open_store

MARCH = Wish(unit="VP", day=date(2022, 3, 5), begin=time(15), end=time(16, 59))
#: The row of a frozen month.
MONTH = {"period": "monthly:2022-03", "kind": "monthly", "label": "2022-03", "frozen_at": stamp(NOW)}


def test_an_answer_is_found_by_what_a_citizen_can_tell(tmp_path: Path) -> None:
    """By unit, day and hours, or by its id; another unit's is not."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        assert [match.response for match in erasure.find(c, MARCH)] == ["r1"]
        assert [match.response for match in erasure.find(c, Wish("r2"))] == ["r2"]
        assert erasure.find(c, Wish(unit="TH", day=date(2022, 3, 5))) == []
        assert erasure.find(c, Wish(unit="VP", day=date(2022, 3, 5), begin=time(17))) == []
    services.engine.dispose()


def test_an_answer_that_names_no_unit_is_found_too(tmp_path: Path) -> None:
    """Its author may well have meant the unit; as it may be another's, it is erased by its id only."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        c.execute(update(answer).where(answer.c.response_id == "r1").values(unit=""))
        assert [(match.response, match.unit) for match in erasure.find(c, MARCH)] == [("r1", "")]
    asked = ["erase", "--dir", str(tmp_path), "--yes"]
    shown = CliRunner().invoke(cli, [*asked, "--unit", "VP", "--day", "2022-03-05"]).output
    assert "r1" in shown and "--response" in shown and "Đã xóa" not in shown
    assert "Đã xóa 1 phiếu" in CliRunner().invoke(cli, [*asked, "--response", "r1"]).output
    services.engine.dispose()


@pytest.mark.parametrize("name", ["VP", "vp", "Văn phòng", "van phong"])
def test_the_command_knows_a_unit_by_any_name(tmp_path: Path, name: str) -> None:
    """As the form's answers are read; a name of none is refused, and not answered by “no such answer”."""
    open_store(tmp_path, 15).engine.dispose()
    asked = ["erase", "--dir", str(tmp_path), "--day", "2022-03-05", "--unit"]
    assert "r1" in CliRunner().invoke(cli, [*asked, name]).output
    refused = CliRunner().invoke(cli, [*asked, f"{name}X"])
    assert refused.exit_code == 2 and "Không có đơn vị" in refused.output


def test_it_leaves_the_store_and_the_open_counts_and_does_not_come_back(tmp_path: Path) -> None:
    """Google goes on giving it; neither its words nor its id are left in the file."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        found = erasure.find(c, MARCH)
    assert erasure.erase(services, found, "an", "theo yêu cầu") == 1
    assert erasure.erase(services, found, "an", "") == 0
    with services.engine.begin() as c:
        row = dict(c.execute(select(form)).mappings().one())
        again = intake.keep(c, make_organisation(), row, [make_response(1, q11=COMMENT)], NOW)
        assert again == intake.Taken()
        assert list(c.execute(select(answer.c.response_id)).scalars()) == ["r2"]
        days = c.execute(select(cube.c.day, cube.c.count).where(cube.c.question == "q8")).all()
        assert [tuple(row) for row in days] == [("2022-03-31", 1)]
    services.engine.dispose()
    assert COMMENT.encode() not in (tmp_path / "qms.db").read_bytes()


def test_nothing_that_was_typed_is_left_in_the_counts(tmp_path: Path) -> None:
    """The procedure is typed freely: a pupil may be named there, by words that no rule sees."""
    typed, services = "cho cháu út lớp 9a, nhà số 12", open_store(tmp_path, 15)
    with services.engine.begin() as c:
        row = dict(c.execute(select(form)).mappings().one())
        said = make_response(3, at="2022-03-12T08:00:00Z", procedure=typed)
        assert intake.keep(c, make_organisation(), row, [said], NOW).new == 1
        c.execute(insert(snapshot).values(hash="", content=b"", **MONTH))
        found = erasure.find(c, Wish("r3"))
    assert erasure.erase(services, found, "an", "") == 1
    services.engine.dispose()
    assert typed.encode() not in (tmp_path / "qms.db").read_bytes()


def test_no_cell_is_left_of_which_nobody_is(tmp_path: Path) -> None:
    """A count of 0 would still say on which day somebody of which unit spoke of what."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        found = erasure.find(c, MARCH)
    erasure.erase(services, found, "an", "")
    with services.engine.begin() as c:
        assert set(c.execute(select(cube.c.day)).scalars()) == {"2022-03-31"}
        assert 0 not in c.execute(select(cube.c.count)).scalars().all()
    services.engine.dispose()


def test_what_was_frozen_stays_counted(tmp_path: Path) -> None:
    """The report that was sent does not change; its words are gone all the same."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        c.execute(insert(snapshot).values(hash="", content=b"", **MONTH))
        counted = c.execute(select(cube)).all()
        found = erasure.find(c, MARCH)
    assert [match.frozen for match in found] == [True]
    erasure.erase(services, found, "an", "")
    with services.engine.begin() as c:
        assert c.execute(select(cube)).all() == counted
        assert list(c.execute(select(answer.c.response_id)).scalars()) == ["r2"]
    services.engine.dispose()


def test_the_command_lists_first_erases_on_yes_tells_of_google_and_is_logged(tmp_path: Path) -> None:
    """Nothing is erased without --yes; what cannot be erased from here is said."""
    services = open_store(tmp_path, 15)
    asked = ["erase", "--dir", str(tmp_path), "--unit", "VP", "--day", "2022-03-05"]
    shown = CliRunner().invoke(cli, asked)
    assert (shown.exit_code, "r1" in shown.output, COMMENT in shown.output) == (0, True, False)
    done = CliRunner().invoke(cli, [*asked, "--yes", "--reason", "theo thư ngày 6/3"])
    assert done.exit_code == 0 and "Đã xóa 1 phiếu" in done.output
    assert "forms/d/f/edit#responses" in done.output and "Google" in done.output
    with services.engine.begin() as c:
        lines = access.recent(c, 10)
    assert [line["action"] for line in lines] == ["erased", "erased"]
    assert "theo thư" not in lines[0]["about"]
    services.engine.dispose()


def test_the_id_of_an_erased_answer_is_kept_nowhere(tmp_path: Path) -> None:
    """Only its digest is, by which it is never taken in again; the log does not tell it either."""
    services = open_store(tmp_path, 15)
    done = CliRunner().invoke(cli, ["erase", "--dir", str(tmp_path), "--response", "r1", "--yes"])
    assert done.exit_code == 0
    with services.engine.begin() as c:
        (line,) = access.recent(c, 10)
        assert line["action"] == "erased" and "r1" not in line["about"]
    services.engine.dispose()


def test_a_wish_that_names_nobody_is_refused(tmp_path: Path) -> None:
    """A unit without a day would be all its answers."""
    open_store(tmp_path, 15).engine.dispose()
    for given in (["--unit", "VP"], ["--unit", "VP", "--day", "5/3/2022"], []):
        assert CliRunner().invoke(cli, ["erase", "--dir", str(tmp_path), *given]).exit_code == 2
