"""Citizens: they find the form by the unit's public link and post the respondent's page, some strangely."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import urljoin

import requests

from demo import calendar
from demo.calendar import ZONE
from demo.department import Unit

_TIMEOUT = 60.0
LEVELS = {5: "Rất hài lòng", 4: "Hài lòng", 3: "Bình thường", 2: "Không hài lòng", 1: "Rất không hài lòng"}
NOT_APPLICABLE = "Không áp dụng"
_TRIPS = ("0", "1", "1", "1", "2", "≥3")
_CHANNELS = ("Trực tiếp", "Trực tiếp", "Trực tuyến", "Bưu chính")
_COMMENTS = (
    "Cán bộ hướng dẫn tận tình.",
    "Phải chờ hơi lâu vào sáng thứ Hai.",
    "Nên có mẫu đơn sẵn trên mạng.",
    "Cảm ơn, tôi nhận kết quả trước hẹn.",
    "Gọi lại cho tôi số 0912 345 678 nhé.",
    "Thư của tôi: nguyenvana@thu.example",
)
_HOSTILE = (
    '=HYPERLINK("http://xau.example","bấm vào đây")',
    "<script>alert('xin chào')</script>",
    "+84912345678@SUM(1+1)",
    "chữ \u202eđảo chiều\u202c và \u200bký tự ẩn",
    "' OR 1=1; DROP TABLE answer; --",
    "dòng một\r\nBcc: ai-do@thu.example",
    "ký tự rỗng \x00 ở giữa",
    "dài " * 5000,
)


@dataclass(frozen=True)
class Visit:
    """One citizen's answer: when it is posted, to which unit, what is answered by question."""

    at: datetime
    unit: Unit
    levels: dict[str, int | None]
    trips: str
    channel: str
    comment: str
    names_unit: str


