# The public names, each written once: `timeback_core.lazy` reads them here as type checkers do.

from timeback_core import (
    caliper as caliper,
    case as case,
    clr as clr,
    edubridge as edubridge,
    masterytrack as masterytrack,
    oneroster as oneroster,
    powerpath as powerpath,
    qti as qti,
    webhooks as webhooks,
)
from timeback_core.broadcast import BroadcastResults as BroadcastResults
from timeback_core.client import AsyncTimebackClient as AsyncTimebackClient, TimebackClient as TimebackClient
from timeback_core.compose import (
    TimebackException as TimebackException,
    fold as fold,
    or_raise as or_raise,
    partition as partition,
    recover as recover,
    sequence as sequence,
    then as then,
)
from timeback_core.documents import check as check, decode as decode, encode as encode
from timeback_core.engine.call.answers import (
    Created as Created,
    File as File,
    IdPair as IdPair,
    Response as Response,
    Rows as Rows,
    Saved as Saved,
    is_active as is_active,
)
from timeback_core.engine.call.effects import Now as Now, Perform as Perform, Sleep as Sleep, Steps as Steps
from timeback_core.engine.call.expect import Many as Many, One as One
from timeback_core.engine.call.options import (
    FieldOptions as FieldOptions,
    ListOptions as ListOptions,
    SearchOptions as SearchOptions,
)
from timeback_core.engine.call.page import Page as Page
from timeback_core.engine.call.request import Base as Base, Call as Call, FlowRequest as FlowRequest, Request as Request
from timeback_core.engine.codec import (
    UNSET as UNSET,
    Input as Input,
    Model as Model,
    Unknown as Unknown,
    Unset as Unset,
    evolve as evolve,
    model as model,
    wire as wire,
)
from timeback_core.engine.codec.converter import converter as converter
from timeback_core.engine.config import Config as Config, ServiceSpec as ServiceSpec, configure as configure
from timeback_core.engine.config.settings import Settings as Settings
from timeback_core.engine.filters import Filter as Filter, Where as Where, field as field
from timeback_core.engine.session import AsyncSession as AsyncSession, Session as Session
from timeback_core.engine.session.options import CallOptions as CallOptions
from timeback_core.engine.session.reports import Attempt as Attempt
from timeback_core.engine.surface.catalogue import catalogue as catalogue
from timeback_core.engine.surface.flow import Flow as Flow, collected as collected, flow as flow
from timeback_core.engine.surface.namespace import Namespace as Namespace, S_co as S_co
from timeback_core.engine.surface.operation import (
    DELETE as DELETE,
    GET as GET,
    PATCH as PATCH,
    POST as POST,
    PUT as PUT,
    Operation as Operation,
    operation as operation,
)
from timeback_core.error_parts import CallInfo as CallInfo
from timeback_core.errors import BadRow as BadRow, InvalidDocument as InvalidDocument, TimebackError as TimebackError
from timeback_core.flows.steps import Batch as Batch
from timeback_core.manager import AsyncTimebackManager as AsyncTimebackManager, TimebackManager as TimebackManager
from timeback_core.outbox import AsyncOutbox as AsyncOutbox, Outbox as Outbox
from timeback_core.problems import Problem as Problem
