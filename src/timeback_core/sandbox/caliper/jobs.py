"""Jobs: how far the storing of an envelope is, by the time that has passed."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, timestamp
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import Choice, ListOf, Record, may, must, musts

_JOBS: Final = "caliperJobs"

_RESULT: Final = Record(musts(TEXT, "allocatedId", "externalId"))
_JOB: Final = Record(
    (
        must("id", TEXT),
        must("state", Choice(("waiting", "active", "completed", "failed"))),
        *(may(name, TEXT) for name in ("processedOn", "failedReason")),
        may("returnValue", Record((must("status", TEXT), must("results", ListOf(_RESULT))))),
    )
)


def open_job(call: Call, stored: Sequence[Document], *, fails: bool) -> str:
    """Begin a job that ends with these events stored, or fails; gives its id, a number as text."""
    job_id = str(call.world.store.count(_JOBS) + 1)
    results = [{"allocatedId": str(event["id"]), "externalId": event["externalId"]} for event in stored]
    job = {"sourcedId": job_id, "since": call.now, "seconds": call.world.switches.job_seconds, "fails": fails}
    call.world.store.put(_JOBS, {**job, "results": results})
    return job_id


@described(under("job", _JOB))
def job_status(call: Call) -> Reply:
    """GET of a job: it waits for half of its time, is active for the other half, then completed or failed."""
    job = call.world.store.get(_JOBS, call.ids[0])
    if job is None:
        raise unknown(f"Job {call.ids[0]} not found")
    begins, ends = (job["since"] + job["seconds"] * part for part in (0.5, 1))
    told: Document = {"id": job["sourcedId"], "state": "waiting"}
    if call.now >= begins:
        told.update(state="active", processedOn=timestamp(begins))
    if call.now >= ends and job["fails"]:
        told.update(state="failed", failedReason="The sandbox was told to fail")
    elif call.now >= ends:
        told.update(state="completed", returnValue={"status": "success", "results": job["results"]})
    return json_reply(200, {"job": told})
