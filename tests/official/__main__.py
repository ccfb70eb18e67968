"""The official Python clients against the sandbox, method by method.

`.ci/official` runs it in an environment that has them. Lines begin with `ok`, with `FAIL`, or with `own` where the
fault is the client's.
"""

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from docs._ext.reference.official import official_calls
from tests.official import caliper, case, clr, edubridge, masterytrack, oneroster, powerpath, qti, webhooks
from tests.official.offered import methods_of
from tests.official.trial import Trial
from timeback_caliper import CaliperClient
from timeback_case import CaseClient
from timeback_clr import ClrClient
from timeback_edubridge import EdubridgeClient
from timeback_masterytrack import MasteryTrackClient
from timeback_oneroster import OneRosterClient
from timeback_powerpath import PowerPathClient
from timeback_qti import QtiClient
from timeback_webhooks import WebhooksClient

from timeback_core.sandbox import Sandbox


async def main() -> int:
    """Every method of them all; how many failed."""
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
            OneRosterClient(**given) as rosters,
            WebhooksClient(**given) as hooks,
            QtiClient(**given) as content,
            PowerPathClient(**given) as lessons,
            CaseClient(**given) as standards,
            ClrClient(**given) as records,
            MasteryTrackClient(base_url=server.base_url, api_key="sandbox-key", email="app@example.com") as mastery,
        ):

            def tell(what: str, news: dict[str, Any]) -> None:
                httpx.post(f"{server.base_url}/.sandbox/{what}", json=news).raise_for_status()

            runs: tuple[Callable[[], Awaitable[None]], ...] = (
                lambda: caliper.run(trial, events),
                lambda: webhooks.run(trial, hooks, events),
                lambda: edubridge.run(trial, learning, events),
                lambda: qti.run(trial, content),
                lambda: powerpath.run(trial, lessons, learning, tell),
                lambda: oneroster.run(trial, rosters),
                lambda: case.run(trial, standards),
                lambda: clr.run(trial, records),
                lambda: masterytrack.run(trial, mastery),
            )
            for run in runs:
                try:
                    await run()
                except Exception:
                    traceback.print_exc()
                    trial.failed.append("the rest")
            parts = content.assessment_tests.test_parts("t")
            chained = {"test_parts": parts, "sections": parts.sections("p"), "items": parts.sections("p").items("s")}
            clients = {
                "caliper": events,
                "case": standards,
                "clr": records,
                "edubridge": learning,
                "masterytrack": mastery,
                "oneroster": rosters,
                "powerpath": lessons,
                "qti": content,
                "webhooks": hooks,
            }
            resources = (*map(vars, clients.values()), chained)
            left_out = [name for each in resources for name in trial.left_out(each)]
            offered = {method for name, client in clients.items() for method in methods_of(client, name)}
    told = {call.method for call in official_calls() if call.service in clients}
    print(f"{len(trial.called)} methods, {len(trial.failed)} failed: {trial.failed}, not called: {left_out}")
    print(f"not in the table of the documentation, or only there: {sorted(offered ^ told)}")
    return len(trial.failed) + len(left_out) + len(offered ^ told)


sys.exit(asyncio.run(main()) != 0)
