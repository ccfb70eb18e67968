"""The commands that the page about the command line shows print what it shows; `...` stands for further lines."""

import re
import shlex

from tests.cli.command import Command
from tests.cli.test_cli_calls import PAGE


def test_the_page_shows_what_is_printed(timeback: Command) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        for command, shown in re.findall(r"^\$ timeback (.*)\n((?:[^$].*\n)*)", block, re.MULTILINE):
            told = timeback(*shlex.split(command))
            printed = told.out + told.err
            whole, cut, _ = shown.partition("...\n")
            assert printed.startswith(whole) if cut else printed == whole, command
