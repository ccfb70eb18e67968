"""What importing the sandbox loads, and that it and the client do not know each other."""

import ast
import subprocess
import sys
from pathlib import Path

import timeback_core.sandbox

ROOT = Path(timeback_core.sandbox.__file__).parent
OF_BOTH = {"timeback_core.lazy", "timeback_core.docstrings"}
"""How a package offers its names, and what docstrings say: no part of the client."""


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    script = f"{statement}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 -- our own script
    return set(done.stdout.split())


def test_the_package_loads_no_http_library() -> None:
    loaded = loaded_by("import timeback_core.sandbox as box; box.Sandbox(students=1)")
    package = loaded_by("import timeback_core")
    assert not {"httpx", "httpcore", "h11", "asyncio", "anyio", "starlette", "uvicorn", "returns"} & loaded
    ours = {name for name in loaded - package if name.partition(".")[0] == "timeback_core"} - OF_BOTH
    assert all(name.startswith("timeback_core.sandbox") for name in ours)


def test_the_command_needs_no_more_than_the_sandbox() -> None:
    loaded = {name.partition(".")[0] for name in loaded_by("import timeback_core.sandbox.command")}
    assert loaded.isdisjoint({"cyclopts", "rich", "returns", "cattrs", "pytest", "httpx", "hypothesis"})


def test_the_client_package_loads_no_sandbox() -> None:
    assert not {name for name in loaded_by("import timeback_core") if ".sandbox" in name}


def test_the_sandbox_imports_nothing_of_the_client() -> None:
    imported: set[str] = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                imported.add(node.module or "")
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    ours = {name for name in imported if name.partition(".")[0] == "timeback_core"} - OF_BOTH
    assert ours
    assert all(name.startswith("timeback_core.sandbox") for name in ours)
    assert not {name.partition(".")[0] for name in imported} & {"returns", "cattrs", "uvicorn", "starlette"}
