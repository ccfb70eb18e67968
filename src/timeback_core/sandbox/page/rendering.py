"""HTML from templates, the files that belong to it, and what browsers may do with both."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import orjson

from timeback_core.sandbox.calls import timestamp
from timeback_core.sandbox.messages import Headers, Reply

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS: Final = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files beside the templates, and what they are."""

_SOURCES: Final = {
    "default-src": "'none'",
    **dict.fromkeys(("script-src", "style-src", "img-src", "connect-src", "form-action"), "'self'"),
    **dict.fromkeys(("base-uri", "frame-ancestors"), "'none'"),
}
_SAFETY: Final[Headers] = (
    ("content-security-policy", "; ".join(f"{what} {whence}" for what, whence in _SOURCES.items())),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
)
_HTMX: Final = orjson.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [{"code": "204", "swap": False}, {"code": "...", "swap": True}],
    }
).decode()
_UNITS: Final = (("days", 86_400), ("h", 3600), ("min", 60))
_NO_TEMPLATES: Final = b"The page needs Jinja2: pip install 'timeback-core[sandbox]'\n"


def html(template: str, status: int, values: dict[str, object]) -> Reply:
    """A page from a template; 501 where what fills templates is not installed."""
    try:
        environment = _environment()
    except ImportError:
        return Reply(501, (("content-type", "text/plain; charset=utf-8"),), _NO_TEMPLATES)
    text = environment.get_template(template).render({**values, "htmx": _HTMX})
    headers = (("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"), *_SAFETY)
    return Reply(status, headers, text.encode("utf-8", "replace"))


def asset(name: str) -> Reply:
    """One of the files; its address changes with what is in it, so that browsers may keep it."""
    headers = (("content-type", ASSETS[name]), ("cache-control", "max-age=31536000, immutable"), *_SAFETY)
    return Reply(200, headers, _bytes_of(name))


@cache
def digest(name: str) -> str:
    """What changes with a file."""
    return hashlib.sha256(_bytes_of(name)).hexdigest()[:12]


def age(seconds: float) -> str:
    """How long ago something was, or in how long it will be, in the unit that tells it best."""
    length = abs(seconds)
    unit, size = next(((unit, size) for unit, size in _UNITS if length >= 2 * size), ("s", 1))
    told = f"{length / size:.0f} {unit}"
    return f"{told} ago" if seconds >= 0 else f"in {told}"


@cache
def _bytes_of(name: str) -> bytes:
    return files("timeback_core.sandbox.page").joinpath("assets", name).read_bytes()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from timeback_core.sandbox.page.pretty import coded, pretty, pretty_body

    environment = Environment(
        loader=PackageLoader("timeback_core.sandbox.page"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Any = environment.filters  # its type names those of Jinja alone
    filters.update(moment=timestamp, age=age, coded=coded, pretty=pretty, pretty_body=pretty_body)
    return environment
