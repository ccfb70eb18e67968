"""Credentials of OneRoster over real HTTP: what is registered is answered by an id that only the server knows."""

from tests.wire.case import ROSTERING
from tests.wire.services import SERVICES
from tests.wire.test_over_http import arrivals

from timeback_core import TimebackClient, oneroster
from timeback_core.compose import plain
from timeback_core.oneroster import CredentialInput, CredentialPair
from timeback_core.sandbox import Server

row_of = SERVICES["oneroster"].row_of


def test_decrypt_credential(server: Server, client: TimebackClient) -> None:
    login = CredentialInput(application_name="App", credentials=CredentialPair(username="u", password="p w"))
    stored = plain(oneroster.register_credential(client.session, "student-1", login)).unwrap()
    assert stored.created
    credential_id = stored.value.credential_id
    response = plain(oneroster.decrypt_credential.response(client.session, "student-1", credential_id)).unwrap()
    assert response.value.password == "p w"
    row = row_of("decrypt_credential")
    arrived = arrivals(server)[-1]
    assert (arrived.verb, arrived.path) == (
        row.verb,
        f"{ROSTERING}/users/student-1/credentials/{credential_id}/decrypt",
    )
    assert arrived.body == b""
    assert response.status in row.statuses


def test_register_credential_again_replaces(server: Server, client: TimebackClient) -> None:
    login = CredentialInput(application_name="App", credentials=CredentialPair(username="u", password="p"))
    statuses = [
        plain(oneroster.register_credential.response(client.session, "student-1", login)).unwrap().status
        for _ in range(2)
    ]
    assert statuses == list(row_of("register_credential").statuses)
