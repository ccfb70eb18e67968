"""Models of PowerPath's lesson plans: tree, structure, operations, and the progress in a course."""

from datetime import datetime, timedelta, timezone

from tests.powerpath.model_cases_powerpath_lessons import NOON, NOON_SEEN
from tests.services.model_case import GONE, Document, Json, Refused, Written, guid

from timeback_core import oneroster as o, powerpath as p
from timeback_core.engine.codec import Unknown

COURSE: Json = {
    "sourcedId": "c-1",
    "status": "active",
    "dateLastModified": NOON,
    "metadata": {"primaryApp": "app"},
    "title": "Math",
    "academicSession": {"sourcedId": "s-1"},
    "schoolYear": guid("academicSession", "s-2"),
    "courseCode": "M",
    "grades": ["4"],
    "subjects": ["Math"],
    "subjectCodes": ["02"],
    "org": {"sourcedId": "o-1"},
    "level": "AP",
    "gradingScheme": "A",
    "resources": [guid("resource", "r-1")],
}
RESOURCE: Json = {
    "sourcedId": "r-1",
    "status": "active",
    "dateLastModified": NOON,
    "metadata": {"type": "qti", "lessonType": "quiz", "xp": 10},
    "title": "Quiz",
    "roles": ["primary"],
    "importance": "primary",
    "vendorResourceId": "t-1",
    "vendorId": None,
    "applicationId": None,
    "metadataDetails": {"type": "qti"},
}
LESSON: Json = {
    "id": "i-2",
    "sourcedId": "l-1",
    "tenantId": None,
    "clientAppId": "a",
    "sortOrder": "a0",
    "metadata": {"lessonType": "quiz"},
    "courseComponentSourcedId": "u-1",
    "resource": RESOURCE,
}
UNIT: Json = {
    "id": "i-1",
    "sourcedId": "u-1",
    "status": "active",
    "title": "Unit",
    "sortOrder": "a1",
    "unlockDate": NOON,
    "metadata": {"lessonRole": "support"},
    "prerequisites": ["u-0"],
    "prerequisiteCriteria": "ALL",
    "componentResources": [LESSON],
    "subComponents": [{"id": "i-3", "sourcedId": "u-2"}],
}
NODE: Json = {
    "componentId": "u-1",
    "type": "component",
    "title": "Unit",
    "order": "a0",
    "skipped": True,
    "itemId": "i-1",
    "componentResources": [{"type": "resource", "componentResourceId": "l-1"}],
    "subComponents": [{"type": "component", "componentId": "u-2"}],
}
STRUCTURE: Json = {"id": "p-1", "courseId": "c-1", "courseTitle": "Math", "structure": [NODE]}
OPERATION: Json = {
    "id": "op-1",
    "type": "set-skipped",
    "payload": {"target": {"type": "component", "id": "u-1"}, "value": True},
    "reason": None,
    "createdAt": NOON,
    "sequenceNumber": 1,
    "createdBy": None,
}
RESULT: Json = {
    "sourcedId": "ar-1",
    "status": "active",
    "dateLastModified": NOON,
    "metadata": {"xp": 10, "attempt": 1},
    "score": 80,
    "textScore": "Completed",
    "scoreDate": NOON,
    "scoreScale": {"sourcedId": "sc"},
    "scorePercentile": 50.5,
    "scoreStatus": "fully graded",
    "comment": "good",
    "learningObjectiveSet": [{"source": "CASE", "learningObjectiveResults": [{"learningObjectiveId": "x"}]}],
    "inProgress": "false",
    "incomplete": "false",
    "late": "true",
    "missing": "false",
}
LATER: Json = {"scoreDate": "2026-02-05T12:00:00.000Z", "scoreStatus": "submitted"}
OF_UNIT: Json = {
    "type": "component",
    "assessmentLineItemSourcedId": "ali-1",
    "courseComponentSourcedId": "u-1",
    "title": "Unit",
    "results": [LATER, RESULT],
}
OF_LESSON: Json = {"type": "resource", "courseComponentResourceSourcedId": "l-1"}
PASSED: Json = {"status": "completed", "assignmentId": "ta-1", "lessonId": "l-9"}
PROGRESS: Json = {"lineItems": [OF_UNIT, OF_LESSON, {"type": "page"}], "testOut": PASSED}

