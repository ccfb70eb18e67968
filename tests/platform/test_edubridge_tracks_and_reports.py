"""EduBridge's subject tracks, reports and applications."""

import json

from tests.answering import Answering, refused
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.edubridge import (
    ApplicationMetricInput,
    HoleFillingCourseInput,
    Metric,
    SubjectTrackGroupKeyInput,
    SubjectTrackUpsertInput,
    create_hole_filling_course,
    get_application_metrics,
    get_map_profile,
    list_subject_goals,
    list_subject_track_groups,
    list_subject_tracks,
)
from timeback_core.errors import NotFound
from timeback_core.oneroster import Subject

TRACK: dict[str, object] = {"id": "t", "grade": "3", "subject": "Math", "course": {"title": "Math 3"}}


def test_groups_of_tracks_are_told_by_their_key(answering: Answering, client: TimebackClient) -> None:
    old = {"id": "g", "name": "Math 3", "tracks": [TRACK]}
    key = {"subject": "Math", "grade": "3", "courseId": "c", "isGlobal": True}
    named, keyed = value(list_subject_track_groups(answering(Reply({"groups": [old, {"key": key, "tracks": []}]}))))
    assert (named.key, named.name, len(named.tracks)) == (None, "Math 3", 1)
    assert keyed.key is not None
    assert (keyed.key.subject, keyed.key.is_global) == (Subject.MATH, True)
    tracks = client.edubridge.subject_tracks
    for group in value(tracks.list_groups()):
        assert group.key is not None
        value(tracks.delete_group(SubjectTrackGroupKeyInput.of(group.key).unwrap()))
    assert len(value(tracks.list())) == 0


def test_a_track_without_an_organization_holds_for_everybody(client: TimebackClient, answering: Answering) -> None:
    tracks = client.edubridge.subject_tracks
    for_all = value(tracks.upsert(SubjectTrackUpsertInput(subject="Writing", grade=9, course_id="course-1")))
    of_one = SubjectTrackUpsertInput(subject="Writing", grade=9, course_id="course-2", org_sourced_id="school-1")
    assert (for_all.org, value(tracks.upsert(of_one)).org) != (None, None)
    value(tracks.upsert(of_one))
    assert len([track for track in value(tracks.list()) if (track.subject, track.grade) == ("Writing", "9")]) == 2
    value(list_subject_tracks(answering(Reply({"subjectTrack": [{**TRACK, "application": {"name": "Numbers"}}]}))))
    (old,) = value(list_subject_tracks(answering(Reply({"subjectTrack": [{**TRACK, "application": {"name": "N"}}]}))))
    assert old.application is not None
    assert (old.org, old.application.name) == (None, "N")


def test_some_deletes_have_a_body(client: TimebackClient, answering: Answering) -> None:
    apps = client.edubridge.applications
    metric = ApplicationMetricInput(metric="xp", metric_source="timeback_app")
    value(apps.delete_metric("application-1", metric))
    assert Metric.XP not in {row.metric for row in value(apps.get_metrics("application-1"))}
    assert isinstance(error(apps.delete_metric("application-1", metric)), NotFound)
    assert value(apps.create_metric("application-1", metric)).metric is Metric.XP


def test_map_profiles_are_reports_or_one_result(answering: Answering, client: TimebackClient) -> None:
    report = {"title": "Fall", "pdfUrl": None, "tests": ["Math"]}
    assert [row.title for row in value(get_map_profile(answering(Reply({"data": [report, report]})), "u"))] == [
        "Fall"
    ] * 2
    result = {"userId": "u", "ritScore": "220", "subject": "Math", "own": 1}
    (row,) = value(get_map_profile(answering(Reply({"data": result})), "u"))
    assert (row.rit_score, row.title, row.extra) == (220, None, {"own": 1})
    assert len(value(get_map_profile(answering(refused(404, "No profile")), "u"))) == 0
    assert len(value(client.edubridge.learning_reports.get_map_profile("student-2"))) == 0


def test_map_profiles_are_reports_or_one_result__and_no_page_of_a_proxy(answering: Answering) -> None:
    assert isinstance(error(get_map_profile(answering(Reply(b"<html>no such place</html>", 404)), "u")), NotFound)


def test_metrics_of_an_application_are_sources_or_figures(answering: Answering) -> None:
    source = {"applicationSourcedId": "a", "metric": "xp", "metricSource": "powerpath"}
    assert [row.metric for row in value(get_application_metrics(answering(Reply({"data": [source]})), "a"))] == ["xp"]
    figures = {"applicationSourcedId": "a", "totalUsers": 3, "own": 1}
    (row,) = value(get_application_metrics(answering(Reply({"data": figures})), "a"))
    assert (row.total_users, row.metric, row.extra) == (3, None, {"own": 1})
    assert len(value(get_application_metrics(answering(Reply({})), "a"))) == 0


def test_goals_and_progression_are_experimental(answering: Answering, client: TimebackClient) -> None:
    assert (
        value(list_subject_goals(answering(Reply({"subjects": [{"subject": "Math"}]})), "u")).subjects[0].goal is None
    )
    course = HoleFillingCourseInput(subject="math", grade="K", app="anton", email="a@b.c", lesson_ids=["l"])
    assert value(create_hole_filling_course(answering(Reply({}, 202)), course)).course is None
    assert json.loads(answering.sent[-1].body)["grade"] == "K"
    catalog = value(client.edubridge.progression.list_catalog(limit=1))
    assert isinstance(catalog, dict)
    for namespace in (client.edubridge.goals, client.edubridge.progression):
        assert (type(namespace).__doc__ or "").startswith("Experimental")
