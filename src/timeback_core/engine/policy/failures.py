"""What a call that did not succeed is told as: every way of failing as its error, with what the server said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs

from timeback_core import errors
from timeback_core.engine.call.http import HttpResponse, SendFailed
from timeback_core.engine.call.reading import BadRows, Missing, Verdict, member
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.text import HTML, look_of, parse
from timeback_core.engine.narrow import is_array, is_object
from timeback_core.engine.policy.effects import Token, TokenFailed
from timeback_core.errors import CallInfo, ServerReply, TimebackError
from timeback_core.problems import Problem, shortened

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.policy.plan import Plan, Progress, Rules
    from timeback_core.engine.policy.throttle import Throttle

_BY_STATUS: Final[dict[int, Callable[[CallInfo, int, ServerReply], TimebackError]]] = {
    400: errors.Rejected,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    410: errors.NotFound,
    422: errors.Rejected,
}
LONGEST: Final = 500
"""Characters of a server's text that are kept; a stack trace or a page of HTML is not."""
_MANY: Final = 100
_NOT_FOUND: Final = re.compile(r"^(?!the requested )(.+?)(?: record)? not found\b", re.IGNORECASE)
_ID: Final = re.compile(r"(_sourced)?_id\}\??$")
_NO_LETTERS: Final = re.compile(r"[^a-z]+")


def call_info(plan: Plan[Any], progress: Progress, response: HttpResponse | None = None) -> CallInfo:
    """Which call it was, and how far it came."""
    operation, elapsed = plan.request.endpoint.full_name, progress.now - progress.started
    place = (operation, plan.http.verb, plan.route.template)
    return CallInfo(*place, plan.told_id(response), progress.attempts, elapsed, ids=plan.request.path)


def unsent(request: Request[Any], elapsed: float = 0.0) -> CallInfo:
    """The call of a request for which nothing was sent."""
    endpoint = request.endpoint
    return CallInfo(endpoint.full_name, endpoint.verb, endpoint.default_path, elapsed=elapsed, ids=request.path)


def no_token(plan: Plan[Any], rules: Rules, progress: Progress, got: Token | TokenFailed) -> TimebackError:
    """Why a call got no token, or none in time."""
    error = got.error if isinstance(got, TokenFailed) else None
    if isinstance(error, errors.AuthError):
        return attrs.evolve(error, call=call_info(plan, progress))
    if isinstance(got, TokenFailed) and got.closed:
        return errors.SessionClosed(call=call_info(plan, progress))
    if error is None or progress.now >= progress.started + rules.timeout:
        error = SendFailed("timeout", sent=False, detail="")
    elif plan.token is not None and error.kind != "unexpected":
        error = error._replace(sent=False, detail=f"no token from {plan.token.url}: {error.detail}")
    return no_answer(plan, rules, progress, error, "token")


def no_answer(
    plan: Plan[Any], rules: Rules, progress: Progress, failed: SendFailed, waiting_for: str = "answer"
) -> TimebackError:
    """Why a request got no answer."""
    before = progress.last
    told = refusal(plan, progress, before, progress.last_asked) if isinstance(before, HttpResponse) else None
    after = told if isinstance(told, errors.Refusal) else None
    return unanswered(call_info(plan, progress), rules.total or rules.timeout, failed, waiting_for, after)


def unanswered(
    info: CallInfo, timeout: float, failed: SendFailed, waiting_for: str, after: errors.Refusal | None = None
) -> TimebackError:
    """The error of what got no answer; `after` is what had been answered before."""
    match failed.kind:
        case "closed":
            return errors.SessionClosed(call=info)
        case "timeout" | "slot" | "held":
            if waiting_for == "answer" and not failed.sent:
                waiting_for = "slot" if failed.kind == "slot" else "connection"
            return errors.TimedOut(info, timeout, waiting_for, after)
        case "connect" | "barred" | "broken":
            return errors.ConnectionFailed(info, failed.detail, failed.sent)
        case "too_large":
            return errors.DecodeError(info, "$", "a body within the configured size", "a larger one")
        case "garbage":
            return errors.DecodeError(info, "$", "a readable HTTP answer", failed.detail)
        case "unexpected":
            name, _, text = failed.detail.partition(": ")
            return errors.Unexpected(name, text, call=info)


def refusal(plan: Plan[Any], progress: Progress, response: HttpResponse, asked: float | None) -> TimebackError:
    """The error of an answer whose status says that the call did not succeed; `asked`: the wait that it asks for."""
    info, reply = call_info(plan, progress, response), read_reply(response)
    status, verb = response.status, plan.http.verb
    taken = status in (404, 409, 500) or (status in (400, 422) and not reply.problems)  # else of a field, not of the id
    if taken and verb == "POST" and "already exists" in reply.text.lower():
        return errors.Conflict(info, status, reply)
    if status == 404 and verb in ("POST", "PUT") and names_something_else(plan.route.template, reply.text):
        return errors.Rejected(info, status, reply)
    if status == 429:
        return errors.RateLimited(info, status, reply, asked)
    if status >= 500:
        return errors.ServerFault(info, status, reply, asked)
    return _BY_STATUS.get(status, errors.UnexpectedStatus)(info, status, reply)


