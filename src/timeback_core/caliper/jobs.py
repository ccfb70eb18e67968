"""Jobs: what stores the events of a send, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from returns.result import Failure, Result, Success

from timeback_core.caliper.common import is_exact
from timeback_core.caliper.models.answers import JobState, JobStatus, Outcome
from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.error_parts import CallInfo
from timeback_core.flows.waiting import waited
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.errors import JobFailed

REASONS: Final = ("failedReason", "reason", "error", "message", "errors")
"""Members, none of them documented, in which jobs may tell why they failed."""


@operation(GET, Base("caliper", "job_status"), "", One("job", JobStatus, bare=True))
def get_job_status(job_id: Annotated[str, is_exact]) -> Call:
    """Tell how far a job is.

    Errors: `NotFound`.
    """
    return Call(path={"id": job_id})


@flow
def wait_for_completion(job_id: str | None, *, timeout: float = 30.0, poll_interval: float = 1.0) -> Steps[JobStatus]:
    """Wait until a job has stored its events; gives the job with what it made of each.

    A look that fails for a reason that may pass does not end the wait.

    job_id: of the answer to a send, which may name none; that is `InvalidInput`. timeout: seconds to wait at most,
    requests included. poll_interval: seconds until the second look; the waits double up to ten times as long.

    Errors: `JobFailed` with the reason, also where it completed with an error; `TimedOut`; `NotFound`.
    """
    problems = () if job_id is not None else (Problem("job_id", "is none: the platform named no job"),)
    look = get_job_status.request(job_id or "")
    return waited(look, outcome_of, timeout=timeout, poll_interval=poll_interval, waiting_for="job", problems=problems)


def outcome_of(job: JobStatus, call: CallInfo) -> Result[JobStatus, JobFailed] | None:
    """How a job ended; None while it runs."""
    failure = failure_of(job, call)
    if failure is not None:
        return Failure(failure)
    return Success(job) if job.state == JobState.COMPLETED else None


def failure_of(job: JobStatus, call: CallInfo) -> JobFailed | None:
    """How a job went wrong, if it did."""
    from timeback_core.errors import JobFailed

    value = job.return_value
    ended = job.state == JobState.COMPLETED and value is not None and value.status == Outcome.ERROR
    if job.state != JobState.FAILED and not ended:
        return None
    told = [*job.extra.items(), *(value.extra.items() if value else ())]
    reasons = (str(text) for name in REASONS for key, text in told if key == name and text)
    return JobFailed(call, job.id, next(reasons, "no reason given"))


class Jobs(Namespace[S_co]):
    """Jobs: what stores the events of a send, in the background."""

    status = get_job_status
    wait_for_completion = wait_for_completion
