"""Mistakes in how tokens are fetched, shared and used."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

TOKENS = "policy/tokens.py"
EFFECTS = "policy/effects.py"
FAILURES = "policy/failures.py"
FLIGHT = "session/sharing.py"

MUTANTS = (
    Mutant("the refused token is given again", EFFECTS, "self is not refused and now < self.stale_at", "now < self.stale_at"),
    Mutant("a token is used beyond its end", EFFECTS, "self is not refused and now < self.stale_at", "self is not refused"),
    Mutant("no margin before the end of a token", TOKENS, "now + seconds - min(MARGIN, seconds / 2)", "now + seconds"),
    Mutant("a short life is all margin", TOKENS, "now + seconds - min(MARGIN, seconds / 2)", "now + seconds - MARGIN"),
    Mutant("a token without a stated life lives for ever", TOKENS, "life if life > 0 else EXPIRES_IN", "life if life > 0 else 9e9"),
    Mutant("an answer without a token is one", TOKENS, "    if not is_token(text):\n", "    if not is_token(text) and text is not None:\n"),
    Mutant("a fetch has no deadline", TOKENS, "until = now + timeout\n", "until = now + timeout * 9\n"),
    Mutant("a fetch asks after its deadline", TOKENS, "if (yield from Now()) < until:", "if True:"),
    Mutant("a fetch begins a wait without room for it", TOKENS, "if now + wait < until:", "if now < until:"),
    Mutant("a fetch asks without end", TOKENS, "if attempt < attempts and ", "if "),
    Mutant("a fetch ignores Retry-After", TOKENS, "backoff(attempt, (yield from Draw())) if asked is None else asked", "backoff(attempt, (yield from Draw()))"),
    Mutant("a fetch gives up at once", TOKENS, "if attempt < attempts and ", "if attempt < 0 and "),
    Mutant("a token that was asked for counts as the call", FAILURES, "error._replace(sent=False, ", "error._replace("),
    Mutant("the slot is cleared after resolving", FLIGHT, "        with self._lock:\n            if self._pending is pending:\n", "        pending.outcome = outcome\n        pending.close()\n        with self._lock:\n            if self._pending is pending:\n"),
    Mutant("a failed fetch is remembered for ever", FLIGHT, "self._failed is not None and self._clock() < self._forget_at", "self._failed is not None"),
    Mutant("a failed fetch is not remembered", FLIGHT, "self._failed, self._forget_at = pending, ", "self._forget_at = "),
    Mutant("a refusal is remembered as briefly as trouble", TOKENS, "else REFUSED\n", "else UNREACHABLE\n"),
    Mutant("trouble is remembered as long as a refusal", TOKENS, "return UNREACHABLE if ", "return REFUSED if "),
    Mutant("an abandoned fetch is remembered", FLIGHT, "            if self._pending is pending:\n", "            if self._pending is pending and not isinstance(outcome, Abandoned):\n"),
    Mutant("a token is not kept", FLIGHT, "                    self._landed = outcome.unwrap()\n", "                    self._landed = None\n"),
    Mutant("two fetches at once", FLIGHT, "                if self._pending is not None:\n                    return self._pending\n", ""),
    Mutant("any token will do", FLIGHT, "if self._landed is not None and usable(self._landed):", "if self._landed is not None:"),
    Mutant("a failure wakes nobody", FLIGHT, "        pending.close()\n", "        if isinstance(outcome, Success):\n            pending.close()\n"),
    Mutant("a fetch that cannot start holds its slot", FLIGHT, "            if pending is not None:\n                self.land(pending, ABANDONED)\n", ""),
)  # fmt: skip
