"""Jobs: what stores the events of a send, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from returns.result import Failure

from timeback_core.caliper.common import is_exact
from timeback_core.caliper.models.answers import JobState, JobStatus, Outcome
from timeback_core.engine.call.effects import Now, Perform, Sleep, Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import positive
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.error_parts import CallInfo
from timeback_core.flows.steps import invalid
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.errors import JobFailed

LONGEST_WAIT: Final = 10
"""How many times as long as the first wait between two looks the longest is."""
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
    from timeback_core.errors import Refusal, TimedOut

    bounds = {"timeout": positive(timeout), "poll_interval": positive(poll_interval)}
    problems = [Problem(name, text) for name, text in bounds.items() if text]
    if job_id is None:
        problems.append(Problem("job_id", "is none: the platform named no job"))
    if problems or job_id is None:
        return invalid(*problems)
    wait, left, started = poll_interval, timeout, (yield from Now())
    while True:
        told = yield from Perform(get_job_status.request(job_id), within=left)
        elapsed = (yield from Now()) - started
        place = (get_job_status.full_name, get_job_status.verb, get_job_status.default_path)
        call = CallInfo(*place, elapsed=elapsed, ids=(("id", job_id),))
        error = told.failure() if isinstance(told, Failure) else failure_of(told.unwrap(), call)
        if error is None and told.unwrap().state == JobState.COMPLETED:
            return told
        if error is not None and not error.retryable:
            return Failure(error)
        pause = min(wait, 0.9 * (timeout - elapsed))  # what is left after the last pause is for the last look
        if pause < 0.1 * poll_interval:
            return Failure(TimedOut(call, timeout, "job", error if isinstance(error, Refusal) else None))
        yield from Sleep(pause)
        wait, left = min(2 * wait, LONGEST_WAIT * poll_interval), timeout - elapsed - pause


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
