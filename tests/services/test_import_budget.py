"""What importing parts of a service loads: a chapter its own modules and no other chapter, a package nothing."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping

import pytest

from timeback_core.engine.surface.catalogue import root_of, services
from timeback_core.engine.surface.namespace import children_of

SPOKEN = {"edubridge": {"oneroster"}, "powerpath": {"oneroster"}, "webhooks": {"caliper"}}
"""The services whose models another one speaks in."""
HEAVY = (
    "timeback_core.errors",
    "timeback_core.engine.policy",
    "timeback_core.engine.session",
    "cattrs",
    "httpx",
    "msgspec",
)
"""What only a call needs."""

PROGRAM = """
import json, os, sys
for module in sys.argv[1:]:
    if os.fork() == 0:
        __import__(module)
        print(json.dumps([module, sorted(sys.modules)]), flush=True)
        os._exit(0)
    os.wait()
"""


def loaded_by(*modules: str) -> Mapping[str, set[str]]:
    """What importing each of some modules loads in an interpreter that has loaded nothing."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *modules], capture_output=True, text=True, check=True)  # noqa: S603 -- our own code
    return {module: set(names) for module, names in map(json.loads, done.stdout.splitlines())}


def below(package: str, modules: Iterable[str]) -> set[str]:
    """Those of some modules that are of a package, without its name."""
    return {name.removeprefix(f"{package}.") for name in modules if name.startswith(f"{package}.")}


CHAPTERS = {
    service: {f"timeback_core.{service}.{name}" for name in children_of(root_of(service))} for service in services()
}


@pytest.fixture(scope="module", name="loaded")
def loaded_by_each() -> Mapping[str, set[str]]:
    """What importing each package, its namespaces and each chapter loads."""
    return loaded_by(
        *(f"timeback_core.{service}{part}" for service in services() for part in ("", ".api")),
        *(chapter for chapters in CHAPTERS.values() for chapter in chapters),
    )


every_service = pytest.mark.parametrize("service", services())


@every_service
def test_the_package_itself_and_its_namespace_load_no_model_and_no_operation(
    service: str, loaded: Mapping[str, set[str]]
) -> None:
    package = f"timeback_core.{service}"
    assert below(package, loaded[package]) == set()
    assert below(package, loaded[f"{package}.api"]) == {"api"}


@every_service
def test_a_chapter_loads_no_other_chapter(service: str, loaded: Mapping[str, set[str]]) -> None:
    for chapter in CHAPTERS[service]:
        assert CHAPTERS[service] & loaded[chapter] == {chapter}


@every_service
def test_a_chapter_loads_nothing_of_another_service_but_models_that_it_speaks_in(
    service: str, loaded: Mapping[str, set[str]]
) -> None:
    for chapter in CHAPTERS[service]:
        for other in set(services()) - {service}:
            found = {name for name in below(f"timeback_core.{other}", loaded[chapter]) if not name.startswith("models")}
            assert found == set(), chapter
            spoken = other in SPOKEN.get(service, set())
            assert spoken or f"timeback_core.{other}" not in loaded[chapter], chapter


@every_service
def test_chapters_load_nothing_that_only_a_call_needs(service: str, loaded: Mapping[str, set[str]]) -> None:
    for chapter in CHAPTERS[service]:
        assert loaded[chapter] & set(HEAVY) == set(), chapter


MODELS = "timeback_core.oneroster.models"


@pytest.mark.parametrize(
    ("chapter", "models"),
    [
        ("orgs", {"orgs", "enums", "refs"}),
        ("enrollments", {"enrollments", "enrollment_metadata", "enums", "refs"}),
        ("categories", {"categories", "enums"}),
    ],
)
def test_a_chapter_loads_the_models_that_it_names_and_no_others(
    chapter: str, models: set[str], loaded: Mapping[str, set[str]]
) -> None:
    assert below(MODELS, loaded[f"timeback_core.oneroster.{chapter}"]) == models


def test_the_chapter_of_users_loads_nothing_of_the_gradebook_and_of_resources(loaded: Mapping[str, set[str]]) -> None:
    models = below(MODELS, loaded["timeback_core.oneroster.users"])
    assert {"users", "classes", "agents", "credentials"} <= models
    assert not {"resources", "resource_metadata", "courses", "line_items", "results"} & models
