"""The path of a call: the modules that a GET walks through, as seen while one is made."""

import sys
from types import FrameType

from docs._ext.reference.text import heading, sentence

from timeback_core import Session, TimebackClient
from timeback_core.docstrings import paragraphs
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Sandbox


def page() -> list[str]:
    """The page: every module in the order in which it is first entered, with what it says of itself."""
    lines = [*heading(1, "The path of a call", "path-of-a-call")]
    lines += [
        "Every module of the library in which a function is called while `get_user(session, ...)` is performed, warm",
        "and synchronous, in the order in which they are entered, with what each says of itself: seen while this site",
        "was built, against a sandbox. [Architecture](../architecture.md) tells how they hang together.",
        "",
    ]
    for number, name in enumerate(walked_through(), start=1):
        told = sentence(paragraphs(sys.modules[name].__doc__)[0])
        lines.append(f"{number}. `{name.removeprefix('timeback_core.')}`: {told}")
    return [*lines, ""]


def walked_through() -> list[str]:
    """The names of the modules that a warm GET walks through, in order."""
    with Sandbox(students=1).serve() as server:
        client = TimebackClient.open(**server.settings, environ={}).unwrap()
        for _ in range(2):
            get_user(client.session, "student-1").unwrap()
        seen = watched(client.session)
        client.close()
    return seen


def watched(session: Session) -> list[str]:
    """The modules in which a function is called by one call of this thread."""
    seen: dict[str, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith("timeback_core."):
            seen.setdefault(name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        get_user(session, "student-1")
    finally:
        sys.setprofile(before)
    return list(seen)
