"""A sandbox in this process: one world, one lock, and the ways to reach it."""

import logging
import os
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial

import attrs

from timeback_core.sandbox import caliper, case, clr, edubridge, masterytrack, oneroster, powerpath, qti, webhooks
from timeback_core.sandbox.chaos import Chaos, Trouble
from timeback_core.sandbox.clock import Clock
from timeback_core.sandbox.closing import Closing
from timeback_core.sandbox.control import is_control
from timeback_core.sandbox.data_file import DataFile, DataFileError
from timeback_core.sandbox.deliveries import Delivery, DeliveryBook
from timeback_core.sandbox.faults import Fault
from timeback_core.sandbox.guards import Guards
from timeback_core.sandbox.importing.district import seed_from
from timeback_core.sandbox.importing.files import Source
from timeback_core.sandbox.limiter import Limit
from timeback_core.sandbox.machine import Machine
from timeback_core.sandbox.messages import Reply, Request, Steps
from timeback_core.sandbox.reaching import SandboxSettings, settings_of
from timeback_core.sandbox.remembering import Remembering
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.rewinding import SandboxClock, Snapshots, seconds_of
from timeback_core.sandbox.serving import Answering, ReachableServer, serve_until_told_to_end
from timeback_core.sandbox.settings import SeedPlan, Switches
from timeback_core.sandbox.staying import bring_back, identity, save, settle
from timeback_core.sandbox.tokens import Credentials
from timeback_core.sandbox.world import Platform, World

_log = logging.getLogger("timeback_core.sandbox")

BASE_URL = "https://sandbox.timeback.test"
"""Where a sandbox says that it is while no server runs."""


APIS = (
    oneroster.api,
    edubridge.api,
    caliper.api,
    webhooks.api,
    qti.api,
    powerpath.api,
    case.api,
    clr.api,
    masterytrack.api,
)
"""What it serves; each seeds its part of the district after those before it."""


@cache
def _machine() -> Machine:
    """The machine of all sandboxes: it knows nothing of any of them."""
    return Machine(api() for api in APIS)


