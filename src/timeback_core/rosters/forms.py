"""What a cell of a bundle can say, and how: text of the standard's forms, read kindly and written exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

from timeback_core.oneroster.models.academic_sessions import SessionType
from timeback_core.oneroster.models.classes import ClassType
from timeback_core.oneroster.models.demographics import Sex
from timeback_core.oneroster.models.enrollments import EnrollmentRole
from timeback_core.oneroster.models.enums import RoleType, ScoreStatus, Status, Subject
from timeback_core.oneroster.models.grades import grade_of
from timeback_core.oneroster.models.orgs import OrgType
from timeback_core.oneroster.models.users import UserRole


class Said(NamedTuple):
    """What a cell says as JSON, and what was not to the letter about it."""

    value: Any
    note: str = ""


class Form(NamedTuple):
    """A way in which cells say something; `read` raises `ValueError` for what it cannot be."""

    read: Callable[[str], Said]
    write: Callable[[Any], str]


_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PAIR: Final = re.compile(r"\{([^{}:]+):([^{}]*)\}")
_GRADES: Final = {"tk": "0", "kg": "0", "pr": "-1", "it": "-1"}
_STATUS: Final = {"inactive": "tobedeleted"}
_ROLES: Final = {
    "districtadministrator": "administrator",
    "siteadministrator": "administrator",
    "principal": "administrator",
    "counselor": "aide",
    "systemadministrator": "system_administrator",
}
_SUBJECTS: Final = {"maths": "Math", "mathematics": "Math", "english": "Language", "language arts": "Language"}


def _text(cell: str) -> Said:
    return Said(cell)


def _number(cell: str) -> Said:
    try:
        return Said(int(cell))
    except ValueError:
        pass
    try:
        number = float(cell)
    except ValueError:
        raise ValueError("must be a number") from None
    if number - number != 0:
        raise ValueError("must be a number")
    return Said(number)


def _date(cell: str) -> Said:
    try:
        return _read_date(cell)
    except ValueError:
        raise ValueError("must be a date, such as 2026-05-31") from None


def _read_date(cell: str) -> Said:
    if found := _US_DATE.fullmatch(cell):
        first, second, year = (int(part) for part in found.groups())
        month, day, order = (second, first, "day/month") if first > 12 else (first, second, "month/day")
        return Said(date(year, month, day).isoformat(), f"dates were read as {order}/year")
    whole_day, _, _ = cell.replace("T", " ").partition(" ")
    return Said(date.fromisoformat(whole_day).isoformat())


def _moment(cell: str) -> Said:
    return _date(cell) if "/" in cell or cell.isdigit() else Said(cell)


def _flag(cell: str) -> Said:
    truth = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}.get(cell.lower())
    if truth is None:
        raise ValueError("must be true or false")
    return Said(truth)


def _text_flag(cell: str) -> Said:
    return Said("true" if _flag(cell).value else "false")


def _word(words: type[StrEnum], others: Mapping[str, str], cell: str) -> Said:
    known = {word.lower(): word.value for word in words}
    if (found := known.get(cell.lower())) is not None:
        return Said(found)
    other = others.get(cell.lower())
    return Said(cell) if other is None else Said(other, f"{cell!r} was read as {other!r}")


def word(words: type[StrEnum], others: Mapping[str, str] | None = None) -> Form:
    """One of some words, in whatever case, or one of the standard's that the platform calls otherwise."""
    return Form(partial(_word, words, others or {}), str)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _list(read: Callable[[str], Said], cell: str) -> Said:
    said = [read(part) for part in _parts(cell)]
    values = [each.value for each in said if each.value is not None]
    return Said(values, "; ".join(dict.fromkeys(each.note for each in said if each.note)))


def _joined(write: Callable[[Any], str], values: Iterable[Any]) -> str:
    return ",".join(map(write, values))


def listed(form: Form) -> Form:
    """Several of them, with commas between them."""
    return Form(partial(_list, form.read), partial(_joined, form.write))


def _grade(cell: str) -> Said:
    known = grade_of(cell) or _GRADES.get(cell.lower())
    return Said(known, "" if known else f"the grade {cell!r}, which the platform does not know, was left out")


def _write_grade(grade: Any) -> str:
    return {"-1": "PK", "0": "KG"}.get(grade, str(grade).zfill(2))


def _subject(cell: str) -> Said:
    said = _word(Subject, _SUBJECTS, cell)
    known = said.value in list(Subject)
    return said if known else Said("Other", f"the subject {cell!r}, which the platform does not know, is 'Other'")


def _subjects(cell: str) -> Said:
    said = _list(_subject, cell)
    return Said(list(dict.fromkeys(said.value)), said.note)


def _reference(cell: str) -> Said:
    return Said({"sourcedId": cell})


def _id_of(reference: Any) -> str:
    return str(reference["sourcedId"])


def _user_ids(cell: str) -> Said:
    if _PAIR.sub("", cell).strip(", "):
        raise ValueError("must be like {system:id},{system:id}")
    return Said([{"type": kind.strip(), "identifier": known.strip()} for kind, known in _PAIR.findall(cell)])


def _write_user_ids(ids: Any) -> str:
    return ",".join(f"{{{each['type']}:{each['identifier']}}}" for each in ids)


def _scale(cell: str) -> Said:
    if _PAIR.sub("", cell).strip(", "):
        raise ValueError("must be like {90-100:A},{80-89:B}")
    return Said([{"itemValueLHS": low.strip(), "itemValueRHS": high.strip()} for low, high in _PAIR.findall(cell)])


def _write_scale(lines: Any) -> str:
    return ",".join(f"{{{each['itemValueLHS']}:{each['itemValueRHS']}}}" for each in lines)


def _write_flag(value: Any) -> str:
    return "true" if value in (True, "true") else "false"


TEXT: Final = Form(_text, str)
TEXTS: Final = listed(TEXT)
NUMBER: Final = Form(_number, str)
DATE: Final = Form(_date, str)
MOMENT: Final = Form(_moment, str)
FLAG: Final = Form(_flag, _write_flag)
TEXT_FLAG: Final = Form(_text_flag, _write_flag)
REFERENCE: Final = Form(_reference, _id_of)
REFERENCES: Final = listed(REFERENCE)
GRADES: Final = listed(Form(_grade, _write_grade))
SUBJECTS: Final = Form(_subjects, partial(_joined, str))
USER_IDS: Final = Form(_user_ids, _write_user_ids)
SCALE: Final = Form(_scale, _write_scale)
STATUS: Final = word(Status, _STATUS)
ORG_TYPE: Final = word(OrgType)
SESSION_TYPE: Final = word(SessionType)
CLASS_TYPE: Final = word(ClassType)
USER_ROLE: Final = word(UserRole, _ROLES)
SEAT_ROLE: Final = word(EnrollmentRole, _ROLES)
ROLE_TYPE: Final = word(RoleType)
ROLE_TYPES: Final = listed(ROLE_TYPE)
SCORE_STATUS: Final = word(ScoreStatus)
SEX: Final = word(Sex)
