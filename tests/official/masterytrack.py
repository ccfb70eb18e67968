"""The official client of MasteryTrack."""

from tests.official.trial import Trial
from timeback_masterytrack import MasteryTrackClient

KID = "rafael.chen.student-1@juniper.example.com"


async def run(trial: Trial, client: MasteryTrackClient) -> None:
    """Every method, and each way to assign whose answer it can read."""
    await trial("authorizer.get_token", client.authorizer.get_token(), lambda it: it.jwt.count(".") == 2)
    found = client.inventory.search({"subject": "math", "grade": "3"})
    tests = await trial("inventory.search", found, lambda it: [each.name for each in it.data])
    named = tests.data[0].timeback_id
    assign = client.assignments.assign
    one = {"student_email": KID, "timeback_id": named}
    given = await trial("assignments.assign", assign(one), lambda it: it.data.assignment.status == "ASSIGNED")
    await trial("assignments.assign", assign(one), lambda it: it, own="it does not tell the assignment of a conflict")
    grade = {"student_email": KID, "subject": "Math", "grade_rank": 3}
    results = {"assessment_line_item_sourced_id": "li", "assessment_result_sourced_id": "r"}
    await trial("assignments.assign", assign({**grade, **results}), lambda it: it.data.assignment.id)
    placed = assign({"student_email": KID, "subject": "Reading"})
    await trial("assignments.assign", placed, lambda it: it, own="it wants an assignment of a placement")
    for form in ({"assignment_id": given.data.assignment.id}, {"subject": "Math", "grade_rank": 3}):
        back = client.assignments.invalidate({"student_email": KID, **form})
        await trial("assignments.invalidate", back, lambda it: it.data.total_invalidated == 1)
