"""The public names of OneRoster: what is among them, and what is not."""

import pytest

from timeback_core import oneroster


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
