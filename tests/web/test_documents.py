"""A report's page gives it as a file: PDF, DOCX and XLSX of what was kept."""

from __future__ import annotations

import io

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from flask.testing import FlaskClient

from service.commands.report import report
from service.compose import Services
from service.issuing import faces, issue

STARTS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK"}


def test_the_page_offers_each_file(issued: Services, client: FlaskClient) -> None:
    """Three links; each gives a file of its type under a name that says which report."""
    page = client.get("/bao-cao/monthly/2022-03").text
    for suffix, type_ in faces.TYPES.items():
        address = f"/bao-cao/monthly/2022-03/tep.{suffix}"
        assert f'href="{address}"' in page
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == type_
        assert answer.headers["Content-Disposition"] == f"attachment; filename=monthly-2022-03.{suffix}"
        assert answer.data.startswith(STARTS[suffix])


def test_a_file_says_what_the_kept_report_says(issued: Services, client: FlaskClient) -> None:
    """The figures of the workbook are those of the report; the document has its sentences."""
    with issued.engine.connect() as connection:
        kept = issue.load(connection, "monthly", "2022-03")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/bao-cao/monthly/2022-03/tep.xlsx").data))
    held = {row[0]: row[1:5] for row in book["Số liệu"].iter_rows(min_row=2, values_only=True)}
    assert set(held) == set(kept.figures)
    for name, figure in kept.rows["vi"]["json"]["figures"].items():
        wanted = [figure[part] for part in ("value", "numerator", "denominator", "n")]
        for kept_there, part in zip(held[name], wanted, strict=True):  # XLSX keeps 16 digits
            assert kept_there == (part if part is None else pytest.approx(part, rel=1e-14))
    document = Document(io.BytesIO(client.get("/bao-cao/monthly/2022-03/tep.docx").data))
    sentences = {paragraph.text for paragraph in document.paragraphs}
    told = [block for section in kept.rows["vi"]["json"]["sections"] for block in section["blocks"]]
    assert {block["text"] for block in told if block["type"] == "paragraph"} <= sentences


@pytest.mark.parametrize(
    "address", ["monthly/2022-09/tep.pdf", "monthly/2022-03/tep.exe", "weekly/2022-03/tep.pdf"]
)
def test_what_there_is_not_is_not_found(issued: Services, client: FlaskClient, address: str) -> None:
    """No report, no such file, no such kind."""
    assert client.get(f"/bao-cao/{address}").status_code == 404


def test_the_command_keeps_the_same_bytes(issued: Services, client: FlaskClient) -> None:
    """`qms report export` writes what the page gives; an ending it does not know is refused in a sentence."""
    directory = issued.config.dir
    for suffix in faces.TYPES:
        file = directory / f"thang-3.{suffix}"
        done = CliRunner().invoke(
            report, ["export", "monthly", "2022-03", str(file), "--dir", str(directory)]
        )
        assert done.exit_code == 0, done.output
        assert file.read_bytes() == client.get(f"/bao-cao/monthly/2022-03/tep.{suffix}").data
    refused = CliRunner().invoke(
        report, ["export", "monthly", "2022-03", "thang-3.doc", "--dir", str(directory)]
    )
    assert refused.exit_code != 0
    assert "phải có đuôi .pdf, .docx hoặc .xlsx" in str(refused.exception) + refused.output
