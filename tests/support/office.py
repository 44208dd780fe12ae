"""A small agency on the stand-in: its shared drive, its installation, and people who type in its sheets."""

from __future__ import annotations

import itertools
import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import gspread
import requests
from gspread.utils import ValueInputOption
from sqlalchemy import select

from service.clock import Clock, parse, stamp
from service.compose import Services
from service.config import Config
from service.google.connect import Google, Redirect, connect
from service.google.retry import Retry
from service.store import engine as store
from service.store.tables import notice
from service.workbooks import findings, marks, pull, registry
from service.workbooks.provision import Report, provision
from tests.support import copies, stores
from tests.support.standin import Standin

#: Bearer tokens of the people of the agency.
PEOPLE = {"admin": "admin@so.example", "clerk": "clerk@so.example", "other": "other@so.example"}
_numbers = itertools.count(1)


class QuickServices(Services):
    """As in production, but a retry waits no time."""

    @property
    def google(self) -> Any:
        """Google's APIs with a retry that does not sleep."""
        if "google" not in self.__dict__:
            self.__dict__["google"] = Google(
                _credentials(self.config),
                self.config.google_api,
                self.config.shared_drive,
                Retry(first=0.0, sleep=lambda seconds: None),
            )
        return self.__dict__["google"]


#: By key: to check a private key takes longer than to lay out a store.
_signed_in: dict[str, Any] = {}


def _credentials(config: Config) -> Any:
    key = Path(config.credentials).read_text(encoding="utf-8")
    if key not in _signed_in:
        _signed_in[key] = connect(config).credentials
    return _signed_in[key]


