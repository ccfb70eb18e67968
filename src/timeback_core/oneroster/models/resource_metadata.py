"""What the metadata of a resource says about it, by the kind of resource that `type` names."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, TypeAlias

from timeback_core.engine.codec import (
    Flag,
    LaxNumber,
    Loose,
    Number,
    OneOrMany,
    Open,
    matches,
    model,
    non_empty,
    one_of,
    positive,
    url,
    wire,
)
from timeback_core.oneroster.models.enums import LessonType, Subject
from timeback_core.oneroster.models.grades import a_grade
from timeback_core.oneroster.models.objectives import LearningObjectiveIds
from timeback_core.problems import Problem


class QtiSubType(StrEnum):
    """What a QTI resource is."""

    QUESTION = "qti-question"
    TEST = "qti-test"
    TEST_BANK = "qti-test-bank"
    STIMULUS = "qti-stimulus"


class QuestionType(StrEnum):
    """How a QTI question is answered."""

    CHOICE = "choice"
    ORDER = "order"
    ASSOCIATE = "associate"
    MATCH = "match"
    HOTSPOT = "hotspot"
    HOTTEXT = "hottext"
    SELECT_POINT = "select-point"
    GRAPHIC_ORDER = "graphic-order"
    GRAPHIC_ASSOCIATE = "graphic-associate"
    GRAPHIC_GAP_MATCH = "graphic-gap-match"
    TEXT_ENTRY = "text-entry"
    EXTENDED_TEXT = "extended-text"
    INLINE_CHOICE = "inline-choice"
    UPLOAD = "upload"
    SLIDER = "slider"
    DRAWING = "drawing"
    MEDIA = "media"
    CUSTOM = "custom"


class Difficulty(StrEnum):
    """How hard a question is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class MaterialSubType(StrEnum):
    """What a course material covers."""

    UNIT = "unit"
    COURSE = "course"
    RESOURCE_COLLECTION = "resource-collection"


Duration: TypeAlias = Annotated[str, matches(r"\d{2,}:\d{2}:\d{2}(\.\d+)?", "must be a duration (HH:MM:SS)")]


@model
class ResourceMetadataBase(Loose):
    """What every kind of resource may say; any other key is in `extra`."""

    needed: ClassVar[tuple[str, ...]] = ()
    """The fields without which the kind is not written."""

    subject: Open[Subject] | None = wire(default=None, check=one_of(Subject))
    grades: OneOrMany[Annotated[Number | str, a_grade]] = ()
    """Kept as they came: numbers or texts."""
    learning_objective_set: tuple[LearningObjectiveIds, ...] = ()
    xp: LaxNumber | None = None
    """Experience points before multiplication."""
    url: str | None = wire(default=None, check=url)
    """Address of the content."""
    language: str | None = None
    """BCP 47 tag, such as `en-US`."""
    keywords: OneOrMany[str] = ()
    word_length: LaxNumber | None = None
    """Number of words."""
    time_length: LaxNumber | None = None
    """Seconds."""
    lesson_type: Open[LessonType] | None = wire(default=None, check=one_of(LessonType, "exercise", "article"))

    def problems(self) -> Iterable[Problem]:
        """What the kind needs is given, and every set of learning objectives names its source."""
        for name in self.needed:
            if not getattr(self, name):
                yield Problem(name, "must be given")
        for index, objectives in enumerate(self.learning_objective_set):
            if not objectives.source:
                yield Problem(f"learning_objective_set[{index}].source", "must be given")


@model
class FailFast(Loose):
    """When an external test is ended early."""

    consecutive_failures: Number | None = wire(default=None, check=positive, also=("consecutive_failures",))
    stagnation_limit: Number | None = wire(default=None, check=positive, also=("stagnation_limit",))


@model
class QtiMetadata(ResourceMetadataBase):
    """A QTI question, test, test bank or stimulus."""

    needed: ClassVar[tuple[str, ...]] = ("sub_type",)

    type: Literal["qti"] = "qti"
    sub_type: Open[QtiSubType] | None = wire(default=None, check=one_of(QtiSubType))
    question_type: Open[QuestionType] | None = wire(default=None, check=one_of(QuestionType))
    difficulty: Open[Difficulty] | None = wire(default=None, check=one_of(Difficulty))
    course_id_on_fail: str | None = None
    """Course that a student gets who fails the placement."""


