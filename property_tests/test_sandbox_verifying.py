"""What a body holds: all that it is made of, whatever is left out of that, and nothing else."""

import orjson
from hypothesis import given, strategies as st

from timeback_core.sandbox.containing import lacks_in_body
from timeback_core.sandbox.schema import ABSENT

LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
OTHER = "nothing that is drawn" * 3


@st.composite
def parts(draw: st.DrawFn, whole: object) -> object:
    """What is left of a value when members and elements are taken from it, in any order of these."""
    if isinstance(whole, dict):
        return {name: draw(parts(value)) for name, value in whole.items() if draw(st.booleans())}
    if isinstance(whole, list):
        return [draw(parts(value)) for value in draw(st.permutations(whole)) if draw(st.booleans())]
    return whole


def spoilt(whole: object, data: st.DataObject) -> object:
    """The value with something else in one place of it."""
    if isinstance(whole, dict) and whole and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(whole)))
        return {**whole, name: spoilt(whole[name], data)}
    if isinstance(whole, list) and whole and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(whole) - 1))
        return [*whole[:at], spoilt(whole[at], data), *whole[at + 1 :]]
    return OTHER


@given(JSON, st.data())
def test_a_body_holds_its_parts_and_nothing_else(whole: object, data: st.DataObject) -> None:
    body = orjson.dumps(whole)
    part = data.draw(parts(whole))
    assert lacks_in_body(body, part) == []
    (lack,) = lacks_in_body(body, spoilt(part, data))
    assert lack.expected == OTHER or OTHER in str(lack.expected)
    assert lack.path.startswith("containing")
    assert str(lack).startswith(f"{lack.path}: expected ")
    assert (lack.found is ABSENT) == lack.is_missing
