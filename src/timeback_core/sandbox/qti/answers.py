"""What QTI answers: documents with their XML and its tree, which tell less where the XML was sent."""

from typing import Final

from timeback_core.sandbox.described import XML, Either, JsonOr, Null
from timeback_core.sandbox.qti.content import OUTCOMES, PARTS, REFERENCES, SECTIONS
from timeback_core.sandbox.qti.shapes import BOOLEAN, FREE, NUMBER, TEXT, XML_ENVELOPE
from timeback_core.sandbox.schema import WHOLE, ListOf, Loose, MapOf, Record, Shape, may, may_null, must, musts

TEXTS: Final = ListOf(TEXT)
_METADATA: Final = may("metadata", Either((FREE, Null())))
_STORED: Final = (
    *musts(TEXT, "identifier", "title"),
    must("rawXml", TEXT),
    must("content", FREE),
    *musts(TEXT, "createdAt", "updatedAt"),
    must("__v", WHOLE),
    _METADATA,
)
_TEXT_OR_NULL: Final = Either((TEXT, Null()))
_DECLARATION: Final = Loose(
    Record(
        (must("identifier", TEXT), must("cardinality", _TEXT_OR_NULL), may("baseType", _TEXT_OR_NULL)),
        name="QtiDeclaration",
    )
)
_TOOL: Final = tuple(may(name, TEXT) for name in ("toolName", "toolVersion"))

STIMULUS: Final = Record(
    (
        *_STORED,
        must("language", TEXT),
        must("catalogInfo", ListOf(Record(musts(TEXT, "id", "support", "content")))),
        may("label", TEXT),
        may("stylesheet", Record(musts(TEXT, "href", "type"))),
        *_TOOL,
    ),
    name="Stimulus",
)
ITEM: Final = Record(
    (
        *_STORED,
        *musts(TEXT, "type", "qtiVersion"),
        *musts(BOOLEAN, "timeDependent", "adaptive"),
        *musts(ListOf(_DECLARATION), "responseDeclarations", "outcomeDeclarations"),
        *musts(ListOf(FREE), "modalFeedback", "feedbackInline", "feedbackBlock"),
        *(may(name, TEXT) for name in ("preInteraction", "postInteraction", "customInteractionTypeIdentifier")),
        *(may(name, FREE) for name in ("interaction", "responseProcessing")),
        may("rubrics", ListOf(FREE)),
        *(may(name, Either((FREE, ListOf(FREE)))) for name in ("stimulus", "stimulusRef")),
    ),
    name="AssessmentItem",
)
_SEQUENCE: Final = may("sequence", Either((WHOLE, Null())))
_REFERENCE: Final = Loose(Record((must("identifier", TEXT), may("href", _TEXT_OR_NULL), _SEQUENCE)))
SECTION: Final = Loose(
    Record(
        (
            *musts(TEXT, "identifier", "title"),
            must("visible", BOOLEAN),
            *(may(name, Either((BOOLEAN, Null()))) for name in ("required", "fixed")),
            _SEQUENCE,
            must(REFERENCES, ListOf(_REFERENCE)),
        ),
        name="TestSection",
    )
)
_PART: Final = (*musts(TEXT, "identifier", "navigationMode", "submissionMode"), must(SECTIONS, ListOf(SECTION)))
PART: Final = Loose(Record(_PART, name="TestPart"))
WRITTEN_PART: Final = Loose(Record((*_PART, must("rawXml", TEXT), must("content", FREE)), name="WrittenTestPart"))
TEST: Final = Record(
    (
        *_STORED,
        must("qtiVersion", TEXT),
        *(may_null(name, NUMBER) for name in ("timeLimit", "maxAttempts")),
        may("toolsEnabled", MapOf(BOOLEAN)),
        must(PARTS, ListOf(PART)),
        must(OUTCOMES, ListOf(_DECLARATION)),
    ),
    name="AssessmentTest",
)
CHECKED_TEST: Final = Record((*TEST.members, must("isValidXml", BOOLEAN)), name="CheckedAssessmentTest")
_PLACE: Final = Record(musts(TEXT, "identifier", "href", "testPart", "section"))
_QUESTION: Final = Record((must("reference", _PLACE), may_null("question", ITEM)))
QUESTIONS: Final = Record(
    (*musts(TEXT, "assessmentTest", "title"), must("totalQuestions", WHOLE), must("questions", ListOf(_QUESTION)))
)
FEEDBACK: Final = Record(
    (
        *musts(TEXT, "identifier", "userId", "feedback", "lessonId", "type", "createdAt", "updatedAt"),
        may("questionId", TEXT),
        may("humanApproved", BOOLEAN),
    ),
    name="QtiFeedback",
)
VALIDITY: Final = Record(
    (must("success", BOOLEAN), *musts(TEXT, "entityId", "xmlContent", "message"), must("validationErrors", TEXTS)),
    name="QtiValidity",
)
SCORED: Final = Record(
    (
        may_null("score", NUMBER),
        may_null("feedback", FREE),
        may_null("isCorrect", BOOLEAN),
        may("requiresAsyncGrading", BOOLEAN),
        may("graderUrl", TEXT),
    ),
    name="ScoredResponse",
)
MESSAGE: Final = Record(musts(TEXT, "message"))


def page_of(shape: Shape) -> Record:
    """A page of documents."""
    numbers = musts(WHOLE, "total", "page", "pages", "limit")
    return Record((must("items", ListOf(shape)), *numbers, *musts(TEXT, "sort", "order")))


def or_enveloped(record: Record) -> Either:
    """A document as JSON, or XML in an envelope."""
    return Either((record, XML_ENVELOPE))


def or_xml(shape: Shape) -> JsonOr:
    """A document as JSON or as XML."""
    return JsonOr(shape, XML)
