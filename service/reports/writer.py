"""What a section writes with: its language, the frozen data, and figures by name, printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from service.duties import duty
from service.figures import tree
from service.figures.data import Data, Figure, Figures, Row
from service.figures.exact import exact
from service.reports import printing
from service.reports.blocks import Agency, Language
from sheets_schema import written
from sheets_schema.cells import periods


@dataclass(frozen=True, slots=True)
class Writer:
    """Prints figures; every number in a report passes through here."""

    data: Data
    figures: Figures
    agency: Agency
    language: Language = "vi"

    def say(self, vi: str, en: str) -> str:
        """The sentence in the report's language."""
        return vi if self.language == "vi" else en

    @property
    def no_data(self) -> str:
        """What stands where there is no figure."""
        return printing.NO_DATA[self.language]

    def figure(self, name: str) -> Figure:
        """A figure, one without value when the period has none of that name."""
        return self.figures.get(name) or Figure(name, None, "count")

    def value(self, name: str) -> Fraction | None:
        """A figure's value, exact."""
        return exact(self.figure(name).value)

    def count(self, name: str, width: int = 1) -> str:
        """A count, zero-padded to `width`."""
        value = self.value(name)
        return self.no_data if value is None else printing.decimal(value, 2, self.language).zfill(width)

    def signed(self, name: str) -> str:
        """A difference of counts, with its sign."""
        value = self.value(name)
        if value is None:
            return self.no_data
        text = printing.decimal(abs(value), 2, self.language)
        return f"{'+' if value > 0 else '−' if value < 0 else ''}{text}"

    def share(self, name: str) -> str:
        """A share in percent."""
        value = self.value(name)
        return self.no_data if value is None else printing.percent(value, self.language)

    def score(self, name: str) -> str:
        """A score of 0…100, one decimal."""
        value = self.value(name)
        return self.no_data if value is None else printing.decimal(value, 1, self.language)

    def points(self, name: str) -> str:
        """A difference of shares, signed, in percentage points."""
        value = self.value(name)
        return self.no_data if value is None else printing.points(value, self.language)

    def ratio(self, name: str) -> str:
        """Numerator/denominator, as "41/46"."""
        figure = self.figure(name)
        if not figure.denominator or figure.numerator is None:
            return self.no_data
        top, bottom = exact(figure.numerator), exact(figure.denominator)
        assert top is not None and bottom is not None
        return "/".join(printing.decimal(x, 2, self.language) for x in (top, bottom))

    def told(self, name: str) -> str:
        """A share inside a sentence: "99,2% (2.519/2.540)"."""
        return f"{self.share(name)} ({self.ratio(name)})" if self.has(name) else self.no_data.lower()

    def has(self, name: str) -> bool:
        """Whether the figure has a value."""
        return self.figure(name).value is not None

    def positive(self, name: str) -> bool:
        """Whether the figure is known and above zero."""
        value = self.value(name)
        return value is not None and value > 0

    def day(self, value: date | None) -> str:
        """A date, "" for none."""
        return printing.day(value, self.language) if value else ""

    def month(self, label: str) -> str:
        """A month inside a sentence: "tháng 3/2022"."""
        return periods.told(label, self.language)

    def period(self, label: str) -> str:
        """A period standing alone: "Tháng 3/2022"."""
        return periods.shown(label, self.language)

    def span(self) -> str:
        """The window's days in brackets, as every report prints them."""
        start, end = self.day(self.data.window.start), self.day(self.data.window.end)
        return self.say(f"(Từ ngày {start} đến ngày {end})", f"(From {start} to {end})")

    def unit_name(self, code: str) -> str:
        """A unit's name, that of one that has ended with who took over; the code of one not listed."""
        names = {unit.code: unit.name for unit in (*self.data.former, *self.data.units)}
        name, heir = names.get(code, code), tree.line(self.data, code)[-1]
        if heir == code or code in (unit.code for unit in self.data.units):
            return name
        return f"{name} ({self.say('nay', 'now')} {names.get(heir, heir)})"

    def owner(self, code: str) -> str:
        """Who owes a duty: a unit by its name, "" the committee."""
        return self.unit_name(code) if code else self.say(*duty.COMMITTEE)

    def objective_value(self, objective: Row) -> str:
        """An objective's value against its target, with as many places as the verdict needs."""
        name = f"objective.{objective.unit}.{objective.text('code')}"
        value, target = self.value(f"{name}.value"), self.value(f"{name}.target")
        if value is None:
            return self.no_data
        against = [] if target is None else [target]
        told = _measured(printing.amount(value, self.language, against), objective)
        return self.say(f"ước {told}", f"{told} (estimate)") if f"{name}.estimate" in self.figures else told

    def objective_target(self, objective: Row) -> str:
        """An objective's target with its direction: "≥ 98%"."""
        target = self.value(f"objective.{objective.unit}.{objective.text('code')}.target")
        if target is None:
            return self.no_data
        sign = written.sign(objective.text("direction"))
        # A no-break space keeps the sign beside its number in a narrow column.
        return f"{sign}\u00a0{_measured(printing.in_full(target, self.language), objective)}".strip()


def _measured(number: str, objective: Row) -> str:
    measure = objective.text("unit_of_measure").strip()
    return f"{number}%" if measure == "%" else f"{number} {measure}".strip()
