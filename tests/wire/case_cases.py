"""A case for every operation of CASE."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tests.wire.case import Case, Shows

from timeback_core.case import (
    CFAssociationInput,
    CFDefinitions,
    CFDocumentInput,
    CFItemInput,
    CFPackageInput,
    CFSubject,
    LinkURIInput,
    create_package,
    get_association,
    get_document,
    get_item,
    get_package,
    get_package_groups,
    list_documents,
    list_items,
    update_package,
)
from timeback_core.sandbox.world import Platform

BASES: dict[Platform, str] = {"BEYOND_AI": "/ims/case/v1p1", "LEARNWITH_AI": "/case/1.1"}
BASE = BASES["BEYOND_AI"]
DOCUMENT = "64e7955b-e131-57b7-af28-cd88b3464392"
"""The standards of the district in Math."""
ITEM = "7e92e7d9-e007-54fb-8c60-6d0bee966ef5"
ASSOCIATION = "83eb3fc5-e788-581b-b497-daf713d8ea57"

NEW = "6f0d3c52-1111-4c3f-8a52-7f1f0c2a9d10"
NEW_ITEM = "6f0d3c52-2222-4c3f-8a52-7f1f0c2a9d10"
THEN = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
THEN_SENT = "2024-01-02T03:04:05.000Z"


def package(document: str, title: str, items: Sequence[CFItemInput] = ()) -> CFPackageInput:
    """A framework of that id and title, whose items lie below the document."""
    root = CFDocumentInput(
        identifier=document,
        uri="https://S.Example/d?a=ü",
        last_change_date_time=THEN,
        title=title,
        creator="State",
        official_source_url="https://S.Example/d.pdf",
        license_uri="https://S.Example/licence",
        status_start_date=date(2024, 8, 1),
        subject=["Math"],
        extensions={"a": None},
    )
    below = [
        CFAssociationInput(
            identifier=f"{item.identifier[:-1]}f",
            uri="https://S.Example/a",
            last_change_date_time=THEN,
            association_type="isChildOf",
            origin_node_uri=LinkURIInput(identifier=item.identifier, title="item", uri=item.uri),
            destination_node_uri=LinkURIInput(identifier=document, title=title, uri=root.uri),
            sequence_number=2.0,
        )
        for item in items
    ]
    lists = CFDefinitions(cf_subjects=(CFSubject(identifier="s-1", title="Math", hierarchy_code="1"),))
    return CFPackageInput(cf_document=root, cf_items=items, cf_associations=below, cf_definitions=lists)


def document_sent(identifier: str, title: str) -> dict[str, object]:
    """The document of such a framework on the wire."""
    return {
        "identifier": identifier,
        "uri": "https://S.Example/d?a=ü",
        "lastChangeDateTime": THEN_SENT,
        "title": title,
        "creator": "State",
        "officialSourceURL": "https://S.Example/d.pdf",
        "licenseUri": "https://S.Example/licence",
        "statusStartDate": "2024-08-01",
        "subject": ["Math"],
        "extensions": {"a": None},
    }


LISTS_SENT = {"CFSubjects": [{"identifier": "s-1", "title": "Math", "hierarchyCode": "1"}]}
STANDARD = CFItemInput(
    identifier=NEW_ITEM,
    uri="https://S.Example/i",
    last_change_date_time=THEN,
    full_statement="Count.",
    cf_item_type="Standard",
    human_coding_scheme="M.1",
    education_level=["01"],
    cf_item_type_uri=LinkURIInput(identifier="t-1", title="Standard", uri="https://S.Example/t"),
)
STANDARD_SENT = {
    "identifier": NEW_ITEM,
    "uri": "https://S.Example/i",
    "lastChangeDateTime": THEN_SENT,
    "fullStatement": "Count.",
    "CFItemType": "Standard",
    "humanCodingScheme": "M.1",
    "educationLevel": ["01"],
    "CFItemTypeURI": {"identifier": "t-1", "title": "Standard", "uri": "https://S.Example/t"},
}
BELOW_SENT = {
    "identifier": f"{NEW_ITEM[:-1]}f",
    "uri": "https://S.Example/a",
    "lastChangeDateTime": THEN_SENT,
    "associationType": "isChildOf",
    "originNodeURI": {"identifier": NEW_ITEM, "title": "item", "uri": "https://S.Example/i"},
    "destinationNodeURI": {"identifier": NEW, "title": "New", "uri": "https://S.Example/d?a=ü"},
    "sequenceNumber": 2,
}


def reads(platform: Platform) -> tuple[Case, ...]:
    """What can be read on each platform."""
    base = BASES[platform]
    of_one = {"human_coding_scheme": "Math 1"}
    return (
        Case(list_documents, (), f"{base}/CFDocuments", platform=platform),
        Case(get_document, (DOCUMENT,), f"{base}/CFDocuments/{DOCUMENT}", platform=platform),
        Case(
            list_items,
            (),
            f"{base}/CFItems",
            platform=platform,
            named={"where": of_one, "sort": "full_statement", "order_by": "desc", "limit": 2, "offset": 0},
            query="filter=humanCodingScheme='Math 1'&sort=fullStatement&orderBy=desc&limit=2&offset=0",
        ),
        Case(
            get_item,
            (ITEM,),
            f"{base}/CFItems/{ITEM}",
            platform=platform,
            named={"fields": ("cf_item_type", "full_statement")},
            query="fields=CFItemType,fullStatement",
        ),
        Case(get_association, (ASSOCIATION,), f"{base}/CFAssociations/{ASSOCIATION}", platform=platform),
        Case(get_package, (DOCUMENT,), f"{base}/CFPackages/{DOCUMENT}", platform=platform),
    )


CASES = (
    *reads("BEYOND_AI"),
    *reads("LEARNWITH_AI"),
    Case(get_package_groups, (DOCUMENT,), f"{BASE}/CFPackages/{DOCUMENT}/groups"),
    Case(
        create_package,
        (package(NEW, "New", [STANDARD]),),
        f"{BASE}/CFPackages",
        {
            "CFDocument": document_sent(NEW, "New"),
            "CFItems": [STANDARD_SENT],
            "CFAssociations": [BELOW_SENT],
            "CFDefinitions": LISTS_SENT,
        },
        Shows(f"{BASE}/CFItems/{NEW_ITEM}", ("CFItem",), {"sourcedId": NEW_ITEM, "fullStatement": "Count."}),
    ),
    Case(
        update_package,
        (DOCUMENT, package(DOCUMENT, "Again")),
        f"{BASE}/CFPackages/{DOCUMENT}",
        {
            "CFDocument": document_sent(DOCUMENT, "Again"),
            "CFItems": [],
            "CFAssociations": [],
            "CFDefinitions": LISTS_SENT,
        },
        Shows(f"{BASE}/CFPackages/{DOCUMENT}", ("CFPackage", "CFDocument"), {"title": "Again"}),
    ),
)
