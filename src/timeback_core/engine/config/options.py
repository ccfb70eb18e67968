"""Reads options and environment variables: each gives a good value, or nothing and a problem."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, cast, get_args

from timeback_core.engine.config.settings import VARIABLES, Settings
from timeback_core.engine.config.urls import Url, ascii_host, parse_url
from timeback_core.engine.config.values import AccessToken, ClientAuth, is_token
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Problem, unknown

MAX_TIMEOUT = 1_000_000.0
"""Seconds; what sockets and locks of every platform can still count."""

# Compiled where they are used: most configurations name neither scopes nor a proxy.
_SCOPE = r"[\x21\x23-\x5b\x5d-\x7e]+"
_PROXY = r"(?:http|socks5h?)://(?:[^\s/?#@]*@)?(\[[^\s\]]+\]|[^\s/?#@:\[\]]+)(?::(\d{1,5}))?/?"


class Given(NamedTuple):
    """A text that was given, and the environment variable it came from."""

    text: str
    variable: str | None = None


class Reader:
    """The settings of one configuration, and every problem that was found in them."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        known = Settings.__annotations__
        strangers = (name for name in settings if name not in known)
        self.problems: list[Problem] = [Problem(name, unknown(name, known, "setting")) for name in strangers]
        self.setting: Callable[..., object] = settings.get
        """A setting as it was given."""
        insecure = self.setting("allow_insecure_http", False)
        if not isinstance(insecure, bool):
            self._expected("True or False", insecure, "allow_insecure_http")
        self.allow_insecure_http: bool = insecure is True
        environ = settings.get("environ")
        self._environ = environ.get if is_mapping(environ) else os.environ.get
        if not isinstance(environ, Mapping | None):
            self.refuse("environ", "must be a mapping of names to text")

    def refuse(self, path: str, text: str, given: Given | None = None) -> None:
        """Notes a problem, with what was given; never shows it."""
        self.problems.append(Problem(path, f"{text} (from {given.variable})" if given and given.variable else text))

    def variable(self, *names: str) -> Given | None:
        """The first of these environment variables that is set and not blank."""
        for name in names:
            value = self._environ(name)
            if isinstance(value, str):
                if value.strip():
                    return Given(str.__str__(value), name)
            elif value is not None:
                self.refuse("environ", f"the value of {name} must be text")
        return None

    def variable_of(self, setting: str) -> Given | None:
        """The environment variable that stands in for a setting."""
        return self.variable(*VARIABLES[setting])

    def option(self, name: str) -> Given | None:
        """A setting that is a text."""
        return self.text(self.setting(name), name)

    def text(self, value: object, path: str) -> Given | None:
        """A text; blank means not given."""
        if isinstance(value, str):
            return Given(str.__str__(value)) if value.strip() else None
        if value is not None:
            self._expected("text", value, path)
        return None

    def count(self, name: str, default: int) -> int:
        """A setting that is a whole number of at least one."""
        value = self.setting(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self._expected("a whole number", value, name)
        elif value < 1:
            self.refuse(name, "must be at least 1")
        else:
            return int(value)
        return default

    def seconds(self, name: str, default: float) -> float:
        """A setting that is a number of seconds."""
        value = self.setting(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self._expected("a number of seconds", value, name)
        elif not 0 < value <= MAX_TIMEOUT:
            self.refuse(name, f"must be more than 0 and at most {MAX_TIMEOUT:.0f} seconds")
        else:
            return float(value)
        return default

    def url(self, given: Given, path: str) -> Url | None:
        """A URL of a service or of a token endpoint."""
        parsed = parse_url(given.text.strip(), allow_insecure_http=self.allow_insecure_http)
        if isinstance(parsed, Url):
            return parsed
        self.refuse(path, parsed, given)
        return None

    def credential(self, given: Given | None, path: str, missing: str) -> str | None:
        """An id or a secret, exactly as it was given; `missing` is the problem where it was not."""
        text = given.text if given else ""
        if given is None:
            self.refuse(path, missing)
        elif text != text.strip():
            self.refuse(path, "begins or ends with a blank, which servers refuse", given)
        elif not text.isprintable():
            self.refuse(path, "must not contain control characters", given)
        elif ":" in text and path.endswith("client_id"):
            self.refuse(path, "must not contain a colon", given)
        elif not text.isascii() and path == "masterytrack_api_key":
            self.refuse(path, "must be ASCII: it is sent in a header", given)
        else:
            return text
        return None

    def access_token(self, value: object, path: str, others: Iterable[str]) -> AccessToken | None:
        """A token, or a function that gives one; `others` are the paths of what cannot be combined with it."""
        if not is_said(value):
            return None
        for other in others:
            self.refuse(other, f"cannot be combined with {path}")
        if isinstance(value, str):
            if not is_token(value):
                self.refuse(path, "must be the token alone: ASCII text without blanks")
            return str.__str__(value)
        if not callable(value):
            self._expected("text or a function that gives it", value, path)
        return cast("AccessToken", value)  # what it gives is looked at when it is called

    def client_auth(self, value: object, path: str) -> ClientAuth | None:
        """How a client proves itself to its token URL."""
        given, known = self.text(value, path), get_args(ClientAuth)
        if given is not None and given.text not in known:
            self.refuse(path, unknown(given.text, known, "way"))
        return cast("ClientAuth", given.text) if given else None  # one of its words, or refused

    def scopes(self, value: object, path: str) -> tuple[str, ...] | None:
        """Scopes, from one text that separates them by blanks or from a sequence; `None` if not given."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        words: Iterable[object] = ()
        if isinstance(value, str):
            words = str.__str__(value).split()
        elif is_listing(value):
            words = value
        else:
            self._expected("text or a sequence of text", value, path)
        scopes: list[str] = []
        for index, word in enumerate(words):
            if isinstance(word, str) and re.fullmatch(_SCOPE, word):
                scopes.append(str.__str__(word))
            else:
                self.refuse(f"{path}[{index}]", "must be a scope: ASCII text without blanks")
        return tuple(dict.fromkeys(scopes))

    def mapping(self, value: object, path: str) -> dict[str, object]:
        """A mapping by name; what is none is a problem, and so are keys that are no text."""
        if is_mapping(value):
            for key in value:
                if not isinstance(key, str):
                    self.refuse(path, f"keys must be text, not {type(key).__name__}")
            return {str.__str__(key): item for key, item in value.items() if isinstance(key, str)}
        if value is not None:
            self._expected("a mapping", value, path)
        return {}

    def proxy(self) -> str | None:
        """The URL of a proxy; unlike others it may hold a user name and a password."""
        given = self.option("proxy")
        if given is None:
            return None
        from importlib.util import find_spec

        text = given.text.strip()
        match = re.fullmatch(_PROXY, text)
        if match is None:
            self.refuse("proxy", "must be an http or socks5 URL without path, query and fragment")
        elif ascii_host(match[1].strip("[]")) is None or not 0 < int(match[2] or 1) <= 65535:
            self.refuse("proxy", "has no valid host or port")
        elif text.startswith("socks5") and find_spec("socksio") is None:
            self.refuse("proxy", "a SOCKS proxy needs the package socksio")
        return text

    def transport(self) -> object | None:
        """A transport: any object that handles requests as an httpx transport does."""
        value = self.setting("transport")
        handlers = ("handle_request", "handle_async_request")
        if value is not None and not any(callable(getattr(value, name, None)) for name in handlers):
            self._expected("an httpx transport", value, "transport")
        return value

    def _expected(self, what: str, value: object, path: str) -> None:
        self.refuse(path, f"must be {what}, not {type(value).__name__}")


def is_said(value: object) -> bool:
    """Whether a setting counts as given: a blank text and an empty mapping do not."""
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value) if is_mapping(value) else value is not None
