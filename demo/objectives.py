"""What the units set out to do in the year, and how it truly goes. Pure: a seed in, the truth out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from demo.department import Unit


@dataclass(frozen=True)
class Aim:
    """One objective as its unit means it. `level` and `spread` steer how it goes; `volume` the month's total.

    direction, evaluation and aggregation are the schema's codes. A ratio aim is told by achieved and total,
    another by a value. `change`: how the target is told by last year's figure, `before`.
    """

    text: str
    direction: str
    target: float
    measure: str
    evaluation: str
    aggregation: str
    volume: int
    level: float
    spread: float
    formula: str
    source: str
    before: float | None = None
    change: str = ""
    deadline: date = date(2022, 12, 14)

    @property
    def told(self) -> float:
        """The number that stands in the target's cell: of "giảm 5%" the 5."""
        return _number("".join(filter(str.isdigit, self.change))) if self.change else self.target

    @property
    def is_ratio(self) -> bool:
        """Whether progress is told by two numbers."""
        return self.volume > 0


def _read(path: Path) -> dict[str, Aim]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Aim(
                text=row["text"],
                direction=row["direction"],
                target=_number(row["target"]),
                measure=row["measure"],
                evaluation=row["evaluation"],
                aggregation=row["aggregation"],
                volume=int(row["volume"]),
                level=float(row["level"]),
                spread=float(row["spread"]),
                formula=row["formula"],
                source=row["source"],
                before=_number(row["before"]) if row["before"] else None,
                change=row["change"],
            )
            for row in csv.DictReader(file)
        }


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


#: Every aim there is, by the name that demo/department.py calls it by.
AIMS = _read(Path(__file__).with_name("aims.csv"))

_CAUSES = (
    "Hồ sơ dồn vào cuối kỳ, thiếu người xử lý",
    "Phần mềm gián đoạn hai ngày",
    "Hai chuyên viên đi tập huấn cùng tuần",
    "Đơn vị phối hợp gửi số liệu chậm",
    "Số việc phát sinh tăng so với kế hoạch",
)
_MEASURES = (
    "Phân công thêm người trực, rà soát hằng tuần",
    "Làm việc với đơn vị cung cấp để khắc phục",
    "Bố trí lịch tập huấn luân phiên",
    "Thống nhất lịch gửi số liệu trước ngày 10",
    "Điều chỉnh quy trình, giảm một bước trung gian",
)


@dataclass(frozen=True)
class Truth:
    """How one objective truly went in one period. achieved and total, or value, or nothing happened."""

    achieved: int | None = None
    total: int | None = None
    value: float | None = None
    none: bool = False
    cause: str | None = None
    measure: str | None = None


def aims(unit: Unit) -> dict[str, Aim]:
    """The unit's objectives by code, MT01 first, in the order in which it writes them down."""
    return {f"MT{number:02}": AIMS[name] for number, name in enumerate(unit.objectives, 1)}


def truth(seed: int, unit: Unit, code: str, aim: Aim, period: str) -> Truth:
    """How `aim` went in `period` (a label such as 2022-03). The same seed tells the same story."""
    rng = Random(f"{seed}|progress|{unit.code}|{code}|{period}")
    if aim.evaluation == "month" and rng.random() < 0.04:
        return Truth(none=True)
    found = _ratio(aim, rng) if aim.is_ratio else _value(aim, rng)
    if _is_met(aim, found):
        return found
    return Truth(
        found.achieved, found.total, found.value, cause=rng.choice(_CAUSES), measure=rng.choice(_MEASURES)
    )


def _ratio(aim: Aim, rng: Random) -> Truth:
    total = max(1, round(aim.volume * rng.uniform(0.75, 1.25)))
    if aim.evaluation in ("year", "school_year"):
        total = aim.volume
    share = min(1.0, max(0.0, rng.gauss(aim.level, aim.spread)))
    return Truth(achieved=min(total, round(total * share)), total=total)


def _value(aim: Aim, rng: Random) -> Truth:
    if aim.spread == 0.0:  # rare events
        return Truth(value=1 if rng.random() < aim.level else 0)
    drawn = max(0.0, rng.gauss(aim.level, aim.spread))
    return Truth(value=round(drawn, 1) if aim.measure == "phút" else round(drawn))


def _is_met(aim: Aim, found: Truth) -> bool:
    if found.total is not None and found.achieved is not None:
        left, right = found.achieved * 100.0, aim.target * found.total
    else:
        left, right = float(found.value or 0), aim.target
    if aim.direction == "eq":
        return left == right
    return left >= right if aim.direction == "ge" else left <= right
