"""What the fast lane takes and what it leaves to the general way, case by case; and how it learns, closes and opens."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from property_tests.models_every_kind import Everything, Place, Ref, Tree
from property_tests.odd_bodies import shaft, tower
from property_tests.odd_models import GIFTS, Given, Named, Odd, Switch
from property_tests.two_ways import OPEN, REQUEST, Reader, by, told

from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.lane import NAMES, REFUSAL, Lane, Where
from timeback_core.expect import Many, One, Paging

REQUIRED = {"sourcedId": "a", "count": 1, "ratio": 1.5, "on": True, "nothing": None, "listed": ["x"]}
REF = b'{"sourcedId":"r"}'
TAKEN = {
    "sourcedId": (b'""', b'"\\u0000\\ud83d\\ude00"', b'"a","sourcedId":"b"'),
    "count": (b"-0", b"18446744073709551616", b"-9223372036854775809"),
    "ratio": (b"1", b"-0.0", b"1e2", b"12345678901234567890123", b"9007199254740993.0"),
    "listed": (b"null", b"[]", b'["x","y"]'),
    "maybeCount": (b"null", b"0"),
    "number": (b"1", b"1.0"),
    "lax": (b"null", b"1.0", b'"1"', b'"1.5"', b'" 2 "'),
    "flag": (b"null", b"true", b'"false"', b"0"),
    "textFlag": (b'"true"', b"false"),
    "status": (b"null", b'"active"'),
    "closed": (b"null", b'"tobedeleted"'),
    "day": (b"null", b'"2024-02-29"', b'"2024-02-29T23:00:00-05:00"'),
    "moment": (
        *(b"null", b'"2024-02-29T10:00:00.1234567Z"', b'"2024-02-29T10:00:00.9999999Z"', b'"2024-02-29"'),
        *(b'"2024W09-10:00:00Z"', b'"2024-02-29 10:00:00-00:00"'),
        *(b'"2024-02-29T10:00:00+05:30"', b'"0001-01-01T00:00:00+01:00"', b'"2024-02-29T10:00:00"'),
    ),
    "dayOrText": (b'"2024-02-29"', b'"soon"'),
    "shout": (b'"loud"',),
    "literal": (b'"a"', b"3", b"null"),
    "unit-title": (b'"t"', b"null"),
    "ref": (REF, b"null"),
    "refOrText": (REF, b'"r"', b"null"),
    "textOrObject": (b'"t"', b'{"a":[1.0]}', b"null"),
    "textsOrText": (b'["a"]', b'"a"', b"null"),
    "refs": (b"[]", b"null", b"[%b,%b]" % (REF, REF)),
    "numbers": (b"[1,1.0]",),
    "statuses": (b'["active"]',),
    "holes": (b"[1,null]",),
    "tables": (b"[[1],[]]",),
    "shape": (b'{"kind":"disc","radius":1}', b'{"radius":1.0,"kind":"circle"}', b'{"kind":"square"}', b"null"),
    "openShapes": (b"[]", b'[{"kind":"square"},{"kind":"disc","radius":2}]'),
    "byName": (b'{"a":%b}' % REF, b"{}", b"null"),
    "counts": (b'{"a":1}',),
    "metadata": (shaft(4), b"{}", b"null", b'{"a":1,"a":[]}'),
    "free": (tower(4), shaft(4), b"null", b"12345678901234567890123"),
    "tree": (b'{"label":"a","children":[{"label":"b","parent":{"label":"c"}}]}',),
    "animal": (b'{"kind":"bird","wings":2,"more":1}',),
    "purpose": (b'"fixed"', b'"other"', b"null"),
    "amount": (b"0", b"0.0", b"null", b'"7"'),
    "switched": (b"false", b"null", b'"true"'),
    "mode": (b'"active"', b"null"),
    "noteOrRef": (b'"none"', REF, b"null"),
    "sums": (b"{}", b"null"),
    "part": (b"{}", b"null"),
}
"""Members of a body that the lane takes."""
LEFT = {
    "sourcedId": (b"null", b"1", b'"\\ud800"', b'"\xff"', b'"a","undeclared":1'),
    "count": (b"1.0", b"true", b'"1"', b"null"),
    "ratio": (b'"1"', b"1e999", b"NaN"),
    "on": (b'"true"', b"1"),
    "listed": (b'"x"', b'""', b"[1]"),
    "lax": (b'"1_0"', b'"inf"', b"true", b'""'),
    "flag": (b'"yes"', b"2", b'""', b"[]"),
    "closed": (b'"new"', b'""', '"`$[²]"'.encode(), b'"`$[%b]"' % (b"9" * 5000)),
    "day": (b'"20240229"', b'"2024-W09-4"', b'""'),
    "moment": (b'"20240229T100000Z"', b'"2024W094T10Z"', b'"2024-02-30T10:00:00Z"', b'" "', b'"Z"', b"1"),
    "literal": (b'"c"', b"3.0"),
    "unit-title": (b'"t","unit_title":"u"', b'null,"unitTitle":"u"'),
    "unitTitle": (b'"t"', b"null"),
    "unit_title": (b'"t"', b'"t","unitTitle":"u"'),
    "ref": (b"{}", b"[]", b'""', b'{"sourcedId":"r","undeclared":1}', b'{"href":"h"}'),
    "refOrText": (b"1", b"[]"),
    "refs": (REF, b"[null]", b"[[]]"),
    "strictShape": (b'{"kind":"square","kind":"circle"}', b'{"kind":"circle","radius":1,"kind":"square"}'),
    "metadata": (shaft(300), b"[]", b'""'),
    "free": (tower(300), b"[%b]" % shaft(300)),
    "byName": (b'{"a":null}', b"[]"),
    "tree": (b'{"label":"a","children":[' * 200 + b'{"label":"b"}' + b"]}" * 200,),
    "animal": (b'{"kind":"bird","wings":2,"more":%b}' % tower(300),),
}
"""Members of a body that the general way reads or refuses."""
RARE = {
    "flag": (b'"TRUE"', b"1.0"),
    "status": (b'"new"', b'""'),
    "statuses": (b'["active","new"]',),
    "mode": (b'"new"',),
    "metadata": (shaft(60), b'{"a":%b}' % tower(60)),
    "free": (tower(60), shaft(60)),
    "shape": (
        b'{"kind":"star"}',
        b'{"kind":null}',
        b"{}",
        b'{"kind":"square","radius":1}',
        b'{"kind":1,"kind":"disc","radius":1}',
    ),
    "openShapes": (b'[{"kind":"square"},{"kind":"other","more":3}]',),
}
"""Members that the lane takes once it has seen that they come."""


def body_of(name: str, value: bytes) -> bytes:
    """A body of the required fields and one more, in place of which it may stand."""
    others = {each: REQUIRED[each] for each in REQUIRED if each != name}
    return b'%b,"%b":%b}' % (json.dumps(others).encode().removesuffix(b"}"), name.encode(), value)


class Watched(Lane):
    """A lane that remembers whether it took the last body, and how often it tried to make a way."""

    took = False
    tried = 0

    def take(self, body: bytes, where: Where, *, many: bool) -> tuple[Any, dict[str, Any]] | None:
        taken = super().take(body, where, many=many)
        self.took = taken is not None
        return taken

    def way(self, where: Where, many: bool) -> Callable[[bytes], tuple[Any, dict[str, Any]]]:
        self.tried += 1
        return super().way(where, many)


def takes(expect: Reader, lane: Watched, body: bytes) -> bool:
    """Whether a lane takes a body; what is read is the same the general way, in any case."""
    assert told(by(expect, lane), body) == told(by(expect, None), body), body
    return lane.took


@pytest.mark.parametrize(
    ("cls", "written", "is_taken"),
    [
        (Named, b'{"id":"a"}', True),
        (Named, b'{"sourcedId":"a","rank":"last"}', False),
        (Named, b"{}", False),
        (Named, b'{"id":"a","sourcedId":"b"}', False),
        (Named, b'{"id":"a","rank":"third"}', False),
        (Named, b'{"id":"a","rank":1}', False),
        (Odd, b'{"choosing":{"kind":"choosing"}}', True),
        (Odd, b'{"choosing":{"kind":"choosing","size":1}}', True),
        (Odd, b'{"draft":{"kind":"draft"}}', True),
        (Odd, b'{"draft":{"kind":"square"},"animal":{"kind":"fish"}}', True),
        (Odd, b'{"mood":"glad"}', True),
        (Odd, b'{"mood":"cheerful"}', True),
        (Odd, b'{"animal":[]}', False),
        (Odd, b'{"animal":""}', False),
    ],
)
def test_models_are_read_as_the_general_way_reads_them(cls: type[Model], written: bytes, *, is_taken: bool) -> None:
    assert takes(One(None, cls), Watched(cls), written) is is_taken


def test_members_around_the_models_count() -> None:
    lane, expect = Watched(Ref), Many("data.rows", Ref, paging=Paging("offset", total=("meta.total",)))
    assert takes(expect, lane, b'{"meta":{"total":9},"data":{"rows":[%b]}}' % REF)
    assert not takes(expect, lane, b'{"meta":%b,"data":{"rows":[%b]}}' % (shaft(300), REF))
    assert not takes(expect, lane, b'{"meta":{"total":9},"data":{"rows":[%b],"more":1}}' % REF)
    assert not takes(expect, lane, b'{"data":{"rows":[%b],"meta":{"total":9}}}' % REF)


def test_the_name_of_a_member_may_be_empty() -> None:
    assert takes(One("", Ref), Watched(Ref), b'{"":%b}' % REF)
    assert not takes(One("", Ref), Watched(Ref), REF)


def test_a_verdict_is_heard() -> None:
    lane, expect = Watched(Ref), One("ref", Ref, verdict="ok")
    assert takes(expect, lane, b'{"ok":true,"ref":%b}' % REF)
    assert takes(expect, lane, b'{"ok":false,"ref":%b}' % REF)


def rows(*more: str) -> bytes:
    """A page of four rows, of which the third has these members more."""
    odd = dict.fromkeys(more, 1)
    held = [{"sourcedId": each} | (odd if each == "c" else {}) for each in "abcd"]
    return json.dumps({"rows": held}).encode()


LIST = Many("rows", Ref)


def test_names_that_come_again_are_learned() -> None:
    lane = Watched(Ref)
    assert [takes(LIST, lane, rows("new", "other")) for _ in range(4)] == [False, False, True, True]
    bodies = (rows(), rows("new"), rows("other", "third"), rows("new", "other"))
    assert [takes(LIST, lane, body) for body in bodies] == [True, True, False, True]
    deep = rows("new").replace(b'"new": 1', b'"new": %b' % shaft(300), 1)
    assert not takes(LIST, lane, deep)


def test_names_are_learned_where_they_come() -> None:
    lane, tree = Watched(Tree), b'{"label":"a","children":[{"label":"b"},{"label":"c","new":[]}]%b}'
    assert [takes(One(None, Tree), lane, tree % b"") for _ in range(3)] == [False, False, True]
    assert takes(One(None, Tree), lane, tree % b',"new":{"a":1.0}')
    lane, place = Watched(Place), b'{"sourcedId":"a","title":"t","parent":{"sourcedId":"b","new":[]}%b}'
    assert [takes(One(None, Place), lane, place % b"") for _ in range(3)] == [False, False, True]
    assert not takes(One(None, Place), lane, place % b',"new":[]')


def test_what_is_too_deep_is_never_taken() -> None:
    tree, place = Watched(Tree), Watched(Place)
    assert not takes(One(None, Tree), tree, b'{"label":"a","children":[' * 200 + b'{"label":"b"}' + b"]}" * 200)
    deep = [b'{"sourcedId":"a","title":"t","metadata":%b}' % shaft(levels) for levels in (60, 60, 300)]
    assert [takes(One(None, Place), place, body) for body in deep] == [False, True, False]


def read_all(members: Mapping[str, Sequence[bytes]], lane: Watched, *, is_taken: bool) -> None:
    """Read bodies with each of these members."""
    for name, value in ((name, value) for name, values in members.items() for value in values):
        lane.credit = OPEN
        assert takes(One(None, Everything), lane, body_of(name, value)) is is_taken, (name, value[:50])


def test_every_member_is_read_as_the_general_way_reads_it() -> None:
    lane = Watched(Everything)
    read_all(TAKEN, lane, is_taken=True)
    read_all(LEFT, lane, is_taken=False)
    read_all(TAKEN, lane, is_taken=True)  # whatever it learned of those that it left


@pytest.mark.parametrize("row", ["\u00b2", "9" * 5000], ids=["no digit", "too many digits"])
@pytest.mark.parametrize("before", ["[", "`$["])
def test_no_row_is_read_out_of_texts(before: str, row: str) -> None:
    text = f"{before}{row}]"
    closed = body_of("closed", json.dumps(text).encode())
    assert not takes(Many(None, Everything), Watched(Everything), b"[%b]" % closed)
    lane = Watched(Ref)
    assert [takes(LIST, lane, rows(text)) for _ in range(3)] == [False, False, True]
    assert not takes(LIST, lane, rows(text).replace(b": 1", b": %b" % shaft(300)))  # told by that name


@pytest.mark.parametrize("gift", GIFTS)
def test_nobody_walks_through_what_kinds_give(gift: str) -> None:
    lane, body = Watched(Given), json.dumps({"gift": gift, "new": 1}).encode()
    for is_taken in (False, False, True):
        given: Any = by(One(None, Given), lane).read(REQUEST, HttpResponse(200, (), body))
        assert given.gift is GIFTS[gift]
        assert lane.took is is_taken


def test_some_names_are_learned_and_no_more() -> None:
    lane = Watched(Ref)
    some = [[f"new{number}-{other}" for other in range(NAMES // 2 - 1)] for number in range(4)]
    for names in some:
        for _ in range(2):
            lane.credit = OPEN
            assert not takes(LIST, lane, rows(*names))
    lane.credit = OPEN
    assert len(lane.twins.learned[Ref]) == NAMES
    assert takes(LIST, lane, rows(*some[0]))
    assert not takes(LIST, lane, rows(*some[-1]))


@pytest.mark.parametrize("name", ['a"b', "a\\b", "\ud800", "\0", "\n"])
def test_what_no_struct_can_have_is_not_learned(name: str) -> None:
    lane = Watched(Ref)
    for _ in range(3):
        lane.credit = OPEN
        assert not takes(LIST, lane, rows(name))
    lane.credit = OPEN
    assert takes(LIST, lane, rows())


def test_a_lane_that_refuses_often_closes_and_opens_again() -> None:
    lane = Watched(Ref)
    for number in range(2):
        assert not takes(LIST, lane, rows(f"new{number}"))
    taken = [takes(LIST, lane, rows()) for _ in range(2 * REFUSAL)]
    assert not any(taken[: REFUSAL // 2])
    assert all(taken[REFUSAL:])


def test_a_lane_that_cannot_be_made_closes_for_good() -> None:
    lane = Watched(Switch)
    for spelling in [b"true", b"false"] * 2 * REFUSAL:
        assert not takes(One(None, Switch), lane, b'{"held":{"isOn":%b}}' % spelling)
    assert lane.tried == 2  # narrow and wide


def test_ever_new_names_fill_no_memory() -> None:
    lane = Watched(Ref)
    for number in range(5):
        lane.credit = OPEN
        assert not takes(LIST, lane, rows(*(f"{number}-{other}" for other in range(500))))
    assert len(lane.seen) < 5 * 500
    assert lane.twins.learned == {}


@pytest.mark.parametrize(("name", "values"), RARE.items(), ids=RARE)
def test_what_is_rare_is_taken_once_it_came(name: str, values: Sequence[bytes]) -> None:
    lane = Watched(Everything)
    read_all({name: values[:1]}, lane, is_taken=False)
    read_all(RARE, lane, is_taken=True)
