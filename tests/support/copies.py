"""An agency brought into some state once, and copied from then on: its store, its files on the stand-in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from service import state
from service.store.engine import reading
from service.workbooks import registry
from tests.support import office as offices
from tests.support.standin import Standin

if TYPE_CHECKING:
    from tests.support.office import Office

T = TypeVar("T")


def once(office: Office, what: str, make: Callable[[], T]) -> T:
    """Let `make` bring a fresh office into the state called `what`, or give it a copy of one that was there.

    Only of files that are all on the office's own shared drive; others are made anew each time.
    """
    at = office.standin.url, office.clock_file.read_text(), what
    if office.drive and at in _kept:
        kept = _kept[at]
        kept.copy_into(office)
        return kept.result  # type: ignore[no-any-return]
    result = make()
    with reading(office.services.engine) as connection:
        books = registry.all_of(connection)
    if office.drive and all(book.spreadsheet_id and not book.adopted for book in books):
        _kept[at] = Kept.of(office, result)
    return result


@dataclass
class Kept:
    """An agency as it was: its store, and copies of its files that nobody touches."""

    store: bytes
    files: dict[str, str]
    drive: str
    clock: str
    result: Any

    @classmethod
    def of(cls, office: Office, result: object) -> Kept:
        """Keep an office before its test changes it."""
        drive = offices.shared_drive(office.standin, office.services.google.email)
        with reading(office.services.engine) as connection:
            ids = [book.spreadsheet_id for book in registry.all_of(connection)]
        files = {id_: _copy(office.standin, id_, drive) for id_ in ids}
        with closing(sqlite3.connect(office.store_file)) as database:
            store = database.serialize()
        return cls(store, files, office.drive, office.clock_file.read_text(), result)

    def copy_into(self, office: Office) -> None:
        """Make a fresh office the same as the one that was kept, with files of its own."""
        office.clock_file.write_text(self.clock)
        files = {id_: _copy(office.standin, kept, office.drive) for id_, kept in self.files.items()}
        office.services.engine.dispose()
        image, own = sqlite3.connect(":memory:"), sqlite3.connect(office.store_file)
        with closing(image), closing(own):
            image.deserialize(self.store)
            for old, new in [*files.items(), (self.drive, office.drive)]:
                image.execute("UPDATE state SET key = replace(key, ?, ?)", (old, new))
                image.execute("UPDATE workbook SET spreadsheet_id = ? WHERE spreadsheet_id = ?", (new, old))
            shared = image.execute("SELECT key, value FROM state WHERE key LIKE 'shared:%'").fetchall()
            image.commit()
            image.backup(own)
        for key, people in shared:
            for person in json.loads(people):
                _share(office.standin, key.partition(":")[2], person)
        with office.services.engine.begin() as connection:
            token = office.services.google.drive.start_token(office.drive)
            state.put(connection, f"changes:{office.drive}", token)


#: By stand-in, instant and state.
_kept: dict[tuple[str, str, str], Kept] = {}


def _copy(standin: Standin, file: str, drive: str) -> str:
    path = f"/drive/v3/files/{file}"
    name = offices.call(standin, "GET", f"{path}?supportsAllDrives=true&fields=name")["name"]
    body = {"name": name, "parents": [drive]}
    made = offices.call(standin, "POST", f"{path}/copy?supportsAllDrives=true&fields=id", body)
    return str(made["id"])


def _share(standin: Standin, file: str, person: str) -> None:
    editor = {"type": "user", "role": "writer", "emailAddress": person}
    path = f"/drive/v3/files/{file}/permissions?supportsAllDrives=true&sendNotificationEmail=false"
    offices.call(standin, "POST", path, editor)
