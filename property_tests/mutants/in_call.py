"""Mistakes in the story of a call and in the rules of repetition."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

CALL = "policy/call.py"
FAILURES = "policy/failures.py"

MUTANTS = (
    Mutant("the deadline begins anew after a sleep", CALL, "yield from Sleep(wait)\n", "yield from Sleep(wait)\n            until += wait\n"),
    Mutant("the deadline is forgotten after a sleep", CALL, "if wait is None or progress.now >= until:", "if wait is None:"),
    Mutant("the deadline is forgotten after a token", CALL, "if isinstance(got, TokenFailed) or progress.now >= until:", "if isinstance(got, TokenFailed):"),
    Mutant("a wait is begun without room for it", CALL, "if progress.now + wait >= until:", "if progress.now >= until:"),
    Mutant("a wait is cut short to fit", CALL, "wait = progress.asked", "wait = min(progress.asked, (until - progress.now) / 2)"),
    Mutant("an attempt too many", CALL, "progress.attempts >= rules.max_attempts", "progress.attempts > rules.max_attempts"),
    Mutant("an attempt too few", CALL, "progress.attempts >= rules.max_attempts", "progress.attempts + 1 >= rules.max_attempts"),
    Mutant("the budget is never spent", CALL, "return wait if (yield from Spend()) else None", "return wait"),
    Mutant("the budget's word is ignored", CALL, "return wait if (yield from Spend()) else None", "yield from Spend()\n    return wait"),
    Mutant("a success gives nothing back", CALL, "                yield from Refund()\n", ""),
    Mutant("a 401 is answered again and again", CALL, "token is not None and refused is None:", "token is not None:"),
    Mutant("a 401 is never answered", CALL, "outcome.status == 401", "outcome.status == 4010"),
    Mutant("a 401 is lost when no other token comes", CALL, "                refused = token\n", "                refused, outcome = token, None\n"),
    Mutant("the refused token is not named", CALL, "GetToken(plan.token, refused, until)", "GetToken(plan.token, None, until)"),
    Mutant("tokens pile up in the request", CALL, "http = http.with_headers(", "http = plan.http = http.with_headers("),
    Mutant("Retry-After is ignored", CALL, "if progress.asked is not None:", "if progress.asked is not None and progress.asked < 0:"),
    Mutant("Retry-After of an earlier answer is kept", CALL, "        progress.asked = None\n", ""),
    Mutant("a repeated DELETE does not find its success", CALL, "outcome.status == 404", "outcome.status == 4040"),
    Mutant("a DELETE of nothing succeeds", CALL, "outcome.status == 404 and may_be_done and", "outcome.status == 404 and"),
    Mutant("any repeated 404 is a success", CALL, ' and may_be_done and endpoint.verb == "DELETE"', " and may_be_done"),
    Mutant("a connection that was never made may have done it", CALL, 'may_be_done or not repeatable(outcome, "unsafe")', "True"),
    Mutant("what a server put off may have been done", CALL, 'not repeatable(outcome, "unsafe")', "isinstance(outcome, HttpResponse) or outcome.sent"),
    Mutant("an earlier answer is given", CALL, "                return read(plan, outcome, progress)\n            from", "                return read(plan, progress.last if isinstance(progress.last, HttpResponse) else outcome, progress)\n            from"),
    Mutant("what the server said before a timeout is lost", CALL, "progress.last, progress.last_asked = outcome, progress.asked\n", "progress.last_asked = progress.asked\n"),
    Mutant("the wait for a token counts as part of the attempt", CALL, "begun = progress.now\n", "begun = progress.started\n"),
    Mutant("attempts are reported from 0", CALL, "Report(plan, progress.attempts, outcome", "Report(plan, progress.attempts - 1, outcome"),
    Mutant("an unsafe request that may have arrived is repeated", CALL, '(repeat != "unsafe" or not outcome.sent)', "True"),
    Mutant("an unsafe request is repeated after a gateway's error", CALL, 'if repeat != "unsafe" or outcome.status == 429:', 'if repeat != "unsafe" or outcome.status != 503:'),
    Mutant("an unsafe request is repeated after any 503", CALL, 'return outcome.status == 503 and outcome.header("retry-after") is not None', "return outcome.status == 503"),
    Mutant("an unsafe request is not repeated after 429", CALL, 'if repeat != "unsafe" or outcome.status == 429:', 'if repeat != "unsafe":'),
    Mutant("a 500 is repeated", CALL, "frozenset({429, ", "frozenset({429, 500, "),
    Mutant("a 504 is not repeated", CALL, "503, 504})", "503})"),
    Mutant("an unreachable server is not tried again", CALL, '("connect", "broken")', '("broken",)'),
    Mutant("nonsense is asked for again", CALL, '("connect", "broken")', '("connect", "broken", "garbage")'),
    Mutant("no jitter", CALL, "draw * min(", "min("),
    Mutant("the wait does not double", CALL, "2 ** (attempt - 1)", "attempt"),
    Mutant("the wait has no upper end", CALL, "min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))", "(FIRST_WAIT * 2 ** (attempt - 1))"),
    Mutant("Retry-After as a date is ignored", CALL, "None if at is None else", "None if at is None or at > 0 else"),
    Mutant("Retry-After in seconds is ignored", CALL, 'return seconds if 0 <= seconds < float("inf") else None', "return None"),
    Mutant("the server's own clock is ignored", CALL, "wall_clock if now is None else now", "wall_clock"),
    Mutant("a date without a zone is local", CALL, "at if at.tzinfo is not None else at.replace(tzinfo=UTC)", "at"),
    Mutant("a stale connection is always tried again at once", CALL, "outcome.stale and progress.attempts == 1", "outcome.stale"),
    Mutant("a stale connection costs a wait", CALL, "outcome.stale and progress.attempts == 1", "False"),
    Mutant("what the server asked before a timeout is lost", FAILURES, "before, progress.last_asked)", "before, progress.asked)"),
)  # fmt: skip
