"""What holds for every model of OneRoster."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from timeback_core import oneroster
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.runtime import check, decoder, encode
from timeback_core.oneroster import models

PUBLIC = [getattr(oneroster, name) for name in dir(oneroster)]
MODELS: list[type[Model]] = list(
    dict.fromkeys(each for each in PUBLIC if isinstance(each, type) and issubclass(each, Model))
)
BODIES: list[type[Any]] = [cls for cls in MODELS if hasattr(cls, "of")]
READS = [cls for cls in MODELS if cls not in BODIES]
PARTIAL = [cls for cls in BODIES if not any(field.required for field in fields_of(cls))]


def test_the_models_are_found() -> None:
    names = {cls.__name__ for cls in MODELS}
    assert len(names) == len(MODELS)
    assert {"User", "Org", "Class", "Enrollment", "Resource", "AssessmentResultPatch"} <= names


@pytest.mark.parametrize("cls", READS)
def test_what_a_read_model_does_not_require_may_be_missing_and_what_it_does_not_know_is_kept(cls: type[Model]) -> None:
    document = {field.wire: sample(field.expected) for field in fields_of(cls) if field.required}
    document["fromNextYear"] = {"a": [1, None]}
    made = decoder(cls)(dict(document))
    assert made.extra == {"fromNextYear": {"a": [1, None]}}
    assert encode(made) == document


def sample(expected: str) -> object:
    """A document's value for a required field, by what error messages call it."""
    if expected == "object":
        return {"sourcedId": "x"}
    return "2026-01-05" if expected.startswith("date") else "x"


def test_the_partial_bodies_are_found() -> None:
    names = {"AssessmentLineItemPatch", "AssessmentResultPatch", "ClassUpdateInput", "EnrollmentPatch"}
    assert {cls.__name__ for cls in PARTIAL} == names | {"ResourceUpdateInput"}


@pytest.mark.parametrize("cls", PARTIAL)
def test_an_empty_partial_body_sends_nothing(cls: type[Any]) -> None:
    assert check(cls()) == ()
    assert encode(cls()) == {}


def loaded_by(module: str) -> set[str]:
    """The modules of OneRoster's models that importing one of them loads."""
    prefix = f"{models.__name__}."
    program = f"import sys, {prefix}{module}; print([m for m in sys.modules if m.startswith({prefix!r})])"
    source = str(Path(models.__file__).parents[3])
    shown = subprocess.run(  # noqa: S603 - a program of ours
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": source}
    )
    return {name.removeprefix(prefix) for name in shown.stdout.strip("[]\n").replace("'", "").split(", ")}


@pytest.mark.parametrize(
    ("module", "loads"),
    [
        ("orgs", {"orgs", "enums", "refs"}),
        ("classes", {"classes", "enums", "grades", "refs"}),
        ("enrollments", {"enrollments", "enrollment_metadata", "enums", "refs"}),
        ("users", {"users", "user_metadata", "profiles", "demographics", "grades", "enums", "refs"}),
        ("academic_sessions", {"academic_sessions", "enums", "guid_refs", "refs"}),
        ("credentials", {"credentials"}),
    ],
)
def test_a_resource_loads_the_models_that_it_names_and_no_others(module: str, loads: set[str]) -> None:
    assert loaded_by(module) == loads
