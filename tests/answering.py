"""A session whose server answers what a test writes down, and what it has sent."""

import json
from datetime import UTC, datetime

from tests.scripted_server import Reply, Script, ScriptedServer, Seen, in_turn

from timeback_core import Session, TimebackClient
from timeback_core.oneroster import ResultInput, ref_to

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAIR = {"suppliedSourcedId": "a", "allocatedSourcedId": "b"}
CREATED = Reply({"sourcedIdPairs": PAIR}, 201)
RESULT = ResultInput(line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON, late=True)
FAILURE = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_CodeMinor": {
        "imsx_codeMinorField": [
            {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": "unknownobject"}
        ]
    },
}


class Answering:
    """Gives the session of a client before a server, with what that server answers from now on."""

    def __init__(self, server: ScriptedServer, client: TimebackClient) -> None:
        self._server = server
        self._client = client

    def __call__(self, *replies: Reply) -> Session:
        """The session; these answers come one after another, the last one again and again."""
        return self.by(in_turn(*replies))

    def by(self, script: Script) -> Session:
        """The session; its server answers by a script."""
        self._server.script = script
        self._server.seen.clear()
        return self._client.session

    @property
    def sent(self) -> list[Seen]:
        """What has been sent since the answers were written down."""
        return self._server.calls()

    def body(self) -> object:
        """The last body that was sent."""
        return json.loads(self.sent[-1].body)

    def document(self, key: str) -> dict[str, object]:
        """The document in the last body that was sent."""
        body = self.body()
        assert isinstance(body, dict)
        document = body[key]
        assert isinstance(document, dict)
        return document


def refused(status: int, text: str) -> Reply:
    """A refusal in the platform's own shape."""
    return Reply({**FAILURE, "imsx_description": text}, status)
