"""Every way in which something can fail, as values.

`TimebackError` is the closed union of what an operation can give: `match` on it, and let the type checker prove with
`case _: assert_never(error)` that nothing was forgotten.
`InvalidDocument`, `ConfigError`, `UnknownClient`, `DuplicateClient` and `BroadcastFailed` belong to functions that are
no calls. Every error has a `message` and is frozen, comparable and picklable; that of a call has `call`: what was done,
how often and for how long. None holds a secret or the data sent or read, but a server's own words can name people.
"""

from typing import ClassVar, TypeAlias

import attrs

from timeback_core.problems import Problem, list_problems


@attrs.frozen
class CallInfo:
    """Which call failed: enough to find it in a log; of ids it holds those in `done` alone."""

    operation: str
    """Name of the operation, such as `oneroster.get_user`."""
    verb: str
    path: str
    """Path template, such as `/ims/oneroster/rostering/v1p2/users/{sourcedId}`; never the filled path."""
    request_id: str | None = None
    """The server's request id where it sent one, else the one that was sent."""
    attempts: int = 0
    elapsed: float = 0.0
    """Seconds from the start of the call to its end."""
    flow: str = ""
    """The flow that it was a step of, such as `oneroster.modify_user`."""
    done: tuple[str, ...] = ()
    """What that flow had written before, such as `oneroster.update_user u-1`."""

    def __str__(self) -> str:
        notes = [self.operation, *([f"{self.attempts} attempts"] if self.attempts > 1 else [])]
        notes += [f"a step of {self.flow}"] if self.flow else []
        notes += [f"after {each} was done" for each in self.done]
        return f"{self.verb} {self.path} ({', '.join(notes)})"


@attrs.frozen
class ServerReply:
    """What a server said about a refusal, whatever shape of body it used."""

    text: str = ""
    """The server's own sentence; empty when it sent none that can be read."""
    codes: tuple[tuple[str, str], ...] = ()
    """Minor codes as (field, value), such as `("TargetEndSystem", "unknownobject")`."""
    problems: tuple[Problem, ...] = ()
    """Problems that the server found in fields."""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.text, list_problems(self.problems))))


@attrs.frozen
class ServiceNotConfigured:
    """The operation's service is not part of this configuration; nothing was sent."""

    service: str
    configured: tuple[str, ...]
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"service {self.service!r} is not configured (configured: {', '.join(self.configured) or 'none'})"


@attrs.frozen
class UnsupportedOperation:
    """The configured platform does not offer this operation; nothing was sent."""

    operation: str
    platform: str
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"{self.operation} is not offered by platform {self.platform}"


@attrs.frozen
class SessionClosed:
    """The session was closed before or during the call."""

    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return "the session is closed"


@attrs.frozen
class InvalidInput:
    """The input is wrong, in every way that is listed; nothing was sent."""

    problems: tuple[Problem, ...]
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"invalid input: {list_problems(self.problems)}"


@attrs.frozen
class AuthError:
    """The token endpoint answered, and gave no token."""

    token_url: str
    reason: str
    status: int | None = None
    code: str | None = None
    """The OAuth 2.0 error code, such as `invalid_client`."""
    retryable: bool = False

    @property
    def message(self) -> str:
        status = "" if self.status is None else f" (status {self.status})"
        return f"no token from {self.token_url}{status}: {self.reason}"


@attrs.frozen
class ConnectionFailed:
    """The server could not be reached, or the connection broke."""

    call: CallInfo
    reason: str
    sent: bool
    """Whether the request may have reached the server."""
    retryable: ClassVar[bool] = True

    @property
    def message(self) -> str:
        return f"{self.call}: {self.reason}"


@attrs.frozen
class Refusal:
    """What all answers with an error status have in common."""

    call: CallInfo
    status: int
    reply: ServerReply
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        said = str(self.reply)
        return f"{self.call}: {self.status}" + (f" {said}" if said else "")


@attrs.frozen
class TimedOut:
    """The deadline passed before there was an answer."""

    call: CallInfo
    timeout: float
    """The deadline that was given, in seconds."""
    waiting_for: str
    """What the call was waiting for: `token`, `slot`, `connection`, `answer`, `pages`, `flow`, `job`."""
    after: Refusal | None = None
    """What the server had answered to the attempt before, where there was one."""
    retryable: ClassVar[bool] = True

    @property
    def message(self) -> str:
        before = f"; before that {self.after.status}" if self.after else ""
        return f"{self.call}: no answer within {self.timeout:g} s (waiting for {self.waiting_for}){before}"


@attrs.frozen
class Unauthorized(Refusal):
    """401, also after one fresh token."""


@attrs.frozen
class Forbidden(Refusal):
    """403: the credentials lack a scope or a right."""


@attrs.frozen
class NotFound(Refusal):
    """404 or 410: what the path names does not exist."""


