"""Clients whose server is a script, and what they sent."""

import json
from contextlib import ExitStack

import httpx

from timeback_core import Session, Settings, TimebackClient
from timeback_core.testing.scripted import Answer, ScriptedTransport

FAILURE = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_CodeMinor": {
        "imsx_codeMinorField": [
            {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": "unknownobject"}
        ]
    },
}


def client_of(transport: httpx.BaseTransport, attempts: int = 1) -> TimebackClient:
    """A client over a transport in this process."""
    settings: Settings = {
        "base_url": "https://platform.test",
        "auth_url": "https://platform.test/oauth2/token",
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "transport": transport,
        "max_attempts": attempts,
        "timeout": 5.0,
        "environ": {},
    }
    return TimebackClient.open(**settings).unwrap()


class Answering:
    """Opens sessions that are answered from a script; the last answer is given again and again."""

    def __init__(self, opened: ExitStack) -> None:
        self._opened = opened
        self.sent: list[httpx.Request] = []
        """What the session that was opened last has sent."""

    def __call__(self, *answers: Answer) -> Session:
        """A session with these answers before it."""
        transport = ScriptedTransport(answers)
        self.sent = transport.requests
        return self._opened.enter_context(client_of(transport)).session

    def body(self) -> object:
        """The last body that was sent."""
        return json.loads(self.sent[-1].content)

    def document(self, key: str) -> dict[str, object]:
        """The document in the last body that was sent."""
        body = self.body()
        assert isinstance(body, dict)
        document = body[key]
        assert isinstance(document, dict)
        return document


def refused(status: int, text: str) -> Answer:
    """A refusal in the platform's own shape."""
    return Answer(status, json.dumps({**FAILURE, "imsx_description": text}).encode())
