"""Calls about one person: agents, credentials, demographics, and a seat in a class."""

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import EMPTY, Described, described, under
from timeback_core.sandbox.list_queries import FIELDS, read_fields
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import CLASSES, ENROLLMENTS, USERS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import DEMOGRAPHICS, USER
from timeback_core.sandbox.oneroster.kinds.classes import SEAT
from timeback_core.sandbox.oneroster.kinds.people import add_agent
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.writes import ID_PAIR, checked, pairs_reply, store_new
from timeback_core.sandbox.refusals import invalid, unknown
from timeback_core.sandbox.schema import Boolean, ListOf, Record, may_null, must, musts
from timeback_core.sandbox.store import reference

_AGENT = Record((must("agentSourcedId", FULL_TEXT),))
_CREDENTIAL = Record(
    (must("applicationName", FULL_TEXT), must("credentials", Record((must("username", TEXT), must("password", TEXT)))))
)

_REGISTERED = Record(musts(TEXT, "userProfileId", "credentialId", "message"))
_SAME_IN_ROWS = frozenset(
    (
        *("sourcedId", "status", "dateLastModified", "metadata", "username", "givenName", "familyName", "middleName"),
        *("email", "roles", "identifier"),
    )
)
_ROW = Record(
    (
        *(member for member in USER.record.members if member.name in _SAME_IN_ROWS),
        may_null("primaryOrg", TEXT),
        *musts(TEXT, "tenantId", "clientAppId"),
        *musts(Boolean(), "enabledUser", "isTestUser"),
    ),
    name="UserRow",
)


@described(
    under("user", Record((*USER.record.members, may_null("demographics", DEMOGRAPHICS.record)), name="FullUser")),
    asks=(FIELDS,),
)
def user_with_demographics(call: Call) -> Reply:
    """The user, with `demographics` filled or null."""
    user = USERS.get(call.world, call.ids[0])
    record = call.world.store.get("demographics", user["sourcedId"])
    shown = show(call, USER, user)
    shown["demographics"] = None if record is None else show(call, DEMOGRAPHICS, record)
    fields = read_fields(call.query)
    return json_reply(200, {"user": {name: value for name, value in shown.items() if not fields or name in fields}})


@described({201: ID_PAIR}, takes=under("demographics", DEMOGRAPHICS.record))
def create_demographics(call: Call) -> Reply:
    """POST of demographics: their id is that of an existing user."""
    body = call.enveloped("demographics")
    document = checked(call.world, DEMOGRAPHICS.record, body, "demographics")
    USERS.get(call.world, document["sourcedId"])
    stored = store_new(call, DEMOGRAPHICS, document, body)
    return pairs_reply(call, [(stored["sourcedId"], stored["sourcedId"])])


@described(under("agents", ListOf(_ROW)))
def list_agents(call: Call) -> Reply:
    """The agents of a user, all of them."""
    user = USERS.get(call.world, call.ids[0])
    pairs = call.world.store.referring("agentPairs", "user", user["sourcedId"])
    return json_reply(200, {"agents": [_raw_row(call, pair["agent"]["sourcedId"]) for pair in pairs]})


@described(under("users", ListOf(_ROW)))
def list_agent_for(call: Call) -> Reply:
    """The users that someone is agent of, all of them."""
    user = USERS.get(call.world, call.ids[0])
    pairs = call.world.store.referring("agentPairs", "agent", user["sourcedId"])
    return json_reply(200, {"users": [_raw_row(call, pair["user"]["sourcedId"]) for pair in pairs]})


@described(EMPTY, takes=_AGENT)
def create_agent(call: Call) -> Reply:
    """Make a user the agent of another; twice is once."""
    body = checked(call.world, _AGENT, call.body(), "")
    user = USERS.get(call.world, call.ids[0])
    agent = USERS.get(call.world, body["agentSourcedId"])
    if user["sourcedId"] == agent["sourcedId"]:
        raise invalid("agentSourcedId", "A user cannot be the agent of itself")
    add_agent(call.world, user["sourcedId"], agent["sourcedId"])
    return json_reply(200, {})


@described(EMPTY)
def delete_agent(call: Call) -> Reply:
    """Take the pair away for good."""
    USERS.get(call.world, call.ids[0])
    pair_id = "\x00".join(call.ids)
    if call.world.store.get("agentPairs", pair_id) is None:
        raise unknown("Agent not found.")
    call.world.store.remove("agentPairs", pair_id)
    return json_reply(200, {})


@described({200: _REGISTERED, 201: _REGISTERED}, takes=_CREDENTIAL)
def register_credential(call: Call) -> Reply:
    """Keep a login for an application: 201 the first time, 200 with the new secret later."""
    body = checked(call.world, _CREDENTIAL, call.body(), "")
    user = USERS.get(call.world, call.ids[0])
    of_user = call.world.store.referring("credentials", "user", user["sourcedId"])
    before = next((kept for kept in of_user if kept["applicationName"] == body["applicationName"]), None)
    credential = {
        "sourcedId": call.world.new_id() if before is None else before["sourcedId"],
        "profileId": call.world.new_id() if before is None else before["profileId"],
        "user": reference(user["sourcedId"]),
        "applicationName": body["applicationName"],
        **body["credentials"],
    }
    call.world.store.put("credentials", credential)
    done = "registered" if before is None else "updated"
    return json_reply(
        201 if before is None else 200,
        {
            "userProfileId": credential["profileId"],
            "credentialId": credential["sourcedId"],
            "message": f"Credentials {done} successfully",
        },
    )


@described(Record(musts(TEXT, "password")))
def decrypt_credential(call: Call) -> Reply:
    """The secret of a credential."""
    user_id, credential_id = call.ids
    USERS.get(call.world, user_id)
    credential = call.world.store.get("credentials", credential_id)
    if credential is None or credential["user"]["sourcedId"] != user_id:
        raise unknown("Credential not found.")
    return json_reply(200, {"password": credential["password"]})


def seat(role: str) -> Described:
    """POST of a student or teacher to a class: an enrollment of that role; 201 with its id pair."""

    @described({201: ID_PAIR}, takes=under("enrollment", SEAT), summary=f"Enroll a {role} in a class.")
    def answer(call: Call) -> Reply:
        body = call.enveloped("enrollment")
        given = checked(call.world, SEAT, body, "enrollment")
        found = CLASSES.get(call.world, call.ids[0])
        document = {**given, "status": "active", "role": role, "class": reference(found["sourcedId"])}
        stored = store_new(call, ENROLLMENTS.kind, document, body)
        return pairs_reply(call, [(None, stored["sourcedId"])])

    return answer


def _raw_row(call: Call, user_id: str) -> Document:
    """A user as the agent routes show it: the row of the table, not the model of the other routes."""
    user = call.world.store.get("users", user_id) or {"sourcedId": user_id}
    shown = show(call, USER, user)
    primary = user.get("primaryOrg")
    return {
        "sourcedId": shown["sourcedId"],
        "status": shown["status"],
        "dateLastModified": shown["dateLastModified"],
        "metadata": shown["metadata"],
        "username": shown["username"],
        "enabledUser": bool(user["enabledUser"]),
        "givenName": shown["givenName"],
        "familyName": shown["familyName"],
        "middleName": shown["middleName"],
        "email": shown["email"],
        "roles": shown["roles"],
        "identifier": None,
        "primaryOrg": None if primary is None else primary["sourcedId"],
        "tenantId": "sandbox",
        "clientAppId": "sandbox",
        "isTestUser": bool(metadata_of(user).get("isTestUser", False)),
    }