class Sandbox(Remembering, Answering, Closing):
    """A local Timeback with a believable district.

    - `data`: a file in which it stays, made where there is none, gone on with where there is one, to which what is
      given has to fit.
    - `source`: files that tell of the district, instead of a made-up one: a bundle of OneRoster, or JSON.
    - `seed`, `students` and the other sizes: what decides the documents (without them seed 1 and 50 students), which
      are of the school year that it is when they are made.
    - `client_id`, `client_secret`: the only credentials that get a token, of `token_seconds` (an hour).
    - `scopes`: what tokens may be asked for (None: scopes are not checked).
    - `masterytrack_email`, `masterytrack_api_key`: those that get a token of MasteryTrack.
    - `platform`: the one that it plays (BEYOND_AI).
    - `id_prefix`: begins every id that it gives, so that those of several sandboxes differ.
    - `rate`, `burst`: the requests a second and those at once, beyond which it answers 429 (without `rate` there is no
      limit; `burst` is `rate` if not given).
    - `switches`: variants of the platform; `faults`: what goes wrong from the start, and so does the
      profile that `chaos` names, with chance by `chaos_seed` (`seed` without it).
    - `now`: the time from which its clock goes on, instead of the real one; `clock`: gives the seconds of the epoch by
      which it goes.
    - `cors`: origins beside those of this machine whose pages may call it, `*` for all; `ui_public`: shows its page to
      other machines too.
    - `on_request`: is told each request once it is answered, control calls left out.

    Raises `ValueError` for a size, a `token_seconds`, a limit, a `now` or an origin that is none and for a fault of
    what no API has, `SourceError`, which is one too, for everything that is wrong with the files of a `source`,
    `DataFileError` where the file cannot be used or holds another district. Whatever changes something raises it too
    where that cannot be written; a request is answered with 500.
    """

    def __init__(
        self,
        *,
        data: str | os.PathLike[str] | None = None,
        source: str | os.PathLike[str] | None = None,
        seed: int | None = None,
        students: int | None = None,
        students_per_school: int | None = None,
        courses_per_student: int | None = None,
        gradebook_classes: int | None = None,
        client_id: str = "sandbox-client",
        client_secret: str = "sandbox-secret",  # noqa: S107 -- guards nothing
        scopes: Iterable[str] | None = None,
        masterytrack_email: str = "app@example.com",
        masterytrack_api_key: str = "sandbox-key",
        token_seconds: float | None = None,
        platform: Platform | None = None,
        id_prefix: str | None = None,
        rate: float | None = None,
        burst: float | None = None,
        switches: Switches | None = None,
        faults: Iterable[Fault] = (),
        chaos: str | None = None,
        chaos_seed: int | None = None,
        now: datetime | None = None,
        clock: Callable[[], float] = time.time,
        cors: Iterable[str] = (),
        ui_public: bool = False,
        on_request: Callable[[LoggedRequest], object] = lambda _: None,
    ) -> None:
        switches = Switches() if switches is None else attrs.evolve(switches)
        if token_seconds is not None:
            switches.token_seconds = token_seconds
        guards = Guards.of(cors, ui_public=ui_public)
        self._on_request = on_request
        self._lock = threading.Lock()
        self._machine = _machine()
        files = None if source is None else Source.at(source)
        given = {
            "platform": platform,
            "seed": seed,
            "students": students,
            "students_per_school": students_per_school,
            "courses_per_student": courses_per_student,
            "gradebook_classes": gradebook_classes,
            "id_prefix": id_prefix,
            "source": None if files is None else files.digest,
        }
        allowed = None if scopes is None else frozenset(scopes)
        world_clock = Clock(clock)
        if now is not None:
            world_clock.begin_at(seconds_of(now))
        limits = () if rate is None else (Limit(rate, burst=burst),)
        trouble = Trouble(tuple(faults), limits, None if chaos is None else Chaos(chaos, seed=chaos_seed))
        self._file = None if data is None else DataFile(data)
        try:
            wanted = {name: value for name, value in given.items() if value is not None}
            made_by = dict(identity(self._file, wanted, world_clock.today()))
            self._world = World(
                credentials=Credentials(client_id, client_secret, allowed, masterytrack_email, masterytrack_api_key),
                platform=made_by.pop("platform"),
                base_url=BASE_URL,
                plan=SeedPlan(**made_by),
                switches=switches,
                guards=guards,
                trouble=trouble,
                names=self._machine.names,
                clock=world_clock,
            )
            fill = self._machine.seed if files is None else partial(seed_from, self._machine, files)
            if self._file is None:
                fill(self._world)
            else:
                settle(self._world, self._file, fill)
            if now is not None:  # which was said last
                self._world.clock.set_back()
        except BaseException:
            if self._file is not None:
                self._file.close()
            raise
        self._world.deliveries.when_told = self._keep_delivery
        self._world.adversity.reset(self._world.clock.now())

    @property
    def base_url(self) -> str:
        """The base URL of the platform as the sandbox gives it."""
        return self._world.base_url

    @property
    def platform(self) -> Platform:
        """The platform that it plays."""
        return self._world.platform

    @property
    def credentials(self) -> Credentials:
        """Who gets tokens, of the platform and of MasteryTrack."""
        return self._world.credentials

    @property
    def switches(self) -> Switches:
        """The switches; set their members at any time."""
        return self._world.switches

    @property
    def settings(self) -> SandboxSettings:
        """What a client in this process needs: `TimebackClient.open(**sandbox.settings)`."""
        return {**settings_of(self), "transport": self.transport()}

    @property
    def clock(self) -> SandboxClock:
        """The clock, which can be moved and stopped."""
        return SandboxClock(self._world, self._changing)

    @property
    def snapshots(self) -> Snapshots:
        """The snapshots by name; `snapshot` and `restore` are for those in files."""
        return Snapshots(self._world, self._changing)

    def steps(self, request: Request) -> Steps[Reply]:
        """Answer one request with pauses, in which others may be answered."""
        begun, at = time.perf_counter(), self._world.clock.now()
        steps = self._machine.steps(self._world, request, at)
        while True:
            with self._lock:
                try:
                    next(steps)
                except StopIteration as done:
                    reply: Reply = done.value
                    break
            yield
        if not is_control(request):
            with self._lock:
                told = self._world.log.add(request, reply, at, time.perf_counter() - begun)
            self._on_request(told)
        return reply

    def serve(self, port: int = 0, host: str = "127.0.0.1", *, public_url: str | None = None) -> "Server":
        """Start an HTTP server in a thread; port 0 takes a free one. Close it, or use it with `with`.

        Addresses in answers begin with `public_url`, or without one lead to the host that the request named.
        Raises `OSError` when the address cannot be had.
        """
        server = Server(self, host, port, public_url, self._world.deliveries)
        with self._lock:
            self._world.move_to(server.base_url, follows_host=public_url is None)
        return server

    def serve_forever(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        public_url: str | None = None,
        ready: "Callable[[Server], object]" = lambda _: None,
    ) -> None:
        """Serve until Ctrl-C, SIGTERM or until the server is closed; `ready` gets it once it listens.

        Raises `OSError` when the address cannot be had.
        """
        serve_until_told_to_end(lambda: self.serve(port, host, public_url=public_url), ready)

    def faults(self, *faults: Fault) -> None:
        """Let these happen from now on, after those that are in force already.

        Raises `ValueError` for an operation or a service that no API has, and then none of them happens.
        """
        with self._lock:
            self._world.adversity.faults.add(faults, self._world.clock.now())

    def clear_faults(self) -> None:
        """Let no fault happen any more, nor anything of a profile."""
        with self._lock:
            self._world.adversity.clear_faults(self._world.clock.now())

    def limit(self, *limits: Limit) -> None:
        """Let these limits on requests hold from now on, in place of those before; none of them lets all through.

        Raises `ValueError` for an operation or a service that no API has, and then nothing is changed.
        """
        with self._lock:
            self._world.adversity.limits.begin(limits, self._world.clock.now())

    def chaos(self, profile: str | None, *, seed: int | None = None, scale: float = 1.0) -> None:
        """Let a profile of faults and limits be in force, in place of that which was; None ends it.

        `seed` decides what happens by chance (that of the sandbox without it); `scale` makes all its times so many
        times as long. Raises `ValueError` for a profile that is not known.
        """
        begun = None if profile is None else Chaos(profile, seed=seed, scale=scale)
        with self._lock:
            self._world.adversity.begin_chaos(begun, self._world.clock.now())

    def revoke_tokens(self) -> None:
        """Make every token that was issued worthless."""
        with self._changing():
            self._world.tokens.revoke_all()

    def documents(self, collection: str) -> list[dict[str, object]]:
        """The documents of a collection (`users`, `enrollments`) as they are stored, in order of creation."""
        with self._lock:
            return [dict(document) for document in self._world.store.rows(collection)]

    def reset(self) -> None:
        """Back to the start: the seeded district, an empty log, the first switches, time, faults and limits."""
        with self._changing():
            self._world.reset()

    def snapshot(self, path: str | os.PathLike[str]) -> None:
        """Save documents, switches, deliveries and the clock to a file, in place of a sandbox that it holds.

        `restore` brings them back, and `Sandbox(data=path)` goes on with them. Raises `DataFileError`.
        """
        with self._lock:
            save(self._world, path)

    def restore(self, path: str | os.PathLike[str]) -> None:
        """Be as at a snapshot of this district: whatever was done since, the same calls give the same again.

        Tokens, faults and the log stay. Raises `DataFileError`, and then nothing is changed.
        """
        with self._changing():
            bring_back(self._world, path)

    def close(self) -> None:
        """Let others have the file in which it stays; nothing is kept from then on. Twice is once."""
        if self._file is not None:
            try:
                with self._changing():  # a switch that was set since the last request
                    pass
            finally:
                self._file.close()
                self._file = None

    @contextmanager
    def _changing(self) -> Generator[None]:
        with self._lock:
            yield
            self._world.keep(self._world.take_changes())

    def _keep_delivery(self, delivery: Delivery) -> None:
        with self._lock:
            try:
                self._world.keep({("deliveries", delivery.id)})
            except DataFileError as error:  # whoever sends has others to send
                _log.error("%s", error)


class Server(ReachableServer):
    """A running server of a sandbox; it stops with `close()`, at the end of a `with` block, or with the process."""

    def __init__(
        self, sandbox: Sandbox, host: str, port: int, public_url: str | None, deliveries: DeliveryBook
    ) -> None:
        from timeback_core.sandbox.faces.courier import Courier

        super().__init__(sandbox, sandbox.steps, host, port, public_url, Courier(deliveries).keep_sending)
        self._sandbox = sandbox

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox that answers."""
        return self._sandbox
