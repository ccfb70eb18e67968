"""The files of a OneRoster bundle: their columns, and the way between a row of cells and a document.

What the standard's columns cannot say of a document stands as JSON in a column of its own, `metadata.timeback`, so that
what is written is read back the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

import attrs

from timeback_core.engine.codec.runtime import Bad, parse
from timeback_core.engine.narrow import is_object
from timeback_core.rosters import forms
from timeback_core.rosters.forms import Form, Said

REST: Final = "timeback"
"""The metadata whose cell holds, as JSON, what the other columns cannot say."""
PREFIX: Final = "metadata."
MANIFEST: Final = "manifest"
"""The table that tells which of the others are whole."""
STANDARD: Final = "oneroster.version"
"""Its property with the version of the standard."""

Document = dict[str, Any]


class Column(NamedTuple):
    """A column, and the member of a document that its cells say."""

    name: str
    member: str
    form: Form
    default: Any = None
    """The value where a file does not say one."""


@attrs.frozen(eq=False)
class Table:
    """One file of a bundle, its columns in the standard's order."""

    file: str
    columns: tuple[Column, ...]
    old: tuple[Column, ...] = ()
    """Columns of version 1.1 that are read as well."""

    def cells(self, document: Mapping[str, Any]) -> dict[str, str]:
        """The cells of a document by column, empty ones left out."""
        cells: dict[str, str] = {}
        for column in self.columns:
            if column.member in document and (text := written(column.form, document[column.member])):
                cells[column.name] = text
        metadata = document.get("metadata")
        for name, each in metadata.items() if is_object(metadata) else ():
            if self.is_free(name) and is_plain(each):
                cells[PREFIX + name] = str(each)
        said, wrong, _ = self.said(cells)
        for name, _ in wrong:
            del cells[name]
        if rest := beyond(document, said):
            cells[PREFIX + REST] = json.dumps(rest, sort_keys=True, separators=(",", ":"))
        return cells

    def said(self, cells: Mapping[str, str]) -> tuple[Document, list[tuple[str, str]], list[tuple[str, str]]]:
        """What the cells of a row say, and by column what is wrong and what is not to the letter."""
        document: Document = {}
        wrong: list[tuple[str, str]] = []
        notes: list[tuple[str, str]] = []
        for column in self.columns:
            if not (cell := cells.get(column.name, "")):
                if column.default is not None:
                    document[column.member] = column.default
                continue
            try:
                said = column.form.read(cell)
            except ValueError as error:
                wrong.append((column.name, str(error)))
                continue
            if said.note:
                notes.append((column.name, said.note))
            if said.value not in (None, []):
                document[column.member] = said.value
        if metadata := {
            name[len(PREFIX) :]: cell
            for name, cell in cells.items()
            if cell and name.startswith(PREFIX) and self.is_free(name[len(PREFIX) :])
        }:
            document["metadata"] = metadata
        try:
            rest = parse(cells.get(PREFIX + REST) or "{}")
        except Bad:
            rest = None
        if is_object(rest):
            combine(document, rest)
            members = {column.name: column.member for column in self.columns}
            notes = [each for each in notes if members[each[0]] not in rest]
        else:
            wrong.append((PREFIX + REST, "must be a JSON object"))
        return document, wrong, notes

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of all columns that are read."""
        return frozenset(column.name for column in (*self.columns, *self.old))

    @cached_property
    def taken(self) -> frozenset[str]:
        """The metadata, in lower case, whose columns mean something else."""
        return frozenset((REST, *(each.name.removeprefix(PREFIX).lower() for each in self.columns)))

    def is_free(self, metadata: str) -> bool:
        """Whether metadata of that name has a column of its own."""
        return is_plain(metadata) and metadata.lower() not in self.taken

    def header(self, used: Iterable[str]) -> list[str]:
        """All columns of the standard, then those of the metadata that rows use."""
        standard = [column.name for column in self.columns if not column.name.startswith(PREFIX)]
        return [*standard, *sorted(set(used) - set(standard))]


def written(form: Form, value: Any) -> str:
    """The text of a cell, empty where the form cannot say the value."""
    if value is None:
        return ""
    try:
        text = form.write(value)
    except (TypeError, KeyError, ValueError, AttributeError):
        return ""
    return text if is_plain(text) else ""


def is_plain(value: Any) -> bool:
    """Whether a text stands in a cell as it is."""
    return isinstance(value, str) and value != "" and value == value.strip() and encodes(value)


def encodes(text: str) -> bool:
    """Whether a text can be written in UTF-8, and by every program that reads tables."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def beyond(document: Mapping[str, Any], said: Mapping[str, Any]) -> Document:
    """What a document has besides what its cells say."""
    rest = {name: each for name, each in document.items() if name not in said or not same(said[name], each)}
    rest |= dict.fromkeys(said.keys() - document.keys())
    metadata, of_cells = rest.get("metadata"), said.get("metadata")
    if is_object(metadata) and is_object(of_cells):
        rest["metadata"] = {name: each for name, each in metadata.items() if name not in of_cells}
    return rest


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same to the type: true is no number."""
    if isinstance(one, str):
        return bool(one == other)
    return bool(one == other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def combine(document: Document, rest: Mapping[str, Any]) -> None:
    """Add to a document what its cells could not say."""
    for name, each in rest.items():
        if name == "metadata" and is_object(each) and is_object(document.get(name)):
            document[name] = {**document[name], **each}
        else:
            document[name] = each


def _ids(*own: Column) -> tuple[Column, ...]:
    return (
        Column("sourcedId", "sourcedId", forms.TEXT),
        Column("status", "status", forms.STATUS),
        Column("dateLastModified", "dateLastModified", forms.MOMENT),
        *own,
    )


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name, forms.TEXT) for name in names)


def _to(member: str, column: str | None = None) -> Column:
    return Column(column or f"{member}SourcedId", member, forms.REFERENCE)


_FLAGS = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)

ROLES: Final = Table(
    "roles",
    _ids(
        _to("user"),
        Column("roleType", "roleType", forms.ROLE_TYPE),
        Column("role", "role", forms.USER_ROLE),
        Column("beginDate", "beginDate", forms.DATE),
        Column("endDate", "endDate", forms.DATE),
        _to("org"),
        Column("userProfileSourcedId", "userProfile", forms.TEXT),
    ),
)
"""What people are at organizations, which a document of a user holds itself."""

OLD_ROLES: Final = (Column("orgSourcedIds", "orgs", forms.REFERENCES), Column("role", "role", forms.USER_ROLE))
"""How version 1.1 says in `users.csv` what people are."""

TABLES: Final[Mapping[str, Table]] = {
    table.file: table
    for table in (
        Table(
            "orgs", _ids(*_text("name"), Column("type", "type", forms.ORG_TYPE), *_text("identifier"), _to("parent"))
        ),
        Table(
            "academicSessions",
            _ids(
                *_text("title"),
                Column("type", "type", forms.SESSION_TYPE),
                Column("startDate", "startDate", forms.DATE),
                Column("endDate", "endDate", forms.DATE),
                _to("parent"),
                *_text("schoolYear"),
                _to("org", f"{PREFIX}orgSourcedId"),
            ),
        ),
        Table(
            "courses",
            _ids(
                _to("schoolYear"),
                *_text("title", "courseCode"),
                Column("grades", "grades", forms.GRADES),
                _to("org"),
                Column("subjects", "subjects", forms.SUBJECTS),
                Column("subjectCodes", "subjectCodes", forms.TEXTS),
            ),
        ),
        Table(
            "classes",
            _ids(
                *_text("title"),
                Column("grades", "grades", forms.GRADES),
                _to("course"),
                *_text("classCode"),
                Column("classType", "classType", forms.CLASS_TYPE),
                *_text("location"),
                _to("school"),
                Column("termSourcedIds", "terms", forms.REFERENCES),
                Column("subjects", "subjects", forms.SUBJECTS),
                Column("subjectCodes", "subjectCodes", forms.TEXTS),
                Column("periods", "periods", forms.TEXTS),
            ),
        ),
        Table(
            "users",
            _ids(
                Column("enabledUser", "enabledUser", forms.FLAG, default=True),
                *_text("username"),
                Column("userIds", "userIds", forms.USER_IDS),
                *_text("givenName", "familyName", "middleName", "identifier", "email", "sms", "phone"),
                Column("agentSourcedIds", "agents", forms.REFERENCES),
                Column("grades", "grades", forms.GRADES),
                *_text("userMasterIdentifier"),
                Column("preferredGivenName", "preferredFirstName", forms.TEXT),
                *_text("preferredMiddleName"),
                Column("preferredFamilyName", "preferredLastName", forms.TEXT),
                _to("primaryOrg"),
                *_text("pronouns"),
            ),
            OLD_ROLES,
        ),
        Table(
            "enrollments",
            _ids(
                *(_to("class"), _to("school"), _to("user")),
                Column("role", "role", forms.SEAT_ROLE),
                Column("primary", "primary", forms.FLAG),
                Column("beginDate", "beginDate", forms.DATE),
                Column("endDate", "endDate", forms.DATE),
            ),
        ),
        Table(
            "demographics",
            _ids(
                Column("birthDate", "birthDate", forms.DATE),
                Column("sex", "sex", forms.SEX),
                *(Column(name, name, forms.TEXT_FLAG) for name in _FLAGS),
                *_text("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth", "publicSchoolResidenceStatus"),
            ),
        ),
        Table("categories", _ids(*_text("title"), Column("weight", "weight", forms.NUMBER))),
        Table(
            "scoreScales",
            _ids(
                *_text("title", "type"),
                *(_to("course"), _to("class")),
                Column("scoreScaleValue", "scoreScaleValue", forms.SCALE),
            ),
        ),
        Table(
            "lineItems",
            _ids(
                *_text("title", "description"),
                Column("assignDate", "assignDate", forms.MOMENT),
                Column("dueDate", "dueDate", forms.MOMENT),
                *(_to("class"), _to("category"), _to("gradingPeriod")),
                Column("resultValueMin", "resultValueMin", forms.NUMBER),
                Column("resultValueMax", "resultValueMax", forms.NUMBER),
                *(_to("school"), _to("academicSession"), _to("scoreScale")),
            ),
        ),
        Table(
            "results",
            _ids(
                *(_to("lineItem"), _to("student")),
                Column("scoreStatus", "scoreStatus", forms.SCORE_STATUS),
                Column("score", "score", forms.NUMBER),
                Column("scoreDate", "scoreDate", forms.MOMENT),
                *_text("comment", "textScore"),
                *(_to("class"), _to("scoreScale")),
                *(Column(name, name, forms.TEXT_FLAG) for name in ("inProgress", "incomplete", "late", "missing")),
            ),
        ),
        Table(
            "resources",
            _ids(
                *_text("vendorResourceId", "title"),
                Column("roles", "roles", forms.ROLE_TYPES),
                Column("importance", "importance", forms.ROLE_TYPE),
                *_text("vendorId", "applicationId"),
            ),
        ),
    )
}
"""The files whose rows a roster holds, by name."""

UNMOVED: Final = (
    *("classResources", "courseResources", "userResources", "userProfiles"),
    *("lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds", "resultScoreScales"),
)
"""Files of the standard that the platform takes no rows of."""


def roles_of(user: Mapping[str, Any]) -> list[Document]:
    """The rows of `roles.csv` that say what a user is."""
    return [
        {**role, "sourcedId": f"{user['sourcedId']}-role-{at}", "user": {"sourcedId": user["sourcedId"]}}
        for at, role in enumerate(user.get("roles") or (), 1)
    ]


def is_role(row: Mapping[str, Any]) -> bool:
    """Whether a role is said by its row and nothing else."""
    return "role" in row and "roleType" in row and not row.keys() & {"sourcedId", "user", "status", "dateLastModified"}


def old_roles(cells: Mapping[str, str]) -> Said:
    """The roles that version 1.1 says of a user: the same at each of some organizations, the first one primary."""
    said = {column.member: column.form.read(cells[column.name]) for column in OLD_ROLES if cells.get(column.name)}
    if len(said) < len(OLD_ROLES):
        return Said([])
    types = ("primary", *("secondary",) * len(said["orgs"].value))
    pairs = zip(said["orgs"].value, types, strict=False)
    return Said(
        [{"role": said["role"].value, "roleType": type_, "org": org} for org, type_ in pairs], said["role"].note
    )
