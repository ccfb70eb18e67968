"""Mistakes in the drivers, which must be alike, and in what belongs to a session or to nobody."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

LOOP = "session/loop.py"
LOOPS = "session/loop_core.py"
THREADS = "session/thread_core.py"

MUTANTS = (
    Mutant("a fetch ends with the caller that began it", LOOP, "    task.add_done_callback(_kept.discard)\n", "    task.add_done_callback(_kept.discard)\n    asyncio.current_task().add_done_callback(lambda _: task.cancel())\n", "drivers"),
    Mutant("a fetch that never began is never over", LOOP, "    task.add_done_callback(lambda _: over())\n", "", "drivers"),
    Mutant("threads do not repeat", THREADS, "answer = self.budget.spend()", "answer = False", "drivers"),
    Mutant("loops do not repeat", LOOPS, "answer = self.budget.spend()", "answer = False", "drivers"),
    Mutant("loops do not name the refused token", LOOPS, "usable(token, effect.refused, monotonic())", "usable(token, None, monotonic())", "drivers"),
    Mutant("threads do not tell why there is no token", THREADS, "return TokenFailed(outcome.failure())", "return TokenFailed(None)", "drivers"),
    Mutant("each session has its own tokens", "session/core.py", "flight_of(way)", "flight_of(object())", "drivers"),
)  # fmt: skip
