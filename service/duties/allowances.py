"""What the coordinator allows: more time, none of it at all, a month opened again, no reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS = ("extension", "exempt", "reopen", "silence")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A decision on what is owed. "" stands for all units, periods, tables or records.

    extension: `until` is the new due day. exempt: nothing is asked for. reopen: what comes up to `until` is
    taken in. silence: nobody is reminded, up to `until` or for good.
    """

    kind: str
    unit: str = ""
    period: str = ""  # "2022-03", or "2022" with all its months
    table: str = ""
    record: str = ""
    until: date | None = None
    decided_by: str = ""
    reason: str = ""

    @property
    def why(self) -> str:
        """Who decided, and the reason."""
        return f"{self.decided_by}: {self.reason}"

    def covers(self, unit: str, table: str, record: str, period: str) -> bool:
        """Whether it speaks of that duty. A dated record is of no period: one named by its code is meant;
        so is a line of the plan beside a month of its year.
        """
        # What follows a code in brackets tells whose record it was, or of which year.
        named = ("", record, record.partition(" (")[0])
        if self.unit not in ("", unit) or self.table not in ("", table) or self.record not in named:
            return False
        if not self.period or self.period in (period, period[:4]):
            return True
        return bool(self.record) and period in ("", self.period[:4])


def of(values: Mapping[str, Any]) -> Allowance:
    """The allowance of a record of the exceptions table."""
    text = {name: str(values.get(name) or "") for name in ("unit", "period", "table", "record")}
    until = date.fromisoformat(values["until"]) if values.get("until") else None
    return Allowance(
        values["kind"], **text, until=until, decided_by=values["decided_by"], reason=values["reason"]
    )


def latest(found: Iterable[Allowance], kind: str) -> Allowance | None:
    """Of those of a kind the one that goes furthest; without an end it goes on for good."""
    own = [one for one in found if one.kind == kind]
    return max(own, key=lambda one: one.until or date.max, default=None)
