"""What an import is made of: what a person asks for, what a file holds, what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.errors import QmsError
from sheets_schema.naming import Naming
from sheets_schema.records import Record


class Unfit(QmsError):
    """Tệp không có bảng nhận ra được / the file holds no table that can be recognised."""


@dataclass(frozen=True, slots=True)
class Note:
    """What does not fit: where in the file, what, how to mend it. `stops`: that row is not written."""

    where: str
    what: str
    mend: str = ""
    stops: bool = True

    @property
    def sentence(self) -> str:
        """One line for people."""
        return " ".join(part for part in (f"{self.where}:", self.what, self.mend) if part)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person who imports says: a unit, a month; and who the units are."""

    units: Naming
    unit: str = ""
    period: str = ""
    year: int | None = None


@dataclass(slots=True)
class Batch:
    """The right rows for one unit ("" where the table is not a unit's)."""

    unit: str
    records: list[Record] = field(default_factory=list)
    #: Record key → fields typed with a percent sign: a bare number would not say it.
    percent: dict[str, set[str]] = field(default_factory=dict)
    #: Record key → fields told by last year's result, as they were typed: "giảm 5%".
    relative: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Source:
    """All that a file holds for us."""

    name: str
    batches: list[Batch] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)  # field → column letters
