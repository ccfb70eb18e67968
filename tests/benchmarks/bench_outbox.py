"""Events through an outbox: kept on the disk, and sent from there instead of straight."""

import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks.bench_bulk import client_of_a_sandbox
from tests.benchmarks.side_by_side import row
from tests.outbox.events import SENSOR, typed

from timeback_core import Outbox, or_raise
from timeback_core.caliper import send_many_events

COUNT = 5_000


def main() -> None:
    """Print the rows of the table."""
    events = [typed(number) for number in range(COUNT)]
    with tempfile.TemporaryDirectory() as folder, client_of_a_sandbox(0, 0) as client:
        outbox = or_raise(Outbox.open(Path(folder) / "events.outbox"))
        begun = perf_counter()
        for start in range(0, COUNT, 100):
            or_raise(outbox.accept(SENSOR, *events[start : start + 100]))
        kept = perf_counter() - begun
        begun = perf_counter()
        assert or_raise(outbox.send(client.using(total_timeout=300))).delivered == COUNT
        sent = perf_counter() - begun
        begun = perf_counter()
        or_raise(send_many_events(client.session, SENSOR, events, batch=100))
        straight = perf_counter() - begun
        begun = perf_counter()
        for number in range(100):
            or_raise(outbox.accept(SENSOR, typed(COUNT + number)))
        alone = (perf_counter() - begun) / 100
    row(
        "5,000 events through an outbox, 100 an envelope / straight",
        f"{(kept + sent) / straight:.2f} ({COUNT / (kept + sent):.0f} / {COUNT / straight:.0f} a second)",
        "<= 3",
    )
    row("keeping events in an outbox, 100 at once", f"{COUNT / kept:.0f} a second", "> 1,000")
    row("keeping one event in an outbox, on the disk when it returns", f"{alone * 1000:.1f} ms", "the disk's own time")


if __name__ == "__main__":
    main()