@attrs.frozen
class Conflict(Refusal):
    """409, or a create of something that exists already (soft-deleted rows included)."""

    deleted: bool = False
    """Whether what exists is known to be deleted softly; only flows look."""

    @property
    def message(self) -> str:
        return super().message + ("; it was deleted softly, and its id cannot be created again" if self.deleted else "")


@attrs.frozen
class Rejected(Refusal):
    """400 or 422: the server refused the input; `reply.problems` names the fields where it did."""


@attrs.frozen
class RateLimited(Refusal):
    """429 after the last attempt, or with a wait that the deadline does not leave room for."""

    retry_after: float | None = None
    """Seconds that the server asked to wait."""
    retryable: ClassVar[bool] = True


@attrs.frozen
class ServerFault(Refusal):
    """5xx after the last attempt."""

    retry_after: float | None = None
    """Seconds that the server asked to wait."""
    retryable: ClassVar[bool] = True


@attrs.frozen
class UnexpectedStatus(Refusal):
    """A status that the operation does not know, redirects (never followed) included."""


@attrs.frozen
class BadRow:
    """One row of a list that could not be read; it ends nothing, so it is no `TimebackError`."""

    call: CallInfo
    index: int
    """Its place in the page, from 0."""
    path: str
    """Where in the body, such as `$.users[3].email`."""
    expected: str
    found: str
    """Type of what was found, such as `number`."""
    id: str | None = None
    """The id of the row, where it has one that can be read."""
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"{self.call}: expected {self.expected} at {self.path}, found {self.found}"


@attrs.frozen
class DecodeError:
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
        return cls(first.call, first.path, first.expected, first.found, rows[:100])

    @property
    def message(self) -> str:
        told = f"{self.call}: expected {self.expected} at {self.path}, found {self.found}"
        return told if len(self.rows) < 2 else f"{told} (and {len(self.rows) - 1} more rows)"


@attrs.frozen
class IncompletePages:
    """A list that did not end as it should, so that nobody knows whether it is whole."""

    call: CallInfo
    received: int
    """Rows up to there, those before the first page included."""
    total: int | None
    """Rows in the whole list, as the server told last."""
    seen: str = "then empty pages"
    """What was seen in the place of an end."""
    retryable: ClassVar[bool] = True

    @property
    def message(self) -> str:
        of = "" if self.total is None else f" of {self.total}"
        return f"{self.call}: received {self.received}{of} rows, {self.seen}"


@attrs.frozen
class JobFailed:
    """A job that a server runs in the background ended badly."""

    call: CallInfo
    job_id: str
    reason: str
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"{self.call}: job {self.job_id} failed: {self.reason}"


@attrs.frozen
class Unexpected:
    """A function of the caller's, or an executor of the caller's, raised."""

    exception: str
    """Qualified name of the exception's class."""
    text: str
    traceback: str = attrs.field(default="", eq=False, repr=False)
    retryable: ClassVar[bool] = False

    @classmethod
    def of(cls, error: BaseException) -> "Unexpected":
        """What was raised, as a value."""
        from traceback import format_exception

        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        try:
            return cls(name, str(error), "".join(format_exception(error)))
        except Exception:  # its own `__str__` may raise as well
            return cls(name, "")

    @property
    def message(self) -> str:
        return f"{self.exception}: {self.text}"


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


@attrs.frozen
class DocumentProblem:
    """One thing that is wrong in a document; path and types, never the value."""

    path: str
    """Where, such as `$.roles[0].org`."""
    expected: str
    found: str
    """Type of what was found, such as `number`; `nothing` where something is missing."""

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"


@attrs.frozen
class InvalidDocument:
    """A document that is no JSON or does not fit its model, in every way that is listed, up to a hundred."""

    problems: tuple[DocumentProblem, ...]
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return f"invalid document: {'; '.join(map(str, self.problems[:10]))}"


@attrs.frozen
class ConfigError:
    """A configuration that cannot work, with every problem that was found."""

    problems: tuple[Problem, ...]

    @property
    def message(self) -> str:
        return f"invalid configuration: {list_problems(self.problems)}"


@attrs.frozen
class UnknownClient:
    """The manager has no client of that name."""

    name: str
    registered: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"client {self.name!r} is not registered (registered: {', '.join(self.registered) or 'none'})"


@attrs.frozen
class DuplicateClient:
    """The manager has a client of that name already."""

    name: str

    @property
    def message(self) -> str:
        return f"client {self.name!r} is already registered"


@attrs.frozen
class BroadcastFailed:
    """Some clients of a broadcast failed: all of them, in order of registration."""

    failures: tuple[tuple[str, TimebackError], ...]

    @property
    def message(self) -> str:
        told = (f"{name}: {error.message}" for name, error in self.failures)
        return f"broadcast failed for {len(self.failures)}: {'; '.join(told)}"
