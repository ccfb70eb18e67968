"""How CASE takes whole frameworks."""

import pytest
from tests.answering import Answering, refused
from tests.case.frameworks import Json, association, document, framework, item, link
from tests.scripted_server import Reply
from tests.support import client_of, error, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.case import (
    CFAssociation,
    CFDefinitions,
    CFDocument,
    CFPackage,
    CFPackageInput,
    CFSubject,
    LinkURI,
    create_package,
    get_association,
    read_package,
    update_package,
    upsert_package,
)
from timeback_core.errors import Forbidden, NotFound, Refusal, Rejected
from timeback_core.sandbox import Sandbox

STATS = {"documents": 1, "items": 2, "associations": 2}
DONE: Json = {"success": True, "message": "done", "result": {"documentId": "d", "stats": STATS, "success": True}}
SENT = framework({"a": ["d"], "b": ["a"]})


def body_of(package: Json) -> CFPackageInput:
    """The upload of a package in JSON."""
    return CFPackageInput.of(read_package(package).unwrap()).unwrap()


PACKAGE = body_of(SENT)


def test_a_second_upload_replaces_the_first(client: TimebackClient) -> None:
    packages = client.case.packages
    for sent, ids in ((SENT, ["a", "b"]), (framework({"a": ["d"]}), ["a"])):
        assert value(packages.create(body_of(sent))).result.document_id == "d"
        assert [each.sourced_id for each in value(packages.get("d")).cf_items] == ids
    assert isinstance(error(client.case.items.get("b")), NotFound)
    assert value(packages.update("d", PACKAGE)).result.stats.items == 2
    assert isinstance(error(packages.update("e", PACKAGE)), NotFound)
    assert len(value(packages.get("d")).cf_items) == 2


@pytest.mark.parametrize(
    ("refusal", "creates"),
    [
        (refused(404, "The requested record was not found"), True),
        (refused(404, "Framework document not found"), True),
        (Reply(None, 405), True),
        (Reply(None, 410), True),
        (refused(403, "Not for you"), False),
        (refused(422, "Wrong"), False),
    ],
)
def test_replacing_is_not_offered_everywhere(answering: Answering, refusal: Reply, creates: bool) -> None:
    session = answering(refusal, Reply(DONE, 201))
    told = upsert_package(session, "d", PACKAGE)
    sent = [(each.verb, each.path) for each in answering.sent]
    replaced = ("PUT", "/ims/case/v1p1/CFPackages/d")
    if creates:
        assert value(told).result.document_id == "d"
        assert sent == [replaced, ("POST", "/ims/case/v1p1/CFPackages")]
        assert answering.sent[0].body == answering.sent[1].body
    else:
        assert isinstance(error(told), Refusal)
        assert sent == [replaced]


@pytest.mark.parametrize("told", [{"success": False}, {"result": {**DONE["result"], "success": False}}])
def test_an_upload_tells_twice_whether_it_succeeded(answering: Answering, told: Json) -> None:
    failed = Reply({**DONE, "message": "Not stored", **told}, 201)
    for result in (
        create_package(answering(failed), PACKAGE),
        update_package(answering(failed), "d", PACKAGE),
        upsert_package(answering(failed), "d", PACKAGE),
    ):
        rejected = error(result)
        assert isinstance(rejected, Rejected)
        assert rejected.reply.text == "Not stored"


def test_the_licence_of_a_document_has_three_names(client: TimebackClient) -> None:
    licence, address = link("l"), "https://s.example/l"
    given = {**SENT, "CFDocument": document(licenseURI=licence), "CFItems": [item("a", licenseURI=licence), item("b")]}
    body = body_of(given)
    assert (body.cf_document.license_uri, body.cf_items[0].license_uri) == (address, body.cf_document.license_link)
    value(client.case.packages.create(body))
    found = value(client.case.packages.get("d"))
    assert (
        found.cf_document.license_uri
        == found.cf_items[0].license_uri
        == LinkURI(sourced_id="l", title="The l", uri=address)
    )
    value(client.case.packages.create(body_of({**SENT, "CFDocument": document(licenseURI=address)})))
    stored = value(client.case.documents.get("d")).license_uri
    assert isinstance(stored, LinkURI | str)
    assert getattr(stored, "uri", stored) == address


