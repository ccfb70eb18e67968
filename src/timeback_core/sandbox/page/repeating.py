"""A request that arrived as programs that send it once more, with a token that they fetch first."""

import shlex
from typing import Final
from urllib.parse import quote

import attrs
import orjson

from timeback_core.sandbox.masking import MASK
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.world import World

_OF_CLIENTS: Final = frozenset(
    (
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "transfer-encoding",
        "user-agent",
    )
)
"""Headers that a client writes by itself, or that belong to where it was."""


@attrs.frozen
class Repeated:
    """A request to be sent again: its secrets are those of the sandbox, and where a token stood one is fetched."""

    verb: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str
    token: "Token | None"
    login: tuple[str, str] | None
    """What Basic authorization told."""


@attrs.frozen
class Token:
    """How a token is had, and where it goes."""

    url: str
    member: str
    """Under which the answer has it."""
    header: str
    form: tuple[tuple[str, str], ...] = ()
    key: str = ""
    email: str = ""


def repeated(world: World, request: Request, entry: LoggedRequest) -> Repeated:
    """How to send it again to where whoever looks at it finds the sandbox."""
    base_url, credentials = world.address(request), world.credentials
    headers, token, login = list[tuple[str, str]](), None, None
    for name, value in entry.headers:
        if name == "authorization" and value.lower().startswith("basic "):
            login = (credentials.client_id, credentials.client_secret)
        elif name == "authorization":
            token = _platform_token(world, base_url)
        elif name == "x-auth-token":
            email, key = credentials.masterytrack_email, credentials.masterytrack_api_key
            token = Token(f"{base_url}/authorizer", "jwt", name, key=key, email=email)
        elif name == "x-api-key":
            headers.append((name, credentials.masterytrack_api_key))
        elif name not in _OF_CLIENTS and not name.startswith("sec-") and MASK not in value:
            headers.append((name, value))
    body = entry.body.decode("utf-8", "replace")
    body = body.replace(f"client_secret={MASK}", f"client_secret={quote(credentials.client_secret, safe='')}")
    return Repeated(entry.verb, base_url + entry.target, tuple(headers), body, token, login)


def as_curl(told: Repeated) -> str:
    """Lines for a shell."""
    lines = [] if told.token is None else [f"token=$({_fetched_by_curl(told.token)})"]
    words = ["--head"] if told.verb == "HEAD" else ["--request", told.verb]
    call = [f"curl --globoff --path-as-is --include {shlex.join([*words, told.url])}"]
    if told.token is not None:
        call.append(f'--header "{told.token.header}: Bearer $token"')
    if told.login is not None:
        call.append(shlex.join(["--user", ":".join(told.login)]))
    call += (shlex.join(["--header", f"{name}: {value}"]) for name, value in told.headers)
    if told.body:
        call.append(shlex.join(["--data-raw", told.body]))
    return "\n".join([*lines, " \\\n  ".join(call)])


def as_python(told: Repeated) -> str:
    """A program that needs httpx."""
    lines = ["import httpx", ""]
    arguments = [repr(told.verb), repr(told.url)]
    shown = [f"{name!r}: {value!r}" for name, value in told.headers]
    if told.token is not None:
        lines += (
            f"answer = {_fetched_by_python(told.token)}",
            f"token = answer.raise_for_status().json()[{told.token.member!r}]",
        )
        shown.append(f'{told.token.header!r}: f"Bearer {{token}}"')
    if shown:
        arguments.append(f"headers={{{', '.join(shown)}}}")
    if told.login is not None:
        arguments.append(f"auth={told.login!r}")
    if told.body:
        arguments.append(f"content={told.body!r}.encode()")
    call = "".join(f"\n    {argument}," for argument in arguments)
    return "\n".join([*lines, f"answer = httpx.request({call}\n)", "print(answer.status_code, answer.text)"])


def _platform_token(world: World, base_url: str) -> Token:
    form = (
        ("grant_type", "client_credentials"),
        ("client_id", world.credentials.client_id),
        ("client_secret", world.credentials.client_secret),
    )
    return Token(base_url + world.token_path, "access_token", "authorization", form)


def _fetched_by_curl(token: Token) -> str:
    words = ["curl", "--silent", token.url]
    for name, value in token.form:
        words += ("--data-urlencode", f"{name}={value}")
    if not token.form:
        words += ("--header", f"x-api-key: {token.key}", "--header", "content-type: application/json")
        words += ("--data-raw", orjson.dumps({"email": token.email}).decode())
    return f"""{shlex.join(words)} | sed 's/.*"{token.member}":"\\([^"]*\\)".*/\\1/'"""


def _fetched_by_python(token: Token) -> str:
    if token.form:
        return f"httpx.post({token.url!r}, data={dict(token.form)!r})"
    return f"httpx.post({token.url!r}, headers={{'x-api-key': {token.key!r}}}, json={{'email': {token.email!r}}})"
