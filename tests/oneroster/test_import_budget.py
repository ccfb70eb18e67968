"""What importing parts of OneRoster loads: each operation its own models, each namespace no more than it names."""

import subprocess
import sys

import pytest


def loaded(module: str, below: str) -> set[str]:
    """The modules below a name that importing a module loads, in a fresh interpreter."""
    code = f"import sys, {module}; print(*(each for each in sys.modules if each.startswith({below!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- our own code
    return {name.removeprefix(below) for name in done.stdout.split()}


MODELS = "timeback_core.oneroster.models."


def test_the_package_itself_loads_no_model_and_no_operation() -> None:
    below = loaded("timeback_core.oneroster", "timeback_core.oneroster.")
    assert below == {"flows", "operations"}


@pytest.mark.parametrize(
    ("module", "models"),
    [
        ("operations.orgs", {"orgs", "enums", "refs"}),
        ("operations.enrollments", {"enrollments", "enrollment_metadata", "enums", "refs"}),
        ("operations.categories", {"categories", "enums"}),
        ("namespaces", set[str]()),
    ],
)
def test_models_that_a_module_loads(module: str, models: set[str]) -> None:
    assert loaded(f"timeback_core.oneroster.{module}", MODELS) == models


def test_the_namespace_of_users_loads_nothing_of_the_gradebook_and_of_resources() -> None:
    models = loaded("timeback_core.oneroster.namespaces.users", MODELS)
    assert {"users", "classes", "agents", "credentials"} <= models
    assert not {"resources", "resource_metadata", "courses", "line_items", "results"} & models


@pytest.mark.parametrize("heavy", ["timeback_core.errors", "timeback_core.engine.policy", "cattrs", "httpx"])
def test_namespaces_load_nothing_that_only_a_call_needs(heavy: str) -> None:
    assert loaded("timeback_core.oneroster.namespaces.classes", heavy) == set()
