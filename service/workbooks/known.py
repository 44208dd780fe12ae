"""What rules may look at in other tabs: fetched when one does, and noted, for it may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Connection

from service import organisation
from service.organisation import Organisation
from service.workbooks import findings, registry, vanished
from service.workbooks.registry import Workbook
from sheets_schema.records import Record

T = TypeVar("T")
#: What checks, prefilled rows and start tabs look at in the coordinator's and the auditors' workbooks, beside
#: duties: whoever's duties change is told by the register of duties itself.
LOOKED_AT = frozenset({*organisation.TABLES, "procedures", "approvals", "findings"})
#: Table name → what fetches its records.
Fetch = Callable[[], Sequence[Record]]


class Known(Mapping[str, T], Generic[T]):
    """Something of each table, by its name. `looked_at`: the tables somebody asked for, there or not."""

    def __init__(self, fetch: Mapping[str, Callable[[], T]]) -> None:
        self._fetch = dict(fetch)
        self._held: dict[str, T] = {}
        self.looked_at: set[str] = set()

    def beside(self, **fetch: Callable[[], T]) -> Known[T]:
        """The same with some tables told otherwise; what is looked at there is noted there."""
        other = Known(self._fetch | fetch)
        other._held = {name: held for name, held in self._held.items() if name not in fetch}
        return other

    def put(self, name: str, fetch: Callable[[], T]) -> None:
        """From now on a table is known, or is known otherwise."""
        self._fetch[name] = fetch
        self._held.pop(name, None)

    def __getitem__(self, name: str) -> T:
        """What is known of the table. Raises KeyError where it is not known."""
        self.looked_at.add(name)
        if name not in self._held:
            self._held[name] = self._fetch[name]()
        return self._held[name]

    def __contains__(self, name: object) -> bool:
        """Whether the table is known, without fetching it."""
        self.looked_at.add(str(name))
        return name in self._fetch

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        self.looked_at.update(self._fetch)
        return iter(self._fetch)

    def __len__(self) -> int:
        """How many tables are known."""
        return len(self._fetch)


def records(connection: Connection, book: Workbook, about: Organisation | None) -> Known[Sequence[Record]]:
    """Records of other workbooks that the rules of this one may look at."""
    if about is None or book.kind == "coordinator":
        return Known({})
    coordinator = registry.by_key(connection, "coordinator")
    own = [coordinator.id] if coordinator else []
    others = registry.all_of(connection, "unit" if book.kind == "auditors" else "auditors", book.year)
    read = [other.id for other in others if other.last_read_at]

    def of(name: str, ids: Sequence[int]) -> Fetch:
        return lambda: findings.stored(connection, name, ids)

    if book.kind == "auditors":
        return Known({"units": of("units", own), "corrections": of("corrections", read)})
    there: dict[str, Fetch] = {"procedures": of("procedures", own)}
    if read:
        past = of("findings", read)
        there["findings"] = lambda: [*past(), *vanished.as_records(connection, read)]
    return Known(there)


def broken(connection: Connection, book: Workbook) -> Known[Mapping[str, str]]:
    """Rows of other workbooks that hold an error, key → cell: what links to them is kept meanwhile."""

    def findings_of_audits() -> Mapping[str, str]:
        others = registry.all_of(connection, "auditors", book.year) if book.kind == "unit" else []
        return findings.broken(connection, "findings", [other.id for other in others])

    return Known({"findings": findings_of_audits})
