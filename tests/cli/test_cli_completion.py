"""What a shell completes."""

import subprocess
from pathlib import Path
from typing import Final

from tests.cli.command import Command

from timeback_core import catalogue

ASKED: Final = """
source "$1"
complete_words() { COMP_WORDS=(timeback "$@"); COMP_CWORD=$#; COMPREPLY=(); _timeback; echo "${COMPREPLY[@]}"; }
complete_words call oneroster.users.get_w
complete_words broadcast webhooks.webhooks.cr
complete_words prof
complete_words profile che
complete_words call oneroster.users.get student-1 --form
complete_words call oneroster.users.get --format js
complete_words call oneroster.orgs.create --body "$2"
complete_words push roster "$2"
complete_words sandbox --data "$2"
"""


def test_the_script_holds_the_names_of_all_calls(unconfigured: Command) -> None:
    script = unconfigured("completion", "zsh").out
    assert [entry.qualified for entry in catalogue() if entry.qualified not in script] == []


def test_bash_completes_commands_and_names_of_calls(unconfigured: Command, tmp_path: Path) -> None:
    script = tmp_path / "timeback.bash"
    script.write_text(unconfigured("completion", "bash").out)
    told = subprocess.run(  # noqa: S603 -- the test's own words
        ["/bin/bash", "--norc", "-c", ASKED, "bash", str(script), str(tmp_path / "timeb")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.splitlines() == [
        "oneroster.users.get_with_demographics",
        "webhooks.webhooks.create",
        "profile",
        "check",
        "--format",
        "json jsonl",
        str(script),
        str(script),
        str(script),
    ]
