"""What holds of frameworks: as files, as trees, between two versions, and on their way to the platform."""

import json
import pickle
from typing import Any

import pytest
from tests.answering import Answering, refused
from tests.case.frameworks import Json, association, document, framework, item, link
from tests.scripted_server import Reply
from tests.support import calls, error, value

from timeback_core import TimebackClient, check, evolve
from timeback_core.case import (
    CFPackage,
    CFPackageInput,
    compare_packages,
    create_package,
    read_package,
    tree_of,
    upsert_package,
    write_package,
)
from timeback_core.errors import Conflict, ConnectionFailed, InvalidInput, ServerFault
from timeback_core.sandbox import Sandbox

DEEP = 5000
ITEM_TWICE = "$.CFItems[0].identifier"


def package_of(file: Json) -> CFPackage:
    """The package of a file."""
    return read_package(file).unwrap()


def statements(tree: Any, item_id: str) -> list[str]:
    """The ids below an item."""
    return [each.sourced_id for each in tree.children_of(item_id)]


def test_a_framework_is_read_whatever_its_age() -> None:
    rubric = {"identifier": "r", "CFRubricCriteria": [{"identifier": "c", "CFItemURI": link("a"), "position": 1}]}
    old = framework({"a": ["d"]}, CFRubrics=[rubric], more=[1])
    old["CFDocument"] = document(CFPackageURI="https://s.example/p", lastChangeDateTime="2017-05-25T18:05:33")
    old["CFItems"] = [item("a", CFDocumentURI="https://s.example/d", educationalLevel="06", CFItemType=None)]
    old["CFAssociations"][0]["sequenceNumber"] = "1"
    new: Json = json.loads(json.dumps(old).replace('"18:05:33"', '"18:05:33.000Z"'))
    new["CFDocument"]["lastChangeDateTime"] = "2017-05-25T18:05:33.000Z"
    new["CFAssociations"][0]["sequenceNumber"] = 1
    answered = json.loads(json.dumps({"CFPackage": old}).replace('"identifier"', '"sourcedId"'))
    for file in (
        old,
        json.dumps(old),
        b"\xef\xbb\xbf" + json.dumps(old, indent=1).encode(),
        {"CFPackage": old},
        answered,
    ):
        package = read_package(file).unwrap()
        assert [each.sourced_id for each in package.cf_items] == ["a"]
        assert package.cf_document.cf_package_uri == "https://s.example/p"
        assert package.cf_associations[0].sequence_number == 1
        assert package.cf_rubrics[0].cf_rubric_criteria[0].position == 1
        assert (package.extra, package.cf_items[0].extra) == ({"more": [1]}, {"educationalLevel": "06"})
        assert json.loads(write_package(package).unwrap()) == new


@pytest.mark.parametrize(
    ("file", "places"),
    [
        ("<html>", {"$"}),
        ("[]", {"$"}),
        ({"CFItems": []}, {"$.CFDocument"}),
        ({"CFPackage": {"CFDocument": "d"}}, {"$.CFPackage.CFDocument"}),
        ('"{}"', {"$"}),
        ({"CFPackage": "{}"}, {"$.CFPackage"}),
        ('{"CFDocument": {"identifier": "d"}, "CFItems": [{"identifier": "a", "identifier": "b"}]}', {ITEM_TWICE}),
        (b'\xef\xbb\xbf{"CFDocument": {"uri": {"a": 1, "a": 2}}, "CFDocument": {"identifier": "d"}}', {"$.CFDocument"}),
        ({"CFDocument": document(), "CFItems": [1, item("a")], "CFRubrics": 1}, {"$.CFItems[0]", "$.CFRubrics"}),
        (
            {
                "CFDocument": {},
                "CFItems": [item("a"), {"identifier": None}],
                "CFAssociations": [{"identifier": 1}, {"identifier": "x"}],
            },
            {"$.CFDocument.identifier", "$.CFItems[1].identifier", "$.CFAssociations[0].identifier"},
        ),
    ],
)
def test_what_is_no_framework_is_told_with_its_place(file: Any, places: set[str]) -> None:
    assert {problem.path for problem in read_package(file).failure().problems} == places


def test_every_item_has_a_place() -> None:
    parents = {"a": ["d"], "b": ["a", "d"], "c": ["b"], "lost": [], "x": ["y"], "y": ["x"], "out": ["elsewhere"]}
    file = framework(parents)
    file["CFItems"].append(item("a", fullStatement="Another."))
    numbers = {"b-isChildOf-d": 1, "a-isChildOf-d": 2}
    for each in file["CFAssociations"]:
        if each["identifier"] in numbers:
            each["sequenceNumber"] = numbers[each["identifier"]]
    tree = tree_of(package_of(file))
    laid = [(place.depth, place.item.sourced_id, place.again) for place in tree.places]
    assert laid == [
        (0, "b", False),
        (1, "c", False),
        (0, "a", False),
        (1, "b", True),
        (0, "lost", False),
        (0, "out", False),
        (0, "x", False),
        (1, "y", False),
        (2, "x", True),
    ]
    assert [each.sourced_id for each in tree.orphans] == ["lost", "out"]
    assert [(child.sourced_id, parent.sourced_id) for child, parent in tree.loops] == [("x", "y")]
    assert [each.sourced_id for each in tree.dangling] == ["out-isChildOf-elsewhere"]
    assert [each.full_statement for each in tree.repeated] == ["Another."]
    assert not tree.is_sound
    assert tree_of(package_of(framework({"a": ["d"]}))).is_sound


