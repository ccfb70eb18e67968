from timeback_core.sandbox.box import Sandbox as Sandbox, Server as Server
from timeback_core.sandbox.containing import Difference as Difference
from timeback_core.sandbox.data_file import DataFileError as DataFileError
from timeback_core.sandbox.deliveries import Delivery as Delivery, DeliveryState as DeliveryState
from timeback_core.sandbox.faults import Fault as Fault, FaultKind as FaultKind
from timeback_core.sandbox.importing.problems import SourceError as SourceError, SourceProblem as SourceProblem
from timeback_core.sandbox.limiter import Limit as Limit
from timeback_core.sandbox.messages import Reply as Reply, Request as Request
from timeback_core.sandbox.patterns import WhichExactly as WhichExactly, WhichRequests as WhichRequests
from timeback_core.sandbox.reaching import (
    SandboxSettings as SandboxSettings,
    ServerSettings as ServerSettings,
    cli_text as cli_text,
)
from timeback_core.sandbox.recording.comparing import (
    Finding as Finding,
    OperationReport as OperationReport,
    Report as Report,
    compare as compare,
)
from timeback_core.sandbox.recording.exchanges import RecordingError as RecordingError
from timeback_core.sandbox.recording.forms import FormDifference as FormDifference
from timeback_core.sandbox.recording.recorder import (
    Recorder as Recorder,
    RecordingServer as RecordingServer,
    record as record,
)
from timeback_core.sandbox.recording.replaying import Replay as Replay, ReplayServer as ReplayServer, replay as replay
from timeback_core.sandbox.request_log import LoggedRequest as LoggedRequest
from timeback_core.sandbox.rewinding import SandboxClock as SandboxClock, Snapshots as Snapshots
from timeback_core.sandbox.settings import Switches as Switches
from timeback_core.sandbox.snapshots import Snapshot as Snapshot
from timeback_core.sandbox.tenants import Tenants as Tenants, TenantsServer as TenantsServer
from timeback_core.sandbox.verifying import Counted as Counted, Expected as Expected, Verification as Verification
