"""Checks of single options: each gives a good value, or nothing and a problem."""

import re
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Required, TypeAlias, TypedDict

from timeback_core.engine.config.urls import Url, ascii_host, parse_url
from timeback_core.engine.narrow import is_mapping, is_sequence
from timeback_core.problems import Problem

Problems: TypeAlias = list[Problem]

MAX_TIMEOUT = 1_000_000.0
"""Seconds; what sockets and locks of every platform can still count."""

# Compiled where they are used: most configurations name neither scopes nor a proxy.
_SCOPE = r"[\x21\x23-\x5b\x5d-\x7e]+"
_PROXY = r"(?:http|socks5h?)://(?:[^\s/?#@]*@)?(\[[^\s\]]+\]|[^\s/?#@:\[\]]+)(?::(\d{1,5}))?/?"


class ServiceSpec(TypedDict, total=False):
    """One service in `services`, where its URL alone does not say enough."""

    base_url: Required[str]
    auth_url: str | None
    """Token URL of this service; absent means the common one, `None` that the service takes no token."""
    client_id: str
    client_secret: str
    scopes: str | Sequence[str]


class Given:
    """A text that was given, and the environment variable it came from."""

    __slots__ = ("text", "variable")

    def __init__(self, text: str, variable: str | None = None) -> None:
        self.text: str = text
        self.variable: str | None = variable

    def problem(self, path: str, text: str) -> Problem:
        """A problem with this text; never shows it."""
        return Problem(path, f"{text} (from {self.variable})" if self.variable else text)


def text_option(value: object, path: str, problems: Problems) -> Given | None:
    """A text; blank means not given."""
    if value is None:
        return None
    if not isinstance(value, str):
        problems.append(Problem(path, f"must be text, not {type(value).__name__}"))
        return None
    return Given(str.__str__(value)) if value.strip() else None


def flag_option(value: object, path: str, problems: Problems) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(Problem(path, f"must be True or False, not {type(value).__name__}"))
        return False
    return value


def count_option(value: object, path: str, problems: Problems) -> int:
    """A whole number of at least one."""
    if not isinstance(value, int) or isinstance(value, bool):
        problems.append(Problem(path, f"must be a whole number, not {type(value).__name__}"))
    elif value < 1:
        problems.append(Problem(path, "must be at least 1"))
    else:
        return int(value)
    return 1


def timeout_option(value: object, path: str, problems: Problems) -> float:
    """A number of seconds."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        problems.append(Problem(path, f"must be a number of seconds, not {type(value).__name__}"))
    elif not (value > 0 and value <= MAX_TIMEOUT and isfinite(value)):
        problems.append(Problem(path, f"must be more than 0 and at most {MAX_TIMEOUT:.0f} seconds"))
    else:
        return float(value)
    return 1.0


def url_option(given: Given, path: str, problems: Problems, *, allow_insecure_http: bool) -> Url | None:
    """A URL of a service or of a token endpoint."""
    parsed = parse_url(given.text.strip(), allow_insecure_http=allow_insecure_http)
    if isinstance(parsed, str):
        problems.append(given.problem(path, parsed))
        return None
    return parsed


def credential_option(given: Given, path: str, problems: Problems) -> str | None:
    """An id or a secret, exactly as it was given."""
    text = given.text
    if text != text.strip():
        problems.append(given.problem(path, "begins or ends with a blank, which servers refuse"))
    elif not text.isprintable():
        problems.append(given.problem(path, "must not contain control characters"))
    elif ":" in text and path.endswith("client_id"):
        problems.append(given.problem(path, "must not contain a colon"))
    elif not text.isascii() and path == "masterytrack_api_key":
        problems.append(given.problem(path, "must be ASCII: it is sent in a header"))
    else:
        return text
    return None


def scopes_option(value: object, path: str, problems: Problems) -> tuple[str, ...] | None:
    """Scopes, from one text that separates them by blanks or from a sequence; `None` if not given."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    words: Iterable[object]
    if isinstance(value, str):
        words = str.__str__(value).split()
    elif is_sequence(value):
        words = value
    else:
        problems.append(Problem(path, f"must be text or a sequence of text, not {type(value).__name__}"))
        return None
    scopes: list[str] = []
    for index, word in enumerate(words):
        if isinstance(word, str) and re.fullmatch(_SCOPE, word):
            scopes.append(str.__str__(word))
        else:
            problems.append(Problem(f"{path}[{index}]", "must be a scope: ASCII text without blanks"))
    return tuple(dict.fromkeys(scopes))


def proxy_option(value: object, problems: Problems) -> str | None:
    """The URL of a proxy; unlike others it may hold a user name and a password."""
    given = text_option(value, "proxy", problems)
    if given is None:
        return None
    text = given.text.strip()
    match = re.fullmatch(_PROXY, text)
    if match is None:
        problems.append(Problem("proxy", "must be an http or socks5 URL without path, query and fragment"))
    elif ascii_host(match[1].strip("[]")) is None or not 0 < int(match[2] or 1) <= 65535:
        problems.append(Problem("proxy", "has no valid host or port"))
    elif text.startswith("socks5") and not _has_socks():
        problems.append(Problem("proxy", "a SOCKS proxy needs the package socksio"))
    return text


def transport_option(value: object, problems: Problems) -> object | None:
    """A transport: any object that handles requests as an httpx transport does."""
    if value is not None and not (
        callable(getattr(value, "handle_request", None))
        or callable(getattr(value, "handle_async_request", None))
    ):
        problems.append(Problem("transport", f"must be an httpx transport, not {type(value).__name__}"))
    return value


def mapping_option(value: object, path: str, problems: Problems) -> dict[str, object]:
    """A mapping by name; what is none is reported, and so are keys that are no text."""
    if value is None:
        return {}
    if not is_mapping(value):
        problems.append(Problem(path, f"must be a mapping, not {type(value).__name__}"))
        return {}
    named: dict[str, object] = {}
    for key, item in value.items():
        if isinstance(key, str):
            named[str.__str__(key)] = item
        else:
            problems.append(Problem(path, f"keys must be text, not {type(key).__name__}"))
    return named


def _has_socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None
