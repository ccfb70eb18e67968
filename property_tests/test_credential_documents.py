"""Laws of credentials from elsewhere: whatever stands in them, they are written back exactly, or refused by place."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, strategies as st
from returns.result import Success
from tests.clr.documents import BADGE_2, BADGE_3, LANGUAGES, OLD, RECORD_2, SIGNED, JsonDocument

from timeback_core import encode
from timeback_core.clr import find_problems, read_credential

DOCUMENTS = (RECORD_2, BADGE_3, BADGE_2, OLD, SIGNED, LANGUAGES)
VALUES: st.SearchStrategy[object] = st.sampled_from(
    (
        None,
        "",
        "x",
        0,
        1.0,
        -0.0,
        1e300,
        True,
        {},
        ["x"],
        [[]],
        {"en": "x"},
        "2025-01-01",
        "2025-01-01T25:00:00Z",
        "20250101",
    )
) | st.datetimes().map(lambda at: f"{at.isoformat()}+14:00")


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, itself left out."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in steps:
        yield (*path, step)
        yield from places(each, (*path, step))


@st.composite
def changed(draw: st.DrawFn) -> JsonDocument:
    """A credential in which something is gone, stands in a list, stands alone, or is something else."""
    document: Any = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(places(document))))
        holder = document
        for step in way:
            holder = holder[step]
        match draw(st.sampled_from(("gone", "listed", "alone", "other"))):
            case "gone":
                del holder[last]
            case "listed":
                holder[last] = [holder[last]]
            case "alone" if isinstance(holder[last], list) and holder[last]:
                holder[last] = holder[last][0]
            case _:
                holder[last] = copy.deepcopy(draw(VALUES))
        if not document:
            return {}
    made: JsonDocument = document
    return made


@given(document=changed())
def test_a_credential_is_written_back_exactly_or_refused(document: JsonDocument) -> None:
    text = json.dumps(document)
    read = read_credential(text)
    if isinstance(read, Success):
        assert json.dumps(encode(read.unwrap()).unwrap(), sort_keys=True) == json.dumps(document, sort_keys=True)
    else:
        assert all(problem.path.startswith("$") for problem in read.failure().problems)
        assert find_problems(text)
    assert find_problems(document) == find_problems(text)
