"""Every way in which something can fail, as values.

`TimebackError` is the closed union of what an operation can give: `match` on it, and let the type checker prove with
`case _: assert_never(error)` that nothing was forgotten.
`InvalidDocument`, `ConfigError`, `UnknownClient`, `DuplicateClient`, `BroadcastFailed`, `StorageFailed` and
`SignatureInvalid` belong to functions that are no calls. Every error has a `message` and is frozen, comparable and
picklable; those of `TimebackError` have `call`: what was done, how often and for how long. None holds a secret or the
data sent or read, but a server's own words can name people. They are exceptions as well, which nothing here raises: so
`unwrap()` shows what was wrong.
"""

from typing import ClassVar, Final, Literal, TypeAlias

import attrs

from timeback_core.error_parts import (
    AnywhereError,
    BadRow as BadRow,
    CallInfo as CallInfo,
    DocumentProblem as DocumentProblem,
    Error,
    Refusal as Refusal,
    RefusedForNow as RefusedForNow,
    ServerReply as ServerReply,
)
from timeback_core.problems import Problem, list_problems, listed, shortened

_MOST_ROWS: Final = 100


@attrs.frozen(auto_exc=False)
class ServiceNotConfigured(AnywhereError):
    """The operation's service is not part of this configuration; nothing was sent."""

    service: str
    configured: tuple[str, ...]
    lacked_by: str | None = None
    """The platform of the configuration, where that does not offer the service."""
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        configured = listed(self.configured, 20) or "none"
        if self.lacked_by is not None:
            return f"platform {self.lacked_by} does not offer the service {self.service!r} (configured: {configured})"
        return f"service {self.service!r} is not configured (configured: {configured}); yours are named in `services`"


@attrs.frozen(auto_exc=False)
class UnsupportedOperation(AnywhereError):
    """The configured platform does not offer this operation; nothing was sent."""

    operation: str
    platform: str
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return f"{self.operation} is not offered by platform {self.platform}"


@attrs.frozen(auto_exc=False)
class SessionClosed(AnywhereError):
    """The session was closed before or during the call."""

    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return "the session is closed"


@attrs.frozen(auto_exc=False)
class InvalidInput(AnywhereError):
    """The input is wrong, in every way that is listed; nothing was sent."""

    problems: tuple[Problem, ...]
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return f"invalid input: {list_problems(self.problems)}"

    def _facts(self) -> str:
        return listed([problem.path for problem in self.problems], 10)


@attrs.frozen(auto_exc=False)
class AuthError(AnywhereError):
    """The token endpoint answered, and gave no token."""

    token_url: str
    reason: str
    status: int | None = None
    code: str | None = None
    """The OAuth 2.0 error code, such as `invalid_client`, or MasteryTrack's, such as `UNAUTHORIZED`."""
    retryable: bool = False

    def _said(self) -> str:
        status = "" if self.status is None else f" (status {self.status})"
        return f"no token from {self.token_url}{status}: {self.reason}"


@attrs.frozen(auto_exc=False)
class ConnectionFailed(Error):
    """The server could not be reached, or the connection broke."""

    call: CallInfo
    reason: str
    sent: bool
    """Whether the request may have reached the server."""
    retryable: ClassVar[bool] = True

    def _said(self) -> str:
        return self.reason


@attrs.frozen(auto_exc=False)
class TimedOut(Error):
    """The deadline passed before there was an answer."""

    call: CallInfo
    timeout: float
    """The deadline that was given, in seconds."""
    waiting_for: str
    """What the call was waiting for: `token`, `slot`, `connection`, `answer`, `pages`, `flow`, `job`, `result`,
    `turn`, `outbox`."""
    after: Refusal | None = None
    """What the server had answered to the attempt before, where there was one."""
    retryable: ClassVar[bool] = True

    def _said(self) -> str:
        before = f"; before that {self.after.status}" if self.after else ""
        return f"no answer within {self.timeout:g} s (waiting for {self.waiting_for}){before}"


@attrs.frozen(auto_exc=False)
class Unauthorized(Refusal):
    """401, also after one fresh token."""


@attrs.frozen(auto_exc=False)
class Forbidden(Refusal):
    """403: the credentials lack a scope or a right."""


@attrs.frozen(auto_exc=False)
class NotFound(Refusal):
    """404 or 410: what the path names does not exist."""


@attrs.frozen(auto_exc=False)
class Conflict(Refusal):
    """409, or a create of something that exists already (soft-deleted rows included)."""

    deleted: bool = False
    """Whether what exists is known to be deleted softly; only flows look."""

    def _said(self) -> str:
        return super()._said() + ("; it was deleted softly, and its id cannot be created again" if self.deleted else "")


@attrs.frozen(auto_exc=False)
class Rejected(Refusal):
    """400 or 422: the server refused the input; `reply.problems` names the fields where it did."""


@attrs.frozen(auto_exc=False)
class RateLimited(RefusedForNow):
    """429, to this call or to one before it in the queue, with a wait that the deadline leaves no room for."""


@attrs.frozen(auto_exc=False)
class ServerFault(RefusedForNow):
    """5xx after the last attempt."""


@attrs.frozen(auto_exc=False)
class UnexpectedStatus(Refusal):
    """A status that the operation does not know, redirects (never followed) included."""


