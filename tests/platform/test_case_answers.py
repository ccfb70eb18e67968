"""What CASE answers."""

from datetime import UTC, datetime

import pytest
from tests.answering import FAILURE, Answering
from tests.case.frameworks import item
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core.case import (
    CFItemInput,
    get_association,
    get_document,
    get_item,
    get_package,
    get_package_groups,
    list_documents,
    list_items,
)
from timeback_core.errors import Forbidden, NotFound, Refusal


def test_ids_have_two_names(answering: Answering) -> None:
    for names in ({"sourcedId": "x"}, {"identifier": "x"}, {"identifier": "y", "sourcedId": "x"}):
        link = {**names, "title": "T"}
        entity = {**names, "originNodeURI": link, "CFDocumentURI": link}
        for body in ({"CFAssociation": entity}, entity):
            found = value(get_association(answering(Reply(body)), "x"))
            assert found.sourced_id == "x"
            assert found.origin_node_uri is not None
            assert found.origin_node_uri.sourced_id == "x"


def test_what_was_not_asked_for_is_missing(answering: Answering) -> None:
    session = answering(Reply({"CFItems": [{"fullStatement": "A", "new": 1}]}), Reply({"CFItems": []}))
    (found,) = value(list_items.collect(session, fields=["full_statement"]))
    assert (found.sourced_id, found.full_statement, found.extra) == ("", "A", {"new": 1})
    assert "fields of" not in str(CFItemInput.of(found).failure())
    assert CFItemInput.of(found).failure().problems[0].text.startswith("was read with some of its fields only")


@pytest.mark.parametrize("kind", [None, ""])
def test_an_item_may_have_no_kind(answering: Answering, kind: str | None) -> None:
    rows = [{"sourcedId": "a", "CFItemType": kind}, {"sourcedId": "b", "CFItemType": "Standard"}]
    page = value(list_items(answering(Reply({"CFItems": rows}))))
    assert [each.cf_item_type for each in page] == [kind, "Standard"]


def test_a_code_is_no_key(answering: Answering) -> None:
    codes = ["M.1", None, "M.1"]
    rows = [{"sourcedId": str(index), "humanCodingScheme": code} for index, code in enumerate(codes)]
    assert [each.human_coding_scheme for each in value(list_items(answering(Reply({"CFItems": rows}))))] == codes


def test_a_link_may_lack_its_address(answering: Answering) -> None:
    for uri in ({}, {"uri": None}):
        link = {"sourcedId": "l", "title": "L", **uri}
        found = value(get_item(answering(Reply({"CFItem": {"sourcedId": "a", "licenseURI": link}})), "a"))
        assert getattr(found.license_uri, "uri", "") is None


@pytest.mark.parametrize("body", [{"CFDocuments": []}, {"CFDocuments": None}, {}])
def test_there_may_be_no_framework(answering: Answering, body: object) -> None:
    assert value(list_documents.collect(answering(Reply(body)))) == ()


def test_a_list_of_texts_may_come_as_a_text(answering: Answering) -> None:
    body = {"sourcedId": "a", "subject": "Math", "conceptKeywords": "count", "educationLevel": "01"}
    found = value(get_item(answering(Reply({"CFItem": body})), "a"))
    assert (found.subject, found.concept_keywords, found.education_level) == (("Math",), ("count",), ("01",))


@pytest.mark.parametrize("text", ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05", "2024-01-02T04:04:05.000+01:00"])
def test_times_come_with_and_without_an_offset(answering: Answering, text: str) -> None:
    rows = [{"sourcedId": "a", "lastChangeDateTime": each} for each in (text, "some day")]
    found, odd = value(list_items(answering(Reply({"CFItems": rows}))))
    assert found.last_change_date_time == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (odd.last_change_date_time, odd.extra) == (None, {"lastChangeDateTime": "some day"})


def test_an_address_need_not_be_one(answering: Answering) -> None:
    body = {"sourcedId": "d", "uri": "shelf 3", "officialSourceURL": "see the book"}
    found = value(get_document(answering(Reply({"CFDocument": body})), "d"))
    assert (found.uri, found.official_source_url) == ("shelf 3", "see the book")


def test_groups_may_be_missing(answering: Answering) -> None:
    document = {"sourcedId": "d", "title": "D"}
    for content in ({}, {"structuredContent": None}):
        session = answering(Reply({"CFPackageWithGroups": {"sourcedId": "d", "CFDocument": document, **content}}))
        assert dict(value(get_package_groups(session, "d")).structured_content) == {}
    deepest = {**item("c"), "childGroups": {}}
    deeper = {**item("b"), "childGroups": {"Standard": [deepest]}}
    groups = {"Domain": [{**item("a"), "childGroups": {"Cluster": [deeper]}}]}
    whole = {"sourcedId": "d", "CFDocument": document, "structuredContent": groups}
    found = value(get_package_groups(answering(Reply({"CFPackageWithGroups": whole})), "d"))
    (top,) = found.structured_content["Domain"]
    assert top.child_groups["Cluster"][0].child_groups["Standard"][0].sourced_id == "c"


@pytest.mark.parametrize("name", ["imsx_CodeMinor", "imsx_codeMinor"])
def test_refusals_spell_a_member_in_two_ways(answering: Answering, name: str) -> None:
    minor = FAILURE["imsx_CodeMinor"]
    refusal = {"imsx_codeMajor": "failure", "imsx_description": "Not there", name: minor}
    told = error(get_package(answering(Reply(refusal, 404)), "d"))
    assert isinstance(told, NotFound)
    assert (told.reply.text, "unknownobject" in str(told.reply.codes)) == ("Not there", True)
    for body in ({"message": "Go away"}, b"Go away"):
        gateway = error(get_package(answering(Reply(body, 403, (("content-type", "text/plain"),))), "d"))
        assert isinstance(gateway, Refusal)
        assert (type(gateway), gateway.reply.text) == (Forbidden, "Go away")
