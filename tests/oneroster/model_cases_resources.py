"""Models of resources, and the metadata of each kind of them."""

from collections.abc import Sequence

from tests.services.model_case import GRADE, STORED, Back, Changes, Document, Json, Written, without

from timeback_core import oneroster as o

KINDS: list[tuple[Json, o.ResourceMetadata]] = [
    (
        {"type": "text", "format": "pdf", "author": "A", "pageCount": 3, "activityType": "read"},
        o.TextMetadata(format="pdf", author="A", page_count=3, activity_type="read"),
    ),
    (
        {"type": "audio", "format": "mp3", "duration": "00:01:30.5", "speaker": "S"},
        o.AudioMetadata(format="mp3", duration="00:01:30.5", speaker="S"),
    ),
    (
        {"type": "video", "format": "mp4", "duration": "00:10:00", "captionsAvailable": True},
        o.VideoMetadata(format="mp4", duration="00:10:00", captions_available=True),
    ),
    (
        {
            "type": "interactive",
            "launchUrl": "https://x.y",
            "toolProvider": "edulastic",
            "instructionalMethod": "exploratory",
            "courseIdOnFail": "k-1",
            "failFast": {"consecutiveFailures": 3, "stagnationLimit": 5},
        },
        o.InteractiveMetadata(
            launch_url="https://x.y",
            tool_provider="edulastic",
            instructional_method="exploratory",
            course_id_on_fail="k-1",
            fail_fast=o.FailFast(consecutive_failures=3, stagnation_limit=5),
        ),
    ),
    (
        {"type": "visual", "format": "png", "resolution": "1920x1080"},
        o.VisualMetadata(format="png", resolution="1920x1080"),
    ),
    (
        {"type": "course-material", "subType": "unit", "format": "pdf", "author": "A"},
        o.CourseMaterialMetadata(sub_type=o.MaterialSubType.UNIT, format="pdf", author="A"),
    ),
    (
        {"type": "assessment-bank", "resources": ["r-1", "r-2"], "toolProvider": "edulastic"},
        o.AssessmentBankMetadata(resources=("r-1", "r-2"), tool_provider="edulastic"),
    ),
    ({"note": "free"}, o.OtherMetadata(extra={"note": "free"})),
]

WRONG_METADATA: Sequence[tuple[o.ResourceMetadata, Sequence[str]]] = [
    (o.QtiMetadata(), ["sub_type: must be given"]),
    (o.TextMetadata(), ["format: must be given"]),
    (o.AudioMetadata(), ["format: must be given"]),
    (o.VideoMetadata(format=""), ["format: must be given"]),
    (o.VisualMetadata(), ["format: must be given"]),
    (o.CourseMaterialMetadata(), ["sub_type: must be given", "format: must be given"]),
    (o.AssessmentBankMetadata(), ["resources: must be given"]),
    (o.AssessmentBankMetadata(resources=("r-1", "")), ["resources[1]: must not be empty"]),
    (
        o.QtiMetadata(sub_type="qti-quiz", question_type="riddle", difficulty="brutal"),
        [
            f"sub_type: must be one of {', '.join(o.QtiSubType)}",
            f"question_type: must be one of {', '.join(o.QuestionType)}",
            "difficulty: must be one of easy, medium, hard",
        ],
    ),
    (
        o.QtiMetadata(sub_type="qti-test", lesson_type="whatever", subject="Alchemy"),
        [
            f"subject: must be one of {', '.join(o.Subject)}",
            f"lesson_type: must be one of {', '.join(o.LessonType)}, exercise, article",
        ],
    ),
    (
        o.TextMetadata(format="pdf", grades=(4, "x"), url="x.test", xp=float("inf")),
        [f"grades[1]: {GRADE}", "xp: must be a finite number", "url: must be an http or https address"],
    ),
    (o.AudioMetadata(format="mp3", duration="90s"), ["duration: must be a duration (HH:MM:SS)"]),
    (o.InteractiveMetadata(launch_url="x"), ["launch_url: must be an http or https address"]),
    (
        o.InteractiveMetadata(fail_fast=o.FailFast(consecutive_failures=0, stagnation_limit=-1)),
        [
            "fail_fast.consecutive_failures: must be greater than 0",
            "fail_fast.stagnation_limit: must be greater than 0",
        ],
    ),
    (
        o.TextMetadata(format="pdf", learning_objective_set=(o.LearningObjectiveIds(),)),
        ["learning_objective_set[0].source: must be given"],
    ),
    (
        o.OtherMetadata(url="https://x.test", extra={"format": "pdf", "note": 1}),
        ["url: needs a type", "format: needs a type"],
    ),
    (
        o.OtherMetadata(type="hologram"),
        [("type: must be one of qti, text, audio, video, interactive, visual, course-material, assessment-bank")],
    ),
]
WRONG: list[tuple[Changes, Sequence[str]]] = [
    ({"metadata": metadata}, [f"metadata.{problem}" for problem in problems]) for metadata, problems in WRONG_METADATA
]

