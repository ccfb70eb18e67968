"""Demographic facts about people; a document has the id of its user."""

from datetime import date, datetime
from enum import StrEnum

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Model,
    Open,
    TextFlag,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status


class Sex(StrEnum):
    """What answers hold; only `male` and `female` can be written."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


@model
class Demographics(Model):
    """Demographic facts about one user."""

    sourced_id: str
    """Id of the user."""
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    birth_date: date | None = None
    sex: Open[Sex] | None = None
    american_indian_or_alaska_native: TextFlag | None = None
    asian: TextFlag | None = None
    black_or_african_american: TextFlag | None = None
    native_hawaiian_or_other_pacific_islander: TextFlag | None = None
    white: TextFlag | None = None
    demographic_race_two_or_more_races: TextFlag | None = None
    hispanic_or_latino_ethnicity: TextFlag | None = None
    country_of_birth_code: str | None = None
    state_of_birth_abbreviation: str | None = None
    city_of_birth: str | None = None
    public_school_residence_status: str | None = None


@model
class DemographicsInput(Input, reads=Demographics, drops=("date_last_modified",)):
    """Demographic facts about one user, as created or replaced."""

    sourced_id: str = wire(check=non_empty)
    """Id of the user."""
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    birth_date: date | Unset | None = UNSET
    sex: Open[Sex] | Unset | None = wire(default=UNSET, check=one_of(Sex.MALE, Sex.FEMALE))
    american_indian_or_alaska_native: TextFlag | Unset | None = UNSET
    asian: TextFlag | Unset | None = UNSET
    black_or_african_american: TextFlag | Unset | None = UNSET
    native_hawaiian_or_other_pacific_islander: TextFlag | Unset | None = UNSET
    white: TextFlag | Unset | None = UNSET
    demographic_race_two_or_more_races: TextFlag | Unset | None = UNSET
    hispanic_or_latino_ethnicity: TextFlag | Unset | None = UNSET
    country_of_birth_code: str | Unset | None = UNSET
    state_of_birth_abbreviation: str | Unset | None = UNSET
    city_of_birth: str | Unset | None = UNSET
    public_school_residence_status: str | Unset | None = UNSET
