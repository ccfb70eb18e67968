"""Awaitables where nothing can be awaited: refused, and closed so that Python does not warn of them."""

from __future__ import annotations

from inspect import CORO_CREATED, getcoroutinelocals, getcoroutinestate, isawaitable, iscoroutine

from returns.result import Failure

from timeback_core.errors import TimebackError, Unexpected


def refuse_awaitable(given: object) -> Failure[TimebackError] | None:
    """The entry of a client for which a function gave an awaitable; `None` if it is none."""
    if not isawaitable(given):
        return None
    forget(given)
    text = f"the function gave a {type(given).__name__}, which only AsyncTimebackManager awaits"
    return Failure(Unexpected("TypeError", text))


def forget(awaitable: object) -> None:
    """Close a coroutine that was never begun, and those inside, as `.map` wraps one coroutine in another."""
    from returns.future import FutureResult
    from returns.primitives.reawaitable import ReAwaitable

    # Where they hold a coroutine; there is no public way to it.
    holders: dict[type[object], str] = {FutureResult: "_inner_value", ReAwaitable: "_coro"}
    inside: list[object] = []
    if holder := holders.get(type(awaitable)):
        inside = [getattr(awaitable, holder)]
    elif iscoroutine(awaitable) and getcoroutinestate(awaitable) == CORO_CREATED:
        inside = list(getcoroutinelocals(awaitable).values())
        awaitable.close()
    for one in inside:
        forget(one)
