"""Users and their demographics."""

from collections.abc import Iterator
from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import Computed, Kind, Writing
from timeback_core.sandbox.oneroster.members import (
    BIRTH_DATE,
    DATE,
    EMAIL,
    FREE,
    GRADES,
    TEXT,
    TEXT_FLAG,
    TEXTS,
    Reference,
    answered,
    entity,
)
from timeback_core.sandbox.oneroster.vocabulary import ONBOARDING_STATE, RACES, ROLE_TYPE, SEX, TIMEBACK_ROLE, USER_ROLE
from timeback_core.sandbox.refusals import invalid
from timeback_core.sandbox.schema import Choice, Flag, ListOf, Loose, MapOf, Member, Record, may, may_null, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_ONBOARDING = Record(
    (must("state", Choice(ONBOARDING_STATE)), may("completedAt", TEXT), may_null("courseId", TEXT)), name="Onboarding"
)
_METADATA = Loose(Record((may("onboarding", MapOf(_ONBOARDING)),)))
_ROLE_METADATA = Loose(Record((may("timebackRole", Choice(TIMEBACK_ROLE)), may("alphaLevelAccess", TEXTS))))
_ROLE = Record(
    (
        must("roleType", Choice(ROLE_TYPE)),
        must("role", Choice(USER_ROLE)),
        must("org", Reference("orgs", "href")),
        may("userProfile", TEXT),
        may_null("metadata", _ROLE_METADATA),
        may_null("beginDate", DATE),
        may_null("endDate", DATE),
    ),
    name="UserRole",
)
_USER_ID = Record(musts(TEXT, "type", "identifier"), name="UserId")
_PROFILE = Record(
    (
        *musts(TEXT, "profileId", "profileType", "vendorId", "applicationId"),
        may_null("description", TEXT),
        must(
            "app",
            Record(
                (
                    *musts(TEXT, "sourcedId", "name"),
                    may_null("description", TEXT),
                    must("domain", TEXTS),
                    may_null("metadata", FREE),
                )
            ),
        ),
        must("credentials", ListOf(Record((*musts(TEXT, "id", "type", "username"), may_null("password", TEXT))))),
    ),
    name="UserProfile",
)


def _agents(world: World, user_id: str) -> list[Document]:
    return [pair["agent"] for pair in world.store.referring("agentPairs", "user", user_id)]


def _profiles(world: World, user_id: str) -> list[Document]:
    credentials = world.store.referring("credentials", "user", user_id)
    return [_profile(credential) for credential in credentials]


def _profile(credential: Document) -> Document:
    application = credential["applicationName"]
    slug = application.lower().replace(" ", "-")
    return {
        "profileId": credential["profileId"],
        "profileType": "application",
        "vendorId": slug,
        "applicationId": slug,
        "description": None,
        "app": {"sourcedId": f"app-{slug}", "name": application, "description": None, "domain": [], "metadata": None},
        "credentials": [
            {"id": credential["sourcedId"], "type": "password", "username": credential["username"], "password": None}
        ],
    }


def _finish_user(writing: Writing) -> Document:
    document = writing.document
    same = writing.world.store.find("users", "email", document["email"])
    if any(user["sourcedId"] != document["sourcedId"] and user["status"] == "active" for user in same):
        raise invalid("user.email", "A user with this email exists already")
    for agent in writing.body.get("agents", ()):
        add_agent(writing.world, document["sourcedId"], agent["sourcedId"])
    return document


def full_name(user: Document) -> str:
    """Given and family name."""
    return f"{user.get('givenName', '')} {user.get('familyName', '')}".strip()


def roles_of(user: Document) -> Iterator[tuple[str, str]]:
    """(role, org id) of every role."""
    for role in user["roles"]:
        yield role["role"], role["org"]["sourcedId"]


def add_agent(world: World, user_id: str, agent_id: str) -> None:
    """Make one user the agent of another, once."""
    pair_id = f"{user_id}\x00{agent_id}"
    if world.store.get("agentPairs", pair_id) is None:
        world.store.put("agentPairs", {"sourcedId": pair_id, "user": reference(user_id), "agent": reference(agent_id)})


USER: Final = Kind(
    collection="users",
    noun="User",
    not_found="User not found.",
    href=("rostering", "users"),
    guid_type="user",
    record=entity(
        "User",
        may_null("metadata", _METADATA),
        may_null("userMasterIdentifier", TEXT),
        may_null("username", TEXT),
        may("userIds", ListOf(_USER_ID)),
        must("enabledUser", Flag()),
        must("givenName", TEXT),
        must("familyName", TEXT),
        may_null("middleName", TEXT),
        must("roles", ListOf(_ROLE, min_items=1)),
        Member(name="agents", shape=ListOf(Reference("users", "guid")), stored=False, answered="always"),
        answered("userProfiles", ListOf(_PROFILE), always=True),
        may("primaryOrg", Reference("orgs", "named")),
        answered("identifier", TEXT, unset=None),
        must("email", EMAIL),
        may_null("preferredFirstName", TEXT),
        may_null("preferredMiddleName", TEXT),
        may_null("preferredLastName", TEXT),
        may_null("pronouns", TEXT),
        may("grades", GRADES),
        Member(name="password", shape=TEXT, nullable=True, stored=False, unset=None),
        may_null("sms", TEXT),
        may_null("phone", TEXT),
    ),
    display_name=full_name,
    search=("givenName", "familyName", "email"),
    computed={
        "agents": Computed("sourcedId", ("agentPairs",), _agents),
        "userProfiles": Computed("sourcedId", ("credentials",), _profiles),
    },
    aliases={"role": "roles.role"},
    finish=_finish_user,
)

_PLACES = ("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth", "publicSchoolResidenceStatus")

DEMOGRAPHICS: Final = Kind(
    collection="demographics",
    noun="Demographics record",
    not_found="Demographics record not found.",
    href=("rostering", "demographics"),
    guid_type="demographics",
    record=entity(
        "Demographics",
        may_null("birthDate", BIRTH_DATE),
        may_null("sex", Choice(SEX)),
        *(Member(name=name, shape=TEXT_FLAG, nullable=True, default="false", unset=None) for name in RACES),
        *(may_null(name, TEXT) for name in _PLACES),
        id_required=True,
    ),
)
