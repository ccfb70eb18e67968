"""Start-up: core wire reference, section 15, row 30."""

import json
import subprocess
import sys

HEAVY = ("httpx", "httpcore", "anyio", "cattrs", "asyncio", "pydantic", "timeback_core.sandbox", "hypothesis")
REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def modules_after(code: str) -> list[str]:
    """The modules that a fresh interpreter has loaded after this code."""
    ran = subprocess.run(  # noqa: S603 -- our own interpreter and code
        [sys.executable, "-c", f"{code}\n{REPORT}"], capture_output=True, text=True, check=True, timeout=30
    )
    loaded: list[str] = json.loads(ran.stdout)
    return loaded


def heavy(modules: list[str]) -> list[str]:
    """The heavy ones among them."""
    return [name for name in HEAVY if name in modules]


def test_core_30_importing_the_package_loads_nothing() -> None:
    """Importing the official unified client loads 486 modules, all services at once.

    Guard: `timeback_core.lazy.attach`.
    """
    loaded = modules_after("import timeback_core")
    ours = [name for name in loaded if name.startswith("timeback_core")]
    assert ours == ["timeback_core", "timeback_core.lazy"]
    assert len(loaded) - len(modules_after("pass")) < 10


def test_core_30_opening_a_client_loads_no_service() -> None:
    """Neither models nor codec, policy nor transport are loaded before the first call.

    Guard: `timeback_core.client`, `timeback_core.engine.session`.
    """
    loaded = modules_after(
        "from timeback_core import TimebackClient\n"
        "client = TimebackClient.open(base_url='http://localhost:1', environ={}).unwrap()\n"
        "client.close()"
    )
    assert heavy(loaded) == []
    parts = ("timeback_core.oneroster", "timeback_core.engine.codec", "timeback_core.engine.transport")
    assert [name for name in loaded if name.startswith(parts)] == []
    assert len(loaded) < 220


def test_core_30_one_resource_loads_its_own_models() -> None:
    """A resource brings the models that its operations name, and those of no other.

    Guard: `timeback_core.engine.surface.namespace.Namespace`.
    """
    loaded = modules_after(
        "from timeback_core import TimebackClient\n"
        "client = TimebackClient.open(base_url='http://localhost:1', environ={}).unwrap()\n"
        "client.oneroster.users.get.request('u-1')\n"
        "client.close()"
    )
    models = {
        name.rpartition(".")[2] for name in loaded if name.startswith("timeback_core.oneroster.models.")
    }
    assert "users" in models
    assert not models & {
        "courses",
        "enrollments",
        "line_items",
        "results",
        "assessment_results",
        "components",
    }
    assert "httpx" not in loaded
