"""Two versions of the package against each other: `python -m tests.benchmarks.against OTHER_SRC [ROUNDS]`.

OTHER_SRC is the `src` folder of another checkout. Each version works in a process of its own, in turn; a row is the
median of the ratios this / other, pair by pair.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.benchmarks.side_by_side import HERE, canned_server
from tests.benchmarks.workloads import WORKLOADS

THIS = Path(__file__).parents[2] / "src"
FRESH = {
    "import timeback_core": "import timeback_core",
    "import of the client": "from timeback_core import TimebackClient",
    "fresh process to first users.get, sync": """
from timeback_core import TimebackClient
client = TimebackClient.open(base_url="{0}", auth_url="{0}/token", client_id="a", client_secret="b").unwrap()
client.oneroster.users.get("user-1").unwrap()
""",
    "fresh process to first users.get, async": """
import asyncio
from timeback_core import AsyncTimebackClient
opened = AsyncTimebackClient.open(base_url="{0}", auth_url="{0}/token", client_id="a", client_secret="b")
async def main():
    (await opened.unwrap().oneroster.users.get("user-1")).unwrap()
asyncio.run(main())
""",
}


def environment(source: Path) -> dict[str, str]:
    """The environment of a process that imports the package from a folder."""
    return os.environ | {"PYTHONPATH": str(source)}


class Version:
    """One version of the package, at work in a process of its own."""

    def __init__(self, source: Path, origin: str) -> None:
        self.source = source
        command = [sys.executable, str(HERE / "workloads.py"), origin]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(source)
        )

    def seconds(self, workload: str) -> float:
        """How long a workload takes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(workload, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def seconds_of_process(self, code: str) -> float:
        """How long a program takes from its start to its end."""
        begun = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env=environment(self.source))  # noqa: S603
        return perf_counter() - begun


def main(other_source: Path, rounds: int) -> None:
    """Print a row for each workload."""
    print("| measure | this / other | this | other |\n|---|---|---|---|")
    with canned_server(4000) as origin:
        this, other = Version(THIS, origin), Version(other_source, origin)
        measures: dict[str, Callable[[Version], float]] = {
            **{name: partial(Version.seconds, workload=name) for name in WORKLOADS},
            **{name: partial(Version.seconds_of_process, code=code.format(origin)) for name, code in FRESH.items()},
        }
        for name, measure in measures.items():
            measure(this)
            measure(other)
            pairs = [(measure(this), measure(other)) for _ in range(rounds)]
            ratio = statistics.median(mine / theirs for mine, theirs in pairs)
            mine, theirs = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
            print(f"| {name} | {ratio:.2f} | {mine:.1f} ms | {theirs:.1f} ms |", flush=True)
        this.process.terminate()
        other.process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
