"""A local Timeback with data, for tests and for trying things out; it shares no code with the client.

`Sandbox().transport()` answers in this process, `Sandbox().serve()` over real HTTP.
"""

from timeback_core.sandbox.box import Sandbox
from timeback_core.sandbox.faults import Fault, FaultKind
from timeback_core.sandbox.hints import cli_text
from timeback_core.sandbox.messages import Reply, Request
from timeback_core.sandbox.switches import Switches
from timeback_core.sandbox.world import LoggedRequest

__all__ = ["Fault", "FaultKind", "LoggedRequest", "Reply", "Request", "Sandbox", "Switches", "cli_text"]
