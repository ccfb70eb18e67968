"""The shapes of the APIs beside OneRoster are descriptions: each is sent and read by the engine as it is.

`content_apis` and `learning_apis` describe them; here they run against a scripted server, in every way.
"""

import json
import pickle

import pytest
from tests.engine import content_apis as content, learning_apis as learning
from tests.engine.asking import ITEM, client_work, given_once, refused_once, told
from tests.scripted_server import Reply, Seen, in_turn
from tests.session.ways import Way

from timeback_core.engine.call.answers import Saved
from timeback_core.engine.codec import Unknown
from timeback_core.errors import DecodeError, InvalidInput, NotFound, Rejected, ServerFault

XML = "<qti-assessment-test identifier='t' title='\u00e9'/>"


def numbered(seen: Seen) -> Reply:
    """A server of 25 items that gives ten at most, by page number."""
    query = dict(part.split("=") for part in seen.target.partition("?")[2].split("&"))
    page, limit = int(query.get("page", "1")), min(int(query.get("limit", "10")), 10)
    rows = [{"identifier": str(number)} for number in range(25)][(page - 1) * limit : page * limit]
    return Reply({"items": rows, "total": 25, "page": page, "pages": -(-25 // limit), "limit": limit})


@pytest.mark.parametrize("prefetch", [0, 3])
def test_page_numbers_with_totals_in_the_body(way: Way, prefetch: int) -> None:
    result, seen = client_work(
        way, numbered, lambda client: content.list_items.collect(client.using(prefetch=prefetch).session)
    )
    assert [item.identifier for item in result.unwrap()] == [str(number) for number in range(25)]
    assert len(seen) == 3
    assert seen[0].target == "/api/assessment-items?limit=100"


def test_no_more_rows_are_asked_for_by_page_number_than_are_wanted(way: Way) -> None:
    result, seen = client_work(way, numbered, lambda client: content.list_items.take(client.session, 4))
    assert [item.identifier for item in result.unwrap()] == ["0", "1", "2", "3"]
    assert [call.target for call in seen] == ["/api/assessment-items?limit=4"]
    first, seen = client_work(way, numbered, lambda client: content.list_items.first(client.session, page=2))
    assert first.unwrap() == content.Item(identifier="10")
    assert [call.target for call in seen] == ["/api/assessment-items?page=2&limit=100"]


def test_the_names_of_list_parameters_are_part_of_the_description(way: Way) -> None:
    request = content.list_items.request(where={"title": "a"}, sort="title", order_by="asc", search="s", page=2)
    page, seen = given_once(way, Reply({"data": [ITEM], "total": 11, "limit": 10}), request)
    assert seen.target == ("/api/assessment-items?filter=title%3D%27a%27&sort=title&order=asc&query=s&page=2")
    assert (page.offset, page.total, page.next) == (10, 11, None)


def test_a_bare_array_and_one_model_with_or_without_an_envelope(way: Way) -> None:
    page, _ = given_once(way, Reply([ITEM, ITEM]), content.list_feedback.request("l"))
    assert (len(page), page.total, page.next) == (2, 2, None)
    for body in (ITEM, {"assessmentItem": ITEM}):
        item, _ = given_once(way, Reply(body), content.get_item.request("i"))
        assert item.identifier == "i"


def test_xml_in_and_out(way: Way) -> None:
    answer = Reply(XML.encode(), headers=(("Content-Type", "application/xml; charset=utf-8"),))
    text, seen = given_once(way, answer, content.get_test_xml.request("t"))
    assert text == XML
    assert (seen.headers["content-type"], seen.headers["accept"]) == ("application/xml", "application/xml")
    _, seen = given_once(way, Reply(ITEM, 201), content.create_test_from_xml.request(XML))
    assert (seen.body, seen.headers["content-type"]) == (XML.encode(), "application/xml")


def test_a_get_of_json_has_no_content_type(way: Way) -> None:
    _, seen = given_once(way, Reply(ITEM), content.get_item.request("i"))
    assert "content-type" not in seen.headers


def test_deletes_with_a_body_and_with_an_answer_or_none(way: Way) -> None:
    _, seen = given_once(way, Reply(status=204), learning.delete_group.request("g"))
    assert (seen.verb, json.loads(seen.body)) == ("DELETE", {"group": "g"})
    assert (seen.headers["content-type"], seen.headers["content-length"]) == ("application/json", "13")
    item, _ = given_once(way, Reply(ITEM), content.delete_feedback.request("f"))
    assert item == content.Item(identifier="i")
    nothing, _ = given_once(way, Reply(status=204), content.delete_feedback.request("f"))
    assert nothing is None


def test_totals_that_lie_deeper_and_rows_under_several_names(way: Way) -> None:
    def listing(seen: Seen) -> Reply:
        rest = seen.target.partition("?")[2]
        rows = [ITEM] if "offset=2" in rest else [ITEM, ITEM]
        return Reply({"data": {"events": rows}, "pagination": {"total": 3, "limit": 2}})

    result, seen = client_work(
        way, listing, lambda client: content.list_events.collect(client.session, start_date="2026-01-01", limit=2)
    )
    assert len(result.unwrap()) == 3
    assert seen[1].target == "/caliper/events?startDate=2026-01-01&limit=2&offset=2"
    for body in ({"events": None}, {}):
        page, _ = given_once(way, Reply(body), content.list_events.request())
        assert len(page) == 0
    error = refused_once(way, Reply({"data": {"events": [{"identifier": 1}]}}), content.list_events.request())
    assert isinstance(error, DecodeError)
    assert error.path == "$.data.events[0].identifier"


@pytest.mark.parametrize("answer", [Reply({"event": None}), Reply({"event": {}}), Reply({}), Reply()])
def test_a_success_that_means_that_there_is_none(way: Way, answer: Reply) -> None:
    request = content.get_event.request("urn:uuid:a/b")
    results, seen = told(way, in_turn(answer, Reply({"event": ITEM})), request, request)
    assert isinstance(results[0].failure(), NotFound)
    assert results[1].unwrap() == content.Item(identifier="i")
    assert seen[0].target == "/caliper/events/urn%3Auuid%3Aa%2Fb"


def test_a_refusal_whose_body_is_the_result(way: Way) -> None:
    answer = Reply({"status": "error", "message": "no"}, 400)
    value, _ = given_once(way, answer, content.validate_events.request({}))
    assert value == content.Validation(status="error", message="no")
    rows = Reply({"success": False, "errors": ["row 1"]}, 400)
    bulk, _ = given_once(way, rows, learning.assign_many.request(["a"]))
    assert bulk == learning.Bulk(success=False, errors=("row 1",))


def test_a_refusal_whose_body_is_no_result_is_a_refusal(way: Way) -> None:
    body = {"imsx_description": "bad", "imsx_error_details": [{"student": "unknown"}]}
    error = refused_once(way, Reply(body, 400), learning.assign_many.request(["a"]))
    assert isinstance(error, Rejected)
    assert (error.status, str(error.reply)) == (400, "bad: student: unknown")
    assert isinstance(refused_once(way, Reply(b"<html>", 400), learning.assign_many.request([])), Rejected)


def test_a_success_that_says_that_it_is_none(way: Way) -> None:
    answer = Reply({"status": "error", "message": "no"})
    assert isinstance(refused_once(way, answer, content.send_events.request({})), Rejected)
    answer = Reply({"success": False, "sourcedIdPairs": []})
    assert isinstance(refused_once(way, answer, learning.create_pairs.request()), Rejected)


def test_a_segment_that_may_be_left_out(way: Way) -> None:
    requests = (learning.enroll.request("u/1", "c"), learning.enroll.request("u", "c", "s 1"))
    results, seen = told(way, in_turn(Reply({"data": ITEM}, 201)), *requests)
    assert [result.unwrap().identifier for result in results] == ["i", "i"]
    assert [call.target for call in seen] == [
        "/edubridge/enrollments/enroll/u%2F1/c",
        "/edubridge/enrollments/enroll/u/c/s%201",
    ]
    assert (seen[0].body, seen[0].headers["content-type"]) == (b"{}", "application/json")


def test_a_segment_that_may_be_left_out_must_not_be_blank(way: Way) -> None:
    results, seen = told(
        way, in_turn(Reply({})), learning.enroll.request("u", "c", ""), learning.enroll.request("", "c")
    )
    problems = [result.failure() for result in results]
    assert all(isinstance(problem, InvalidInput) for problem in problems)
    assert seen == []


def test_a_get_with_side_effects_and_a_put_that_counts_are_not_repeated(way: Way) -> None:
    for request in (learning.get_default_class.request("c"), learning.answer_question.request("s", "q")):
        results, seen = told(way, in_turn(Reply(status=502)), request)
        assert isinstance(results[0].failure(), ServerFault)
        assert len(seen) == 1


def test_a_repeated_parameter_takes_no_single_text(way: Way) -> None:
    page, seen = given_once(way, Reply({"users": [ITEM]}), learning.list_people.request(["student", "teacher"]))
    assert (len(page), seen.target) == (1, "/edubridge/users/?roles=student&roles=teacher")
    results, _ = told(way, in_turn(Reply({})), learning.list_people.request("student"))
    assert isinstance(results[0].failure(), InvalidInput)


def test_two_envelopes_or_one(way: Way) -> None:
    for body in ({"lessonPlan": {"lessonPlan": ITEM}}, {"lessonPlan": ITEM}):
        plan, _ = given_once(way, Reply(body), learning.get_plan.request("p"))
        assert plan.identifier == "i"
    error = refused_once(way, Reply({"lessonPlan": {"lessonPlan": {"identifier": 1}}}), learning.get_plan.request("p"))
    assert isinstance(error, DecodeError)
    assert error.path == "$.lessonPlan.lessonPlan.identifier"


def test_an_answer_that_is_one_of_several_models(way: Way) -> None:
    request = learning.get_progress.request("s", "l")
    mastery, seen = given_once(way, Reply({"lessonType": "powerpath-100", "score": 3}), request)
    assert mastery == learning.Mastery(lesson_type="powerpath-100", score=3)
    assert seen.target == "/powerpath/getAssessmentProgress?student=s&lesson=l"
    tested, _ = given_once(way, Reply({"lessonType": "quiz", "finalized": True}), request)
    assert tested == learning.Tested(lesson_type="quiz", finalized=True)
    unknown, _ = given_once(way, Reply({"lessonType": "game", "level": 2}), request)
    assert unknown == Unknown({"lessonType": "game", "level": 2})
    assert isinstance(refused_once(way, Reply([]), request), DecodeError)


def test_the_status_tells_created_from_changed(way: Way) -> None:
    for status, created in ((201, True), (200, False)):
        saved, seen = given_once(way, Reply(ITEM, status), learning.upsert_credential.request(ITEM))
        assert saved == Saved(content.Item(identifier="i"), created)
        assert seen.path == "/ims/clr/v2p0/credentials/"


def test_requests_of_all_shapes_are_data() -> None:
    for request in (
        content.list_items.request(page=2),
        content.get_test_xml.request("t"),
        learning.enroll.request("u", "c"),
        content.send_events.request({"data": []}),
        learning.get_pass.request("x@example.com"),
    ):
        assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 -- our own bytes
        assert request.endpoint.full_name in repr(request)
