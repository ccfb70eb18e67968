"""Lessons with questions of which the right answer is `A`, made as other programs make them, and calls at them."""

from collections.abc import Mapping
from typing import Any

import httpx

LINE_ITEMS = "/ims/oneroster/gradebook/v1p2/assessmentLineItems"
RESULTS = "/ims/oneroster/gradebook/v1p2/assessmentResults"

_ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{id}" title="Title of {id}"
  adaptive="false" time-dependent="false">
  <qti-response-declaration identifier="{response}" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>A</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
  <qti-item-body>
    <qti-choice-interaction response-identifier="{response}" max-choices="1">
      <qti-simple-choice identifier="A">a</qti-simple-choice><qti-simple-choice identifier="B">b</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
  <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>
</qti-assessment-item>"""

_FREE_TEXT = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{id}" title="{id}"
  adaptive="false" time-dependent="false">
  <qti-response-declaration identifier="{response}" cardinality="single" base-type="string"/>
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
  <qti-item-body><qti-extended-text-interaction response-identifier="{response}"/></qti-item-body>
</qti-assessment-item>"""


def given(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer, which must have that status."""
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def refused(answer: httpx.Response, status: int, *paths: str) -> str:
    """The sentence of a refusal, which must name these members."""
    error = given(answer, status)
    assert [detail["path"] for detail in error["imsx_error_details"]] == list(paths), error
    return str(error["imsx_description"])


def add_test(api: httpx.Client, name: str, questions: Mapping[str, Mapping[str, Any]]) -> str:
    """The address of a new test of these questions, each with the metadata of its item; those of free text say so."""
    for item_id, told in questions.items():
        metadata = dict(told)
        template = _FREE_TEXT if metadata.pop("free", False) else _ITEM
        xml = template.format(id=item_id, response=metadata.pop("response", "RESPONSE"))
        given(api.post("/assessment-items", json={"format": "xml", "xml": xml, "metadata": metadata}), 201)
    references = [{"identifier": item_id, "href": f"assessment-items/{item_id}"} for item_id in questions]
    section = {"identifier": "s", "title": "S", "visible": True, "qti-assessment-item-ref": references}
    part = {"identifier": "p", "navigationMode": "nonlinear", "submissionMode": "individual"}
    outcome = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    test = {
        "identifier": name,
        "title": name,
        "qti-test-part": [{**part, "qti-assessment-section": [section]}],
        "qti-outcome-declaration": [outcome],
    }
    given(api.post("/assessment-tests", json=test), 201)
    return f"https://qti.example/api/assessment-tests/{name}"


def add_lesson(api: httpx.Client, lesson_type: str, questions: Mapping[str, Mapping[str, Any]], **told: Any) -> str:
    """The id of a new lesson in the first course, with a test of these questions."""
    url = add_test(api, f"test-of-{'-'.join(questions)}", questions)
    body = {"courseId": "course-1", "lessonType": lesson_type, "testType": "qti", "qti": {"url": url}, **told}
    return str(given(api.post("/powerpath/createInternalTest", json=body))["lessonId"])


class Taker:
    """A student at a lesson."""

    def __init__(self, api: httpx.Client, lesson: str, student: str = "student-1") -> None:
        self._api = api
        self.named = {"student": student, "lesson": lesson}

    def read(self, operation: str, **more: str) -> httpx.Response:
        """A GET at the lesson."""
        return self._api.get(f"/powerpath/{operation}", params={**self.named, **more})

    def post(self, operation: str) -> httpx.Response:
        """A POST at the lesson."""
        return self._api.post(f"/powerpath/{operation}", json=self.named)

    def put(self, question: str, **response: Any) -> httpx.Response:
        """An answer to a question, with `response` or `responses`."""
        body = {**self.named, "question": question, **response}
        return self._api.put("/powerpath/updateStudentQuestionResponse", json=body)

    def answer(self, question: str, value: str = "A") -> Any:
        """What is told of an answer that is taken."""
        return given(self.put(question, responses={"RESPONSE": value}))

    def progress(self, **more: str) -> Any:
        """Where the student is."""
        return given(self.read("getAssessmentProgress", **more))

    def attempts(self) -> list[dict[str, Any]]:
        """All attempts."""
        listed: list[dict[str, Any]] = given(self.read("getAttempts"))["attempts"]
        return listed

    def begin(self) -> Any:
        """A new attempt."""
        return given(self.post("createNewAttempt"))["attempt"]

    def finish(self) -> Any:
        """The attempt made final."""
        return given(self.post("finalStudentAssessmentResponse"))
