"""The tables of a OneRoster bundle: their columns, and what the cells of each say of a document.

What a cell says that is no word of the standard stays as it is written; the check of the whole document tells of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any, Final, TypeAlias

import attrs

from timeback_core.sandbox.moments import read_moment, write_moment
from timeback_core.sandbox.oneroster.vocabulary import (
    CLASS_TYPE,
    ENROLLMENT_ROLE,
    GRADE,
    ORG_TYPE,
    RACES,
    ROLE_TYPE,
    SCORE_STATUS,
    SESSION_TYPE,
    SEX,
    STATUS,
    SUBJECT,
    USER_ROLE,
)

Form: TypeAlias = Callable[[str], Any]
"""What a filled cell says, as JSON."""

_ROLES: Final = {
    "districtadministrator": "administrator",
    "siteadministrator": "administrator",
    "principal": "administrator",
    "counselor": "aide",
    "systemadministrator": "system_administrator",
}
"""Words of the standard for which the platform has others."""
_GRADES: Final = {"it": "-1", "pr": "-1", "pk": "-1", "tk": "0", "kg": "0", "k": "0"}
_EXACT: Final = 2**53
"""Up to here a float tells a whole number apart from others."""
_PAIR: Final = re.compile(r"\{([^{}:]+):([^{}]*)\}")


def _text(cell: str) -> str:
    return cell


def _number(cell: str) -> int | float | str:
    try:
        number = float(cell)
    except ValueError:
        return cell
    is_whole = cell.lstrip("+-").isdecimal() and abs(number) < _EXACT
    return int(cell) if is_whole else number if isfinite(number) else cell


def _moment(cell: str) -> str:
    try:
        return write_moment(read_moment(cell))
    except ValueError:
        return cell


def _word(words: Sequence[str], others: Mapping[str, str] | None = None) -> Form:
    known = {**(others or {}), **{word.lower(): word for word in words}}
    return lambda cell: known.get(cell.lower(), cell)


def _grade(cell: str) -> str:
    bare = cell.lstrip("0") or "0"
    return bare if bare in GRADE else _GRADES.get(cell.lower(), cell)


def _listed(form: Form) -> Form:
    return lambda cell: [form(part.strip()) for part in cell.split(",") if part.strip()]


def _pairs(first: str, second: str) -> Form:
    """Pairs such as `{SIS:17},{LDAP:x}`, each as an object."""

    def read(cell: str) -> Any:
        if _PAIR.sub("", cell).strip(", "):
            return cell
        return [{first: one.strip(), second: other.strip()} for one, other in _PAIR.findall(cell)]

    return read


def _reference(cell: str) -> dict[str, str]:
    return {"sourcedId": cell}


@attrs.frozen
class Column:
    """A column, and the member of a document that its cells tell."""

    name: str
    member: str
    form: Form


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name, _text) for name in names)


def _in(form: Form, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name, form) for name in names)


def _to(*members: str) -> tuple[Column, ...]:
    return tuple(Column(f"{member}SourcedId", member, _reference) for member in members)


_FLAG: Final = _word(("true", "false"))
_EVERY: Final = (
    *_texts("sourcedId"),
    *_in(_word(STATUS, {"inactive": "tobedeleted"}), "status"),
    *_in(_moment, "dateLastModified"),
)

ROLES: Final = (
    *_EVERY,
    *_to("user", "org"),
    *_in(_word(ROLE_TYPE), "roleType"),
    *_in(_word(USER_ROLE, _ROLES), "role"),
    *_texts("beginDate", "endDate"),
    Column("userProfileSourcedId", "userProfile", _text),
)
"""The columns of `roles.csv`, whose rows are a part of their users."""

ORGS_OF_USER: Final = Column("orgSourcedIds", "orgs", _listed(_reference))
ROLE_OF_USER: Final = Column("role", "role", _word(USER_ROLE, _ROLES))
"""How version 1.1 tells the roles of users: the same one at each of some organizations."""

TABLES: Final[Mapping[str, Sequence[Column]]] = {
    name: (*_EVERY, *columns)
    for name, columns in {
        "orgs": (*_texts("name", "identifier"), *_in(_word(ORG_TYPE), "type"), *_to("parent")),
        "academicSessions": (
            *_texts("title", "startDate", "endDate", "schoolYear"),
            *_in(_word(SESSION_TYPE), "type"),
            *_to("parent"),
            Column("metadata.orgSourcedId", "org", _reference),
        ),
        "courses": (
            *_to("schoolYear", "org"),
            *_texts("title", "courseCode"),
            *_in(_listed(_grade), "grades"),
            *_in(_listed(_word(SUBJECT)), "subjects"),
            *_in(_listed(_text), "subjectCodes"),
        ),
        "classes": (
            *_texts("title", "classCode", "location"),
            *_in(_word(CLASS_TYPE), "classType"),
            *_in(_listed(_grade), "grades"),
            *_to("course", "school"),
            Column("termSourcedIds", "terms", _listed(_reference)),
            *_in(_listed(_word(SUBJECT)), "subjects"),
            *_in(_listed(_text), "subjectCodes", "periods"),
        ),
        "users": (
            *_in(_FLAG, "enabledUser"),
            *_texts("username", "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone"),
            *_texts("password", "userMasterIdentifier", "preferredMiddleName", "pronouns"),
            Column("preferredGivenName", "preferredFirstName", _text),
            Column("preferredFamilyName", "preferredLastName", _text),
            *_in(_pairs("type", "identifier"), "userIds"),
            Column("agentSourcedIds", "agents", _listed(_reference)),
            *_in(_listed(_grade), "grades"),
            *_to("primaryOrg"),
            ORGS_OF_USER,
            ROLE_OF_USER,
        ),
        "enrollments": (
            *_to("class", "school", "user"),
            *_in(_word(ENROLLMENT_ROLE, _ROLES), "role"),
            *_in(_FLAG, "primary"),
            *_texts("beginDate", "endDate"),
        ),
        "demographics": (
            *_texts("birthDate"),
            *_in(_word(SEX), "sex"),
            *_in(_FLAG, *RACES),
            *_texts("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth", "publicSchoolResidenceStatus"),
        ),
        "categories": (*_texts("title"), *_in(_number, "weight")),
        "scoreScales": (
            *_texts("title", "type"),
            *_to("course", "class"),
            *_in(_pairs("itemValueLHS", "itemValueRHS"), "scoreScaleValue"),
        ),
        "lineItems": (
            *_texts("title", "description"),
            *_in(_moment, "assignDate", "dueDate"),
            *_to("class", "school", "category", "gradingPeriod", "academicSession", "scoreScale"),
            *_in(_number, "resultValueMin", "resultValueMax"),
        ),
        "results": (
            *_to("lineItem", "student", "class", "scoreScale"),
            *_in(_word(SCORE_STATUS), "scoreStatus"),
            *_in(_number, "score"),
            *_in(_moment, "scoreDate"),
            *_texts("comment", "textScore"),
            *_in(_FLAG, "inProgress", "incomplete", "late", "missing"),
        ),
        "resources": (
            *_texts("title", "vendorResourceId", "vendorId", "applicationId"),
            *_in(_listed(_word(ROLE_TYPE)), "roles"),
            *_in(_word(ROLE_TYPE), "importance"),
        ),
    }.items()
}
"""The columns of each table that holds documents."""

UNHELD: Final = (
    *("classResources", "courseResources", "userResources", "userProfiles"),
    *("lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds", "resultScoreScales"),
)
"""Tables of the standard that the platform takes no rows of."""
