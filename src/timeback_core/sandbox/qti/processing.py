"""Responses sent to an item, in any of the forms that clients have, and what they are worth."""

from typing import Any

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, is_array, is_object, json_reply
from timeback_core.sandbox.qti.answers import SCORED
from timeback_core.sandbox.qti.errors import wrong
from timeback_core.sandbox.qti.kinds import ITEM_KIND
from timeback_core.sandbox.qti.scoring import grader_of, score
from timeback_core.sandbox.qti.shapes import RESPONSES


@described(SCORED, takes=RESPONSES)
def process_response(call: Call) -> Reply:
    """POST of responses: a score from 0 to 1 with feedback, or that a grader elsewhere will tell it."""
    item = ITEM_KIND.get(call.world, call.ids[0])
    responses = _responses(item, call.body())
    grader = grader_of(item)
    if grader is not None:
        pending = {"score": None, "feedback": None, "isCorrect": None}
        return json_reply(200, {**pending, "requiresAsyncGrading": True, "graderUrl": grader})
    scored = score(item, responses, call.world.switches.free_text_score)
    return json_reply(200, {"score": scored.score, "feedback": scored.feedback, "isCorrect": scored.correct})


def _responses(item: Document, body: Document) -> dict[str, str | list[str]]:
    """The responses by their declarations: all of `responses`, or the one `response` to the one that it names."""
    if "responses" in body:
        if not is_object(body["responses"]):
            raise wrong("responses", "Expected object")
        return {name: _read(value, f"responses.{name}") for name, value in body["responses"].items()}
    if "response" not in body:
        raise wrong("response", "Required")
    response = body["response"]
    if is_object(response):
        return {name: _read(value, f"response.{name}") for name, value in response.items()}
    declared: list[str] = [each["identifier"] for each in item.get("responseDeclarations") or ()] or ["RESPONSE"]
    named = str(body.get("identifier"))
    return {named if named in declared else declared[0]: _read(response, "response")}


def _read(value: Any, path: str) -> str | list[str]:
    if is_array(value):
        return [" ".join(map(str, each)) if is_array(each) else _text(each, path) for each in value]
    return _text(value, path)


def _text(value: Any, path: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise wrong(path, "Expected string or array of strings")
    return str(value)
