"""What the pages for other languages and for CI services say works: snippets in Node, files of services, shell."""

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.command import OPTIONS
from timeback_core.sandbox.control import CONTROL_CALLS
from timeback_core.sandbox.request_calls import request_calls
from timeback_core.sandbox.state_calls import STATE_CALLS

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
IN_CI = (GUIDES / "run-the-sandbox-in-ci.md").read_text(encoding="utf-8")
IN_TYPESCRIPT = (GUIDES / "use-the-sandbox-from-typescript.md").read_text(encoding="utf-8")


def snippets(page: str, language: str) -> list[str]:
    """The snippets of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def test_the_tests_in_typescript_pass(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    program = tmp_path / "desk.test.mjs"
    program.write_text("\n".join(snippets(IN_TYPESCRIPT, "ts")), encoding="utf-8")
    with Sandbox(students=12).serve() as server:
        told = subprocess.run(  # noqa: S603 -- a snippet of our own
            [node, str(program)],
            env={"TIMEBACK_SANDBOX": server.base_url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert told.returncode == 0, told.stdout + told.stderr
    assert re.search(r"^. pass 5$", told.stdout, re.MULTILINE)


def test_files_of_ci_services_can_be_read() -> None:
    github, gitlab, compose = (import_module("yaml").safe_load(snippet) for snippet in snippets(IN_CI, "yaml"))
    sandbox, address = Sandbox(students=0), "http://127.0.0.1:8080"
    assert github["jobs"]["tests"]["env"] == {
        "TIMEBACK_API_BASE_URL": address,
        "TIMEBACK_API_AUTH_URL": address + sandbox.token_path,
        "TIMEBACK_API_CLIENT_ID": sandbox.client_id,
        "TIMEBACK_API_CLIENT_SECRET": sandbox.client_secret,
    }
    assert gitlab["tests"]["services"][0]["alias"] == "timeback"
    assert compose["services"].keys() == {"timeback", "tests"}


@pytest.mark.parametrize("page", [IN_CI, IN_TYPESCRIPT])
def test_options_and_calls_that_are_named_exist(page: str) -> None:
    commands = re.findall(r"timeback_core\.sandbox ((?:--[\w-]+(?: [\w/.]+)? ?)+)", page)
    named = {option for command in commands for option in re.findall(r"--[\w-]+", command)}
    assert named
    assert named <= {name for option in OPTIONS for name in option.names}
    paths = {path for _, path in (*CONTROL_CALLS, *request_calls({}), *STATE_CALLS)}
    assert set(re.findall(r"(?<=[\w}])/\.[\w-]+/[\w-]+", page)) <= paths