DOCUMENTS = (
    Document(
        p.LessonPlanTree,
        {"course": COURSE, "subComponents": [UNIT]},
        (),
        seen={
            "course.subjects.0": o.Subject.MATH,
            "sub_components.0.unlock_date": NOON_SEEN,
            "sub_components.0.component_resources.0.resource.metadata_details.type": "qti",
            "sub_components.0.component_resources.0.metadata.lesson_type": o.LessonType.QUIZ,
            "sub_components.0.sub_components.0.sourced_id": "u-2",
        },
    ),
    Document(
        p.LessonPlanTreeComponent,
        UNIT,
        ("id", "sourcedId"),
        spelled=[
            ({"unlockDate": "soon", "items": [1]}, {"unlock_date": "soon", "extra.items": [1]}),
            ({"sortOrder": 3}, {"sort_order": "3"}),
            ({"sortOrder": 3.0}, {"sort_order": "3"}),
            ({"sortOrder": 3.5}, {"sort_order": "3.5"}),
        ],
        refused=[Refused({"subComponents": [{"id": "i"}]}, "$.subComponents[0].sourcedId", "string")],
    ),
    Document(p.LessonPlanTreeResource, LESSON, ("id",), seen={"resource.title": "Quiz"}),
    Document(
        p.LessonPlanStructure,
        STRUCTURE,
        (),
        seen={"structure.0.skipped": True, "structure.0.component_resources.0.component_resource_id": "l-1"},
    ),
    Document(
        p.LessonPlanStructureNode,
        NODE,
        ("type",),
        seen={"type": p.LessonPlanItemType.COMPONENT, "order": "a0"},
        spelled=[({"type": "folder", "order": 2}, {"type": "folder", "order": "2"})],
    ),
    Document(
        p.LessonPlanOperation,
        OPERATION,
        ("id", "type"),
        seen={"command": p.skip(p.component("u-1")), "created_at": NOON_SEEN},
        spelled=[
            ({"payload": {"target": 1}}, {"command": Unknown({"type": "set-skipped", "payload": {"target": 1}})}),
            ({"type": "fold", "payload": GONE}, {"command": Unknown({"type": "fold", "payload": None})}),
            ({"createdAt": "yesterday"}, {"created_at": "yesterday"}),
        ],
    ),
    Document(
        p.SyncOperationsResult,
        {
            "success": True,
            "message": "done",
            "operationCount": 2,
            "operationResults": [{"success": True}, {"success": False, "errors": [{"message": "no"}]}],
        },
        (),
        seen={"operation_results.0.success": True, "operation_results.1.errors.0.message": "no"},
    ),
    Document(p.StoreOperationResult, {"success": True, "message": "stored", "operationId": "op-1"}, ()),
    Document(
        p.CourseProgress,
        PROGRESS,
        (),
        seen={
            "line_items.0.latest.score_status": o.ScoreStatus.SUBMITTED,
            "line_items.0.results.1.late": True,
            "line_items.1.latest": None,
            "line_items.2": Unknown({"type": "page"}),
            "test_out.status": "completed",
            "test_out.lesson_id": "l-9",
        },
        spelled=[
            ({"testOut": {"status": "available"}}, {"test_out": p.CourseTestOutOffer(status="available")}),
            ({"testOut": {"status": "paused"}}, {"test_out": Unknown({"status": "paused"})}),
        ],
    ),
    Document(p.CourseProgressResult, RESULT, (), seen={"metadata.xp": 10, "text_score": "Completed"}),
    Document(
        p.StartTestOutResult,
        {"assignmentId": "ta", "lessonId": "l", "resourceId": "r", "status": "existing"},
        ("assignmentId", "lessonId"),
        seen={"status": p.StartTestOutStatus.EXISTING},
    ),
)
TARGET: Json = {"type": "resource", "id": "l"}
EAST = timezone(timedelta(hours=2))

INPUTS = (
    *(
        Written(known, {"type": kind, "payload": {"target": TARGET, **payload}})
        for known, kind, payload in (
            (p.show(p.resource("l")), "set-skipped", {"value": False}),
            (p.move_before(p.resource("l"), "m"), "move-item-before", {"reference_id": "m"}),
            (p.move_after(p.resource("l"), "m"), "move-item-after", {"reference_id": "m"}),
            (p.move_to_start(p.resource("l")), "move-item-to-start", {}),
            (p.move_to_end(p.resource("l")), "move-item-to-end", {}),
            (p.change_parent(p.resource("l"), "u"), "change-item-parent", {"new_parent_id": "u"}),
            (
                p.change_parent(p.resource("l"), "u", "start"),
                "change-item-parent",
                {"new_parent_id": "u", "position": "start"},
            ),
        )
    ),
    Written(
        p.add_resource("l", "u"),
        {"type": "add-custom-resource", "payload": {"resource_id": "l", "parent_component_id": "u"}},
        good=[
            (
                {"payload": p.add_resource("l", "u", skipped=True).payload},
                {"payload": {"resource_id": "l", "parent_component_id": "u", "skipped": True}},
            )
        ],
        wrong=[
            (
                {"payload": p.add_resource(" ", "").payload},
                ["payload.resource_id: must not be empty", "payload.parent_component_id: must not be empty"],
            )
        ],
    ),
    Written(
        p.ChangeItemParent(payload=p.ParentPayload(target=p.component("u"), new_parent_id="v")),
        {"type": "change-item-parent", "payload": {"target": {"type": "component", "id": "u"}, "new_parent_id": "v"}},
        wrong=[
            (
                {"payload": p.change_parent(p.OperationTarget(type="page", id=""), "v", "middle").payload},
                [
                    "payload.target.type: must be one of component, resource",
                    "payload.target.id: must not be empty",
                    "payload.position: must be one of start, end",
                ],
            )
        ],
    ),
    Written(
        p.StudentItemResult(score_date=datetime(2026, 1, 5, 14, tzinfo=EAST), score_status="fully graded"),
        {"status": "active", "scoreDate": NOON, "scoreStatus": "fully graded"},
        good=[
            ({"score_date": "2026-01-05T14:00:00+02:00"}, {"scoreDate": "2026-01-05T14:00:00+02:00"}),
            ({"score": None, "text_score": "Completed"}, {"score": None, "textScore": "Completed"}),
            (
                {"late": True, "missing": False, "incomplete": None},
                {"late": "true", "missing": "false", "incomplete": None},
            ),
            ({"metadata": o.AssessmentResultMetadata(xp=5)}, {"metadata": {"xp": 5}}),
        ],
        wrong=[
            (
                {"score_date": "x", "score_status": "done", "status": "gone"},
                [
                    "status: must be one of active, tobedeleted",
                    "score_date: must be a date and time (ISO 8601)",
                    "score_status: must be one of exempt, fully graded, not submitted, partially graded, submitted",
                ],
            ),
            ({"score_date": "2026-01-05"}, ["score_date: must be a date and time (ISO 8601)"]),
        ],
    ),
)
