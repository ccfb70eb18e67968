"""What happens in the sandbox before anyone looks: some of everything that its page shows."""

import httpx
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.conftest import authorized
from tests.scripted_server import ScriptedServer

from timeback_core.sandbox import Fault, Limit, Sandbox

USERS = "/ims/oneroster/rostering/v1p2/users/"
EVIL = "<script src=//evil.test></script><img src=x onerror=alert(1)>"


def pass_a_day(client: httpx.Client, sandbox: Sandbox, receiver: ScriptedServer) -> None:
    """Calls of six services, a learner with an ill name, a webhook with a delivery, faults, a limit and a snapshot."""
    authorized(client, sandbox)
    client.get(USERS, params={"filter": "role='student'", "limit": 2})
    client.post(USERS, json=_learner())
    client.post(USERS, json={"user": {"givenName": "Nobody"}})
    webhook = {"name": "Grades", "targetUrl": f"{receiver.base_url}/hook", "secret": "shared", "active": True}
    client.post("/webhooks/", json=webhook).raise_for_status()
    sent(client, activity())
    sandbox.deliver()
    client.get("/edubridge/enrollments/user/student-1")
    client.get("/ims/case/v1p1/CFDocuments")
    client.get(f"/nothing/{EVIL}")
    sandbox.snapshots.take("monday")
    sandbox.faults(
        Fault("status", status=503, path="/powerpath/*", times=3), Fault("latency", seconds=0.2, probability=0.1)
    )
    sandbox.limit(Limit(500, verb="POST"))


def _learner() -> dict[str, object]:
    roles = [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}]
    names = {"givenName": EVIL, "familyName": "Byron", "email": "ada@example.com"}
    return {"user": {"sourcedId": "ill-named", "enabledUser": True, "roles": roles, **names}}
