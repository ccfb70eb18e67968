"""What the JSON bodies of QTI may hold."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from timeback_core.sandbox.described import Either
from timeback_core.sandbox.messages import is_object
from timeback_core.sandbox.qti.content import OUTCOMES, PARTS, REFERENCES, SECTIONS
from timeback_core.sandbox.schema import (
    ABSENT,
    WHOLE,
    Anything,
    AsStored,
    Boolean,
    Choice,
    Findings,
    FreeObject,
    ListOf,
    Loose,
    MapOf,
    Member,
    Number,
    OneOrMany,
    Record,
    Shape,
    Text,
    must,
    musts,
)

TEXT: Final = Text()
FULL_TEXT: Final = Text(min_length=1)
BOOLEAN: Final = Boolean()
NUMBER: Final = Number()
POSITIVE: Final = Number(whole=True, least=1)
COUNT: Final = Number(whole=True, least=0)
FREE: Final = FreeObject()

NAVIGATION_MODE: Final = ("linear", "nonlinear")
SUBMISSION_MODE: Final = ("individual", "simultaneous")
SCHEMAS: Final = ("test", "item", "stimulus")
_CARDINALITY: Final = Choice(("single", "multiple", "ordered", "record"))
_BASE_TYPE: Final = Choice(
    (
        *("identifier", "boolean", "integer", "float", "string", "point", "pair", "directedPair", "duration", "file"),
        *("uri", "intOrIdentifier"),
    )
)
_GRADES: Final = tuple(str(grade) for grade in range(-1, 14))


def may(name: str, shape: Shape, default: Any = ABSENT) -> Member:
    """A member that may be missing or null, and what stands for it then."""
    return Member(name=name, shape=shape, nullable=True, default=default)


def mays(shape: Shape, *names: str) -> tuple[Member, ...]:
    """Members of one shape that may be missing."""
    return tuple(may(name, shape) for name in names)


_STYLESHEET: Final = Record(musts(FULL_TEXT, "href", "type"), name="Stylesheet")
_CATALOG: Final = Record((*musts(FULL_TEXT, "id", "support"), must("content", TEXT)), name="Catalog")

STIMULUS: Final = Record(
    (
        *musts(FULL_TEXT, "identifier", "title"),
        must("content", TEXT),
        may("label", TEXT),
        may("language", TEXT, "en"),
        may("stylesheet", _STYLESHEET),
        may("catalogInfo", ListOf(_CATALOG), []),
        *mays(TEXT, "toolName", "toolVersion"),
        may("metadata", FREE),
    ),
    name="StimulusInput",
)

_OBJECTIVES: Final = Record(
    (must("source", FULL_TEXT), must("learningObjectiveIds", ListOf(TEXT))), name="ItemObjectives"
)
METADATA: Final = Loose(
    Record(
        (
            may("subject", TEXT),
            may("grade", Choice(_GRADES, integers_too=True)),
            may("difficulty", Choice(("easy", "medium", "hard"))),
            may("learningObjectiveSet", ListOf(_OBJECTIVES)),
        ),
        name="ItemMetadata",
    )
)
_MAP_ENTRY: Final = Record(
    (must("mapKey", TEXT), must("mappedValue", NUMBER), may("caseSensitive", BOOLEAN)), name="MapEntry"
)
_MAPPING: Final = Loose(
    Record((*mays(NUMBER, "defaultValue", "lowerBound", "upperBound"), may("mapEntries", ListOf(_MAP_ENTRY))))
)
_DECLARED: Final = (must("identifier", FULL_TEXT), must("cardinality", _CARDINALITY))
_RESPONSE: Final = Record(
    (
        *_DECLARED,
        may("baseType", Choice((*_BASE_TYPE.values, ""))),
        may("correctResponse", Record((must("value", Anything()),))),
        may("mapping", _MAPPING),
    ),
    name="ResponseDeclaration",
)
_OUTCOME: Final = Record((*_DECLARED, may("baseType", _BASE_TYPE)), name="OutcomeDeclaration")
_PROCESSING: Final = Record(
    (
        must("templateType", Choice(("match_correct", "map_response"))),
        *musts(TEXT, "responseDeclarationIdentifier", "outcomeIdentifier"),
        *musts(TEXT, "correctResponseIdentifier", "incorrectResponseIdentifier"),
        may("inlineFeedback", Record(musts(FULL_TEXT, "outcomeIdentifier", "variableIdentifier"))),
    ),
    name="ResponseProcessing",
)
_FEEDBACK: Final = (
    *musts(FULL_TEXT, "outcomeIdentifier", "identifier"),
    must("showHide", Choice(("show", "hide"))),
    must("content", TEXT),
)
_FEEDBACKS: Final = ListOf(Record((*_FEEDBACK, may("class", ListOf(TEXT))), name="PlacedFeedback"))
_RUBRIC: Final = Loose(
    Record(
        (
            *musts(TEXT, "use", "body"),
            must("view", Choice(("author", "proctor", "candidate", "scorer", "testConstructor", "tutor"))),
        ),
        name="Rubric",
    )
)
_STIMULUS_REFERENCE: Final = Loose(
    Record((must("identifier", FULL_TEXT), *mays(TEXT, "href", "title")), name="StimulusReference")
)

_CHOICE: Final = Loose(
    Record(
        (
            *musts(TEXT, "identifier", "content"),
            *mays(TEXT, "feedbackInline", "feedbackOutcomeIdentifier"),
            may("matchMax", COUNT),
            may("fixed", BOOLEAN),
        ),
        name="InteractionChoice",
    )
)
_OBJECT: Final = Loose(
    Record((*musts(TEXT, "data", "type"), *musts(NUMBER, "width", "height")), name="InteractionObject")
)
_SPOT: Final = Loose(
    Record(
        (
            *musts(TEXT, "identifier", "coords"),
            must("shape", Choice(("rect", "circle", "poly"))),
            may("matchMax", COUNT),
        ),
        name="InteractionSpot",
    )
)
_GAP_IMAGE: Final = Loose(
    Record((must("identifier", TEXT), must("object", _OBJECT), may("matchMax", COUNT)), name="GapImage")
)
_CHOICES: Final = ListOf(_CHOICE)
_TWO_SETS: Final = musts(_CHOICES, "sourceChoices", "targetChoices")
_IMAGE: Final = must("object", _OBJECT)
_LENGTH: Final = Loose(Record((must("expected-length", POSITIVE),)))

INTERACTIONS: Final[Mapping[str, tuple[tuple[Member, ...], tuple[Member, ...]]]] = {
    "choice": (
        (must("shuffle", BOOLEAN), must("maxChoices", COUNT), may("minChoices", COUNT)),
        (must("choices", _CHOICES),),
    ),
    "text-entry": ((must("attributes", _LENGTH),), ()),
    "extended-text": ((), (*mays(WHOLE, "expectedLength", "expectedLines", "maxStrings", "minStrings"),)),
    "inline-choice": ((may("shuffle", BOOLEAN),), (must("inlineChoices", _CHOICES),)),
    "match": ((may("shuffle", BOOLEAN), may("maxAssociations", COUNT)), _TWO_SETS),
    "order": (
        (may("shuffle", BOOLEAN), may("orientation", Choice(("vertical", "horizontal")))),
        (must("choices", _CHOICES),),
    ),
    "associate": ((may("shuffle", BOOLEAN), may("maxAssociations", COUNT)), _TWO_SETS),
    "select-point": ((must("maxChoices", POSITIVE), may("minChoices", COUNT)), (_IMAGE,)),
    "graphic-order": ((may("shuffle", BOOLEAN),), (_IMAGE, must("orderChoices", ListOf(_SPOT, 2)))),
    "graphic-associate": (
        (may("shuffle", BOOLEAN), may("maxAssociations", COUNT)),
        (_IMAGE, must("associableHotspots", ListOf(_SPOT, 2))),
    ),
    "graphic-gap-match": (
        (may("shuffle", BOOLEAN),),
        (_IMAGE, must("gapImgs", ListOf(_GAP_IMAGE, 1)), must("associableHotspots", ListOf(_SPOT, 1))),
    ),
    "hotspot": ((must("maxChoices", POSITIVE),), (_IMAGE, must("hotspots", ListOf(_SPOT, 1)))),
    "hottext": ((may("maxChoices", COUNT),), (must("text", TEXT),)),
    "slider": ((*musts(NUMBER, "lower-bound", "upper-bound"), may("step", NUMBER)), (may("object", _OBJECT),)),
    "drawing": ((), (may("object", _OBJECT), may("canvas", Loose(Record(musts(NUMBER, "width", "height")))))),
    "media": ((must("autostart", BOOLEAN), must("minPlays", COUNT), may("loop", BOOLEAN)), (_IMAGE,)),
    "upload": ((), (must("allowedTypes", ListOf(TEXT, 1)), may("maxSize", COUNT), may("maxFiles", COUNT))),
}
"""For each type that JSON has what stands in the interaction, and in its `questionStructure`."""


@attrs.frozen
class Interaction(AsStored):
    """An interaction of a known type; members that nobody knows are kept."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The interaction as it is."""
        told = str(value.get("type")) if is_object(value) else ""
        return Loose(Record(_members_of(told))).check(value, path, findings)

    @property
    def like_written(self) -> Shape:
        """Any of them, with its type."""
        return Either(
            tuple(
                Loose(Record((must("type", Choice((each,))), *_members_of(each)), name=f"Interaction.{each}"))
                for each in INTERACTIONS
            )
        )

    like_answered = like_written


