"""`/nghia-vu/`: who owes what by when and how it stands; the history of one duty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, render_template, request

from service.clock import parse
from service.duties import allowances, register
from service.duties.choice import COMMITTEE, OWED, Choice, tallies
from service.duties.duty import COMMITTEE as COMMITTEE_NAME
from service.duties.duty import STATES, Duty
from service.organisation import Organisation, Unit
from service.periods import windows
from service.reports import printing
from service.web import context, language, links
from service.web.language import lang, t

blueprint = Blueprint("duties", __name__, url_prefix="/nghia-vu")

#: Duties shown at once.
SHOWN = 500
#: What the address says for duties in whatever state; without a word it is those that are owed now.
ALL = "all"


@blueprint.get("/")
def index() -> str:
    """What is owed now; by choice the whole register of the year, of a unit, a level, a month or a state.

    The numbers above it are of every state: a rate told of some of them would be wrong.
    """
    today = context.services().clock.today()
    with context.reading() as connection:
        known = context.agency(connection)
        if known is None:
            return render_template("empty.html")
        choice = _choice(known)
        every = register.read(connection, known, today)
    found, units = choice.of(every, known), _units(known, every, today)
    above = {unit.parent for unit in units}
    told = [
        (tally, "–" if tally.rate is None else printing.percent(tally.rate, "en" if lang() == "en" else "vi"))
        for tally in tallies(replace(choice, state="").of(every, known))
    ]
    return render_template(
        "duties.html",
        choice=choice,
        asked=choice.state or ALL,
        duties=found[:SHOWN],
        remarks=lambda duty: list(remarks(known, duty)),
        more=max(len(found) - SHOWN, 0),
        tallies=told,
        committee=COMMITTEE,
        states=states(),
        choices=[
            (OWED, t("Còn nợ: đến hạn hoặc thiếu", "Owed now: due or missing")),
            *states().items(),
            (ALL, t("tất cả", "all")),
        ],
        units=[*((unit.code, unit.name) for unit in units), (COMMITTEE, _name(known, ""))],
        parents=[(unit.code, unit.name) for unit in units if unit.code in above],
        months=[(m, language.period(m)) for m in register.month_labels(known, today, every)],
        name=lambda code: _name(known, code),
        tab=links.tab_title,
    )


@blueprint.get("/lich-su")
def history() -> str:
    """What happened to one duty (`?key=`), oldest first."""
    key = request.args.get("key", "")
    today = context.services().clock.today()
    with context.reading() as connection:
        known = context.agency(connection)
        past = register.history(connection, key)
        if known is None or not past:
            abort(404, t("Không có việc này.", "There is no such duty."))
        duty = next((one for one in register.read(connection, known, today) if one.key == key), None)
    code, first = key.partition("|")[0], past[0]["facts"]
    return render_template(
        "duty.html",
        duty=duty,
        remarks=list(remarks(known, duty)) if duty else [],
        said=t(first["vi"], first["en"]),
        ended=_ended(known, code, parse(past[-1]["at"]).date()),
        name=_name(known, code),
        past=past,
        committee=COMMITTEE,
        states=states(),
        tab=links.tab_title,
    )


def remarks(known: Organisation, duty: Duty) -> Iterator[tuple[str, str]]:
    """What was decided about a duty: of which kind, and who and why."""
    if duty.why:
        yield (t("Miễn", "Exempt") if duty.state == "excused" else t("Gia hạn", "Extension")), duty.why
    told = (duty.table, duty.record, duty.period)
    found = (
        one
        for one in known.allowances
        for unit in {duty.unit, duty.was or duty.unit}
        if one.covers(unit, *told)
    )
    again = allowances.latest(found, "reopen")
    if again and again.until and again.until == duty.lock:
        until = language.day(again.until)
        yield t(f"Mở lại đến hết ngày {until}", f"Open again until {until}"), again.why
    if duty.silenced:
        yield t("Ngừng đôn đốc", "Silenced"), duty.silenced


def _ended(known: Organisation, code: str, day: date) -> str:
    """Of a unit that had ended before `day`: its last day and who took over; "" of one that had not."""
    unit, heir = known.by_code.get(code), known.heir(code, day)
    if unit is None or unit.valid_to is None or not unit.ended_before(day):
        return ""
    last = printing.day(unit.valid_to, "en" if lang() == "en" else "vi")
    if heir is None:
        return t(
            f"Đơn vị hoạt động đến hết ngày {last}, không sáp nhập vào đơn vị nào.",
            f"The unit existed until {last} and was merged into none.",
        )
    return t(
        f"Đơn vị hoạt động đến hết ngày {last}, sáp nhập vào {heir.name}, nơi tiếp nhận việc còn dở.",
        f"The unit existed until {last} and was merged into {heir.name}, which answers for what is open.",
    )


def states() -> dict[str, str]:
    """The states in words, in their order."""
    said = {
        "not_due": t("Chưa đến hạn", "Not due"),
        "due": t("Đến hạn", "Due"),
        "on_time": t("Đúng hạn", "On time"),
        "late": t("Muộn", "Late"),
        "missing": t("Thiếu", "Missing"),
        "excused": t("Được miễn", "Excused"),
    }
    return {state: said[state] for state in STATES}


def _units(known: Organisation, every: Sequence[Duty], today: date) -> list[Unit]:
    """The units of the year kept, and those of which something is still told."""
    year = windows.window(str(known.year_on(today)), known.rules)
    told = {duty.unit for duty in every}
    return [unit for unit in known.units if unit.valid_in(year) or unit.code in told]


def _choice(known: Organisation) -> Choice:
    asked = {name: request.args.get(name, "").strip() for name in ("unit", "under", "month", "state")}
    codes = {*known.by_code, ""}
    wrong = asked["unit"] not in codes | {COMMITTEE} or asked["under"] not in codes
    if wrong or asked["state"] not in ("", OWED, ALL, *STATES):
        abort(404, t("Không có lựa chọn này.", "There is no such choice."))
    asked["state"] = {"": OWED, ALL: ""}.get(asked["state"], asked["state"])
    try:
        if asked["month"]:
            windows.window(asked["month"], known.rules)
    except ValueError:
        abort(404, t("Không có kỳ này.", "There is no such period."))
    return Choice(**asked)


def _name(known: Organisation, code: str) -> str:
    if not code:
        return t(*COMMITTEE_NAME)
    return known.by_code[code].name if code in known.by_code else code
