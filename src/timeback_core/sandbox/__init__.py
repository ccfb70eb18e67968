"""A local Timeback with data, for tests and for trying things out; it shares no code with the client.

`Sandbox().transport()` answers in this process, `Sandbox().serve()` over real HTTP.
"""

from timeback_core.sandbox.box import Sandbox, Server, cli_text
from timeback_core.sandbox.faults import Fault, FaultKind
from timeback_core.sandbox.messages import Reply, Request
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.settings import Switches

__all__ = [
    "Fault",
    "FaultKind",
    "LoggedRequest",
    "Reply",
    "Request",
    "Sandbox",
    "Server",
    "Switches",
    "cli_text",
]
