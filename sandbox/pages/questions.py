"""A form as the respondent meets it: Google's items as plain questions, and what was answered, checked.

The entry number of a question is its eight hexadecimal digits read as a number, as in pre-filled links.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

Json = dict[str, Any]
OTHER = "__other_option__"
MAX_CHARACTERS = 100_000
KINDS = {"RADIO": "radio", "CHECKBOX": "checkbox", "DROP_DOWN": "select"}


@dataclass(frozen=True)
class Question:
    """One thing asked; `kind` is radio, checkbox, select, text, paragraph, scale, date or time."""

    entry: int
    title: str
    description: str = ""
    required: bool = False
    kind: str = "text"
    options: tuple[str, ...] = ()
    has_other: bool = False
    low_label: str = ""
    high_label: str = ""

    @property
    def name(self) -> str:
        """The field's name in the page's HTML."""
        return f"entry.{self.entry}"


@dataclass(frozen=True)
class Block:
    """One card of the page: a heading with no, one, or (a grid) several questions under it."""

    title: str = ""
    description: str = ""
    questions: tuple[Question, ...] = ()
    is_page: bool = False

    @property
    def is_group(self) -> bool:
        """Whether the title is its own and each question has another."""
        return len(self.questions) > 1 or bool(self.questions and self.questions[0].title != self.title)


@dataclass
class Filled:
    """What stands in the fields: the values of each entry, the text of an "other", and what is wrong."""

    values: dict[int, list[str]] = field(default_factory=dict)
    other: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    def answers(self) -> dict[int, list[str]]:
        """Non-empty answers by entry, an "other" replaced by its text."""
        found = {
            entry: [self.other.get(entry, "") if value == OTHER else value for value in values]
            for entry, values in self.values.items()
        }
        return {entry: kept for entry, values in found.items() if (kept := [v for v in values if v.strip()])}


def blocks(form: Json) -> list[Block]:
    """A `Form` of the Forms API → its cards, in order."""
    return [_block(item) for item in form.get("items", [])]


def questions(cards: list[Block]) -> list[Question]:
    """All questions of the cards, in order."""
    return [question for card in cards for question in card.questions]


def _block(item: Json) -> Block:
    title, description = item.get("title", ""), item.get("description", "")
    if "questionItem" in item:
        asked = _question(item["questionItem"]["question"], title, description)
        return Block(title, description, (asked,))
    if "questionGroupItem" in item:
        group = item["questionGroupItem"]
        columns = group.get("grid", {}).get("columns", {})
        rows = (
            _question({**row, "choiceQuestion": columns}, row.get("rowQuestion", {}).get("title", ""), "")
            for row in group.get("questions", [])
        )
        return Block(title, description, tuple(rows))
    return Block(title, description, is_page="pageBreakItem" in item)


def _question(raw: Json, title: str, description: str) -> Question:
    return Question(
        entry=int(raw["questionId"], 16),
        title=title,
        description=description,
        required=bool(raw.get("required")),
        **_kind(raw),
    )


def _kind(raw: Json) -> Json:
    if "choiceQuestion" in raw:
        choice = raw["choiceQuestion"]
        listed = choice.get("options", [])
        return {
            "kind": KINDS.get(choice.get("type", "RADIO"), "radio"),
            "options": tuple(option["value"] for option in listed if not option.get("isOther")),
            "has_other": any(option.get("isOther") for option in listed),
        }
    if "scaleQuestion" in raw:
        scale = raw["scaleQuestion"]
        numbers = range(scale.get("low", 0), scale.get("high", 5) + 1)
        labels = {"low_label": scale.get("lowLabel", ""), "high_label": scale.get("highLabel", "")}
        return {"kind": "scale", "options": tuple(map(str, numbers)), **labels}
    if "ratingQuestion" in raw:
        highest = raw["ratingQuestion"].get("ratingScaleLevel", 5)
        return {"kind": "scale", "options": tuple(str(number) for number in range(1, highest + 1))}
    if "dateQuestion" in raw:
        return {"kind": "date"}
    if "timeQuestion" in raw:
        return {"kind": "time"}
    return {"kind": "paragraph" if raw.get("textQuestion", {}).get("paragraph") else "text"}


def fill(asked: list[Question], given: MultiDict[str, str]) -> Filled:
    """What a link (`?entry.N=…`) or a sent page gives for these questions; other names are ignored."""
    filled = Filled()
    for question in asked:
        values = given.getlist(question.name) or _split_date(question, given)
        other = given.get(f"{question.name}.other_option_response", "")
        known = [value for value in values if value]
        if question.has_other and question.kind != "select":
            strange = [value for value in known if value not in (*question.options, OTHER)]
            other = other or "".join(strange[:1])
            known = [OTHER if value in strange else value for value in known]
        filled.values[question.entry] = list(dict.fromkeys(known))
        filled.other[question.entry] = other
    return filled


def _split_date(question: Question, given: MultiDict[str, str]) -> list[str]:
    parts = [given.get(f"{question.name}_{part}", "") for part in ("year", "month", "day")]
    if question.kind != "date" or not all(part.isdecimal() for part in parts):
        return []
    year, month, day = map(int, parts)
    return [f"{year:04d}-{month:02d}-{day:02d}"]


def check(asked: list[Question], filled: Filled) -> None:
    """Write into `filled.errors` what a person has to mend, one sentence a question."""
    answers = filled.answers()
    for question in asked:
        told = _wrong(question, answers.get(question.entry, []), filled)
        if told:
            filled.errors[question.entry] = told


def _wrong(question: Question, given: list[str], filled: Filled) -> str:
    if not given:
        chose_other = OTHER in filled.values.get(question.entry, [])
        if chose_other:
            return "Ông/Bà chọn “Khác”: xin viết vào ô bên cạnh."
        return "Câu hỏi này cần trả lời." if question.required else ""
    if sum(map(len, given)) > MAX_CHARACTERS:
        return f"Câu trả lời quá dài (tối đa {MAX_CHARACTERS:,} ký tự).".replace(",", ".")
    if question.kind == "date" and not _is_date(given[0]):
        return "Ngày chưa đúng, ví dụ: 05/03/2022."
    if question.options and not question.has_other and set(given) - set(question.options):
        return "Xin chọn một trong các câu trả lời bên dưới."
    if question.options and question.kind != "checkbox" and len(given) > 1:
        return "Xin chọn một câu trả lời."
    return ""


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
