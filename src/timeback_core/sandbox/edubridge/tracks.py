"""Subject tracks: the course of a subject and grade, for one org or for all; and tracks that agree as one group."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.oneroster.collections import COURSES, ORGS
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, TEXT
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.vocabulary import GRADE, SUBJECT
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import RefusalError, unknown
from timeback_core.sandbox.schema import Boolean, Choice, Flag, ListOf, Member, Record, may_null, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

GroupKey: TypeAlias = tuple[str, str, str, bool]
"""Subject, grade, course, and whether the group is one track for all orgs."""

_TRACKS: Final = "subjectTracks"
_PLACE: Final = (must("subject", Choice(SUBJECT)), must("grade", Choice(GRADE)))
_COURSE: Final = must("courseId", FULL_TEXT)
_IS_GLOBAL: Final = must("isGlobal", Flag())
_ORGS: Final = Member(name="orgSourcedIds", shape=ListOf(FULL_TEXT), default=[])
_TRACK: Final = Record((*_PLACE, _COURSE, may_null("orgSourcedId", FULL_TEXT)))
_GROUP: Final = Record((*_PLACE, _COURSE, _IS_GLOBAL))
_NEW_GROUP: Final = Record((*_PLACE, _COURSE, _ORGS))
_CHANGED_GROUP: Final = Record(
    (
        *_PLACE,
        must("currentCourseId", FULL_TEXT),
        _COURSE,
        _IS_GLOBAL,
        _ORGS,
        Member(name="strategy", shape=Choice(("replace", "fail")), default="replace"),
    )
)

_SHOWN: Final = Record(
    (*musts(TEXT, "id", "grade", "subject"), must("course", COURSES.kind.record), may_null("org", ORGS.kind.record)),
    name="SubjectTrack",
)
_KEY: Final = Record((*musts(TEXT, "subject", "grade", "courseId"), must("isGlobal", Boolean())))
_SHOWN_GROUP: Final = Record((must("key", _KEY), must("tracks", ListOf(_SHOWN))), name="SubjectTrackGroup")


def put_track(world: World, subject: str, grade: str, course_id: str, org_id: str | None) -> Document:
    """Store the track of its org, subject and grade, in place of the one that was there."""
    track = {
        "sourcedId": _track_id(world, subject, grade, org_id),
        "subject": subject,
        "grade": grade,
        "course": reference(course_id),
        "org": None if org_id is None else reference(org_id),
    }
    world.store.put(_TRACKS, track)
    return track


def course_of_track(world: World, subject: str, grade: str, org_id: str | None) -> Document | None:
    """The course of a subject and grade: by the track of the org, else by the one for all."""
    ids = (_track_id(world, subject, grade, each) for each in dict.fromkeys((org_id, None)))
    tracks = (world.store.get(_TRACKS, track_id) for track_id in ids)
    track = next((track for track in tracks if track is not None), None)
    return None if track is None else world.store.get("courses", track["course"]["sourcedId"])


def _track_id(world: World, subject: str, grade: str, org_id: str | None) -> str:
    return world.plan.id_prefix + ":".join((*(() if org_id is None else (org_id,)), subject, grade))


def _view(call: Call, track: Document) -> Document:
    org = track["org"]
    return {
        "id": track["sourcedId"],
        "grade": track["grade"],
        "subject": track["subject"],
        "course": show(call, COURSES.kind, COURSES.get(call.world, track["course"]["sourcedId"])),
        "org": None if org is None else show(call, ORGS.kind, ORGS.get(call.world, org["sourcedId"])),
    }


@described(under("subjectTrack", ListOf(_SHOWN)))
def _list(call: Call) -> Reply:
    """All subject tracks."""
    return json_reply(200, {"subjectTrack": [_view(call, track) for track in call.world.store.rows(_TRACKS)]})


@described(under("subjectTrack", _SHOWN), takes=_TRACK)
def _upsert(call: Call) -> Reply:
    """Set the course of a subject and grade."""
    body = checked(call.world, _TRACK, call.body(), "")
    org_id: str | None = body.get("orgSourcedId")
    _require(call.world, body["courseId"], [] if org_id is None else [org_id])
    track = put_track(call.world, body["subject"], body["grade"], body["courseId"], org_id)
    return json_reply(200, {"subjectTrack": _view(call, track)})


@described(Record((may_null("data", FREE),)))
def _delete(call: Call) -> Reply:
    """Take a subject track away."""
    if call.world.store.get(_TRACKS, call.ids[0]) is None:
        raise unknown("Subject track not found.")
    call.world.store.remove(_TRACKS, call.ids[0])
    return json_reply(200, {"data": None})


@described(under("groups", ListOf(_SHOWN_GROUP)))
def _list_groups(call: Call) -> Reply:
    """The subject tracks, those that agree as one group."""
    groups: dict[GroupKey, list[Document]] = {}
    for track in call.world.store.rows(_TRACKS):
        groups.setdefault(_key_of(track), []).append(track)
    names = ("subject", "grade", "courseId", "isGlobal")
    shown = [
        {"key": dict(zip(names, key, strict=True)), "tracks": [_view(call, track) for track in tracks]}
        for key, tracks in groups.items()
    ]
    return json_reply(200, {"groups": shown})


@described({204: None}, takes=_NEW_GROUP)
def _create_group(call: Call) -> Reply:
    """Set a track for several orgs, or one for all."""
    body = checked(call.world, _NEW_GROUP, call.body(), "")
    _require(call.world, body["courseId"], body["orgSourcedIds"])
    _put_group(call.world, body)
    return empty_reply(204)


@described({204: None}, takes=_CHANGED_GROUP)
def _update_group(call: Call) -> Reply:
    """Set a group of tracks in place of one that there is."""
    body = checked(call.world, _CHANGED_GROUP, call.body(), "")
    _require(call.world, body["courseId"], body["orgSourcedIds"])
    before = _group(call.world, (body["subject"], body["grade"], body["currentCourseId"], body["isGlobal"]))
    if body["strategy"] == "fail":
        wanted = {_track_id(call.world, body["subject"], body["grade"], org) for org in body["orgSourcedIds"] or [None]}
        taken = [found for found in call.world.store.pick(_TRACKS, wanted) if found not in before]
        if taken:
            raise RefusalError(409, "Another group has a track there.")
    _remove(call.world, before)
    _put_group(call.world, body)
    return empty_reply(204)


@described({204: None}, takes=_GROUP)
def _delete_group(call: Call) -> Reply:
    """Take a group of tracks away."""
    body = checked(call.world, _GROUP, call.body(), "")
    _remove(call.world, _group(call.world, (body["subject"], body["grade"], body["courseId"], body["isGlobal"])))
    return empty_reply(204)


def _require(world: World, course_id: str, org_ids: Sequence[str]) -> None:
    COURSES.get(world, course_id)
    for org_id in org_ids:
        ORGS.get(world, org_id)


def _key_of(track: Document) -> GroupKey:
    return track["subject"], track["grade"], track["course"]["sourcedId"], track["org"] is None


def _group(world: World, key: GroupKey) -> list[Document]:
    tracks = [track for track in world.store.rows(_TRACKS) if _key_of(track) == key]
    if not tracks:
        raise unknown("Subject track group not found.")
    return tracks


def _put_group(world: World, body: Document) -> None:
    for org_id in body["orgSourcedIds"] or [None]:
        put_track(world, body["subject"], body["grade"], body["courseId"], org_id)


def _remove(world: World, tracks: Sequence[Document]) -> None:
    for track in tracks:
        world.store.remove(_TRACKS, track["sourcedId"])


TRACKS: Final[Sequence[Route]] = (
    Route("edubridge.subject_tracks.list", "GET", "/edubridge/subject-track/", _list),
    Route("edubridge.subject_tracks.upsert", "PUT", "/edubridge/subject-track/", _upsert),
    Route("edubridge.subject_tracks.delete", "DELETE", "/edubridge/subject-track/{id}", _delete),
    Route("edubridge.subject_tracks.list_groups", "GET", "/edubridge/subject-track/groups", _list_groups),
    Route("edubridge.subject_tracks.create_group", "POST", "/edubridge/subject-track/groups", _create_group),
    Route("edubridge.subject_tracks.update_group", "PUT", "/edubridge/subject-track/groups", _update_group),
    Route("edubridge.subject_tracks.delete_group", "DELETE", "/edubridge/subject-track/groups", _delete_group),
)
