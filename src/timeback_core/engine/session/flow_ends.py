"""The ways in which a flow ends that its steps do not give themselves."""

from __future__ import annotations

from timeback_core.errors import CallInfo, TimebackError, TimedOut, Unexpected


def unexpected(error: BaseException) -> Unexpected:
    """What a function of the caller's raised, as an error."""
    from traceback import format_exception

    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    try:
        return Unexpected(name, str(error), "".join(format_exception(error)))
    except Exception:  # its own `__str__` may raise as well
        return Unexpected(name, "")


def flow_too_late(name: str, total_timeout: float) -> TimebackError:
    """The error of a flow whose deadline has passed between two steps."""
    return TimedOut(CallInfo(name, "", "", elapsed=total_timeout), total_timeout, "flow")


def no_step(effect: object) -> TimebackError:
    """The error of a flow that yields something that cannot be done."""
    return Unexpected("TypeError", f"a flow yields Perform, Sleep and Now, not {type(effect).__name__}")
