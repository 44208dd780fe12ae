"""`qms import dossiers`: a real .xlsx of the procedure system's form into the unit's tab."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.commands import options
from service.commands.imports import imports
from service.errors import QmsError
from service.imports import run as run_import
from service.imports import source
from service.work.lock import exclusively
from tests.support import onestop
from tests.support.office import Office

KEY, TAB = "unit:VP:2022", "Hồ sơ TTHC"
TOTAL = (1224, 812, 409, 3, 1215, 1210, 4, 1, 9, 9, 0)


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`qms import …` in this process, on the office's installation."""
    monkeypatch.setattr(options, "open_installation", lambda directory: office.services)

    def command(*arguments: object) -> Result:
        directory = office.services.config.dir
        return CliRunner().invoke(
            imports, [*map(str, arguments), "--dir", str(directory)], catch_exceptions=False
        )

    return command


def test_the_form_is_read_by_its_header_and_written(office: Office, run: Any, tmp_path: Path) -> None:
    """Month and unit from the titles; 1.204 is twelve hundred and four; a dash is 0; no totals row."""
    file = onestop.write(tmp_path / "bieu.xlsx", [onestop.LICENCE, onestop.COPIES], total=TOTAL)
    done = run("dossiers", file, "--yes")
    assert done.exit_code == 0, done.output
    rows = office.tab(KEY, TAB).get_all_values()[1:]
    assert [row[:13] for row in rows] == [
        ["Tháng 3/2022", *map(str, onestop.LICENCE)],
        ["Tháng 3/2022", "Cấp bản sao văn bằng", *map(str, (1204, 800, 404, 0, 1200, 1200, 0, 0, 4, 4, 0))],
    ]
    held = office.records(KEY, "dossiers")
    assert held["2022-03|Cấp bản sao văn bằng"]["received_total"] == 1204


def test_a_second_import_writes_nothing(office: Office, run: Any, tmp_path: Path) -> None:
    """Idempotent: the same file again finds every cell as it should be, and sends no write."""
    file = onestop.write(tmp_path / "bieu.xlsx", [onestop.LICENCE])
    run("dossiers", file, "--yes")
    office.reset_calls()
    again = json.loads(run("dossiers", file, "--yes", "--format", "json").stdout)
    assert again["written"] == 0
    assert again["workbooks"][0]["new"] == again["workbooks"][0]["cells"] == []
    assert "sheets.spreadsheets.batchUpdate" not in office.calls()


def test_a_preview_writes_nothing(office: Office, run: Any, tmp_path: Path) -> None:
    """--dry-run tells which column is which, the new rows, and the days the file names."""
    file = onestop.write(tmp_path / "bieu.xlsx", [onestop.LICENCE])
    shown = run("dossiers", file, "--dry-run").output
    assert "Đã giải quyết: quá hạn = J" in shown
    assert "+ Tháng 3/2022 · Cấp phép dạy thêm" in shown
    assert "từ ngày 01/03/2022 đến ngày 31/03/2022" in shown
    office.cycle()
    assert office.records(KEY, "dossiers") == {}


def test_what_a_clerk_typed_stays(office: Office, run: Any, tmp_path: Path) -> None:
    """A blank is filled, a cell that differs is told and kept; --replace takes the file's."""
    office.type(KEY, TAB, "A2", ["03/2022", "Cấp phép dạy thêm", 21, "", "", "", 15, "", "", "", 6])
    office.cycle()
    file = onestop.write(tmp_path / "bieu.xlsx", [onestop.LICENCE])
    done = run("dossiers", file, "--yes")
    assert done.exit_code == 1
    assert "= Tháng 3/2022 · Cấp phép dạy thêm · Tiếp nhận: tổng: 21 (tệp: 20; --replace" in done.output
    held = office.records(KEY, "dossiers")["2022-03|Cấp phép dạy thêm"]
    assert (held["received_total"], held["received_online"], held["pending_total"]) == (21, 12, 6)
    done = run("dossiers", file, "--yes", "--replace")
    assert done.exit_code == 0, done.output
    held = office.records(KEY, "dossiers")["2022-03|Cấp phép dạy thêm"]
    assert (held["received_total"], held["pending_total"]) == (20, 5)


