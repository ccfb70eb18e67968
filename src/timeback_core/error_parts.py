"""What errors are made of: what all of them have in common, the call that failed, and what a server said."""

import re
from typing import Any, ClassVar, TypeVar

import attrs

from timeback_core.problems import Problem, list_problems, listed, shortened

E = TypeVar("E")


@attrs.frozen
class CallInfo:
    """Which call failed: enough to find it in a log, nothing in its text that identifies a person."""

    operation: str
    """Name of the operation, such as `oneroster.get_user`."""
    verb: str
    """The HTTP verb; empty for a flow, as `path` is."""
    path: str
    """Path template, such as `/ims/oneroster/rostering/v1p2/users/{sourced_id}`; never the filled path."""
    request_id: str | None = None
    """The server's request id where it sent one, else the one that was sent."""
    attempts: int = 0
    elapsed: float = 0.0
    """Seconds from the start of the call to its end."""
    flow: str = ""
    """The flow that it was a step of, such as `oneroster.modify_user`."""
    done: tuple[str, ...] = attrs.field(default=(), repr=False)
    """What that flow had written before, with the ids of path and created, such as `oneroster.update_user u-1`."""
    ids: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
    """What was given for the placeholders of the path; shown by messages alone."""

    @property
    def filled(self) -> str:
        """The call with its ids, as messages of errors name it."""
        ids = dict(self.ids)

        def shown(place: re.Match[str]) -> str:
            slash, name, optional = place.groups()
            return "" if optional and name not in ids else slash + shortened(ids.get(name, f"{{{name}}}"), 100)

        path = re.sub(r"(/?)\{(\w+)\}(\??)", shown, self.path)
        done = [f"after {shortened(each, 100)} was done" for each in self.done]
        return self._at(path, [listed(done, 3)] if done else [])

    def _at(self, path: str, done: list[str]) -> str:
        notes = [f"{self.attempts} attempts"] if self.attempts > 1 else []
        notes += [f"a step of {self.flow}"] if self.flow else []
        notes += done
        if path:
            return f"{self.verb} {path} ({', '.join([self.operation, *notes])})"
        return f"{self.operation} ({', '.join(notes)})" if notes else self.operation

    def __str__(self) -> str:
        return self._at(self.path, ["after something was done"] if self.done else [])


@attrs.frozen
class ServerReply:
    """What a server said about a refusal, whatever shape of body it used."""

    text: str = ""
    """The server's own sentence, or `(a page of HTML)` where it sent that; empty when it sent nothing readable."""
    codes: tuple[tuple[str, str], ...] = ()
    """Minor codes as (field, value), such as `("TargetEndSystem", "unknownobject")`."""
    problems: tuple[Problem, ...] = ()
    """Problems that the server found in fields."""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.text, list_problems(self.problems))))


class Error(Exception):
    """A failure as a value, with a message; an exception as well, so that `unwrap()` shows it as the cause."""

    @property
    def message(self) -> str:
        """What went wrong, in one line: the call, where there was one, with the ids of its path, and what is said."""
        call: CallInfo | None = getattr(self, "call", None)
        return self._said() if call is None else f"{call.filled}: {self._said()}"

    @property
    def anonymous(self) -> str:
        """What went wrong, in one line, without ids, values and the words of others: fit for a log."""
        call: CallInfo | None = getattr(self, "call", None)
        facts = self._facts()
        return type(self).__name__ + (f" in {call}" if call else "") + (f": {facts}" if facts else "")

    def _said(self) -> str:
        """What is said besides the call; each kind of error has words of its own."""
        return ""

    def _facts(self) -> str:
        """What is said, as far as it can name nobody."""
        return self._said()

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # By its fields, as attrs has them; exceptions are otherwise made anew from positional arguments.
        return _restored, (type(self), self.__getstate__())


def _restored(kind: type[Error], state: object) -> Error:
    error = kind.__new__(kind)
    error.__setstate__(state)  # type: ignore[arg-type]  # attrs' own, not that of exceptions
    return error


@attrs.frozen(auto_exc=False)
class AnywhereError(Error):
    """What the errors have in common that can also come of no call."""

    call: CallInfo | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)
    """The call that failed; None where there was none, as for a function of a `broadcast`."""


def within(call: CallInfo, error: E) -> E:
    """An error as that of a call, unless it has one or can have none."""
    missing = isinstance(error, AnywhereError) and error.call is None
    return attrs.evolve(error, call=call) if missing else error  # type: ignore[misc]  # no checker narrows `E`


@attrs.frozen(auto_exc=False)
class Refusal(Error):
    """What all answers with an error status have in common."""

    call: CallInfo
    status: int
    reply: ServerReply
    retryable: ClassVar[bool] = False

    def _said(self) -> str:
        said = str(self.reply)
        return f"{self.status} {said}" if said else self._facts()

    def _facts(self) -> str:
        return str(self.status)


@attrs.frozen(auto_exc=False)
class RefusedForNow(Refusal):
    """What the refusals have in common that another attempt can overcome."""

    retry_after: float | None = None
    """Seconds that the server asked to wait."""
    retryable: ClassVar[bool] = True

    def _said(self) -> str:
        wait = "" if self.retry_after is None else f"; the server asks to wait {round(self.retry_after, 1):.10g} s"
        return super()._said() + wait


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


@attrs.frozen(auto_exc=False)
class BadRow(Error):
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

    def _said(self) -> str:
        return f"expected {self.expected} at {self.path}, found {self.found}"
