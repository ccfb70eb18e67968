"""Models of CASE."""

from datetime import UTC, date, datetime

from tests.case.frameworks import association, document, framework, item, link
from tests.services.model_case import GONE, Back, Changes, Document, Json, Refused, Written

from timeback_core import case as c

THEN = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
BY_STANDARD: tuple[Changes, Changes] = ({"sourcedId": GONE, "identifier": "x"}, {"sourcedId": "x"})
"""The id by the name that the standard has for it."""


def answered(entity: Json) -> Json:
    """An entity as it is answered."""
    return {
        "sourcedId" if name == "identifier" else name: answered(each) if isinstance(each, dict) else each
        for name, each in entity.items()
    }


def sent(*links: str, **changes: object) -> Changes:
    """What differs when an entity is sent back: names of ids, those of these links too."""
    back = {name: {"title": "The l", "identifier": "l", "uri": "https://s.example/l"} for name in links}
    return {"sourcedId": GONE, "identifier": "x", **back, **changes}


LINK = answered(link("l"))
LINKS = Document(
    c.LinkURI,
    {**LINK, "targetType": "CASE"},
    (),
    seen={"sourced_id": "l", "title": "The l", "uri": "https://s.example/l", "target_type": "CASE"},
    spelled=[({"uri": None}, {"uri": None})],
    rewritten=[BY_STANDARD],
    back=[Back(c.LinkURIInput, {"sourcedId": GONE, "identifier": "l"})],
    no_input=[(c.LinkURIInput, {"uri": None, "title": GONE}, {"uri", "title"})],
)
DATES = {"statusStartDate": "2024-08-01", "statusEndDate": "2025-07-31"}
DOCUMENT = answered(
    document(
        identifier="x",
        frameworkType="State standards",
        caseVersion="1.1",
        officialSourceURL="no URL",
        publisher="Press",
        description="",
        subject=["Math"],
        subjectURI=[LINK],
        language="en",
        version="2",
        adoptionStatus="Adopted",
        **DATES,
        licenseURI=LINK,
        notes="n",
        extensions={"a": None},
        CFPackageURI=LINK,
    )
)
LICENCE = {"licenseUri": "https://s.example/l"}
DOCUMENTS_SENT = sent("licenseURI", "CFPackageURI", **LICENCE, subjectURI=[link("l")])
A_DOCUMENT = Document(
    c.CFDocument,
    DOCUMENT,
    (),
    seen={
        "sourced_id": "x",
        "title": "Counting",
        "creator": "State",
        "last_change_date_time": THEN,
        "official_source_url": "no URL",
        "subject_uri.0.title": "The l",
        "adoption_status": c.AdoptionStatus.ADOPTED,
        "status_start_date": date(2024, 8, 1),
        "license_uri.sourced_id": "l",
        "cf_package_uri.title": "The l",
    },
    spelled=[
        ({"subject": "Math"}, {"subject": ("Math",)}),
        ({"adoptionStatus": "Adopted and Implemented"}, {"adoption_status": "Adopted and Implemented"}),
        ({"lastChangeDateTime": "last year"}, {"last_change_date_time": None, "extra.lastChangeDateTime": "last year"}),
        ({"CFPackageURI": "https://s.example"}, {"cf_package_uri": "https://s.example"}),
    ],
    rewritten=[
        BY_STANDARD,
        ({"lastChangeDateTime": "2024-01-02T04:04:05+01:00"}, {}),
        ({"lastChangeDateTime": "2024-01-02T03:04:05"}, {}),
        ({"subject": "Math"}, {}),
    ],
    back=[
        Back(c.CFDocumentInput, DOCUMENTS_SENT),
        Back(c.CFDocumentInput, {**DOCUMENTS_SENT, "licenseURI": "u", "licenseUri": "u"}, {"licenseURI": "u"}),
    ],
    no_input=[(c.CFDocumentInput, {"creator": None, "title": GONE}, {"creator", "title"})],
)
ITEM = answered(
    item(
        "x",
        alternativeLabel="Skill",
        humanCodingScheme="M.1",
        listEnumeration="1.",
        abbreviatedStatement="Do x",
        conceptKeywords=["count"],
        conceptKeywordsURI=LINK,
        notes="n",
        subject=["Math"],
        subjectURI=[LINK],
        language="en",
        educationLevel=["01", "KG"],
        CFItemTypeURI=LINK,
        licenseURI=LINK,
        **DATES,
        extensions={},
        CFDocumentURI=LINK,
    )
)
ITEM_LINKS = ("conceptKeywordsURI", "CFItemTypeURI", "licenseURI", "CFDocumentURI")
AN_ITEM = Document(
    c.CFItem,
    ITEM,
    (),
    seen={
        "sourced_id": "x",
        "full_statement": "Do x.",
        "cf_item_type": "Standard",
        "human_coding_scheme": "M.1",
        "concept_keywords_uri.sourced_id": "l",
        "education_level": ("01", "KG"),
        "cf_item_type_uri.title": "The l",
        "cf_document_uri.title": "The l",
    },
    spelled=[
        ({"CFItemType": ""}, {"cf_item_type": ""}),
        ({"subject": "Math"}, {"subject": ("Math",)}),
        ({"CFItemTypeURI": "u"}, {"cf_item_type_uri": None, "extra.CFItemTypeURI": "u"}),
    ],
    rewritten=[BY_STANDARD],
    back=[Back(c.CFItemInput, sent(*ITEM_LINKS, subjectURI=[link("l")]))],
    no_input=[(c.CFItemInput, {"fullStatement": GONE}, {"full_statement"})],
)
BELOW = {"Standard": [{**ITEM, "childGroups": {"": [{**ITEM, "CFItemType": None}]}}]}
A_GROUPED_ITEM = Document(
    c.CFItemWithChildGroups,
    {**ITEM, "childGroups": BELOW},
    (),
    seen={"child_groups.Standard.0.child_groups..0.sourced_id": "x"},
    spelled=[({"childGroups": {"Standard": ["x"]}}, {"child_groups": {}, "extra.childGroups.Standard.0": "x"})],
)
ASSOCIATION = answered(
    association(
        "x",
        "l",
        identifier="x",
        sequenceNumber=3,
        CFAssociationGroupingURI=LINK,
        notes="n",
        extensions={"a": 1},
        CFDocumentURI=LINK,
    )
)
ASSOCIATION_LINKS = ("destinationNodeURI", "CFAssociationGroupingURI", "CFDocumentURI")
AN_ASSOCIATION = Document(
    c.CFAssociation,
    ASSOCIATION,
    (),
    seen={
        "association_type": c.AssociationType.IS_CHILD_OF,
        "sequence_number": 3,
        "origin_node_uri.sourced_id": "x",
        "destination_node_uri.sourced_id": "l",
        "cf_association_grouping_uri.title": "The l",
    },
    spelled=[
        ({"associationType": "ext:uses"}, {"association_type": "ext:uses"}),
        ({"sequenceNumber": 1.5}, {"sequence_number": 1.5}),
        ({"sequenceNumber": "first"}, {"sequence_number": None, "extra.sequenceNumber": "first"}),
    ],
    rewritten=[
        BY_STANDARD,
        ({"sequenceNumber": "2"}, {"sequenceNumber": 2}),
        ({"sequenceNumber": 2.0}, {"sequenceNumber": 2}),
    ],
    back=[Back(c.CFAssociationInput, sent(*ASSOCIATION_LINKS, originNodeURI=link("x")))],
    no_input=[(c.CFAssociationInput, {"originNodeURI": None}, {"origin_node_uri"})],
)
NAMED = {"identifier": "i", "uri": "u", "description": "d", "lastChangeDateTime": "2024-01-02T03:04:05.000Z"}
DEFINITION = {**NAMED, "extensions": {"a": 1}, "title": "t"}
CODED = {**DEFINITION, "hierarchyCode": "1"}
DEFINITIONS = Document(
    c.CFDefinitions,
    {
        "CFConcepts": [{**CODED, "keywords": "k"}],
        "CFSubjects": [CODED],
        "CFLicenses": [{**DEFINITION, "licenseText": "l"}],
        "CFItemTypes": [{**CODED, "typeCode": "t", "odd": 1}],
        "CFAssociationGroupings": [DEFINITION],
        "extensions": {"b": []},
    },
    (),
    seen={"cf_concepts.0.keywords": "k", "cf_licenses.0.license_text": "l", "cf_item_types.0.extra.odd": 1},
    spelled=[({"CFSubjects": [{**CODED, "sourcedId": "s", "identifier": None}]}, {"cf_subjects.0.identifier": ""})],
)
LEVEL = {**NAMED, "quality": "q", "score": 1.5, "feedback": "f", "position": 1, "rubricCriterionId": "c"}
CRITERION = {**NAMED, "category": "c", "CFItemURI": LINK, "weight": 2, "position": 1, "rubricId": "r"}
PACKAGE = answered(framework({"x": ["d"]}))
A_PACKAGE = Document(
    c.CFPackage,
    {
        **PACKAGE,
        "sourcedId": "d",
        "CFItems": [ITEM],
        "CFAssociations": [ASSOCIATION],
        "CFDefinitions": DEFINITIONS.json,
        "CFRubrics": [{**DEFINITION, "CFRubricCriteria": [{**CRITERION, "CFRubricCriterionLevels": [LEVEL]}]}],
        "extensions": {},
    },
    ("CFDocument",),
    seen={
        "cf_document.sourced_id": "d",
        "cf_items.0.sourced_id": "x",
        "cf_rubrics.0.cf_rubric_criteria.0.cf_item_uri.sourced_id": "l",
        "cf_rubrics.0.cf_rubric_criteria.0.cf_rubric_criterion_levels.0.score": 1.5,
    },
    refused=[
        Refused({"CFItems": {}}, "$.CFItems", "array"),
        Refused({"CFItems": [ITEM, "x"]}, "$.CFItems[1]", "object"),
    ],
)
GROUPS = Document(
    c.CFPackageWithGroups,
    {"sourcedId": "d", "CFDocument": DOCUMENT, "structuredContent": BELOW},
    ("CFDocument",),
    seen={"structured_content.Standard.0.child_groups..0.cf_item_type": None},
)
UPLOADED = Document(
    c.CFPackageUploadResult,
    {
        "success": True,
        "message": "done",
        "result": {"documentId": "d", "stats": {"documents": 1, "items": 2, "associations": 3}, "success": True},
    },
    ("result",),
    seen={"result.document_id": "d", "result.stats.items": 2},
)

