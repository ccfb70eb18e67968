"""Every benchmark, as the rows of one table: `python -m tests.benchmarks.run_all`."""

import platform
from importlib.metadata import version

from tests.benchmarks import (
    bench_bulk,
    bench_calls,
    bench_codec,
    bench_decoding,
    bench_events,
    bench_first_calls,
    bench_footprint,
    bench_lesson_plan,
    bench_lists,
    bench_manager,
    bench_outbox,
    bench_rosters,
    bench_sandbox,
    bench_sandbox_http,
    bench_startup,
)

LIBRARIES = ("httpx", "httptools", "orjson", "attrs", "cattrs", "returns", "pydantic")


def main() -> None:
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}; "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    )
    print("\n| measure | figure | goal |\n|---|---|---|")
    for benchmark in (
        bench_startup,
        bench_footprint,
        bench_calls,
        bench_codec,
        bench_decoding,
        bench_lesson_plan,
        bench_events,
        bench_lists,
        bench_first_calls,
        bench_manager,
        bench_bulk,
        bench_outbox,
        bench_rosters,
        bench_sandbox,
        bench_sandbox_http,
    ):
        benchmark.main()


if __name__ == "__main__":
    main()
