"""What httpcore raised, told as a value."""

import httpcore

from timeback_core.engine.call.http import FailureKind, SendFailed
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER
from timeback_core.engine.transport.traffic import Traffic


def explain(error: Exception, traffic: Traffic) -> SendFailed:
    """Why there is no answer.

    Args:
        error: what was raised.
        traffic: what passed over the connection until then.
    """
    kind = failure_kind(error, traffic)
    return SendFailed(
        kind,
        sent=traffic.sent and kind != "connect",
        detail=describe(error, kind),
        stale=kind == "broken" and traffic.reused and not traffic.received,
    )


def failure_kind(error: Exception, traffic: Traffic) -> FailureKind:
    """The kind of failure that an exception stands for."""
    match error:
        case httpcore.ConnectError() | httpcore.ConnectTimeout() | httpcore.ProxyError():
            return "connect"
        case httpcore.TimeoutException():
            return "timeout" if traffic.ready else "connect"
        case httpcore.RemoteProtocolError() if traffic.ready and not traffic.ended:
            return "garbage"
        case httpcore.NetworkError() | httpcore.RemoteProtocolError():
            return "broken" if traffic.ready else "connect"
        case _:
            return "unexpected"


def describe(error: Exception, kind: FailureKind) -> str:
    """A sentence about the exception that repeats neither what was sent nor what came."""
    match error:
        case httpcore.LocalProtocolError():
            return "the request is no valid HTTP"
        case httpcore.RemoteProtocolError():
            return "the server's answer is no valid HTTP" if kind == "garbage" else CLOSED_BY_SERVER
        case httpcore.NetworkError() | httpcore.TimeoutException():
            return str(error)
        case httpcore.ProxyError():
            return f"the proxy refused: {error}"
        case _:
            return f"{type(error).__name__}: {error}"
