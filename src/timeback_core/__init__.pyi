# The public names, each written once: `timeback_core.lazy` reads them here as type checkers do.

from timeback_core import oneroster as oneroster
from timeback_core.broadcast import BroadcastResults as BroadcastResults
from timeback_core.client import AsyncTimebackClient as AsyncTimebackClient
from timeback_core.client import TimebackClient as TimebackClient
from timeback_core.compose import (
    TimebackException as TimebackException,
)
from timeback_core.compose import (
    fold as fold,
)
from timeback_core.compose import (
    or_raise as or_raise,
)
from timeback_core.compose import (
    partition as partition,
)
from timeback_core.compose import (
    sequence as sequence,
)
from timeback_core.compose import (
    then as then,
)
from timeback_core.engine.call.answers import Created as Created
from timeback_core.engine.call.answers import File as File
from timeback_core.engine.call.answers import IdPair as IdPair
from timeback_core.engine.call.answers import Response as Response
from timeback_core.engine.call.answers import Saved as Saved
from timeback_core.engine.call.effects import Now as Now
from timeback_core.engine.call.effects import Perform as Perform
from timeback_core.engine.call.effects import Sleep as Sleep
from timeback_core.engine.call.effects import Steps as Steps
from timeback_core.engine.call.options import (
    FieldOptions as FieldOptions,
)
from timeback_core.engine.call.options import (
    ListOptions as ListOptions,
)
from timeback_core.engine.call.options import (
    SearchOptions as SearchOptions,
)
from timeback_core.engine.call.request import Call as Call
from timeback_core.engine.call.request import FlowRequest as FlowRequest
from timeback_core.engine.call.request import Page as Page
from timeback_core.engine.call.request import Request as Request
from timeback_core.engine.codec import UNSET as UNSET
from timeback_core.engine.codec import Input as Input
from timeback_core.engine.codec import Model as Model
from timeback_core.engine.codec import Unset as Unset
from timeback_core.engine.codec import evolve as evolve
from timeback_core.engine.codec.converter import converter as converter
from timeback_core.engine.codec.documents import decode as decode
from timeback_core.engine.codec.documents import encode as encode
from timeback_core.engine.config import Config as Config
from timeback_core.engine.config import ServiceSpec as ServiceSpec
from timeback_core.engine.config import configure as configure
from timeback_core.engine.config.settings import Settings as Settings
from timeback_core.engine.filters import Filter as Filter
from timeback_core.engine.filters import Where as Where
from timeback_core.engine.filters import field as field
from timeback_core.engine.session import AsyncSession as AsyncSession
from timeback_core.engine.session import Session as Session
from timeback_core.engine.session.options import CallOptions as CallOptions
from timeback_core.engine.session.reports import Attempt as Attempt
from timeback_core.engine.surface.batches import Batch as Batch
from timeback_core.engine.surface.catalogue import catalogue as catalogue
from timeback_core.engine.surface.documents import is_active as is_active
from timeback_core.engine.surface.flow import Flow as Flow
from timeback_core.engine.surface.flow import collected as collected
from timeback_core.engine.surface.flow import flow as flow
from timeback_core.engine.surface.operation import Operation as Operation
from timeback_core.engine.surface.operation import operation as operation
from timeback_core.errors import InvalidDocument as InvalidDocument
from timeback_core.errors import TimebackError as TimebackError
from timeback_core.manager import (
    AsyncTimebackManager as AsyncTimebackManager,
)
from timeback_core.manager import (
    TimebackManager as TimebackManager,
)
