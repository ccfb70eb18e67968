"""What the service of learner records says of itself."""

import httpx
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import Settings, TimebackClient
from timeback_core.clr import get_discovery
from timeback_core.errors import ServiceNotConfigured
from timeback_core.sandbox import Server

SCOPE = "https://purl.imsglobal.org/spec/clr/v2p0/scope/credential."


def test_discovery_wants_a_token(client: TimebackClient, server: Server) -> None:
    assert httpx.get(f"{server.base_url}/ims/clr/v2p0/discovery/").status_code == 401
    assert value(client.clr.discovery.get()).openapi == "3.0.1"


def test_the_service_says_what_it_offers(client: TimebackClient, answering: Answering) -> None:
    told = value(client.clr.discovery.get())
    assert told.endpoints == (("POST", "/ims/clr/v2p0/credentials/"), ("GET", "/ims/clr/v2p0/discovery/"))
    assert told.scopes == (f"{SCOPE}readonly", f"{SCOPE}upsert", f"{SCOPE}admin")
    assert "servers" in told.extra
    odd = value(get_discovery(answering(Reply({"paths": {"/a": 7}, "components": {"securitySchemes": [1]}, "b": 1}))))
    assert (odd.endpoints, odd.scopes, odd.extra) == ((), (), {"b": 1})


def test_the_other_platform_does_not_have_it() -> None:
    told_where = Settings(platform="LEARNWITH_AI", env="staging", client_id="a", client_secret="b", environ={})
    with TimebackClient.open(**told_where).unwrap() as client:
        told = error(client.clr.discovery.get())
    assert isinstance(told, ServiceNotConfigured)
    assert told.lacked_by == "LEARNWITH_AI"
