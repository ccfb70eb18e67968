"""The official Python clients of EduBridge, Caliper and Webhooks against the sandbox: each of their methods.

`.ci/official` runs it in an environment that has them. Lines begin with `ok`, with `FAIL`, or with `own` where the
fault is the client's.
"""

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable

from tests.official import caliper, edubridge, webhooks
from tests.official.trial import Trial
from timeback_caliper import CaliperClient
from timeback_edubridge import EdubridgeClient
from timeback_webhooks import WebhooksClient

from timeback_core.sandbox import Sandbox


async def main() -> int:
    """Every method of all three; how many failed."""
    trial = Trial()
    with Sandbox(students=12).serve() as server:
        given = {
            "base_url": server.base_url,
            "auth_url": server.token_url,
            "client_id": server.client_id,
            "client_secret": server.client_secret,
        }
        async with (
            CaliperClient(**given) as events,
            EdubridgeClient(**given) as learning,
            WebhooksClient(**given) as hooks,
        ):
            runs: tuple[Callable[[], Awaitable[None]], ...] = (
                lambda: caliper.run(trial, events),
                lambda: webhooks.run(trial, hooks, events),
                lambda: edubridge.run(trial, learning, events),
            )
            for run in runs:
                try:
                    await run()
                except Exception:
                    traceback.print_exc()
                    trial.failed.append("the rest")
            left_out = [name for client in (events, learning, hooks) for name in trial.left_out(client)]
    print(f"{len(trial.called)} methods, {len(trial.failed)} failed: {trial.failed}, not called: {left_out}")
    return len(trial.failed) + len(left_out)


sys.exit(asyncio.run(main()) != 0)