def _members_of(interaction: str) -> tuple[Member, ...]:
    outer, inner = INTERACTIONS.get(interaction, ((), ()))
    structure = Loose(Record((may("prompt", TEXT), *inner)))
    members = (must("responseIdentifier", FULL_TEXT), may("attributes", FREE), must("questionStructure", structure))
    # The members of the interaction come last: `attributes` of some has members of its own.
    return tuple({member.name: member for member in (*members, *outer)}.values())


ITEM: Final = Record(
    (
        *musts(FULL_TEXT, "identifier", "title"),
        must("type", Choice(tuple(INTERACTIONS))),
        may("qtiVersion", TEXT, "3.0"),
        may("timeDependent", BOOLEAN, default=False),
        may("adaptive", BOOLEAN, default=False),
        *mays(TEXT, "preInteraction", "postInteraction"),
        must("interaction", Interaction()),
        may("responseDeclarations", ListOf(_RESPONSE), []),
        may("outcomeDeclarations", ListOf(_OUTCOME), []),
        may("responseProcessing", _PROCESSING),
        may("metadata", METADATA),
        may("modalFeedback", ListOf(Record((*_FEEDBACK, may("title", TEXT)), name="ModalFeedback")), []),
        may("feedbackInline", _FEEDBACKS, []),
        may("feedbackBlock", _FEEDBACKS, []),
        may("rubrics", ListOf(_RUBRIC)),
        may("stimulus", OneOrMany(_STIMULUS_REFERENCE)),
    ),
    name="AssessmentItemInput",
)