def held_back(plan: Plan[Any], progress: Progress, throttle: Throttle, wait: float) -> TimebackError:
    """The error of a call that an origin had no room for in time, with what it said to this call or to another one."""
    said = throttle.said or HttpResponse(429, (), b"")
    return errors.RateLimited(call_info(plan, progress), said.status, read_reply(said), wait)


def unreadable(plan: Plan[Any], progress: Progress, response: HttpResponse, raised: Exception) -> TimebackError:
    """The error of a success that holds no result, by what its expectation raised."""
    info = call_info(plan, progress, response)
    match raised:
        case Verdict():
            judged = errors.NotFound if isinstance(raised, Missing) else errors.Rejected
            return judged(info, response.status, read_reply(response))
        case BadRows():
            return errors.DecodeError.of(raised.told(info))
        case Bad():
            return errors.DecodeError(info, raised.where(), raised.expected, raised.found)
        case _:
            return errors.Unexpected.of(raised, info)


def names_something_else(template: str, text: str) -> bool:
    """Whether a 404 of a write (`Organization not found.`) speaks of what the path does not name, but the body."""
    told = _NOT_FOUND.match(text.strip())
    if told is None:
        return False
    entity = _letters(told[1])
    named = (word for pair in pairwise(template.rstrip("/").split("/")) if pair[1].startswith("{") for word in pair)
    return not any(_singular(_letters(_ID.sub("", word))) in entity for word in named)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower())


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith("sses") else word.removesuffix("s")


def read_reply(response: HttpResponse) -> ServerReply:
    """What a server says when it refuses, in any of the shapes that the nine APIs use; empty where that is none."""
    try:
        body = parse(response.body)
    except Bad:
        if (response.header("content-type") or "").startswith("text/plain"):
            return ServerReply(shortened(response.body.decode("utf-8", "replace").strip(), LONGEST))
        look = look_of(response.body)
        return ServerReply(f"({look})" if look == HTML else "")
    if not is_object(body):
        return ServerReply(_text(body))
    return ServerReply(shortened(_sentence(body), LONGEST), tuple(_codes(body))[:_MANY], tuple(_problems(body))[:_MANY])


def _sentence(body: dict[str, object]) -> str:
    for name in ("imsx_description", "message", "error_description", "error", "detail", "details"):
        text = body.get(name)
        if isinstance(text, str) and text.strip():
            return text
    entries = given if is_array(given := body.get("errors")) else ()
    parts = [(entry.get("message"), entry.get("detail")) if is_object(entry) else (entry,) for entry in entries]
    told = (" - ".join(dict.fromkeys(text for text in part if isinstance(text, str))) for part in parts)
    return "; ".join(dict.fromkeys(filter(None, told)))


def _codes(body: dict[str, object]) -> Iterator[tuple[str, str]]:
    minor = body.get("imsx_CodeMinor", body.get("imsx_codeMinor"))
    for entry in _objects(member(minor, "imsx_codeMinorField")):
        yield _text(entry.get("imsx_codeMinorFieldName")), _text(entry.get("imsx_codeMinorFieldValue"))
    if code := _text(body.get("code")):
        yield "code", code


def _problems(body: dict[str, object]) -> Iterator[Problem]:
    for entry in _objects(body.get("imsx_error_details")):
        yield from _listed([entry] if entry.keys() & {"message", "reason"} else entry)
    for name in ("errors", "details"):
        yield from _listed(body.get(name))
    for entry in (*_objects(body.get("errors")), body):
        yield from _listed(member(entry, "meta.issues"))


def _listed(entries: object) -> Iterator[Problem]:
    if is_object(entries):  # sentences by field
        told = ((name, text) for name, each in entries.items() for text in (each if is_array(each) else (each,)))
        entries = [{"path": name, "message": text} for name, text in told]
    for entry in _objects(entries):
        path = next((path for name in ("path", "field") if (path := _path(entry.get(name)))), "")
        text = next((text for name in ("message", "reason") if isinstance(text := entry.get(name), str)), None)
        if text is not None and path:
            yield Problem(shortened(path, LONGEST), shortened(text, LONGEST))


def _path(path: object) -> str:
    if is_array(path):
        return ".".join(str(part) for part in path if isinstance(part, str | int))
    return path if isinstance(path, str) else ""


def _objects(entries: object) -> Iterator[dict[str, object]]:
    yield from filter(is_object, entries if is_array(entries) else ())


def _text(value: object) -> str:
    return shortened(value, LONGEST) if isinstance(value, str) else ""