TEXT = {"type": "text", "format": "pdf"}
IN_SNAKES = {"type": "interactive", "fail_fast": {"consecutive_failures": 3, "stagnation_limit": 5}}
IN_CAMELS = {"type": "interactive", "failFast": {"consecutiveFailures": 3, "stagnationLimit": 5}}
FAILS_FAST = o.InteractiveMetadata(fail_fast=o.FailFast(consecutive_failures=3, stagnation_limit=5))
UPDATED = without("dateLastModified", "sourcedId", "status")

RESOURCES = Document(
    o.Resource,
    {
        **STORED,
        "sourcedId": "r-1",
        "metadata": {
            "type": "qti",
            "subType": "qti-test",
            "questionType": "choice",
            "difficulty": "easy",
            "lessonType": "quiz",
            "subject": "Math",
            "grades": [4, "5"],
            "xp": 30,
            "url": "https://x.test",
            "learningObjectiveSet": [{"source": "CASE", "learningObjectiveIds": ["lo-1"]}],
            "courseIdOnFail": None,
            "kept": {"a": [1]},
        },
        "title": "Quiz on fractions",
        "roles": ["primary"],
        "importance": "primary",
        "vendorResourceId": "qti-1",
        "vendorId": "alpha-incept",
        "applicationId": "incept",
    },
    ("sourcedId", "title"),
    seen={
        "importance": o.RoleType.PRIMARY,
        "roles": (o.RoleType.PRIMARY,),
        "metadata": o.QtiMetadata(
            sub_type=o.QtiSubType.TEST,
            question_type=o.QuestionType.CHOICE,
            difficulty=o.Difficulty.EASY,
            lesson_type=o.LessonType.QUIZ,
            subject=o.Subject.MATH,
            grades=(4, "5"),
            xp=30,
            url="https://x.test",
            learning_objective_set=(o.LearningObjectiveIds(source="CASE", learning_objective_ids=("lo-1",)),),
            extra={"kept": {"a": [1]}},
        ),
    },
    spelled=[
        *(({"metadata": json}, {"metadata": metadata}) for json, metadata in KINDS),
        (
            {"metadata": {"url": "https://x.test", "xp": "10", "grades": "4"}},
            {"metadata": o.OtherMetadata(url="https://x.test", xp=10, grades=("4",))},
        ),
        (
            {"metadata": {"type": "hologram", "depth": 3}},
            {"metadata": o.OtherMetadata(type="hologram", extra={"depth": 3})},
        ),
        ({"metadata": IN_SNAKES}, {"metadata": FAILS_FAST}),
    ],
    rewritten=[({"metadata": IN_SNAKES}, {"metadata": IN_CAMELS})],
    back=[
        Back(o.ResourceInput, without("dateLastModified", "format"), read={"format": "qti"}),
        Back(o.ResourceUpdateInput, {**UPDATED, **without("format")}, read={"format": "qti"}),
        Back(o.ResourceUpdateInput, {**UPDATED, "metadata": TEXT}, read={"metadata": TEXT}),
        Back(o.ResourceInput, {**without("dateLastModified"), "metadata": IN_CAMELS}, read={"metadata": IN_SNAKES}),
    ],
)

DOCUMENTS = [RESOURCES]

INPUTS = [
    Written(
        o.ResourceInput(title="Quiz", vendor_resource_id="qti-1"),
        {"title": "Quiz", "vendorResourceId": "qti-1", "importance": "primary"},
        good=[({"metadata": metadata}, {"metadata": json}) for json, metadata in KINDS],
        wrong=[
            *WRONG,
            ({"title": " "}, ["title: must not be empty"]),
            ({"vendor_resource_id": ""}, ["vendor_resource_id: must not be empty"]),
            ({"importance": "tertiary"}, ["importance: must be one of primary, secondary"]),
            ({"roles": ("primary", "x")}, ["roles[1]: must be one of primary, secondary"]),
            ({"status": "draft"}, ["status: must be one of active, tobedeleted"]),
            ({"sourced_id": ""}, ["sourced_id: must not be empty"]),
        ],
    ),
    Written(
        o.ResourceUpdateInput(),
        {},
        good=[
            (
                {"title": "New", "vendor_id": None, "roles": ("secondary",)},
                {"title": "New", "vendorId": None, "roles": ["secondary"]},
            )
        ],
        wrong=[
            *WRONG,
            (
                {"title": "", "importance": "x"},
                ["title: must not be empty", "importance: must be one of primary, secondary"],
            ),
        ],
    ),
]
