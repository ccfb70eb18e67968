"""`Session`: performs requests, from any number of threads; the code that waits and sends, blocking."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, nullcontext, suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast, overload

from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core.engine.call.effects import Effect, Sleep
from timeback_core.engine.call.request import keyed
from timeback_core.engine.policy.call import reading, with_answer
from timeback_core.engine.policy.effects import GetToken, Send
from timeback_core.engine.session.base import BaseSession, Core, I, T, V, logged
from timeback_core.engine.session.sharing import ABANDONED, Gate, Landing, TokenFlight, TokenPending, no_slot

if TYPE_CHECKING:
    import httpx

    from timeback_core.engine.call.answers import Response, Rows
    from timeback_core.engine.call.http import SendOutcome
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import FlowRequest, Request
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.session.lists import Fetch
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.engine.transport.exchange import Exchanger
    from timeback_core.errors import BadRow, SessionClosed, TimebackError

A = TypeVar("A")
K = TypeVar("K")


def run(story: Generator[A, Any, V], do: Callable[[A], object]) -> V:
    """Do what a generator asks for until it ends, and give its value."""
    answer: object = None
    while True:
        try:
            asked = story.send(answer)
        except StopIteration as end:
            return cast(V, end.value)  # a generator's return value is untyped at run time
        answer = do(asked)


class ThreadCore(Core["Exchanger"]):
    """The state of a session of threads, and what performs the effects of its calls."""

    blocking = True

    def __init__(self, config: Config, connections: Connections | None, observer: Observer | None) -> None:
        super().__init__(config, connections, observer)
        self._gate = Gate(config.max_concurrency)

    def drive(self, story: Generator[Effect[Any], Any, V]) -> V:
        """Perform the effects of a story until it ends, and give its value."""
        return run(story, self._perform)

    def _perform(self, effect: Effect[Any]) -> object:
        match effect:
            case Send():
                return self._send(effect)
            case GetToken():
                return self.drive(self.token(effect))
            case Sleep():
                self.closing.wait(effect.seconds)
            case Landing():
                landed: SimpleQueue[object] = SimpleQueue()
                with effect.pending.waking(partial(landed.put, None)):
                    self.closing.wait(effect.seconds, landed)
            case _:
                return self.answer(effect)
        return None

    def _send(self, effect: Send) -> SendOutcome:
        gated = effect.slot and self.gated
        try:
            missed = self._gate.enter(effect, effect.until, self.closing) if gated else None
            if missed or self.closing.done:
                return no_slot(missed or "closed")
            if effect.slot and self.held(effect.request):
                return no_slot("held")
            given = cast("httpx.BaseTransport | None", self.config.transport)  # checked when it was opened
            if given is None:
                return self.own_transport().exchange(effect.request, *effect.bounds(self.config))
            from timeback_core.engine.transport.send import send

            return send(given, effect.request, *effect.bounds(self.config))
        finally:
            if gated:
                self._gate.line.pop(effect, None)
                self._gate.call_next()

    def _new_transport(self, connections: Connections) -> Exchanger:
        from timeback_core.engine.transport.exchange import Exchanger

        return Exchanger(connections)

    def begin_fetch(self, flight: TokenFlight, source: TokenSource, pending: TokenPending) -> None:
        """Start a fetch in a thread of its own; in the caller's where none can be started, as while Python ends."""

        def fetch() -> None:
            try:
                flight.land(pending, self.drive(self._fetched(source)))
            finally:
                flight.land(pending, ABANDONED)  # nothing where it has landed

        try:
            Thread(target=fetch, name="timeback-token", daemon=True).start()
        except RuntimeError:
            fetch()


