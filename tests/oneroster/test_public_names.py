"""The public names of OneRoster: the face that is generated from the code says what the code has today."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeback_core import oneroster
from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import walk
from timeback_core.lazy import names_in
from timeback_core.oneroster.api import OneRoster

FACES = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "faces.py"))
"""The script that generates the faces."""


def test_the_face_is_what_is_made_of_the_code() -> None:
    written = FACES["path_of"]("oneroster").read_text(encoding="utf-8")
    assert written == FACES["face_of"]("oneroster"), "run `python .ci/faces.py`"


def test_every_operation_and_flow_is_a_public_name() -> None:
    for entry in walk("oneroster", OneRoster):
        assert entry.name in oneroster.__all__
        assert getattr(oneroster, entry.name) is entry.operation


def test_every_model_that_an_operation_takes_or_gives_is_a_public_name() -> None:
    used = {
        argument
        for entry in walk("oneroster", OneRoster)
        for annotation in entry.signature.parameters.values()
        for argument in _classes(annotation.annotation)
    }
    assert len(used) > 20
    assert {model for model in used if getattr(oneroster, model.__name__, None) is not model} == set()


def test_no_star_import_hides_the_result_of_returns() -> None:
    assert oneroster.Result is oneroster.LineItemResult
    assert "Result" not in oneroster.__all__
    assert "Result" in dir(oneroster)


def test_helpers_of_models_are_no_public_names() -> None:
    assert {"ref_to", "grade_of"} <= set(oneroster.__all__)
    assert not {"with_both_parents", "read_grade", "is_null"} & set(dir(oneroster))


def test_an_unknown_name_is_none() -> None:
    with pytest.raises(AttributeError, match="get_nobody"):
        oneroster.get_nobody  # type: ignore[attr-defined]  # noqa: B018 -- asked for on purpose


def test_a_stub_is_read_as_a_type_checker_reads_it() -> None:
    """Names in one line and in several, with a second name, and those that a star import brings."""
    stub = (
        '"""A docstring."""\n# A comment.\nfrom a.b import (\n    One, two,\n    three as three,\n)\n'
        'from c import Four as Four  # why\nfrom d import Five\n\n__all__ = [\n    "One", "two",\n]\n'
    )
    homes, public = names_in(stub)
    assert homes == {"One": "a.b", "two": "a.b", "three": "a.b", "Four": "c", "Five": "d"}
    assert public == ["One", "two"]
    assert names_in("from a import B as B\nfrom a import c as c\n") == ({"B": "a", "c": "a"}, ["B", "c"])


def _classes(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    parts = getattr(annotation, "__args__", ())
    for part in parts if isinstance(parts, tuple) else ():
        yield from _classes(part)