def test_what_is_typed_while_the_preview_is_read_is_not_written_over(
    office: Office, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk fills a blank before the question is answered: nothing is written, and jobs could run."""
    office.type(KEY, TAB, "A2", ["03/2022", "Cấp phép dạy thêm", 20, "", "", "", 15, "", "", "", 5])
    office.cycle()
    file = onestop.write(tmp_path / "bieu.xlsx", [onestop.LICENCE])

    def answer(*_: object, **__: object) -> bool:
        with exclusively(office.services.config.dir):
            office.type(KEY, TAB, "D2", [13])
        return True

    monkeypatch.setattr("click.confirm", answer)
    done = run("dossiers", file)
    assert done.exit_code != 0 and "Sổ vừa có người sửa" in done.output
    office.cycle()
    held = office.records(KEY, "dossiers")["2022-03|Cấp phép dạy thêm"]
    assert (held["received_online"], held.get("received_direct")) == (13, None)


def test_what_an_import_wrote_the_next_may_mend(office: Office, run: Any, tmp_path: Path) -> None:
    """The system counted anew: our own figure follows; one the clerk corrected since does not."""
    run("dossiers", onestop.write(tmp_path / "1.xlsx", [onestop.LICENCE, onestop.COPIES]), "--yes")
    office.type(KEY, TAB, "C3", [1300])
    office.cycle()
    later = (onestop.LICENCE[0], 22, 14, *onestop.LICENCE[3:])
    done = run("dossiers", onestop.write(tmp_path / "2.xlsx", [later, onestop.COPIES]), "--yes")
    assert done.exit_code == 1
    held = office.records(KEY, "dossiers")
    assert held["2022-03|Cấp phép dạy thêm"]["received_total"] == 22
    assert held["2022-03|Cấp bản sao văn bằng"]["received_total"] == 1300


def test_a_row_that_does_not_fit_is_told_and_not_written(office: Office, run: Any, tmp_path: Path) -> None:
    """Where, what, how to mend; the rows beside it are written."""
    wrong = ("Xét tuyển", "hai mươi", *onestop.LICENCE[2:])
    done = run("dossiers", onestop.write(tmp_path / "a.xlsx", [wrong, onestop.LICENCE]), "--yes")
    assert done.exit_code == 1
    assert "KHÔNG GHI  Dòng 8: Ô C8: “hai mươi” không phải là số. Hãy chỉ gõ số" in done.output
    assert list(office.records(KEY, "dossiers")) == ["2022-03|Cấp phép dạy thêm"]


def test_sums_that_do_not_add_up_are_told(office: Office, run: Any, tmp_path: Path) -> None:
    """In a row by the tab's own rule; of the whole by the totals row at the foot."""
    odd = (onestop.LICENCE[0], 25, *onestop.LICENCE[2:])
    file = onestop.write(tmp_path / "a.xlsx", [odd], total=(24, *onestop.LICENCE[2:]))
    done = run("dossiers", file, "--yes")
    assert done.exit_code == 0
    assert "“Tiếp nhận: tổng” là 25, nhưng các cột thành phần cộng lại được 20" in done.output
    assert "Dòng tổng ghi “Tiếp nhận: tổng” là 24, các dòng cộng lại được 25." in done.output


@pytest.mark.parametrize("named", ["Tổng cộng (I+II)", "TỔNG SỐ toàn Sở:", "Cộng (1+2)", "Cộng mục I"])
def test_a_totals_row_in_more_words_is_no_procedure(
    office: Office, run: Any, tmp_path: Path, named: str
) -> None:
    """It is left out and told; what only begins like one is written."""
    real = [(name, *onestop.LICENCE[1:]) for name in ("Công nhận tốt nghiệp", "Tổng công ty, cấp phép")]
    done = run("dossiers", onestop.write(tmp_path / "a.xlsx", [*real, (named, *TOTAL)]), "--yes")
    assert done.exit_code == 0, done.output
    assert f"lưu ý  Dòng 10: “{named}” là dòng tổng, không ghi." in done.output
    held = office.records(KEY, "dossiers")
    assert sorted(held) == [f"2022-03|{name}" for name, *_ in real]


def test_a_column_of_units_goes_to_each_ones_workbook(make: Any, tmp_path: Path) -> None:
    """Units by name, accents or not; one that nobody knows is told; one without dossiers refuses all."""
    from tests.support.office import OTHER, UNIT, open_units

    office = make()
    open_units(office, UNIT, [*OTHER[:9], "có"])
    rows = [
        ["Văn phòng", *onestop.LICENCE],
        ["phong khao thi", *onestop.COPIES],
        ["Phòng lạ", *onestop.COPIES],
    ]
    file = onestop.write(tmp_path / "a.xlsx", rows, unit=True, titles=["Tháng 3/2022"])
    made = run_import.prepare(office.services, file, source.table_of("dossiers"))
    assert [(plan.book.key, len(plan.new)) for plan in made.plans] == [(KEY, 1), ("unit:KT:2022", 1)]
    assert [note.sentence for note in made.all_notes if note.stops] == [
        "Dòng 7: “Phòng lạ” không phải là đơn vị nào trong tab Đơn vị. "
        "Bổ sung tên này vào cột Tên gọi khác ở tab Đơn vị."
    ]
    assert run_import.apply(office.services, made) == 2
    assert list(office.records("unit:KT:2022", "dossiers")) == ["2022-03|Cấp bản sao văn bằng"]


@pytest.mark.parametrize(
    ("titles", "options", "told"),
    [
        (["Đơn vị báo cáo: Văn phòng", "Quý I/2022"], [], "tháng nào (tiêu đề ghi “quy i/2022”)"),
        (["Tháng 2/2022", "Đơn vị báo cáo: Văn phòng"], ["--period", "03/2022"], "Tệp ghi tháng 2/2022"),
        (["Tháng 3/2022"], [], "đơn vị nào"),
        (["Tháng 3/2022"], ["--unit", "Phòng lạ"], "Không có đơn vị “Phòng lạ”"),
    ],
)
def test_what_is_not_certain_is_asked(
    office: Office, run: Any, tmp_path: Path, titles: list[str], options: list[str], told: str
) -> None:
    """A quarter's file, another month's, a unit nobody named: never a guess."""
    file = onestop.write(tmp_path / "a.xlsx", [onestop.LICENCE], titles=titles)
    with pytest.raises(QmsError, match=re.escape(told)):
        run("dossiers", file, "--yes", *options)
    assert office.records(KEY, "dossiers") == {}
