"""Reading: each kind of field, absence and null, unions, and errors that name their place."""

import copy
import json
import linecache
import sys
import threading
import traceback
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.codec.school_models import PUPIL, Article, Pupil, Ref, Role, Video

from timeback_core.documents import decode
from timeback_core.engine.codec import Model, Unknown, is_partial, model
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.codec.runtime import Bad, decode_rows, decoder, dumps, encode, parse
from timeback_core.errors import DocumentProblem


def read(**members: Any) -> Pupil:
    return decoder(Pupil)(copy.deepcopy({**PUPIL, **members}))


def refused(body: Any, cls: type[Model] = Pupil) -> tuple[str, str, str]:
    with pytest.raises(Bad) as raised:
        decoder(cls)(copy.deepcopy(body))
    return raised.value.where(), raised.value.expected, raised.value.found


def test_optional_fields_have_plain_defaults() -> None:
    pupil = read()
    assert pupil == Pupil(sourced_id="p-1", enabled_user=True, grades=("5",))
    assert pupil.email is None
    assert pupil.orgs == ()
    assert pupil.extra == {}


@pytest.mark.parametrize(
    ("member", "sent", "name", "value"),
    [
        ("enabledUser", "TRUE", "enabled_user", True),
        ("enabledUser", "false", "enabled_user", False),
        ("enabledUser", 1, "enabled_user", True),
        ("enabledUser", 0, "enabled_user", False),
        ("primary", "true", "primary", True),
        ("primary", False, "primary", False),
        ("role", "student", "role", Role.STUDENT),
        ("role", "wizard", "role", "wizard"),
        ("born", "2015-02-03", "born", date(2015, 2, 3)),
        ("born", "2015-02-03T23:00:00.000Z", "born", date(2015, 2, 3)),
        ("seen", "2025-09-18T12:30:45.678Z", "seen", datetime(2025, 9, 18, 12, 30, 45, 678000, UTC)),
        ("seen", "2025-09-18T14:30:45+02:00", "seen", datetime(2025, 9, 18, 12, 30, 45, 0, UTC)),
        ("seen", "2025-09-18T12:30:45", "seen", datetime(2025, 9, 18, 12, 30, 45, 0, UTC)),
        ("score", 5, "score", 5),
        ("score", 5.5, "score", 5.5),
        ("weight", "7", "weight", 7),
        ("weight", "7.25", "weight", 7.25),
        ("LMSId", "x", "lms_id", "x"),
        ("testName", "x", "test_name", "x"),
        ("testname", "x", "test_name", "x"),
        ("class", {"sourcedId": "c"}, "class_", Ref(sourced_id="c")),
        ("pairs", {"sourcedId": "c"}, "pairs", (Ref(sourced_id="c"),)),
        ("pairs", [{"sourcedId": "c"}], "pairs", (Ref(sourced_id="c"),)),
        ("home", "here", "home", "here"),
        ("home", {"sourcedId": "h"}, "home", Ref(sourced_id="h")),
        ("favourite", {"type": "blog"}, "favourite", Article(type="blog")),
        ("media", [{"type": "video", "seconds": 3}], "media", (Video(type="video", seconds=3),)),
        ("media", [{"type": "hologram"}], "media", (Unknown({"type": "hologram"}),)),
        ("media", [{"type": None}], "media", (Unknown({"type": None}),)),
        ("media", [{}], "media", (Unknown({}),)),
        ("friends", {"best": {"sourcedId": "b"}}, "friends", {"best": Ref(sourced_id="b")}),
        ("metadata", {"a": [1, None]}, "metadata", {"a": [1, None]}),
        ("orgs", None, "orgs", ()),
        ("grades", None, "grades", ()),
    ],
)
def test_each_kind_is_read(member: str, sent: Any, name: str, value: object) -> None:
    found = getattr(read(**{member: sent}), name)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("member", "sent", "value", "written"),
    [
        ("class", {}, None, None),
        ("class", [], None, None),
        ("class", " ", None, None),
        ("home", {}, None, None),
        ("mentor", {}, None, None),
        ("metadata", [], {}, {}),
        ("metadata", "", None, None),
        ("friends", [], {}, {}),
        ("grades", "9", ("9",), ["9"]),
        ("grades", " ", (), []),
        ("pairs", "", (), []),
        ("born", "", None, None),
        ("seen", " ", None, None),
        ("weight", "", None, None),
        ("primary", "", None, None),
    ],
)
def test_odd_spellings_are_read_as_what_they_mean(member: str, sent: Any, value: object, written: object) -> None:
    pupil = read(**{member: sent})
    assert getattr(pupil, "class_" if member == "class" else member) == value
    assert encode(pupil) == {**PUPIL, member: written}
    assert decode(Pupil, {**PUPIL, member: sent, "sourcedId": 5}).failure().problems == (
        DocumentProblem("$.sourcedId", "string", "number"),
    )


