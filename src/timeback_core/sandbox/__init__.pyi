from timeback_core.sandbox.box import Sandbox as Sandbox, Server as Server
from timeback_core.sandbox.data_file import DataFileError as DataFileError
from timeback_core.sandbox.deliveries import Delivery as Delivery, DeliveryState as DeliveryState
from timeback_core.sandbox.faults import Fault as Fault, FaultKind as FaultKind
from timeback_core.sandbox.limiter import Limit as Limit
from timeback_core.sandbox.messages import Reply as Reply, Request as Request
from timeback_core.sandbox.reaching import (
    SandboxSettings as SandboxSettings,
    ServerSettings as ServerSettings,
    cli_text as cli_text,
)
from timeback_core.sandbox.request_log import LoggedRequest as LoggedRequest
from timeback_core.sandbox.rewinding import SandboxClock as SandboxClock, Snapshots as Snapshots
from timeback_core.sandbox.settings import Switches as Switches
from timeback_core.sandbox.snapshots import Snapshot as Snapshot
