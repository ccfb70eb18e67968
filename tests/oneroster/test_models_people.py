"""What belongs to people: agents, logins, demographics; and references."""

import copy
from datetime import date
from typing import Any

from timeback_core.engine.codec.runtime import check, decoder, encode
from timeback_core.oneroster.models.agents import AgentInput, AgentUser
from timeback_core.oneroster.models.credentials import (
    CredentialInput,
    CredentialPair,
    CredentialResult,
    DecryptedCredential,
)
from timeback_core.oneroster.models.demographics import Demographics, DemographicsInput, Sex
from timeback_core.oneroster.models.guid_refs import GuidRefInput, GuidType
from timeback_core.oneroster.models.refs import Ref


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def test_an_agent_row_may_lack_nearly_everything_and_name_its_org_by_id_alone() -> None:
    row = {
        "sourcedId": "u-2",
        "givenName": "Anne",
        "familyName": "Byron",
        "enabledUser": "true",
        "primaryOrg": "o-1",
        "tenantId": "t",
        "clientAppId": "c",
        "isTestUser": False,
    }
    agent = decoder(AgentUser)(dict(row))
    assert agent.primary_org == "o-1"
    assert agent.enabled_user is True
    assert agent.is_test_user is False
    assert agent.roles == ()
    assert encode(agent) == {**row, "enabledUser": True}
    assert decoder(AgentUser)({"sourcedId": "u", "primaryOrg": {"sourcedId": "o"}}).primary_org == Ref(
        sourced_id="o"
    )


def test_agents_and_credentials_are_bare_bodies() -> None:
    pair = CredentialPair(username="ada", password="s3cret")
    assert encode(AgentInput(agent_sourced_id="u-2")) == {"agentSourcedId": "u-2"}
    assert encode(CredentialInput(application_name="AlphaNumbers", credentials=pair)) == {
        "applicationName": "AlphaNumbers",
        "credentials": {"username": "ada", "password": "s3cret"},
    }


def test_agents_and_credentials_are_checked() -> None:
    pair = CredentialPair(username="ada", password="")
    assert problems_of(AgentInput(agent_sourced_id="")) == ["agentSourcedId: must not be empty"]
    assert problems_of(CredentialInput(application_name=" ", credentials=pair)) == [
        "applicationName: must not be empty",
        "credentials.password: must not be empty",
    ]


def test_answers_about_credentials_are_read() -> None:
    document = {"userProfileId": "p-1", "credentialId": "c-1", "message": "created"}
    stored = decoder(CredentialResult)(dict(document))
    assert (stored.user_profile_id, stored.credential_id, stored.message) == ("p-1", "c-1", "created")
    assert encode(stored) == document
    assert decoder(DecryptedCredential)({"password": "s3cret"}).password == "s3cret"


DEMOGRAPHICS: dict[str, Any] = {
    "sourcedId": "u-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": None,
    "birthDate": "2015-03-04",
    "sex": "female",
    "americanIndianOrAlaskaNative": "false",
    "asian": "true",
    "blackOrAfricanAmerican": "false",
    "nativeHawaiianOrOtherPacificIslander": None,
    "white": "false",
    "demographicRaceTwoOrMoreRaces": "false",
    "hispanicOrLatinoEthnicity": "false",
    "countryOfBirthCode": "US",
    "stateOfBirthAbbreviation": "TX",
    "cityOfBirth": None,
    "publicSchoolResidenceStatus": None,
}


def test_demographics_are_read_as_flags_and_dates_and_written_as_the_server_wants() -> None:
    facts = decoder(Demographics)(copy.deepcopy(DEMOGRAPHICS))
    assert facts.birth_date == date(2015, 3, 4)
    assert facts.sex is Sex.FEMALE
    assert (facts.asian, facts.white, facts.native_hawaiian_or_other_pacific_islander) == (True, False, None)
    assert encode(facts) == DEMOGRAPHICS
    body = DemographicsInput.of(facts).unwrap()
    assert problems_of(body) == []
    assert encode(body) == {name: value for name, value in DEMOGRAPHICS.items() if name != "dateLastModified"}


def test_a_birth_date_may_come_as_a_timestamp() -> None:
    facts = decoder(Demographics)({"sourcedId": "u", "birthDate": "2015-03-04T00:00:00.000Z"})
    assert facts.birth_date == date(2015, 3, 4)


def test_sexes_that_can_only_be_read_are_refused_in_writes() -> None:
    assert problems_of(DemographicsInput(sourced_id="u", sex=Sex.OTHER)) == [
        "sex: must be one of male, female"
    ]
    assert problems_of(DemographicsInput(sourced_id="")) == ["sourcedId: must not be empty"]
    assert encode(DemographicsInput(sourced_id="u", sex="male", asian=True)) == {
        "sourcedId": "u",
        "sex": "male",
        "asian": "true",
    }


def test_full_references_are_checked() -> None:
    assert encode(GuidRefInput(sourced_id="s", href="https://x.test", type=GuidType.TERM)) == {
        "sourcedId": "s",
        "href": "https://x.test",
        "type": "term",
    }
    assert [problem.path for problem in check(GuidRefInput(sourced_id="", href="x", type="planet"))] == [
        "sourcedId",
        "href",
        "type",
    ]