SMALL_DOCUMENT = c.CFDocumentInput(identifier="d", uri="u", last_change_date_time=THEN, title="T", creator="C")
SMALL_ITEM = c.CFItemInput(identifier="i", uri="u", last_change_date_time=THEN, full_statement="Do.")
SMALL_ITEM_SENT = {
    "identifier": "i",
    "uri": "u",
    "lastChangeDateTime": "2024-01-02T03:04:05.000Z",
    "fullStatement": "Do.",
}
LINK_INPUTS = {name: c.LinkURIInput(identifier=name, title="", uri="") for name in "abdi"}


def below(child: str, parent: str, kind: str = "isChildOf", number: float = 1) -> c.CFAssociationInput:
    """An association."""
    return c.CFAssociationInput(
        identifier=f"{child}{parent}",
        uri="u",
        last_change_date_time=THEN,
        association_type=kind,
        origin_node_uri=LINK_INPUTS[child],
        destination_node_uri=LINK_INPUTS[parent],
        sequence_number=number,
    )


SMALL = c.CFPackageInput(cf_document=SMALL_DOCUMENT, cf_items=[SMALL_ITEM])
SMALL_SENT = {
    "CFDocument": {
        "identifier": "d",
        "uri": "u",
        "lastChangeDateTime": "2024-01-02T03:04:05.000Z",
        "title": "T",
        "creator": "C",
    },
    "CFItems": [SMALL_ITEM_SENT],
    "CFAssociations": [],
}
BELOW_SENT = {
    "identifier": "id",
    "uri": "u",
    "lastChangeDateTime": "2024-01-02T03:04:05.000Z",
    "associationType": "isChildOf",
    "originNodeURI": {"identifier": "i", "title": "", "uri": ""},
    "destinationNodeURI": {"identifier": "d", "title": "", "uri": ""},
    "sequenceNumber": 1,
}
NO_NODE = "is that of no item of the package, nor of its document"
PACKAGE_INPUT = Written(
    SMALL,
    SMALL_SENT,
    good=[
        ({"cf_associations": [below("i", "d", number=2.0)]}, {"CFAssociations": [{**BELOW_SENT, "sequenceNumber": 2}]}),
        (
            {"cf_associations": [below("a", "b", "exactMatchOf", 1.5)]},
            {
                "CFAssociations": [
                    {
                        **BELOW_SENT,
                        "identifier": "ab",
                        "associationType": "exactMatchOf",
                        "originNodeURI": {"identifier": "a", "title": "", "uri": ""},
                        "destinationNodeURI": {"identifier": "b", "title": "", "uri": ""},
                        "sequenceNumber": 1.5,
                    }
                ]
            },
        ),
        ({"extensions": None, "cf_definitions": c.CFDefinitions()}, {"extensions": None, "CFDefinitions": {}}),
    ],
    wrong=[
        ({"cf_items": [SMALL_ITEM, SMALL_ITEM]}, ["cf_items[1].identifier: is that of cf_items[0] as well"]),
        (
            {"cf_associations": [below("i", "a"), below("b", "d")]},
            [
                f"cf_associations[0].destination_node_uri.identifier: {NO_NODE}",
                f"cf_associations[1].origin_node_uri.identifier: {NO_NODE}",
            ],
        ),
        (
            {"cf_associations": [below("i", "d"), below("i", "d")]},
            ["cf_associations[1].identifier: is that of cf_associations[0] as well"],
        ),
    ],
)
ITEM_INPUT = Written(
    SMALL_ITEM,
    SMALL_ITEM_SENT,
    good=[
        ({"notes": "", "education_level": ["01"]}, {"notes": "", "educationLevel": ["01"]}),
        ({"extra": {"cfItemType": "Skill"}}, {"cfItemType": "Skill"}),
    ],
    wrong=[
        ({"identifier": " "}, ["identifier: must not be empty"]),
        ({"full_statement": "", "uri": ""}, ["uri: must not be empty", "full_statement: must not be empty"]),
    ],
)

DOCUMENTS = (LINKS, A_DOCUMENT, AN_ITEM, A_GROUPED_ITEM, AN_ASSOCIATION, DEFINITIONS, A_PACKAGE, GROUPS, UPLOADED)
INPUTS = (PACKAGE_INPUT, ITEM_INPUT)