@attrs.frozen(auto_exc=False)
class DecodeError(Error):
    """A successful answer that does not hold what it should; paths and types, never values."""

    call: CallInfo
    path: str
    """Where in the body, such as `$.users[3].email`."""
    expected: str
    found: str
    """Type of what was found, such as `number`."""
    rows: tuple[BadRow, ...] = ()
    """For a list: the first hundred rows that could not be decoded."""
    retryable: ClassVar[bool] = False

    @classmethod
    def of(cls, rows: "tuple[BadRow, ...]") -> "DecodeError":
        """The error of a list with such rows, one at least."""
        first = rows[0]
        return cls(first.call, first.path, first.expected, first.found, rows[:_MOST_ROWS])

    def _said(self) -> str:
        told = f"expected {self.expected} at {self.path}, found {self.found}"
        least = "at least " if len(self.rows) >= _MOST_ROWS else ""
        return told if len(self.rows) < 2 else f"{told} (and {least}{len(self.rows) - 1} more rows)"


@attrs.frozen(auto_exc=False)
class IncompletePages(Error):
    """A list that did not end as it should, so that nobody knows whether it is whole."""

    call: CallInfo
    received: int
    """Rows up to there, those before the first page included."""
    total: int | None
    """Rows in the whole list, as the server told last."""
    seen: str = "then empty pages"
    """What was seen in the place of an end."""
    retryable: ClassVar[bool] = True

    def _said(self) -> str:
        of = "" if self.total is None else f" of {self.total}"
        return f"received {self.received}{of} rows, {self.seen}"


@attrs.frozen(auto_exc=False)
class JobFailed(Error):
    """A job that a server runs in the background ended badly."""

    call: CallInfo
    job_id: str
    reason: str
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return f"job {self.job_id} failed: {self.reason}"

    def _facts(self) -> str:
        return f"job {self.job_id}"


@attrs.frozen(auto_exc=False)
class Unexpected(AnywhereError):
    """A function of the caller's, or an executor of the caller's, raised."""

    exception: str
    """Qualified name of the exception's class."""
    text: str
    traceback: str = attrs.field(default="", eq=False, repr=False)
    retryable: ClassVar[bool] = False

    @classmethod
    def of(cls, error: BaseException, call: CallInfo | None = None) -> "Unexpected":
        """What was raised, as a value."""
        from traceback import format_exception

        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        try:
            return cls(name, str(error), "".join(format_exception(error)), call=call)
        except Exception:  # its own `__str__` may raise as well
            return cls(name, "", call=call)

    def _said(self) -> str:
        return f"{self.exception}: {shortened(self.text, 500)}"

    def _facts(self) -> str:
        return self.exception


TimebackError: TypeAlias = (
    ServiceNotConfigured
    | UnsupportedOperation
    | SessionClosed
    | InvalidInput
    | AuthError
    | ConnectionFailed
    | TimedOut
    | Unauthorized
    | Forbidden
    | NotFound
    | Conflict
    | Rejected
    | RateLimited
    | ServerFault
    | UnexpectedStatus
    | DecodeError
    | IncompletePages
    | JobFailed
    | Unexpected
)
"""What an operation can give instead of its value; complete, so that `assert_never` holds."""


@attrs.frozen(auto_exc=False)
class InvalidDocument(Error):
    """A document that is no JSON or does not fit its model, in every way that is listed, up to a hundred."""

    problems: tuple[DocumentProblem, ...]
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return f"invalid document: {list_problems(self.problems)}"


@attrs.frozen(auto_exc=False)
class ConfigError(Error):
    """A configuration that cannot work, with every problem that was found."""

    problems: tuple[Problem, ...]

    def _said(self) -> str:
        return f"invalid configuration: {list_problems(self.problems)}"


@attrs.frozen(auto_exc=False)
class UnknownClient(Error):
    """The manager has no client of that name."""

    name: str
    registered: tuple[str, ...]

    def _said(self) -> str:
        return f"client {self.name!r} is not registered (registered: {listed(self.registered, 20) or 'none'})"


@attrs.frozen(auto_exc=False)
class DuplicateClient(Error):
    """The manager has a client of that name already."""

    name: str

    def _said(self) -> str:
        return f"client {self.name!r} is already registered"


@attrs.frozen(auto_exc=False)
class BroadcastFailed(Error):
    """Some clients of a broadcast failed: all of them, in order of registration."""

    failures: tuple[tuple[str, TimebackError], ...]

    def _said(self) -> str:
        told = [f"{name}: {error.message}" for name, error in self.failures]
        return f"broadcast failed for {len(told)}: {list_problems(told)}"

    def _facts(self) -> str:
        return list_problems([f"{name}: {error.anonymous}" for name, error in self.failures])


@attrs.frozen(auto_exc=False)
class StorageFailed(Error):
    """A file that cannot be used, or into which nothing could be written; what was in it before is there still."""

    path: str
    reason: str
    retryable: bool = False
    """Whether the same can work later, as where the file is locked or the disk is full."""

    def _said(self) -> str:
        return f"{self.path}: {self.reason}"

    def _facts(self) -> str:
        return self.reason


@attrs.frozen(auto_exc=False)
class SignatureInvalid(Error):
    """What came as a delivery of a webhook is not to be trusted."""

    reason: Literal["missing", "wrong", "stale", "unusable"]
    """Nothing signed; not this body by this secret; signed too long ago; a secret or a scheme that proves nothing."""
    header: str
    """The header that was to hold the signature."""
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        return {
            "missing": f"no signature in {self.header!r}, or no time of it",
            "wrong": f"no signature in {self.header!r} is one of this body by this secret",
            "stale": "signed too long ago",
            "unusable": "nothing can be verified by this secret and this scheme",
        }[self.reason]


AnyError: TypeAlias = (
    TimebackError
    | InvalidDocument
    | ConfigError
    | UnknownClient
    | DuplicateClient
    | BroadcastFailed
    | StorageFailed
    | SignatureInvalid
)
"""Everything that a function of this library can give instead of its value."""