REFERENCE: Final = Record(
    (must("identifier", FULL_TEXT), may("href", FULL_TEXT), may("sequence", POSITIVE)), name="ItemReference"
)
SECTION: Final = Loose(
    Record(
        (
            *musts(FULL_TEXT, "identifier", "title"),
            must("visible", BOOLEAN),
            *mays(BOOLEAN, "required", "fixed"),
            may("sequence", POSITIVE),
            may(REFERENCES, ListOf(REFERENCE)),
        ),
        name="TestSectionInput",
    )
)
PART: Final = Loose(
    Record(
        (
            must("identifier", FULL_TEXT),
            must("navigationMode", Choice(NAVIGATION_MODE)),
            must("submissionMode", Choice(SUBMISSION_MODE)),
            must(SECTIONS, ListOf(SECTION)),
        ),
        name="TestPartInput",
    )
)
_TEST_OUTCOME: Final = Record(
    (
        must("identifier", FULL_TEXT),
        may("cardinality", _CARDINALITY, "single"),
        must("baseType", _BASE_TYPE),
        *mays(NUMBER, "normalMaximum", "normalMinimum"),
        may("defaultValue", Record((may("value", Anything()),))),
    ),
    name="TestOutcomeDeclaration",
)
TEST: Final = Record(
    (
        *musts(FULL_TEXT, "identifier", "title"),
        may("qtiVersion", TEXT, "3.0"),
        *mays(TEXT, "toolName", "toolVersion"),
        *mays(NUMBER, "timeLimit", "maxAttempts"),
        may("toolsEnabled", MapOf(BOOLEAN)),
        may("metadata", FREE),
        must(PARTS, ListOf(PART)),
        may(OUTCOMES, ListOf(_TEST_OUTCOME), []),
    ),
    name="AssessmentTestInput",
)
RESPONSES: Final = Record((may("identifier", TEXT), may("response", Anything()), may("responses", FREE)))
NEW_ITEM_METADATA: Final = Record((may("metadata", METADATA),))
NEW_TEST_METADATA: Final = Record((may("metadata", FREE),))
NEW_ORDER: Final = Record((must("items", ListOf(REFERENCE, 1)),))
FEEDBACK_RECORD: Final = Record(
    (may("questionId", TEXT), *musts(FULL_TEXT, "userId", "feedback", "lessonId"), may("humanApproved", BOOLEAN)),
    name="FeedbackInput",
)
ENVELOPE: Final = Record((must("xml", FULL_TEXT), may("metadata", METADATA)))
XML_ENVELOPE: Final = Record((must("format", Choice(("xml",))), *ENVELOPE.members), name="XmlEnvelope")
VALIDATION: Final = Record((must("schema", Choice(SCHEMAS)), *mays(TEXT, "xml", "entityId")))
VALIDATIONS: Final = Record((must("schema", Choice(SCHEMAS)), *mays(ListOf(TEXT), "xml", "entityIds")))


def at_its_path(record: Record) -> Record:
    """What replaces a document: its identifier is that of the path, whatever the body says."""
    members = (may("identifier", TEXT), *(member for member in record.members if member.name != "identifier"))
    return Record(members, name=f"{record.name.removesuffix('Input')}UpdateInput")
