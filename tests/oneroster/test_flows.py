"""Flows that write: modify, upsert and ensure; what they send, and what they give when something is in the way."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from returns.io import IOResult
from returns.unsafe import unsafe_perform_io

from timeback_core import oneroster as o
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.codec import evolve
from timeback_core.engine.problems import Problem
from timeback_core.errors import Conflict, InvalidInput, NotFound, Rejected, ServerFault, Unexpected
from timeback_core.oneroster import Status, is_active, ref_to
from timeback_core.sandbox import Fault, Sandbox

INPUTS = Mapping[type, Any]
NO_USER = json.dumps({"imsx_codeMajor": "failure", "imsx_description": "User not found."})


def value[T](told: IOResult[T, Any]) -> T:
    return unsafe_perform_io(told.unwrap())


def error(told: IOResult[Any, Any]) -> Any:
    return unsafe_perform_io(told.failure())


def calls(box: Sandbox) -> list[str]:
    """What was asked of OneRoster, such as `GET users/student-1`."""
    told = (request for request in box.requests() if "/oneroster/" in request.path)
    return [f"{request.verb} {request.path.partition('/v1p2/')[2]}" for request in told]


def bodies(box: Sandbox, verb: str) -> list[Any]:
    return [json.loads(request.body) for request in box.requests() if request.verb == verb and request.body[:1] == b"{"]
