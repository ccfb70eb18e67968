"""Mistakes in the drivers, which must be alike, and in what belongs to a session or to nobody."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

BASE = "session/base.py"
SHARING = "session/sharing.py"
LOOPS = "session/asynchronous.py"
THREADS = "session/synchronous.py"

MUTANTS = (
    Mutant("a fetch ends with the caller that began it", LOOPS, "        task.add_done_callback(_kept.discard)\n", "        task.add_done_callback(_kept.discard)\n        asyncio.current_task().add_done_callback(lambda _: task.cancel())\n", "drivers"),
    Mutant("a fetch that never began is never over", LOOPS, "        task.add_done_callback(lambda _: over())\n", "", "drivers"),
    Mutant("nothing is repeated", BASE, "return self.budget.spend()", "return False", "drivers"),
    Mutant("the refused token is given to the same caller", SHARING, "usable(asked.refused, monotonic())", "usable(None, monotonic())", "drivers"),
    Mutant("nobody is told why there is no token", SHARING, "return TokenFailed(outcome.failure())", "return TokenFailed(None)", "drivers"),
    Mutant("each session has its own tokens", BASE, "flight_of(way)", "flight_of(object())", "drivers"),
    Mutant("threads cannot send", THREADS, "return self._send(effect)", 'return no_slot("closed")', "drivers"),
    Mutant("loops cannot send", LOOPS, "return await self._send(effect)", 'return no_slot("closed")', "drivers"),
)  # fmt: skip
