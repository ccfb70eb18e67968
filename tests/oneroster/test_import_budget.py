"""What importing parts of OneRoster loads: a chapter its own models and no other chapter."""

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
    assert below == set()


@pytest.mark.parametrize(
    ("module", "models"),
    [
        ("orgs", {"orgs", "enums", "refs"}),
        ("enrollments", {"enrollments", "enrollment_metadata", "enums", "refs"}),
        ("categories", {"categories", "enums"}),
        ("api", set[str]()),
    ],
)
def test_models_that_a_module_loads(module: str, models: set[str]) -> None:
    assert loaded(f"timeback_core.oneroster.{module}", MODELS) == models


def test_the_chapter_of_users_loads_nothing_of_the_gradebook_and_of_resources() -> None:
    models = loaded("timeback_core.oneroster.users", MODELS)
    assert {"users", "classes", "agents", "credentials"} <= models
    assert not {"resources", "resource_metadata", "courses", "line_items", "results"} & models


@pytest.mark.parametrize(
    ("chapter", "chapters"), [("users", {"users"}), ("schools", {"schools"}), ("classes", {"classes", "seats"})]
)
def test_a_chapter_loads_no_other(chapter: str, chapters: set[str]) -> None:
    below = loaded(f"timeback_core.oneroster.{chapter}", "timeback_core.oneroster.")
    assert {name for name in below if not name.startswith("models")} == {*chapters, "common"}


@pytest.mark.parametrize("heavy", ["timeback_core.errors", "timeback_core.engine.policy", "cattrs", "httpx"])
def test_chapters_load_nothing_that_only_a_call_needs(heavy: str) -> None:
    assert loaded("timeback_core.oneroster.classes", heavy) == set()
