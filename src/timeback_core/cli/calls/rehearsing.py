"""`--dry-run`: what would be sent, as JSON."""

from __future__ import annotations

from typing import Any

from returns.result import Failure

from timeback_core.cli.calls.asking import Asked
from timeback_core.cli.calls.documents import Change
from timeback_core.cli.complaints import complain
from timeback_core.cli.options import Form
from timeback_core.cli.output import as_json, plain
from timeback_core.cli.profiles.clients import opened
from timeback_core.engine.call.request import FlowRequest, Request
from timeback_core.engine.codec.runtime import parse
from timeback_core.engine.config import Config, configure
from timeback_core.engine.policy.plan import Plan, prepare, route_of
from timeback_core.errors import InvalidInput, ServiceNotConfigured, Unexpected, UnsupportedOperation


def rehearsed(call: Asked, profile: str | None, form: Form) -> int:
    """Print what a call would send, under a profile or else the environment; gives the exit status."""
    client = opened(profile)
    if isinstance(client, Failure) and profile is not None:
        return complain(client.failure(), form)
    config = anywhere() if isinstance(client, Failure) else client.unwrap().config
    if isinstance(call.request, FlowRequest):
        arguments = {name: _shown(value) for name, value in call.request.options}
        print(as_json({"flow": call.entry.qualified, "arguments": arguments, "performs": call.entry.operations}, 2))
        return 0
    told = planned(call.request, config)
    if not isinstance(told, Plan):
        return complain(told, form)
    sent = told.http
    said: dict[str, Any] = {"verb": sent.verb, "path": sent.target.decode("ascii")}
    if sent.body:
        said["body"] = sent.body.decode(errors="replace") if _is_raw(call.request.body) else parse(sent.body)
    print(as_json(said, 2))
    return 0


def anywhere() -> Config:
    """A configuration that has every service, for where none is given."""
    nowhere = "https://timeback.invalid"
    return configure(
        base_url=nowhere,
        access_token="none",  # noqa: S106 -- it is none
        masterytrack_base_url=nowhere,
        masterytrack_api_key="none",
        masterytrack_email="nobody@timeback.invalid",
        environ={},
    ).unwrap()


def planned(
    request: Request[Any], config: Config
) -> Plan[Any] | InvalidInput | Unexpected | ServiceNotConfigured | UnsupportedOperation:
    """The exact bytes of a request under a configuration, or the error that keeps them from being sent."""
    route = route_of(request.endpoint, config)
    if isinstance(route, ServiceNotConfigured | UnsupportedOperation):
        return route
    return prepare(request, route, (), "")


def _is_raw(body: object) -> bool:
    return isinstance(body, str | bytes)


def _shown(value: object) -> object:
    if isinstance(value, Change):
        return {"patch": value.patch, "set": {".".join(map(str, each.place)): each.value for each in value.members}}
    return plain(value)
