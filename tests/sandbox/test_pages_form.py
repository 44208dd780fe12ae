"""The respondent's page, over HTTP: prefilled, checked kindly, and its answers read by the Forms API."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.support.standin import Standin, start_standin

LEVELS = ["Rất hài lòng", "Hài lòng", "Bình thường"]


@dataclass
class Survey:
    """A published form and its questions' entry numbers by title."""

    standin: Standin
    id: str
    uri: str
    entries: dict[str, int]

    def get(self, **answers: Any) -> requests.Response:
        """Open the page, prefilled by title."""
        return requests.get(self.uri, self.fields(answers) | {"usp": "pp_url"}, timeout=10)

    def send(self, headers: Any = None, **answers: Any) -> requests.Response:
        """Post answers by title."""
        uri = self.uri.replace("/viewform", "/formResponse")
        return requests.post(uri, data=self.fields(answers), headers=headers, timeout=10)

    def fields(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Titles → field names."""
        return {f"entry.{self.entries[title]}": value for title, value in answers.items()}

    def api(self, verb: str, path: str, body: Any = None) -> Any:
        """Call the Forms API as the form's maker."""
        headers = {"Authorization": "Bearer lan"}
        answer = requests.request(
            verb, f"{self.standin.url}/v1/forms{path}", json=body, headers=headers, timeout=10
        )
        assert answer.ok, answer.text
        return answer.json()

    def publish(self, *, published: bool = True, open_: bool = True) -> None:
        """Publish, unpublish or close the form."""
        state = {"isPublished": published, "isAcceptingResponses": open_}
        self.api("POST", f"/{self.id}:setPublishSettings", {"publishSettings": {"publishState": state}})

    def taken(self) -> list[dict[str, list[str]]]:
        """The answers so far: title → values."""
        titles = {f"{entry:08x}": title for title, entry in self.entries.items()}
        responses = self.api("GET", f"/{self.id}/responses").get("responses", [])
        return [
            {
                titles[question]: [one["value"] for one in answer["textAnswers"]["answers"]]
                for question, answer in response["answers"].items()
            }
            for response in responses
        ]


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """One stand-in for the module."""
    running = start_standin(tmp_path_factory.mktemp("form") / "state", dev_tokens={"lan": "lan@so.test"})
    yield running
    assert running.violations() == []
    running.stop()


@pytest.fixture
def survey(standin: Standin) -> Survey:
    """A fresh published form with a question of each kind."""
    made = Survey(standin, "", "", {})
    made.id = made.api("POST", "", {"info": {"title": "Khảo sát <i>sự hài lòng</i>"}})["formId"]
    made.api("POST", f"/{made.id}:batchUpdate", {"requests": [*map(create, range(7), QUESTIONS)]})
    made.publish()
    form = made.api("GET", f"/{made.id}")
    made.uri = form["responderUri"]
    made.entries = {
        item["title"]: int(item["questionItem"]["question"]["questionId"], 16) for item in form["items"]
    }
    return made


def choice(kind: str, *options: str, required: bool = False, other: bool = False) -> Any:
    """A choice question."""
    listed: list[Any] = [{"value": option} for option in options]
    listed += [{"isOther": True}] if other else []
    return {"required": required, "choiceQuestion": {"type": kind, "options": listed}}


QUESTIONS = [
    ("unit", choice("DROP_DOWN", "Văn phòng", "Thanh tra", required=True)),
    ("level", choice("RADIO", *LEVELS, required=True)),
    ("ways", choice("CHECKBOX", "Trực tiếp", "Bưu chính", other=True)),
    ("score", {"scaleQuestion": {"low": 1, "high": 5, "lowLabel": "Kém", "highLabel": "Tốt"}}),
    ("day", {"dateQuestion": {"includeYear": True}}),
    ("name", {"textQuestion": {}}),
    ("comment", {"textQuestion": {"paragraph": True}}),
]


def create(index: int, question: tuple[str, Any]) -> Any:
    """A createItem request."""
    item = {"title": question[0], "questionItem": {"question": question[1]}}
    return {"createItem": {"item": item, "location": {"index": index}}}


def test_a_link_fills_the_form_in(survey: Survey) -> None:
    """`?entry.N=` chooses in a dropdown, ticks a radio button and writes text."""
    page = survey.get(unit="Thanh tra", level="Hài lòng", comment="tốt").text
    assert '<option value="Thanh tra" selected>' in page
    assert 'value="Hài lòng"  checked' in page
    assert "tốt</textarea>" in page


def test_everything_is_escaped(survey: Survey) -> None:
    """Neither the form's title nor what a link prefills can become markup."""
    page = survey.get(comment="</textarea><script>alert(1)</script>", name='"><script>').text
    assert "<script>" not in page
    assert "Khảo sát &lt;i&gt;" in page


def test_an_answer_is_taken_in_whole(survey: Survey) -> None:
    """All kinds come back through responses.list as they were given; a blank optional one is absent."""
    answer = survey.send(
        unit="Văn phòng",
        level="Hài lòng",
        ways=["Trực tiếp", "Bưu chính"],
        score="4",
        day="2022-03-05",
        name="",
    )
    assert answer.ok and "Câu trả lời của bạn đã được ghi lại" in answer.text
    assert survey.taken() == [
        {
            "unit": ["Văn phòng"],
            "level": ["Hài lòng"],
            "ways": ["Trực tiếp", "Bưu chính"],
            "score": ["4"],
            "day": ["2022-03-05"],
        }
    ]


def test_the_forms_own_id_leads_there_too(survey: Survey) -> None:
    """`/forms/d/<formId>/viewform` shows the same form and takes answers."""
    base = f"{survey.standin.url}/forms/d/{survey.id}"
    assert "Khảo sát" in requests.get(base + "/viewform", timeout=10).text
    data = survey.fields({"unit": "Văn phòng", "level": "Hài lòng"})
    assert requests.post(base + "/formResponse", data=data, timeout=10).ok
    assert len(survey.taken()) == 1


def test_a_date_may_come_in_three_fields(survey: Survey) -> None:
    """Year, month and day apart, as Google's own page sends them."""
    entry = survey.entries["day"]
    parts = {f"entry.{entry}_{part}": value for part, value in (("year", 2022), ("month", 3), ("day", 5))}
    fields = survey.fields({"unit": "Văn phòng", "level": "Hài lòng"}) | parts
    assert requests.post(survey.uri.replace("viewform", "formResponse"), data=fields, timeout=10).ok
    assert survey.taken()[0]["day"] == ["2022-03-05"]


def test_an_other_answer_is_its_text(survey: Survey) -> None:
    """ "Khác" with a text gives the text; chosen without a text it asks for one."""
    entry = survey.entries["ways"]
    fields = survey.fields({"unit": "Văn phòng", "level": "Hài lòng", "ways": "__other_option__"})
    uri = survey.uri.replace("viewform", "formResponse")
    assert "xin viết vào ô bên cạnh" in requests.post(uri, data=fields, timeout=10).text
    fields[f"entry.{entry}.other_option_response"] = "Nhờ người nộp"
    assert requests.post(uri, data=fields, timeout=10).ok
    assert survey.taken()[0]["ways"] == ["Nhờ người nộp"]


@pytest.mark.parametrize(
    ("given", "title", "told"),
    [
        ({"level": "Hài lòng"}, "unit", "Câu hỏi này cần trả lời."),
        ({"unit": "Văn phòng", "level": "  "}, "level", "Câu hỏi này cần trả lời."),
        ({"unit": "Văn phòng", "level": "Tuyệt"}, "level", "Xin chọn một trong các câu trả lời bên dưới."),
        ({"unit": "Văn phòng", "level": LEVELS[:2]}, "level", "Xin chọn một câu trả lời."),
        ({"unit": "Văn phòng", "level": "Hài lòng", "day": "5 tháng 3"}, "day", "Ngày chưa đúng"),
        ({"unit": "Văn phòng", "level": "Hài lòng", "score": "9"}, "score", "Xin chọn một trong"),
        ({"unit": "Văn phòng", "level": "Hài lòng", "name": "x" * 100_001}, "name", "tối đa 100.000 ký tự"),
    ],
    ids=["missing", "blank", "strange", "two", "date", "scale", "long"],
)
def test_a_wrong_answer_is_told_beside_its_question(
    survey: Survey, given: Any, title: str, told: str
) -> None:
    """The sentence stands at the question, what was typed is kept, and nothing is taken in."""
    answer = survey.send(**given, comment="giữ lại câu này")
    assert answer.status_code == 400
    beside = answer.text.split(f'id="e{survey.entries[title]}">')[1].split("</p>")[0]
    assert told in html.unescape(beside)
    assert "giữ lại câu này</textarea>" in answer.text
    assert survey.taken() == []


@pytest.mark.parametrize("text", ["=1+1", "<script>x</script>", "a\u202eb", "x" * 90_000])
def test_hostile_text_is_kept_as_typed(survey: Survey, text: str) -> None:
    """Formulas, markup, bidi marks and long texts arrive unchanged."""
    assert survey.send(unit="Văn phòng", level="Hài lòng", comment=text).ok
    assert survey.taken()[0]["comment"] == [text]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"published": False, "open_": False}, "chưa được xuất bản"),
        ({"published": True, "open_": False}, "không còn nhận câu trả lời"),
    ],
)
def test_a_form_that_takes_no_answers_says_so(survey: Survey, state: Any, told: str) -> None:
    """Neither shown nor taken in."""
    survey.publish(**state)
    assert told in survey.get().text
    answer = survey.send(unit="Văn phòng", level="Hài lòng")
    assert (answer.status_code, told in answer.text) == (403, True)
    assert survey.taken() == []


def test_it_may_be_sent_from_another_site(survey: Survey) -> None:
    """As Google's: a form embedded elsewhere can be sent."""
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert survey.send(headers, unit="Văn phòng", level="Hài lòng").ok


def test_no_script_is_needed_or_allowed(survey: Survey) -> None:
    """The page holds no script, and its policy lets none in from elsewhere."""
    page = survey.get()
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_an_unknown_form_is_404(standin: Standin) -> None:
    """No form, no page."""
    for path in ("/forms/d/e/nothing/viewform", "/forms/d/nothing/viewform"):
        assert requests.get(standin.url + path, timeout=10).status_code == 404
