"""Models of MasteryTrack."""

from datetime import UTC, datetime

from tests.services.model_case import Document, Json, Refused, Written

from timeback_core import masterytrack as m

KID = "kid@school.example"
SENT_KID: Json = {"student_email": KID}
FOR_RESULT: Json = {"assessment_line_item_sourced_id": "li", "assessment_result_sourced_id": "r"}
METADATA: Json = {
    "url": "https://x.test/t",
    "type": "qti",
    "subType": "qti-test",
    "year": "2025",
    "format": "digital",
    "questionTypes": ["choice"],
    "grade": "Third Grade",
    "state": "TX",
    "more": {"subType": 1},
}
TEST: Json = {
    "id": 1,
    "timeback_id": "_1",
    "name": "Math G3.1",
    "subject": "Math",
    "grade": "Third Grade",
    "grade_rank": 3,
    "version": 1,
    "active": True,
    "metadata": METADATA,
    "supported": True,
    "created_at": "2025-01-01T00:00:00.000Z",
    "updated_at": "2025-01-02T00:00:00.000Z",
    "invalidated_on": "2025-01-03T00:00:00.000Z",
}
ASSIGNMENT: Json = {
    "id": 55,
    "student_email": KID,
    "test_name": "Math G3.2",
    "assigned_by": 2,
    "test_url": "https://x.test/assignment/55",
    "status": "ASSIGNED",
    "expires_at": "2025-01-31T00:00:00.000Z",
    "metadata": {"type": "qti"},
    "created_at": "2025-01-01T00:00:00.000Z",
}

DOCUMENTS = (
    Document(m.AuthorizerResponse, {"success": True, "jwt": "a.b.c"}, ("jwt",), seen={"success": True, "jwt": "a.b.c"}),
    Document(
        m.InventoryTest,
        TEST,
        ("timeback_id",),
        seen={
            "timeback_id": "_1",
            "grade_rank": 3,
            "active": True,
            "metadata.sub_type": "qti-test",
            "metadata.question_types": ("choice",),
            "metadata.extra": {"more": {"subType": 1}},
            "invalidated_on": datetime(2025, 1, 3, tzinfo=UTC),
        },
        spelled=[({"grade": 3}, {"grade": None}), ({"metadata": []}, {"metadata": None})],
        rewritten=[({"id": "1"}, {"id": 1}), ({"grade_rank": 3.0}, {"grade_rank": 3})],
        refused=[Refused({"timeback_id": 1}, "$.timeback_id", "string")],
    ),
    Document(
        m.Assignment,
        ASSIGNMENT,
        (),
        seen={
            "id": 55,
            "status": m.AssignmentStatus.ASSIGNED,
            "is_open": True,
            "expires_at": datetime(2025, 1, 31, tzinfo=UTC),
        },
        spelled=[
            ({"status": "paused"}, {"status": "paused", "is_open": True}),
            ({"status": "COMPLETED"}, {"status": m.AssignmentStatus.COMPLETED, "is_open": False}),
            ({"id": "a-55"}, {"id": None}),
        ],
    ),
    Document(m.AssignResult, {"assignment": ASSIGNMENT, "message": "Test assigned"}, (), seen={"assignment.id": 55}),
    Document(
        m.InvalidateResult,
        {
            "message": "Done",
            "total_invalidated": 1,
            "invalidated_assignments": [{"assignment_id": 55, "student_email": KID}],
        },
        (),
        seen={"total_invalidated": 1, "invalidated_assignments.0.assignment_id": 55},
    ),
)

ADDRESSES = [
    *(({"student_email": good}, {"student_email": good}) for good in ("A@B", "k+x@school.test", "ü@schule.example"))
]
NO_ADDRESSES = [
    *(({"student_email": wrong}, ["student_email: must be an e-mail address"]) for wrong in ("", "kid", "a b@c.d", 7))
]
RANKS = ({"grade_rank": 13}, ["grade_rank: must be a whole number from 0 to 12"])

INPUTS = (
    Written(
        m.AssignTestInput(student_email=KID, timeback_id="_1"),
        {**SENT_KID, "timeback_id": "_1"},
        good=ADDRESSES,
        wrong=[*NO_ADDRESSES[:3], ({"timeback_id": " "}, ["timeback_id: must not be empty"])],
    ),
    Written(
        m.AssignTestForResultInput(
            student_email=KID, timeback_id="_1", assessment_line_item_sourced_id="li", assessment_result_sourced_id="r"
        ),
        {**SENT_KID, "timeback_id": "_1", **FOR_RESULT},
        wrong=[({"assessment_result_sourced_id": ""}, ["assessment_result_sourced_id: must not be empty"])],
    ),
    Written(
        m.AssignPlacementInput(student_email=KID, subject="Math"),
        {**SENT_KID, "subject": "Math"},
        wrong=[({"subject": ""}, ["subject: must not be empty"])],
    ),
    Written(
        m.AssignGradeInput(student_email=KID, subject="Math", grade_rank=0),
        {**SENT_KID, "subject": "Math", "grade_rank": 0},
        good=[({"grade_rank": 12}, {"grade_rank": 12})],
        wrong=[RANKS, ({"grade_rank": -1}, RANKS[1])],
    ),
    Written(
        m.AssignGradeForResultInput(
            student_email=KID,
            subject="Math",
            grade_rank=3,
            assessment_line_item_sourced_id="li",
            assessment_result_sourced_id="r",
        ),
        {**SENT_KID, "subject": "Math", "grade_rank": 3, **FOR_RESULT},
    ),
    Written(
        m.InvalidateAssignmentInput(student_email=KID, assignment_id=55),
        {**SENT_KID, "assignment_id": 55},
        wrong=[({"assignment_id": 0}, ["assignment_id: must be greater than 0"])],
    ),
    Written(m.InvalidateTestInput(student_email=KID, timeback_id="_1"), {**SENT_KID, "timeback_id": "_1"}),
    Written(
        m.InvalidateGradeInput(student_email=KID, subject="Math", grade="Third Grade"),
        {**SENT_KID, "subject": "Math", "grade": "Third Grade"},
        wrong=[
            ({"grade_rank": 3}, ["grade_rank: give either grade_rank or grade"]),
            ({"grade": ""}, ["grade: must not be empty"]),
        ],
    ),
)
