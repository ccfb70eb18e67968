"""Subject tracks, one by one and in groups that lead to the same course."""

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.models.subject_tracks import (
    SubjectTrack,
    SubjectTrackGroup,
    SubjectTrackGroupCreateInput,
    SubjectTrackGroupKeyInput,
    SubjectTrackGroupUpdateInput,
    SubjectTrackUpsertInput,
)
from timeback_core.engine.call.expect import Many, Nothing, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation

TRACKS = Many("subjectTrack", SubjectTrack, paging=UNPAGED, absent_is_empty=True)
GROUPS = Many("groups", SubjectTrackGroup, paging=UNPAGED, absent_is_empty=True)


@operation(GET, EDUBRIDGE, "/subject-track/", TRACKS)
def list_subject_tracks() -> Call:
    """List all subject tracks at once."""
    return Call()


@operation(PUT, EDUBRIDGE, "/subject-track/", One("subjectTrack", SubjectTrack))
def upsert_subject_track(track: SubjectTrackUpsertInput) -> Call:
    """Say which course is taken in a subject at a grade; a track of that organization, subject and grade is replaced.

    Errors: `Rejected` where the course or the organization is unknown.
    """
    return Call(body=track)


@operation(DELETE, EDUBRIDGE, "/subject-track/{track_id}", Nothing())
def delete_subject_track(track_id: str) -> Call:
    """Delete a subject track for good.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, EDUBRIDGE, "/subject-track/groups", GROUPS)
def list_subject_track_groups() -> Call:
    """List all groups of subject tracks at once."""
    return Call()


@operation(POST, EDUBRIDGE, "/subject-track/groups", Nothing())
def create_subject_track_group(group: SubjectTrackGroupCreateInput) -> Call:
    """Make a track for each of several organizations, or one for everybody.

    Errors: `Rejected` where the course or an organization is unknown.
    """
    return Call(body=group)


@operation(PUT, EDUBRIDGE, "/subject-track/groups", Nothing())
def update_subject_track_group(group: SubjectTrackGroupUpdateInput) -> Call:
    """Replace all tracks of a group; those of organizations that are not named again are gone.

    Errors: `NotFound`, and `Conflict` where another group has such a track and `strategy` is `fail`.
    """
    return Call(body=group)


@operation(DELETE, EDUBRIDGE, "/subject-track/groups", Nothing())
def delete_subject_track_group(key: SubjectTrackGroupKeyInput) -> Call:
    """Delete all tracks of a group for good.

    key: as a group that was read has it: `SubjectTrackGroupKeyInput.of(group.key)`.

    Errors: `NotFound`.
    """
    return Call(body=key)


class SubjectTracks(Namespace[S_co]):
    """Which course is taken in a subject at a grade."""

    list = list_subject_tracks
    upsert = upsert_subject_track
    delete = delete_subject_track
    list_groups = list_subject_track_groups
    create_group = create_subject_track_group
    update_group = update_subject_track_group
    delete_group = delete_subject_track_group
