"""The vocabularies of QTI."""

from enum import StrEnum


class ItemType(StrEnum):
    """How an item is answered; answers also hold `gap-match`, `custom` and `unknown`, of items that came as XML."""

    CHOICE = "choice"
    TEXT_ENTRY = "text-entry"
    EXTENDED_TEXT = "extended-text"
    INLINE_CHOICE = "inline-choice"
    MATCH = "match"
    ORDER = "order"
    ASSOCIATE = "associate"
    SELECT_POINT = "select-point"
    GRAPHIC_ORDER = "graphic-order"
    GRAPHIC_ASSOCIATE = "graphic-associate"
    GRAPHIC_GAP_MATCH = "graphic-gap-match"
    HOTSPOT = "hotspot"
    HOTTEXT = "hottext"
    SLIDER = "slider"
    DRAWING = "drawing"
    MEDIA = "media"
    UPLOAD = "upload"


class Cardinality(StrEnum):
    """How many values a variable has."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERED = "ordered"
    RECORD = "record"


class BaseType(StrEnum):
    """What the values of a variable are."""

    IDENTIFIER = "identifier"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    STRING = "string"
    POINT = "point"
    PAIR = "pair"
    DIRECTED_PAIR = "directedPair"
    DURATION = "duration"
    FILE = "file"
    URI = "uri"


class TemplateType(StrEnum):
    """The standard ways to process a response."""

    MATCH_CORRECT = "match_correct"
    MAP_RESPONSE = "map_response"


class ShowHide(StrEnum):
    """What becomes of feedback whose condition holds."""

    SHOW = "show"
    HIDE = "hide"


class Difficulty(StrEnum):
    """How hard an item is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class RubricUse(StrEnum):
    """What a rubric is for."""

    INSTRUCTIONS = "instructions"
    SCORING = "scoring"
    NAVIGATION = "navigation"
    CRITERIA = "ext:criteria"
    SOLUTION = "ext:solution"
    EXPLANATION = "ext:explanation"
    CUSTOM = "ext:custom"


class RubricView(StrEnum):
    """Who sees a rubric."""

    AUTHOR = "author"
    PROCTOR = "proctor"
    CANDIDATE = "candidate"
    SCORER = "scorer"
    TEST_CONSTRUCTOR = "testConstructor"
    TUTOR = "tutor"


class Shape(StrEnum):
    """The shape of a hotspot."""

    RECT = "rect"
    CIRCLE = "circle"
    POLY = "poly"


class Orientation(StrEnum):
    """How choices or a slider lie."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class NavigationMode(StrEnum):
    """Whether the items of a part are answered in their order."""

    LINEAR = "linear"
    NONLINEAR = "nonlinear"


class SubmissionMode(StrEnum):
    """Whether the items of a part are submitted one by one."""

    INDIVIDUAL = "individual"
    SIMULTANEOUS = "simultaneous"


class ValidationSchema(StrEnum):
    """What a document is validated as."""

    TEST = "test"
    ITEM = "item"
    STIMULUS = "stimulus"


class FeedbackType(StrEnum):
    """What a feedback record is about."""

    QUESTION = "QUESTION"
    LESSON = "LESSON"
