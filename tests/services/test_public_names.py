"""The public names of the services: the face that is generated from the code says what the code has today."""

import runpy
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import root_of, services, walk

FACES = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "faces.py"))
"""The script that generates the faces."""

every_service = pytest.mark.parametrize("service", services())


@every_service
def test_the_face_is_what_is_made_of_the_code(service: str) -> None:
    written = FACES["path_of"](service).read_text(encoding="utf-8")
    assert written == FACES["face_of"](service), "run `python .ci/faces.py`"


@every_service
def test_every_operation_and_flow_is_a_public_name(service: str) -> None:
    package = import_module(f"timeback_core.{service}")
    for entry in walk(service, root_of(service)):
        assert entry.name in package.__all__
        assert getattr(package, entry.name) is entry.operation


@every_service
def test_every_model_that_an_operation_takes_is_a_public_name(service: str) -> None:
    package = import_module(f"timeback_core.{service}")
    used = {
        argument
        for entry in walk(service, root_of(service))
        for parameter in entry.signature.parameters.values()
        for argument in _classes(parameter.annotation)
        if argument.__module__.startswith(package.__name__)
    }
    assert {model for model in used if getattr(package, model.__name__, None) is not model} == set()


def _classes(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    parts = getattr(annotation, "__args__", ())
    for part in parts if isinstance(parts, tuple) else ():
        yield from _classes(part)