def test_definitions_are_taken_and_not_given_back(client: TimebackClient) -> None:
    lists = CFDefinitions(cf_subjects=(CFSubject(identifier="s", title="Math"),))
    value(client.case.packages.create(evolve(PACKAGE, cf_definitions=lists)))
    assert value(client.case.packages.get("d")).cf_definitions is None


def test_an_upload_goes_by_its_identifiers(client: TimebackClient) -> None:
    answered: Json = {"sourcedId": ["x"], "childGroups": "x"}
    first, _ = PACKAGE.cf_associations
    below = evolve(first, origin_node_uri=evolve(first.origin_node_uri, extra=answered), extra=answered)
    upload = CFPackageInput(
        cf_document=evolve(PACKAGE.cf_document, extra=answered),
        cf_items=[evolve(each, extra=answered) for each in PACKAGE.cf_items],
        cf_associations=[below, *PACKAGE.cf_associations[1:]],
    )
    assert value(client.case.packages.create(upload)).result.document_id == "d"
    (top,) = value(client.case.packages.get_groups("d")).structured_content["Standard"]
    assert (top.sourced_id, top.child_groups["Standard"][0].sourced_id) == ("a", "b")
    origin = value(client.case.associations.get("a-isChildOf-d")).origin_node_uri
    assert origin is not None
    assert origin.sourced_id == "a"


def test_what_only_the_standard_knows_goes_along(client: TimebackClient) -> None:
    of_document: Json = {"frameworkType": "State", "subjectURI": [link("s")], "unknown": {"a": 1}}
    of_item: Json = {"conceptKeywordsURI": link("k"), "subjectURI": [link("s")]}
    of_association: Json = {"notes": "n", "CFAssociationGroupingURI": link("g")}
    below = {**association("a", "d", **of_association), "originNodeURI": {**link("a"), "targetType": "CASE"}}
    given: Json = {"CFDocument": document(**of_document), "CFItems": [item("a", **of_item)], "CFAssociations": [below]}
    value(client.case.packages.create(body_of(given)))
    stored, wanted = value(client.case.packages.get("d")), read_package(given).unwrap()
    assert without_back_links(stored) == without_back_links(wanted)


def without_back_links(package: CFPackage) -> tuple[object, ...]:
    """What a package holds, but for the links to where it lies."""
    items = [evolve(each, cf_document_uri=None) for each in package.cf_items]
    associations = [evolve(each, cf_document_uri=None) for each in package.cf_associations]
    document: CFDocument = evolve(package.cf_document, cf_package_uri=None)
    return document, items, associations


@pytest.mark.parametrize("told", [2, 2.0, "2"])
def test_a_place_may_have_a_fraction_that_says_nothing(answering: Answering, told: object) -> None:
    body = {"CFAssociation": {"sourcedId": "a", "sequenceNumber": told}}
    found = value(get_association(answering(Reply(body)), "a"))
    assert (found.sequence_number, type(found.sequence_number)) == (2, int)
    assert encode(CFAssociation(sequence_number=2.0)).unwrap() == {"sourcedId": "", "sequenceNumber": 2}


def test_the_other_platform_builds_packages_itself() -> None:
    with Sandbox(students=1, platform="LEARNWITH_AI").serve() as server, client_of(server) as client:
        packages = client.case.packages
        document_id = value(client.case.documents.list())[0].sourced_id
        package = value(packages.get(document_id))
        body = CFPackageInput.of(package).unwrap()
        for told in (
            packages.create(body),
            packages.update(document_id, body),
            packages.upsert(document_id, body),
            packages.get_groups(document_id),
        ):
            refusal = error(told)
            assert isinstance(refusal, Forbidden)
            assert "cannot be uploaded" in refusal.reply.text
        assert {each.path.partition("/CF")[0] for each in server.sandbox.requests()} == {"/case/1.1", "/auth/1.0/token"}
