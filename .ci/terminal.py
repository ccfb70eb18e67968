"""The terminal of the first screen: real commands against a sandbox, drawn as SVG.

`python .ci/terminal.py` writes `docs/terminal.svg`, and a test says where what is drawn is no longer what they print.
"""

import io
import logging
import os
import re
from code import InteractiveConsole
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from inspect import signature
from pathlib import Path

from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from timeback_core.cli.app import app
from timeback_core.sandbox import Sandbox

PICTURE = Path(__file__).parents[1] / "docs" / "terminal.svg"
COLUMNS = 100
SHELL = "$ "
PYTHON, MORE = ">>> ", "..."
SESSION = """
$ timeback call oneroster.users.list --where role=teacher --fields email --limit 2 --format table
>>> from timeback_core import TimebackClient, fold, or_raise
>>> from timeback_core.oneroster import UserInput, list_users
>>> client = or_raise(TimebackClient.open())  # what the environment says
>>> client.oneroster.users.get("student-1").map(lambda user: user.email)
>>> fold(client.oneroster.users.get("nobody"), lambda user: user.email, lambda error: error.message)
>>> ada = UserInput(given_name="Ada", family_name="", email="ada", enabled_user=True, roles=())
>>> fold(client.oneroster.users.create(ada), str, lambda error: error.message)  # it was not sent
>>> for row in client.oneroster.users.list.stream(where={"role": "teacher"}, limit=2):
...     print(row.map(lambda user: user.family_name).value_or("?"), end=" ")
...
>>> level = client.powerpath.placement.get_current_level("student-1", "Math")
>>> level.map(lambda told: told.grade_level)
>>> list_users.request(where={"grades": "5"})  # a call is data first
"""


def transcript() -> list[str]:
    """What a terminal shows: each command, and what it prints."""
    shown: list[str] = []
    with (
        Sandbox(students=12).serve() as server,
        terminal(
            TIMEBACK_API_BASE_URL=server.base_url,
            TIMEBACK_API_AUTH_URL=server.token_url,
            TIMEBACK_API_CLIENT_ID=server.client_id,
            TIMEBACK_API_CLIENT_SECRET=server.client_secret,
        ),
    ):
        python = InteractiveConsole({})
        for line in SESSION.strip().splitlines():
            printed = io.StringIO()
            with redirect_stdout(printed):
                if line.startswith(SHELL):
                    app(line.removeprefix(f"{SHELL}timeback "), result_action="return_value")
                else:
                    python.push(line[len(PYTHON) :])
            shown += [line, *(each.rstrip() for each in printed.getvalue().splitlines())]
        python.push("client.close()")
    return shown


@contextmanager
def terminal(**given: str) -> Iterator[None]:
    """The environment with these variables, the width of the terminal, and nothing of the log."""
    before, log, nowhere = dict(os.environ), logging.getLogger("timeback_core"), logging.NullHandler()
    os.environ |= {**given, "COLUMNS": str(COLUMNS)}
    log.addHandler(nowhere)
    try:
        yield
    finally:
        log.removeHandler(nowhere)
        os.environ.clear()
        os.environ.update(before)


def drawn(lines: list[str]) -> str:
    """A terminal that shows these lines, as SVG. Its letters are those of the reader's own machine."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines:
        if line.startswith((PYTHON, MORE)):
            code = Syntax(line[len(PYTHON) :], "python", theme="monokai", background_color="default")
            console.print(Text(line[: len(PYTHON)], "bold green"), code.highlight(code.code), sep="", end="")
        elif line.startswith(SHELL):
            console.print(Text(SHELL, "bold green") + Text(line.removeprefix(SHELL), "bold"))
        else:
            console.print(Text(line))
    form = str(signature(console.export_svg).parameters["code_format"].default)
    form = re.sub(r"@font-face \{\{.*?\}\}\n", "", form, flags=re.DOTALL)
    form = form.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace")
    return console.export_svg(title="timeback", code_format=form, unique_id="terminal")


if __name__ == "__main__":
    PICTURE.write_text(drawn(transcript()), encoding="utf-8")