def test_depth_is_no_matter() -> None:
    package = package_of(framework({f"i{index}": [f"i{index - 1}" if index else "d"] for index in range(DEEP)}))
    tree = tree_of(package)
    assert (len(tree.places), tree.places[-1].depth, tree.is_sound) == (DEEP, DEEP - 1, True)
    assert len(tree.path_of(f"i{DEEP - 1}")) == DEEP
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 -- made here
    assert not compare_packages(package, evolve(package, cf_items=list(package.cf_items)))


def test_a_code_finds_every_item_that_has_it() -> None:
    codes = {"a": "M.1", "b": None, "c": "M.10", "e": "M.1", "f": "R.1"}
    file = framework({each: ["d"] for each in codes})
    file["CFItems"] = [item(name, humanCodingScheme=code) for name, code in codes.items()]
    tree = tree_of(package_of(file))
    assert [each.sourced_id for each in tree.with_code("M.1")] == ["a", "e"]
    assert [each.sourced_id for each in tree.with_prefix("M.")] == ["a", "e", "c"]
    assert tree.with_code("M") == tree.with_prefix("m") == ()


def test_two_versions_tell_what_has_changed() -> None:
    old = package_of(framework({"a": ["d"], "b": ["a"], "c": ["a"]}))
    file = framework({"a": ["d"], "b": ["d"], "e": ["a"]})
    file["CFItems"][0] |= {"notes": "n", "odd": 1, "CFDocumentURI": link("d")}
    file["CFDocument"]["title"] = "Counting again"
    changes = compare_packages(old, package_of(file))
    assert changes
    assert changes.document is not None
    assert changes.document.fields == ("title",)
    assert [each.sourced_id for each in (*changes.added, *changes.removed)] == ["e", "c"]
    assert [(each.after.sourced_id, each.fields) for each in changes.changed] == [("a", ("notes", "extra"))]
    assert [(each.item.sourced_id, each.before, each.after) for each in changes.moved] == [("b", ("a",), ("d",))]
    assert {each.sourced_id for each in changes.removed_associations} == {"b-isChildOf-a", "c-isChildOf-a"}
    assert compare_packages(old, package_of(file), ignoring=("notes", "extra", "cf_document_uri")).changed == ()
    assert not compare_packages(old, old)


def test_a_bad_reference_is_told_before_an_upload(client: TimebackClient, sandbox: Sandbox) -> None:
    file = framework({"a": ["d"], "b": ["elsewhere"]})
    file["CFItems"].append(item("d"))
    file["CFAssociations"] += [association("p", "q", "exactMatchOf"), association("a", "d")]
    told = error(client.case.packages.create(CFPackageInput.of(package_of(file)).unwrap()))
    assert isinstance(told, InvalidInput)
    assert [problem.path for problem in told.problems] == [
        "cf_items[2].identifier",
        "cf_associations[1].destination_node_uri.identifier",
        "cf_associations[3].identifier",
    ]
    assert calls(sandbox) == []
    sound = framework({"a": ["d"]})
    sound["CFAssociations"].append(association("p", "q", "exactMatchOf"))
    assert check(CFPackageInput.of(package_of(sound)).unwrap()) == ()


STORED = {"success": True, "result": {"documentId": "d", "stats": {"documents": 1, "items": 1, "associations": 1}}}
SMALL = CFPackageInput.of(package_of(framework({"a": ["d"]}))).unwrap()


def test_a_framework_is_stored_under_the_id_that_was_asked_for(client: TimebackClient, sandbox: Sandbox) -> None:
    wrong = evolve(SMALL, cf_document=evolve(SMALL.cf_document, title=""))
    told = error(client.case.packages.upsert("other", wrong))
    assert isinstance(told, InvalidInput)
    assert [problem.path for problem in told.problems] == ["cf_document.title", "sourced_id"]
    assert calls(sandbox) == []
    for _ in range(2):
        assert value(client.case.packages.upsert("d", SMALL)).result.document_id == "d"
    assert [request.status for request in calls(sandbox)] == [404, 201, 200]


def test_a_framework_that_another_caller_has_just_uploaded_is_replaced(answering: Answering) -> None:
    gone, taken, done = refused(404, "No such framework"), refused(409, "It exists already"), Reply(STORED)
    assert value(upsert_package(answering(gone, taken, done), "d", SMALL)).success
    assert [each.verb for each in answering.sent] == ["PUT", "POST", "PUT"]
    assert isinstance(error(upsert_package(answering(Reply(None, 405), taken, gone), "d", SMALL)), Conflict)


def test_an_upload_that_may_have_arrived_is_not_repeated(answering: Answering) -> None:
    for reply, kind in ((Reply(None, 500), ServerFault), (Reply(cut=True), ConnectionFailed)):
        session = answering(reply).using(timeout=300)
        assert isinstance(error(create_package(session, SMALL)), kind)
        assert len(answering.sent) == 1
    assert upsert_package.request("d", SMALL) == upsert_package.request("d", SMALL)