@dataclass
class Office:
    """An agency with its own shared drive and store; many may live on one stand-in."""

    standin: Standin
    clock_file: Path
    services: Services
    drive: str
    people: dict[str, gspread.Client] = field(default_factory=dict)
    #: Whether faults of the service's own are part of the test.
    expects_faults: bool = False

    @property
    def store_file(self) -> Path:
        """The SQLite file of its store."""
        return Path(self.services.config.store_url.removeprefix("sqlite:///"))

    def person(self, name: str) -> gspread.Client:
        """gspread as one of PEOPLE would use it."""
        if name not in self.people:
            session = requests.Session()
            session.headers["Authorization"] = f"Bearer {name}"
            session.mount("https://", Redirect(self.standin.url))
            self.people[name] = gspread.Client(auth=cast(Any, None), session=session)
        return self.people[name]

    def tab(self, key: str, title: str, name: str = "clerk") -> gspread.Worksheet:
        """A tab of a workbook, opened by a person."""
        return self.person(name).open_by_key(self.book(key).spreadsheet_id).worksheet(title)

    def type(self, key: str, title: str, a1: str, *rows: Sequence[object], name: str = "clerk") -> None:
        """A person types rows of cells, as Sheets understands typing."""
        option = ValueInputOption.user_entered
        self.tab(key, title, name).update([list(row) for row in rows], a1, value_input_option=option)

    def cell(self, key: str, title: str, a1: str, name: str = "clerk") -> dict[str, Any]:
        """A cell as a person sees it: value, note, fill (0…255)."""
        fields = "sheets(data(rowData(values(formattedValue,note,userEnteredFormat(backgroundColor)))))"
        params: dict[str, Any] = {"ranges": f"'{title}'!{a1}", "fields": fields}
        client = self.person(name).http_client
        answer = client.fetch_sheet_metadata(self.book(key).spreadsheet_id, params)
        rows = answer["sheets"][0]["data"][0].get("rowData", [{}])
        found = (rows[0].get("values") or [{}])[0]
        colour = found.get("userEnteredFormat", {}).get("backgroundColor")
        fill = [round(colour.get(part, 0) * 255) for part in ("red", "green", "blue")] if colour else None
        return {"value": found.get("formattedValue"), "note": found.get("note", ""), "fill": fill}

    def book(self, key: str) -> registry.Workbook:
        """A workbook as the store knows it."""
        with store.reading(self.services.engine) as connection:
            found = registry.by_key(connection, key)
        assert found, key
        return found

    def notices(self) -> list[Any]:
        """What was to be told about workbooks that cannot be reached."""
        with store.reading(self.services.engine) as connection:
            return list(connection.execute(select(notice)).mappings())

    def open(self, key: str) -> list[Any]:
        """The open problems of a workbook."""
        with store.reading(self.services.engine) as connection:
            return list(findings.open_problems(connection, self.book(key).id))

    def records(self, key: str, table: str) -> dict[str, Any]:
        """The last good rows of a tab: key → values."""
        with store.reading(self.services.engine) as connection:
            return {r.key: r.values for r in findings.stored(connection, table, [self.book(key).id])}

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        now = parse(self.clock_file.read_text()) + timedelta(minutes=minutes)
        self.clock_file.write_text(stamp(now))

    def cycle(self) -> list[pull.ReadResult]:
        """One cycle: ask the logs, read what changed, mark."""
        pull.changes(self.services)
        done = list(pull.read_stale(self.services))
        marks.apply_due(self.services)
        return done

    def calls(self) -> dict[str, int]:
        """Calls per method since `reset_calls`, token calls aside."""
        with urllib.request.urlopen(f"{self.standin.url}/_sandbox/calls") as answer:
            counted: dict[str, int] = json.load(answer)
        return {name: n for name, n in counted.items() if n and "token" not in name.casefold()}

    def reset_calls(self) -> None:
        """Begin counting anew."""
        urllib.request.urlopen(
            urllib.request.Request(f"{self.standin.url}/_sandbox/calls", method="DELETE")
        ).close()

    def fail(self, *faults: dict[str, Any]) -> None:
        """Order faults of the stand-in."""
        body = json.dumps(list(faults)).encode()
        request = urllib.request.Request(
            f"{self.standin.url}/_sandbox/faults", body, {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request).close()


def call(
    standin: Standin, method: str, path: str, body: dict[str, Any] | None = None, who: str = "admin"
) -> Any:
    """One API call by a person, beyond what gspread offers."""
    answer = requests.request(
        method,
        standin.url + path,
        json=body,
        headers={"Authorization": f"Bearer {who}"},
        timeout=30,
    )
    answer.raise_for_status()
    return answer.json() if answer.content else None


def make_office(
    standin: Standin, directory: Path, clock_file: Path, now: datetime, *, adopting: str = ""
) -> Office:
    """An agency with an empty shared drive (none when it adopts a spreadsheet) and an empty store."""
    clock_file.write_text(stamp(now))
    account = json.loads(standin.key_file.read_text())["client_email"]
    drive = "" if adopting else shared_drive(standin, account)
    config = Config(
        dir=directory,
        credentials=str(standin.key_file),
        shared_drive=drive,
        coordinator_spreadsheet=adopting,
        coordinator_email="" if adopting else PEOPLE["admin"],
        agency_name="Sở Thử nghiệm",
        sender="so-chat-luong@so.example",
        google_api=standin.url,
        sheets_link_base=standin.url,
        clock=str(clock_file),
    )
    stores.lay_out(config.store_url)
    engine = store.open_engine(config.store_url, durable=False)
    services = QuickServices(config, engine, Clock(config.clock))
    return Office(standin, clock_file, services, drive)


def shared_drive(standin: Standin, account: str) -> str:
    """A new shared drive of the admin's, which the service account may use; its id."""
    made = call(standin, "POST", f"/drive/v3/drives?requestId=office{next(_numbers)}", {"name": "ISO"})
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": account}
    call(standin, "POST", f"/drive/v3/files/{made['id']}/permissions?supportsAllDrives=true", member)
    return str(made["id"])


def open_units(office: Office, *rows: Sequence[object]) -> Report:
    """An agency with the coordinator's workbook, the units listed there, and theirs."""
    return copies.once(office, f"units {rows!r}", lambda: _provision(office, rows))


def _provision(office: Office, rows: Sequence[Sequence[object]]) -> Report:
    provision(office.services)
    office.type("coordinator", "Đơn vị", "A2", *rows, name="admin")
    office.wait(1)
    pull.changes(office.services)
    return provision(office.services)


def own_book(office: Office) -> gspread.Spreadsheet:
    """A spreadsheet that the clerk made and shared with the service."""
    made = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Sổ riêng"}}, "clerk")
    book = office.person("clerk").open_by_key(made["spreadsheetId"])
    book.share(office.services.google.email, perm_type="user", role="writer", notify=False)
    return book


def shade(colour: str) -> list[int]:
    """ "#rrggbb" as `Office.cell` tells a fill."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


#: One unit edited by the clerk: code, name, aliases, parent, from, to, editors, head, file, dossiers.
UNIT: list[object] = ["VP", "Văn phòng", "", "", "", "", PEOPLE["clerk"], "", "", "có"]
OTHER: list[object] = ["KT", "Phòng Khảo thí", "", "", "", "", PEOPLE["other"], "", "", "không"]
