"""The functions that formulas can call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sandbox.sheets import serial
from sandbox.sheets.formula.values import FormulaError, Grid, Scalar, number, text, truth

Argument = Scalar | Grid
Function = Callable[[list[Argument], datetime], Scalar]


def _flat(arguments: list[Argument]) -> Iterator[tuple[Scalar, bool]]:
    """Yield every value and whether it stands in a range (where texts and blanks do not count)."""
    for argument in arguments:
        if isinstance(argument, list):
            for row in argument:
                for value in row:
                    yield value, True
        else:
            yield argument, False


def _numbers(arguments: list[Argument]) -> list[float]:
    found = []
    for value, in_range in _flat(arguments):
        if not in_range:
            found.append(number(value))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append(float(value))
    return found


def one(argument: Argument) -> Scalar:
    """Return a single value; of a range its first cell."""
    return argument[0][0] if isinstance(argument, list) else argument


def _average(arguments: list[Argument], now: datetime) -> Scalar:
    values = _numbers(arguments)
    if not values:
        raise FormulaError("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return sum(values) / len(values)


def _countif(arguments: list[Argument], now: datetime) -> Scalar:
    wanted = one(arguments[1])
    same = text(wanted).casefold()
    return float(
        sum(value is not None and text(value).casefold() == same for value, _ in _flat(arguments[:1]))
    )


def _round(arguments: list[Argument], now: datetime) -> Scalar:
    places = int(number(one(arguments[1]))) if len(arguments) > 1 else 0
    value = number(one(arguments[0]))
    scaled = abs(value) * 10**places
    rounded: float = int(scaled + 0.5 + 1e-9) / 10**places
    return rounded if value >= 0 else -rounded


def _hyperlink(arguments: list[Argument], now: datetime) -> Scalar:
    return one(arguments[1] if len(arguments) > 1 else arguments[0])


FUNCTIONS: dict[str, Function] = {
    "SUM": lambda arguments, now: sum(_numbers(arguments)),
    "AVERAGE": _average,
    "COUNT": lambda arguments, now: float(len(_numbers(arguments))),
    "COUNTA": lambda arguments, now: float(sum(value is not None for value, _ in _flat(arguments))),
    "COUNTBLANK": lambda arguments, now: float(sum(value in (None, "") for value, _ in _flat(arguments))),
    "COUNTIF": _countif,
    "MIN": lambda arguments, now: min(_numbers(arguments), default=0.0),
    "MAX": lambda arguments, now: max(_numbers(arguments), default=0.0),
    "ABS": lambda arguments, now: abs(number(one(arguments[0]))),
    "ROUND": _round,
    "AND": lambda arguments, now: all(truth(value) for value, _ in _flat(arguments) if value is not None),
    "OR": lambda arguments, now: any(truth(value) for value, _ in _flat(arguments) if value is not None),
    "NOT": lambda arguments, now: not truth(one(arguments[0])),
    "CONCATENATE": lambda arguments, now: "".join(text(value) for value, _ in _flat(arguments)),
    "LEN": lambda arguments, now: float(len(text(one(arguments[0])))),
    "TRIM": lambda arguments, now: " ".join(text(one(arguments[0])).split()),
    "UPPER": lambda arguments, now: text(one(arguments[0])).upper(),
    "LOWER": lambda arguments, now: text(one(arguments[0])).lower(),
    "ISBLANK": lambda arguments, now: one(arguments[0]) is None,
    "HYPERLINK": _hyperlink,
    "TODAY": lambda arguments, now: float(serial.of_date(now.date())),
    "NOW": lambda arguments, now: (
        serial.of_date(now.date()) + (now.hour * 3600 + now.minute * 60 + now.second) / 86400
    ),
}
#: Functions whose value depends on the time they are computed.
VOLATILE = ("TODAY", "NOW")
