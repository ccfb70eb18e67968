"""What came of sending a request."""

from timeback_core.engine.call.http import HttpResponse, SendFailed, SendOutcome


def failed(outcome: SendOutcome) -> SendFailed:
    """Why there is no answer, or no body of an answer."""
    problem = outcome.flaw if isinstance(outcome, HttpResponse) else outcome
    assert problem is not None
    return problem