@model
class TextMetadata(ResourceMetadataBase):
    """A text."""

    needed: ClassVar[tuple[str, ...]] = ("format",)

    type: Literal["text"] = "text"
    format: str | None = None
    """Such as `pdf`, `epub`, `docx`, `html`."""
    author: str | None = None
    page_count: LaxNumber | None = None
    activity_type: str | None = None


@model
class AudioMetadata(ResourceMetadataBase):
    """A sound recording."""

    needed: ClassVar[tuple[str, ...]] = ("format",)

    type: Literal["audio"] = "audio"
    format: str | None = None
    """Such as `mp3`, `wav`."""
    duration: Duration | None = None
    """`HH:MM:SS`, with fractions of a second if need be."""
    speaker: str | None = None


@model
class VideoMetadata(ResourceMetadataBase):
    """A film."""

    needed: ClassVar[tuple[str, ...]] = ("format",)

    type: Literal["video"] = "video"
    format: str | None = None
    """Such as `mp4`, `webm`, `mov`."""
    duration: Duration | None = None
    """`HH:MM:SS`, with fractions of a second if need be."""
    captions_available: Flag | None = None


@model
class InteractiveMetadata(ResourceMetadataBase):
    """An application or an external test."""

    type: Literal["interactive"] = "interactive"
    launch_url: str | None = wire(default=None, check=url)
    tool_provider: str | None = None
    """Who provides the application, such as `edulastic`."""
    activity_type: str | None = None
    instructional_method: str | None = None
    """Such as `exploratory`, `direct-instruction`."""
    course_id_on_fail: str | None = None
    """Course that a student gets who fails the placement."""
    fail_fast: FailFast | None = wire(default=None, also=("fail_fast",))


@model
class VisualMetadata(ResourceMetadataBase):
    """A picture."""

    needed: ClassVar[tuple[str, ...]] = ("format",)

    type: Literal["visual"] = "visual"
    format: str | None = None
    """Such as `png`, `jpeg`, `svg`, `pdf`."""
    resolution: str | None = None
    """Width and height in pixels, such as `1920x1080`."""


@model
class CourseMaterialMetadata(ResourceMetadataBase):
    """Material for a whole unit or course."""

    needed: ClassVar[tuple[str, ...]] = ("sub_type", "format")

    type: Literal["course-material"] = "course-material"
    sub_type: Open[MaterialSubType] | None = wire(default=None, check=one_of(MaterialSubType))
    format: str | None = None
    """Such as `docx`, `pdf`, `cc`."""
    author: str | None = None
    instructional_method: str | None = None
    """Such as `direct-instruction`, `project-based`."""


@model
class AssessmentBankMetadata(ResourceMetadataBase):
    """Several tests, of which students get one after the other."""

    needed: ClassVar[tuple[str, ...]] = ("resources",)

    type: Literal["assessment-bank"] = "assessment-bank"
    resources: tuple[Annotated[str, non_empty], ...] = ()
    """Ids of the resources, in the order in which they are given out."""
    tool_provider: str | None = None


@model
class OtherMetadata(ResourceMetadataBase):
    """Metadata that names no kind, or one that is not known; written only without the keys of a kind."""

    type: str | None = None

    def problems(self) -> Iterable[Problem]:
        """Keys that belong to a kind need the kind."""
        if self.type is not None:
            yield Problem("type", f"must be one of {', '.join(KINDS)}")
        for name in ("subject", "grades", "learning_objective_set", "xp", "url", "language", "keywords", "lesson_type"):
            if getattr(self, name):
                yield Problem(name, "needs a type")
        for key in sorted(RESERVED & self.extra.keys()):
            yield Problem(key, "needs a type")


KINDS = ("qti", "text", "audio", "video", "interactive", "visual", "course-material", "assessment-bank")

RESERVED = frozenset(
    (
        "difficulty",
        "format",
        "author",
        "duration",
        "speaker",
        "resolution",
        "resources",
        "subType",
        "questionType",
        "pageCount",
        "captionsAvailable",
        "launchUrl",
        "toolProvider",
        "instructionalMethod",
        "courseIdOnFail",
    )
)
"""Keys of kinds, besides those that every kind may have."""

ResourceMetadata: TypeAlias = (
    QtiMetadata
    | TextMetadata
    | AudioMetadata
    | VideoMetadata
    | InteractiveMetadata
    | VisualMetadata
    | CourseMaterialMetadata
    | AssessmentBankMetadata
    | OtherMetadata
)
"""What the metadata of a resource says, by its `type`."""
