"""What is built of Caliper's models is read back as itself, and whatever comes from elsewhere is read or told."""

import json
from typing import Final, Literal, cast, get_args, get_origin

from hypothesis import given, strategies as st
from property_tests.declared import declared, read_as
from property_tests.strategies_models import JSON, MODELS, settled

from timeback_core import encode
from timeback_core.caliper import Item, find_problems, read_envelope
from timeback_core.engine.codec import JsonValue, Model
from timeback_core.engine.codec.runtime import decoder
from timeback_core.testing import models


def words_of(cls: type[Model]) -> dict[str, str]:
    """The words that tell a class, by wire name."""
    fields = (field for field in declared(cls) if field.name in ("type", "profile", "action"))
    return {field.wire: get_args(field.annotation)[0] for field in fields if get_origin(field.annotation) is Literal}


ITEMS: Final = [cls for cls in MODELS if issubclass(cls, Item) and read_as(Item, words_of(cls)) is cls]
"""Those that tell themselves apart: no base of others."""


@settled(150)
@given(made=st.sampled_from(ITEMS).flatmap(lambda cls: models(cls)))
def test_a_valid_event_or_entity_is_read_back_as_itself(made: Model) -> None:
    written = encode(made).unwrap()
    item = cast("Item", made)  # every class that is tried is one
    assert find_problems(item) == find_problems(json.dumps(written)) == ()
    again = decoder(Item)(json.loads(json.dumps(written)))
    assert type(again) is type(made)
    assert encode(again).unwrap() == written


@settled(150)
@given(document=JSON | st.fixed_dictionaries({"data": st.lists(JSON)}) | st.binary() | st.text())
def test_any_document_is_read_or_told(document: JsonValue | bytes) -> None:
    told = find_problems(document)
    read_envelope(document)
    assert isinstance(told, tuple)