class Crew:
    """Threads that work for one list or one bulk, made as they are needed; the interpreter does not wait for them."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._tasks: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._threads: list[Thread] = []

    def submit(self, function: Callable[..., V], *args: object) -> Future[V]:
        """Call a function in a thread, in the context of the caller; as executors have it."""
        future: Future[V] = Future()
        context = copy_context()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(context.run(function, *args))
                except BaseException as error:  # whoever waits gets it
                    future.set_exception(error)

        if len(self._threads) < self._most:
            thread = Thread(target=self._serve, name=self._name, daemon=True)
            with suppress(RuntimeError):  # no more can be had, as while Python ends: what there is has to do
                thread.start()
                self._threads.append(thread)
        if self._threads:
            self._tasks.put(work)
        else:
            work()
        return future

    def _serve(self) -> None:
        while (work := self._tasks.get()) is not None:
            work()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for _ in self._threads:
            self._tasks.put(None)


def submitted(executor: Executor | Crew, function: Callable[..., V], *args: object) -> Future[V]:
    """What an executor makes of a call; threads get the context of the caller, which does not leave the process."""
    if isinstance(executor, Crew):
        return executor.submit(function, *args)
    from concurrent.futures import ThreadPoolExecutor

    try:
        if isinstance(executor, ThreadPoolExecutor):
            return executor.submit(copy_context().run, function, *args)
        return executor.submit(function, *args)
    except Exception as error:  # an executor of the caller's may raise anything
        refused: Future[V] = Future()
        refused.set_exception(error)
        return refused


class Pages:
    """Gets the pages of one list, those that are wanted later by a crew."""

    def __init__(self, get: Callable[[Request[Any]], Result[Page[Any], TimebackError]], crew: Crew) -> None:
        self._get = get
        self._crew = crew
        self._begun: dict[Request[Any], Future[Result[Page[Any], TimebackError]]] = {}

    def page(self, wanted: Fetch[Any]) -> Result[Page[Any], TimebackError]:
        """The page that is asked for; those that are wanted after it are begun."""
        own = self._begun.pop(wanted.request, None)
        if own is None and not wanted.ahead:
            return self._get(wanted.request)
        own = own or self._crew.submit(self._get, wanted.request)
        self._begun = {later: self._begun.get(later) or self._crew.submit(self._get, later) for later in wanted.ahead}
        return own.result()


def perform_all(
    perform: Callable[[Any], Result[Any, TimebackError]],
    pairs: Iterable[tuple[object, Any]],
    concurrency: int,
    executor: Executor | Crew,
) -> Iterator[tuple[Any, Result[Any, TimebackError]]]:
    """Each key with the result of its request, in the order in which they finish; so many in flight at most.

    perform: a method of a session, so that it can be pickled.
    """
    in_flight: dict[Future[Result[Any, TimebackError]], object] = {}
    finished: SimpleQueue[Future[Result[Any, TimebackError]]] = SimpleQueue()
    coming = iter(pairs)
    try:
        while True:
            while len(in_flight) < concurrency and (pair := next(coming, None)) is not None:
                begun = submitted(executor, perform, pair[1])
                in_flight[begun] = pair[0]
                begun.add_done_callback(finished.put)
            if not in_flight:
                return
            future = finished.get()
            yield in_flight.pop(future), _result_of(future)
    finally:
        for future in in_flight:
            future.cancel()


def _result_of(future: Future[Result[Any, TimebackError]]) -> Result[Any, TimebackError]:
    try:
        return future.result()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a cancelled future, a broken pool, what does not pickle
        from timeback_core.errors import Unexpected

        return Failure(Unexpected.of(error))


class Session(BaseSession[ThreadCore]):
    """Performs requests, from any number of threads."""

    is_async: ClassVar[bool] = False
    _kind = ThreadCore

    def perform(self, request: Request[T] | FlowRequest[T]) -> IOResult[T, TimebackError]:
        """Perform a request, of an operation or of a flow, and give its value."""
        return IOResult.from_result(logged(self._core.drive(self._story(request)), request))

    def result_of(self, request: Request[T] | FlowRequest[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`, which travels between processes."""
        return self._core.drive(self._story(request))

    def respond(self, request: Request[T]) -> IOResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        story = self._told(request, with_answer(reading(lenient=self._lenient)))
        return IOResult.from_result(logged(self._core.drive(story), request))

    def stream(self, request: Request[Page[I]]) -> Iterator[Result[I, TimebackError | BadRow]]:
        """Every row of a list, page after page, lazily; a bad one is a `BadRow` in its place, a bad page the end."""
        from timeback_core.engine.session.lists import Unfolding

        unfolding = Unfolding(request, self._options.prefetch)
        with self._pages(lenient=True) as pages:
            while (rows := run(unfolding.rows(), pages.page)) is not None:
                yield from (logged(rows, request),) if isinstance(rows, Failure) else rows

    def collect(self, request: Request[Page[I]]) -> IOResult[Rows[I], TimebackError]:
        """All rows of a list, or the first failure; `bad_rows="skip"` leaves out what cannot be read and tells it."""
        return self._gathered(request, lenient=self._lenient)

    def take(self, count: int, request: Request[Page[I]]) -> IOResult[Rows[I], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        return self._gathered(request, count, lenient=self._lenient)

    def first(self, request: Request[Page[I]]) -> IOResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        return self._gathered(request, 1, lenient=False).map(lambda rows: rows[0] if rows else None)

    @overload
    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int | None = None, executor: Executor | None = None
    ) -> Iterator[tuple[Request[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[FlowRequest[T]], *, concurrency: int | None = None, executor: Executor | None = None
    ) -> Iterator[tuple[FlowRequest[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self,
        requests: Iterable[tuple[K, Request[T] | FlowRequest[T]]],
        *,
        concurrency: int | None = None,
        executor: Executor | None = None,
    ) -> Iterator[tuple[K, Result[T, TimebackError]]]: ...
    def perform_all(
        self, requests: Iterable[Any], *, concurrency: int | None = None, executor: Executor | None = None
    ) -> Iterator[tuple[Any, Result[Any, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: of operations or flows, or pairs of a key and a request, which come back as pairs of the key and
        the result; read lazily. concurrency: how many are in flight at most, whatever the session's `max_concurrency`
        says, which holds where it is not given. executor: runs the calls elsewhere, in other processes or on other
        machines; what it raises is that request's `Unexpected`.

        Whoever leaves the loop ends what is under way.
        """
        pairs = map(keyed, requests)
        session, most = self._for_bulk(concurrency)
        if executor is not None:
            return perform_all(session.result_of, pairs, most, executor)
        return session._by_crew(pairs, most, gated=concurrency is None)

    def _by_crew(
        self, pairs: Iterable[tuple[object, Any]], most: int, *, gated: bool
    ) -> Iterator[tuple[Any, Result[Any, TimebackError]]]:
        with self._part(gated=gated) as part, Crew(most, "timeback-bulk") as crew:
            yield from perform_all(part.result_of, pairs, most, crew)

    def check_auth(self) -> IOResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return IOResult.from_result(self._core.drive(self._auth_checked()))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _gathered(self, request: Request[Page[I]], *most: object, lenient: bool) -> IOResult[Rows[I], TimebackError]:
        from timeback_core.engine.session.lists import taken

        fetching = taken(request, self._options.prefetch, *most)
        with self._pages(lenient=lenient) as pages:
            return IOResult.from_result(logged(run(fetching, pages.page), request))

    @contextmanager
    def _pages(self, *, lenient: bool) -> Generator[Pages]:
        until, prefetch = self._lists_until(), self._options.prefetch
        crew = Crew(min(prefetch, self.config.max_concurrency), "timeback-pages")
        with self._part() if prefetch else nullcontext(self) as part, crew:
            yield Pages(lambda request: part._core.drive(part._page(request, until, lenient=lenient)), crew)