@pytest.mark.parametrize(
    ("members", "where", "expected", "found"),
    [
        ({"sourcedId": 5}, "$.sourcedId", "string", "number"),
        ({"sourcedId": None}, "$.sourcedId", "string", "null"),
        ({"email": True}, "$.email", "string or null", "boolean"),
        ({"enabledUser": "yes"}, "$.enabledUser", 'true, false, "true" or "false"', "string"),
        ({"enabledUser": 2}, "$.enabledUser", 'true, false, "true" or "false"', "number"),
        ({"role": 1}, "$.role", "string", "number"),
        ({"born": "03/02/2015"}, "$.born", "date (YYYY-MM-DD)", "string"),
        ({"born": "2015-02-30"}, "$.born", "date (YYYY-MM-DD)", "string"),
        ({"born": "2015-W01-1"}, "$.born", "date (YYYY-MM-DD)", "string"),
        ({"seen": "yesterday"}, "$.seen", "date and time (ISO 8601)", "string"),
        ({"seen": "0001-13-01T00:00:00+14:00"}, "$.seen", "date and time (ISO 8601)", "string"),
        ({"score": "5"}, "$.score", "number or null", "string"),
        ({"score": True}, "$.score", "number or null", "boolean"),
        ({"weight": "nan"}, "$.weight", "number or its text", "string"),
        ({"weight": "1_0"}, "$.weight", "number or its text", "string"),
        ({"testname": 3}, "$.testname", "string or null", "number"),
        ({"class": [{}]}, "$.class", "object", "array"),
        ({"class": {"href": "x"}}, "$.class.sourcedId", "string", "nothing"),
        ({"orgs": {}}, "$.orgs", "array", "object"),
        ({"orgs": [{"sourcedId": "a"}, {"sourcedId": []}]}, "$.orgs[1].sourcedId", "string", "array"),
        ({"orgs": [{"sourcedId": "a"}], "pairs": 3}, "$.pairs", "object", "number"),
        ({"grades": ["1", 2]}, "$.grades[1]", "string", "number"),
        ({"home": 3}, "$.home", "object or string", "number"),
        ({"favourite": {"type": "hologram"}}, "$.favourite.type", '"video" or "article" or "blog"', "string"),
        ({"favourite": {}}, "$.favourite.type", '"video" or "article" or "blog"', "nothing"),
        ({"media": [{"type": "video"}]}, "$.media[0].seconds", "integer", "nothing"),
        ({"media": [{"type": "video", "seconds": 1.5}]}, "$.media[0].seconds", "integer", "number"),
        ({"media": ["x"]}, "$.media[0]", "object", "string"),
        ({"friends": {"best one": {}}}, '$.friends["best one"].sourcedId', "string", "nothing"),
        ({"metadata": [1]}, "$.metadata", "object or null", "array"),
        ({"friends": {"best": {}}}, "$.friends.best.sourcedId", "string", "nothing"),
        ({"orgs": [{}]}, "$.orgs[0].sourcedId", "string", "nothing"),
        ({"grades": 5}, "$.grades", "array", "number"),
        ({"enabledUser": ""}, "$.enabledUser", 'true, false, "true" or "false"', "string"),
        ({"sourcedId": []}, "$.sourcedId", "string", "array"),
        ({"mentor": {**PUPIL, "mentor": {**PUPIL, "email": 1}}}, "$.mentor.mentor.email", "string or null", "number"),
    ],
)
def test_errors_name_place_and_types(members: dict[str, Any], where: str, expected: str, found: str) -> None:
    assert refused({**PUPIL, **members}) == (where, expected, found)


def test_what_is_no_object_is_refused() -> None:
    assert refused([]) == ("$", "object", "array")
    assert refused(None) == ("$", "object", "null")


def test_a_missing_required_field_is_refused() -> None:
    assert refused({"enabledUser": True, "grades": []}) == ("$.sourcedId", "string", "nothing")


def test_unknown_fields_are_kept_and_written_back() -> None:
    pupil = read(tenantId="t", deep={"a": [1]})
    assert pupil.extra == {"tenantId": "t", "deep": {"a": [1]}}
    assert encode(pupil) == {**PUPIL, "tenantId": "t", "deep": {"a": [1]}}


def test_of_two_spellings_the_first_counts_and_the_other_is_kept() -> None:
    pupil = read(testName="a", testname="b")
    assert pupil.test_name == "a"
    assert pupil.extra == {"testname": "b"}


def test_the_other_spelling_is_written_as_the_first() -> None:
    assert encode(read(testname="b")) == {**PUPIL, "testName": "b"}