@dataclass
class Sheet:
    """A form as the browser got it: where it is posted, the field of each question, the values filled in."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    consent: tuple[str, str] | None = None


#: When hardly anybody answers; on the other holidays people do, the form is always open.
_TET = (date(2022, 1, 29), date(2022, 2, 6))


def invent(seed: int, units: tuple[Unit, ...], last: date) -> list[Visit]:
    """Every answer of the year, in the order of posting."""
    visits: list[Visit] = []
    days = [calendar.FIRST + timedelta(days=n) for n in range(9, (last - calendar.FIRST).days + 1)]
    weights = [0.12 if day.weekday() > 4 or _TET[0] <= day <= _TET[1] else 1.0 for day in days]
    for unit in units:
        rng = Random(f"{seed}|citizens|{unit.code}")
        number = round(unit.answers * len(days) / 356)
        for day in rng.choices(days, weights, k=number):
            visits.append(_visit(rng, unit, day))
        visits += _burst(rng, unit, last)
    visits = [visit for visit in visits if visit.unit.takes_part(visit.at.date())]
    return sorted(visits, key=lambda one: (one.at, one.unit.code))


def _visit(rng: Random, unit: Unit, day: date) -> Visit:
    hours = time(rng.choice((8, 9, 13, 14, 15)), rng.randrange(60), rng.randrange(60))
    levels = _levels(rng, unit.pleased)
    comment = rng.choice(_COMMENTS) if rng.random() < 0.12 else ""
    if rng.random() < 0.012:
        comment = rng.choice(_HOSTILE)
    named = unit.name
    if rng.random() < 0.03:
        named = rng.choice(unit.aliases)
    elif rng.random() < 0.002:
        named = "Phòng gì đó tầng hai"
    return Visit(
        datetime.combine(day, hours, ZONE),
        unit,
        levels,
        rng.choice(_TRIPS),
        rng.choice(_CHANNELS),
        comment,
        named,
    )


def _levels(rng: Random, pleased: float) -> dict[str, int | None]:
    """Levels of q1 … q8; None for a question left out, 0 for "not applicable". q8 is always answered."""
    mood = rng.random()
    if mood < 0.15:  # the same everywhere
        level = 5 if rng.random() < pleased else rng.choice((3, 2))
        return {f"q{number}": level for number in range(1, 9)}
    found: dict[str, int | None] = {}
    for number in range(1, 9):
        happy = rng.random() < pleased
        found[f"q{number}"] = rng.choice((5, 5, 4, 4, 4)) if happy else rng.choice((3, 3, 2, 1))
        if number != 8 and rng.random() < 0.05:
            found[f"q{number}"] = rng.choice((0, None))
    return found


def _burst(rng: Random, unit: Unit, last: date) -> list[Visit]:
    """Once, at one unit, somebody answers seven times within two minutes."""
    if unit.code != "TH" or last < date(2022, 4, 20):
        return []
    start = datetime(2022, 4, 20, 15, 5, tzinfo=ZONE)
    same: dict[str, int | None] = {f"q{number}": 5 for number in range(1, 9)}
    return [
        Visit(start + timedelta(seconds=15 * n), unit, same, "1", "Trực tiếp", "", unit.name)
        for n in range(7)
    ]


class Citizens:
    """Everybody who answers. `pages` is the address of the department's public pages."""

    def __init__(self, pages: str, log: Path, visits: list[Visit]) -> None:
        self.pages, self.log, self.visits = pages, log, visits
        self.posted = self.refused = 0
        self._sheets: dict[str, Sheet] = {}
        self._session = requests.Session()
        self._next = 0

    def due(self, until: datetime) -> list[Visit]:
        """The visits not yet made that fall before `until`."""
        found = []
        while self._next < len(self.visits) and self.visits[self._next].at < until:
            found.append(self.visits[self._next])
            self._next += 1
        return found

    def answer(self, visit: Visit) -> bool:
        """Post one answer; False when the form was not to be found or refused it."""
        sheet = self._sheets.get(visit.unit.code) or self._find(visit.unit)
        if sheet is None:
            self.refused += 1
            return False
        self._sheets[visit.unit.code] = sheet
        self._note(visit)
        sent = self._session.post(sheet.action, data=_filled(sheet, visit), timeout=_TIMEOUT)
        good = sent.status_code == 200
        self.posted += good
        self.refused += not good
        return good

    def _find(self, unit: Unit) -> Sheet | None:
        page = self._session.get(urljoin(self.pages, f"/khao-sat/{unit.code}"), timeout=_TIMEOUT)
        reader = _Reader()
        reader.feed(page.text)
        link = next((href for href in reader.links if "viewform" in href), None)
        if link is None:
            return None
        form = self._session.get(link, timeout=_TIMEOUT)
        reader = _Reader()
        reader.feed(form.text)
        return reader.sheet(form.url) if form.status_code == 200 and reader.action else None

    def _note(self, visit: Visit) -> None:
        line = {
            "at": visit.at.isoformat(),
            "unit": visit.unit.code,
            "named": visit.names_unit,
            "levels": visit.levels,
            "comment": visit.comment[:200],
        }
        with self.log.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def _filled(sheet: Sheet, visit: Visit) -> dict[str, str]:
    data = dict(sheet.given)
    for question, level in visit.levels.items():
        if level is not None and question in sheet.fields:
            data[sheet.fields[question]] = LEVELS.get(level, NOT_APPLICABLE)
    extras = {"q9": visit.trips, "q10": visit.channel, "q11": visit.comment, "unit": visit.names_unit}
    for question, text in extras.items():
        if question in sheet.fields and text:
            data[sheet.fields[question]] = text
    if sheet.consent is not None:
        data[sheet.consent[0]] = sheet.consent[1]
    return data


class _Reader(HTMLParser):
    """Reads links, the form's address and, by the question written above it, each field."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.action = ""
        self.fields: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self.consent: tuple[str, str] | None = None
        self._legend: list[str] | None = None
        self._question = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, the form and its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and not self.action:
            self.action = given.get("action", "")
        elif tag == "legend":
            self._legend = []
        elif tag in ("input", "textarea", "select") and given.get("name", "").startswith("entry."):
            self._field(given)

    def handle_data(self, data: str) -> None:
        """Gather the question's words."""
        if self._legend is not None:
            self._legend.append(data)

    def handle_endtag(self, tag: str) -> None:
        """The question is read."""
        if tag == "legend" and self._legend is not None:
            self._question, self._legend = " ".join(self._legend).replace("*", "").strip(), None

    def _field(self, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        if given.get("type") in ("radio", "checkbox") and "đồng ý" in value:
            self.consent = (name, value)
            return
        self.fields.setdefault(_code(self._question), name)
        if given.get("type") == "text" and value:
            self.given[name] = value

    def sheet(self, address: str) -> Sheet:
        """What was read, with the address to post to."""
        return Sheet(urljoin(address, self.action), self.fields, self.given, self.consent)


def _code(question: str) -> str:
    head = question.split(".")[0].strip()
    if head.isdecimal():
        return f"q{head}"
    return "unit" if question.casefold().startswith("đơn vị") else question
