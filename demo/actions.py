"""What the units do to reach their objectives: one action each, and how it truly goes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from demo import objectives
from demo.department import Unit
from demo.entries import Meant
from demo.registers import Row, Step

_MEASURES = (
    "Rà soát tiến độ hằng tuần, nhắc người xử lý trước hạn",
    "Phân công người dự phòng cho từng việc",
    "Cập nhật biểu mẫu, hướng dẫn trên cổng thông tin",
    "Họp giao ban đầu tháng về các mục tiêu chưa đạt",
    "Tập huấn lại cho người mới nhận việc",
)
_DEADLINES = (date(2022, 3, 31), date(2022, 5, 31), date(2022, 8, 31), date(2022, 10, 31), date(2022, 11, 30))


def rows(seed: int, unit: Unit) -> Iterator[Row]:
    """A unit's action plan: an action for each objective, in the order of their codes."""
    rng = Random(f"{seed}|actions|{unit.code}")
    begin = (unit.since or unit.begins or date(2022, 1, 4)) + timedelta(days=rng.randint(7, 20))
    for number, code in enumerate(objectives.aims(unit), 1):
        deadline = rng.choice([day for day in _DEADLINES if day > begin + timedelta(days=30)])
        cells: dict[str, Meant] = {
            "code": f"KH{number:02}",
            "objective": code,
            "measure": rng.choice(_MEASURES),
            "lead": rng.choice((unit.clerk, unit.head)),
            "deadline": deadline,
            "status": "open",
            "with_whom": "Văn phòng Sở" if rng.random() < 0.2 else None,
        }
        yield Row("actions", unit.code, (Step(begin, cells), *_later(rng, unit, begin, deadline)), there=True)


def _later(rng: Random, unit: Unit, begin: date, deadline: date) -> Iterator[Step]:
    """Most actions are begun and done, some late, some never; one in ten is dropped."""
    fate = rng.random()
    steps = [Step(begin + timedelta(days=21), {"status": "doing"})] if rng.random() < 0.5 else []
    if fate < 0.1:
        steps.append(Step(deadline - timedelta(days=9), {"status": "cancelled"}))
    elif fate < 0.85:
        done = deadline + timedelta(days=rng.randint(-15, -3) if fate < 0.65 else rng.randint(5, 40))
        steps.append(Step(done, {"status": "done", "done_on": done}))
    return (step for step in steps if unit.takes_part(step.day))
