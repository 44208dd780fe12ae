"""Forms: items by batchUpdate, publishing, answers by time and page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.dispatch import perform
from sandbox.errors import GoogleError
from sandbox.forms import responses
from sandbox.handlers import MODULES
from sandbox.settings import Settings
from sandbox.state import World
from tests.sandbox.conftest import Api

assert MODULES


def question(index: int, title: str, **kind: Any) -> dict[str, Any]:
    """A createItem request."""
    required = kind.pop("required", False)
    asked = {"question": {"required": required, **kind}}
    return {"createItem": {"item": {"title": title, "questionItem": asked}, "location": {"index": index}}}


def choice(*options: str, kind: str = "RADIO") -> dict[str, Any]:
    """A choice question."""
    return {"type": kind, "options": [{"value": option} for option in options]}


class Desk:
    """A world of its own inside the process, with a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.clock_file = folder / "clock"
        self.at(datetime(2022, 3, 1, 8, tzinfo=UTC))
        self.settings = Settings(folder / "state")
        self.world = World(folder / "state", Clock(str(self.clock_file)))

    def at(self, instant: datetime) -> None:
        """Set the time."""
        self.clock_file.write_text(instant.isoformat(), encoding="utf-8")

    def call(self, method: str, params: Any = None, body: Any = None) -> Any:
        """Call a method as Lan."""
        return perform(self.world, self.settings, method, "lan@so.test", params, body)

    def form(self, *wishes: dict[str, Any], publish: bool = True) -> str:
        """A form with these items."""
        made = str(self.call("forms.forms.create", {}, {"info": {"title": "Khảo sát"}})["formId"])
        if wishes:
            self.call("forms.forms.batchUpdate", {"formId": made}, {"requests": list(wishes)})
        if publish:
            state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
            self.call("forms.forms.setPublishSettings", {"formId": made}, {"publishSettings": state})
        return made

    def entries(self, form: str) -> list[int]:
        """The entry numbers of the questions in order."""
        items = self.call("forms.forms.get", {"formId": form})["items"]
        return [int(item["questionItem"]["question"]["questionId"], 16) for item in items]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh world."""
    return Desk(tmp_path)


def test_items_are_made_changed_moved_and_deleted(desk: Desk) -> None:
    """Replies tell the ids; ids have eight hex digits and stay."""
    form = desk.form()
    wishes = [
        question(0, "Mức", choiceQuestion=choice("A", "B")),
        question(1, "Góp ý", textQuestion={"paragraph": True}),
    ]
    told = desk.call(
        "forms.forms.batchUpdate", {"formId": form}, {"requests": wishes, "includeFormInResponse": True}
    )
    made = told["replies"][0]["createItem"]
    assert len(made["itemId"]) == len(made["questionId"][0]) == 8
    assert [item["title"] for item in told["form"]["items"]] == ["Mức", "Góp ý"]
    change = {"item": {"title": "Mức mới"}, "location": {"index": 0}, "updateMask": "title"}
    place = {"originalLocation": {"index": 0}, "newLocation": {"index": 1}}
    desk.call(
        "forms.forms.batchUpdate",
        {"formId": form},
        {"requests": [{"updateItem": change}, {"moveItem": place}]},
    )
    items = desk.call("forms.forms.get", {"formId": form})["items"]
    assert [item["title"] for item in items] == ["Góp ý", "Mức mới"]
    assert items[1]["questionItem"]["question"]["questionId"] == made["questionId"][0]
    desk.call(
        "forms.forms.batchUpdate",
        {"formId": form},
        {"requests": [{"deleteItem": {"location": {"index": 0}}}]},
    )
    assert len(desk.entries(form)) == 1


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (
            {"createItem": {"item": {"title": "x"}, "location": {"index": 0}}},
            "An item must have exactly one kind.",
        ),
        (question(5, "x", textQuestion={}), "location.index is out of range: 5."),
        (question(0, "x", choiceQuestion=choice("A", "A")), "Cannot have duplicate option values."),
        (question(0, "a\nb", textQuestion={}), "Displayed text cannot contain newlines"),
        ({"updateFormInfo": {"info": {"title": "x"}}}, "Must specify update_mask."),
    ],
)
def test_refused_items(desk: Desk, wish: dict[str, Any], told: str) -> None:
    """A wrong request is refused by name and nothing changes."""
    form = desk.form()
    with pytest.raises(GoogleError, match="Invalid requests") as caught:
        desk.call(
            "forms.forms.batchUpdate",
            {"formId": form},
            {"requests": [question(0, "ok", textQuestion={}), wish][-1:]},
        )
    assert told in caught.value.message
    assert "items" not in desk.call("forms.forms.get", {"formId": form})


def test_only_titles_can_be_given_at_first(lan: Api) -> None:
    """forms.create refuses anything else."""
    error = lan.error("POST", "/v1/forms", {"info": {"title": "x", "description": "y"}})
    assert error["message"].startswith("Only info.title can be set when creating a form.")
    assert lan.error("POST", "/v1/forms", {"infos": {}})["message"] == (
        "Invalid JSON payload received. Unknown name \"infos\" at 'form': Cannot find field."
    )


def test_answers_are_read_since_a_time_and_by_page(desk: Desk) -> None:
    """`timestamp >=` takes the very instant, `>` does not; pages come in order."""
    form = desk.form(question(0, "Mức", choiceQuestion=choice("A", "B"), required=True))
    (entry,) = desk.entries(form)
    start = datetime(2022, 3, 1, 9, tzinfo=UTC)
    made = []
    for minute in range(5):
        desk.at(start + timedelta(minutes=minute))
        made.append(responses.submit(desk.world, form, {entry: ["A"]}))
    seen = desk.call(
        "forms.forms.responses.list", {"formId": form, "filter": "timestamp >= 2022-03-01T09:03:00Z"}
    )
    assert [one["responseId"] for one in seen["responses"]] == made[3:]
    seen = desk.call(
        "forms.forms.responses.list", {"formId": form, "filter": "timestamp > 2022-03-01T16:03:00+07:00"}
    )
    assert [one["responseId"] for one in seen["responses"]] == made[4:]
    page = desk.call("forms.forms.responses.list", {"formId": form, "pageSize": 3})
    rest = desk.call(
        "forms.forms.responses.list", {"formId": form, "pageSize": 3, "pageToken": page["nextPageToken"]}
    )
    assert [one["responseId"] for one in page["responses"] + rest["responses"]] == made
    one = desk.call("forms.forms.responses.get", {"formId": form, "responseId": made[0]})
    assert one["createTime"] == one["lastSubmittedTime"] == "2022-03-01T09:00:00.000Z"
    answer = one["answers"][f"{entry:08x}"]
    assert answer == {"questionId": f"{entry:08x}", "textAnswers": {"answers": [{"value": "A"}]}}
    with pytest.raises(GoogleError, match="Invalid filter"):
        desk.call("forms.forms.responses.list", {"formId": form, "filter": "timestamp = yesterday"})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "required"),
        ({0: ["C"]}, "Not among"),
        ({0: ["A", "B"]}, "Only one value"),
        ({0: ["A"], 1: ["9"]}, "Not among"),
    ],
)
def test_wrong_answers_are_refused(desk: Desk, given: dict[int, list[str]], told: str) -> None:
    """Required, offered, single: the form itself checks."""
    scale = {"low": 1, "high": 5}
    form = desk.form(
        question(0, "Mức", choiceQuestion=choice("A", "B"), required=True),
        question(1, "Điểm", scaleQuestion=scale),
    )
    entries = desk.entries(form)
    with pytest.raises(responses.SubmissionError, match=told):
        responses.submit(desk.world, form, {entries[at]: values for at, values in given.items()})
    assert desk.call("forms.forms.responses.list", {"formId": form}) == {}


def test_an_unpublished_form_takes_nothing(desk: Desk) -> None:
    """Forms made by the API wait for setPublishSettings."""
    form = desk.form(question(0, "Mức", textQuestion={}), publish=False)
    with pytest.raises(responses.SubmissionError, match="no longer accepting"):
        responses.submit(desk.world, form, {desk.entries(form)[0]: ["x"]})