@pytest.mark.parametrize("body", [b"", b" ", b"{", b"\xef\xbb\xbf", b"[1,]", b"\xff", b"-Infinity", b"1e999", b"NaN"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Bad):
        parse(body)


@pytest.mark.parametrize("rest", [b"{}", b"[18446744073709551616]", b'["\\ud83d"]', b" [1.5]"])
def test_a_byte_order_mark_says_nothing(rest: bytes) -> None:
    assert parse(b"\xef\xbb\xbf" + rest) == json.loads(rest)
    assert parse("\ufeff" + rest.decode()) == json.loads(rest)


def test_depth_and_huge_numbers_are_refused_and_not_fatal() -> None:
    for body in (b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5_000):
        with pytest.raises(Bad):
            parse(body)
    assert parse(b"[" * 256 + b"]" * 256)


def test_a_body_that_is_too_deep_for_python_is_refused() -> None:
    body: dict[str, Any] = dict(PUPIL)
    for _ in range(sys.getrecursionlimit() + 10):
        body = {**PUPIL, "mentor": body}
    with pytest.raises(Bad):
        decoder(Pupil)(body)


def test_rows_are_decoded_each_by_itself() -> None:
    rows: list[object] = [{"sourcedId": "a"}, {"sourcedId": 5}, "x", {"sourcedId": "b"}]
    read, bad = decode_rows(rows, decoder(Ref))
    assert read == [Ref(sourced_id="a"), Ref(sourced_id="b")]
    assert [(index, row, str(each)) for index, row, each in bad] == [
        (1, {"sourcedId": 5}, "$.sourcedId: expected string, found number"),
        (2, "x", "$: expected object, found string"),
    ]


def test_a_partial_model_knows_and_is_equal_to_a_whole_one() -> None:
    partial, whole = as_partial(decoder(Ref)({"sourcedId": "a"})), decoder(Ref)({"sourcedId": "a"})
    assert is_partial(partial)
    assert not is_partial(whole)
    assert not is_partial(Ref(sourced_id="a"))
    assert partial == whole


def test_types_that_are_no_models_have_decoders_too() -> None:
    refs = decoder(tuple[Ref, ...])
    assert refs([{"sourcedId": "a"}]) == (Ref(sourced_id="a"),)
    assert decoder(str)("x") == "x"


def test_models_that_were_read_are_frozen() -> None:
    pupil: Any = read()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        pupil.email = "x"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del pupil.email


@model
class Prefect(Pupil):
    """A model that inherits the fields of another."""

    house: str
    badge: str | None = None


class Polite(Ref):
    """A class of a user's own, with behaviour and without `@model`."""

    def greet(self) -> str:
        return f"Dear {self.sourced_id}"


def test_inherited_fields_are_read() -> None:
    prefect = decoder(Prefect)({**PUPIL, "house": "red", "email": "a@b.c"})
    assert (prefect.sourced_id, prefect.email, prefect.house) == ("p-1", "a@b.c", "red")
    assert encode(prefect) == {**PUPIL, "house": "red", "email": "a@b.c"}


def test_a_plain_subclass_is_read() -> None:
    polite = decoder(Polite)({"sourcedId": "Ada"})
    assert type(polite) is Polite
    assert polite.greet() == "Dear Ada"


def test_many_threads_get_the_same_decoder() -> None:
    @model
    class Fresh(Model):
        """A model that no other test reads."""

        ref: Ref
        others: tuple[Ref, ...] = ()

    start = threading.Barrier(8)
    made: list[Model] = []

    def run() -> None:
        start.wait()
        made.append(decoder(Fresh)({"ref": {"sourcedId": "a"}, "others": [{"sourcedId": "b"}]}))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Fresh(ref=Ref(sourced_id="a"), others=(Ref(sourced_id="b"),))] * 8


def test_a_traceback_shows_the_generated_source() -> None:
    with pytest.raises(Bad) as raised:
        decoder(Ref)({"sourcedId": 5})
    frame = traceback.extract_tb(raised.tb)[-1]
    assert frame.name.startswith("decode_Ref_")
    assert "raise Bad('string', v)" in linecache.getline(frame.filename, frame.lineno or 0)


@pytest.mark.parametrize("digits", ["18446744073709551616", "-9223372036854775809", "9" * 60, "1" * 4_000])
def test_whole_numbers_of_any_size_are_exact(digits: str) -> None:
    body = f'{{"sourcedId":"p","enabledUser":true,"grades":[],"score":{digits},"more":[{digits}]}}'.encode()
    pupil = decoder(Pupil)(parse(body))
    assert pupil.score == int(digits)
    assert json.loads(dumps(pupil)) == json.loads(body)
    for blanks in range(8):
        assert parse(b" " * blanks + digits.encode()) == int(digits)


def test_digits_in_text_and_near_the_bounds_stay_what_they_are() -> None:
    for body in (b'"12345678901234567890123"', b"18446744073709551615", b"-9223372036854775808", b"1.5e300"):
        assert parse(body) == json.loads(body)
        assert dumps(parse(body)) == dumps(json.loads(body))


def test_half_an_emoji_costs_no_document_and_goes_back() -> None:
    body = b'{"sourcedId":"p","enabledUser":true,"grades":["she \\ud83d"]}'
    pupil = decoder(Pupil)(parse(body))
    assert pupil.grades == ("she \ud83d",)
    assert json.loads(dumps(pupil)) == json.loads(body)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-05:00"])
def test_moments_beyond_the_calendar_of_utc_keep_their_offset(text: str) -> None:
    pupil = read(seen=text)
    assert pupil.seen == datetime.fromisoformat(text)
    assert decoder(Pupil)(encode(pupil)) == pupil
