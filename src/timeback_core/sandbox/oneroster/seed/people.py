"""Administrators, students, guardians and demographics. Teachers come with the classes."""

import unicodedata
from array import array
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import cycle, islice
from random import Random

import attrs

from timeback_core.sandbox.blocks import Made, Part
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import FAMILY_NAMES, GIVEN_NAMES, Seeding, below
from timeback_core.sandbox.oneroster.vocabulary import RACES
from timeback_core.sandbox.store import reference

_FLAGS = ("asian", "blackOrAfricanAmerican", "white", "hispanicOrLatinoEthnicity")
_ALL_FLAGS = (*_FLAGS, *(name for name in RACES if name not in _FLAGS))
_SEXES = ("male", "female")


@attrs.frozen
class People:
    """Users of one role in the making, each with one school."""

    role: str
    seeding: Seeding
    given: bytearray = attrs.field(factory=bytearray)
    family: bytearray = attrs.field(factory=bytearray)
    schools: "array[int]" = attrs.field(factory=lambda: array("I"))
    stamps: "array[int]" = attrs.field(factory=lambda: array("I"))

    def add(self, random: Random, school: int) -> None:
        """Add one to the school of that number."""
        self.given.append(below(random, len(GIVEN_NAMES)))
        self.family.append(below(random, len(FAMILY_NAMES)))
        self.schools.append(school)
        self.stamps.append(self.seeding.stamp())

    def put(self, **further: Part) -> None:
        """Let the district begin with them, and with further members of theirs."""
        numbers, seeding = range(1, len(self.stamps) + 1), self.seeding

        def name(number: int) -> str:
            return f"{self.role}-{number}"

        def email(number: int) -> str:
            names = GIVEN_NAMES[self.given[number - 1]], FAMILY_NAMES[self.family[number - 1]]
            return f"{_mailbox(*names)}.{name(number)}@juniper.example.com"

        members = {
            "enabledUser": seeding.always(len(numbers), True),
            "givenName": Part(self.given, GIVEN_NAMES.__getitem__),
            "familyName": Part(self.family, FAMILY_NAMES.__getitem__),
            "username": Part(numbers, name),
            "email": Part(numbers, email),
            "roles": Part(self.schools, self._roles),
            "primaryOrg": Part(self.schools, _school),
        }
        seeding.begin_with("users", Part(numbers, name), self.stamps, **{**members, **further})

    def _roles(self, school: int) -> list[Document]:
        return [{"roleType": "primary", "role": self.role, "org": _school(school)}]


def seed_people(seeding: Seeding, random: Random) -> None:
    """Add everyone who is no teacher; students go to the schools in turn."""
    administrators, students = People("administrator", seeding), People("student", seeding)
    schools = range(1, seeding.plan.schools + 1)
    for school in schools:
        administrators.add(random, school)
    administrators.put()
    grades = bytearray()
    numbers = range(1, seeding.plan.students + 1)
    for school in islice(cycle(schools), len(numbers)):
        grades.append(below(random, 13))
        students.add(random, school)
    students.put(
        grades=Part(grades, lambda grade: [str(grade)]),
        userIds=Part(numbers, lambda number: [{"type": "SIS", "identifier": f"{100000 + number}"}]),
    )
    guardians, demographics = People("guardian", seeding), _Demographics(seeding)
    for number in numbers:
        if number % 5 == 0:
            guardians.add(random, students.schools[number - 1])
            seeding.stamp()  # that of the pair
        if number % 2 == 0:
            demographics.add(random, grades[number - 1])
    guardians.put(familyName=Part(students.family[4::5], FAMILY_NAMES.__getitem__))
    _put_pairs(seeding)
    demographics.put()


def _put_pairs(seeding: Seeding) -> None:
    """Make each guardian the agent of a student."""
    numbers = range(5, seeding.plan.students + 1, 5)
    pairs = {
        "sourcedId": Part(numbers, lambda number: f"student-{number}\x00guardian-{number // 5}"),
        "user": Part(numbers, lambda number: reference(f"student-{number}")),
        "agent": Part(numbers, lambda number: reference(f"guardian-{number // 5}")),
    }
    seeding.begin_with_block("agentPairs", Made(pairs))


@attrs.frozen
class _Demographics:
    """Those of every other student in the making."""

    seeding: Seeding
    flags: bytearray = attrs.field(factory=bytearray)
    births: "array[int]" = attrs.field(factory=lambda: array("I"))
    sexes: bytearray = attrs.field(factory=bytearray)
    stamps: "array[int]" = attrs.field(factory=lambda: array("I"))

    def add(self, random: Random, grade: int) -> None:
        """Add those of a student in that grade."""
        self.flags.append(below(random, len(_FLAGS)))
        month, day = 1 + below(random, 12), 1 + below(random, 28)
        self.births.append(date(self.seeding.plan.first_year - 5 - grade, month, day).toordinal())
        self.sexes.append(below(random, len(_SEXES)))
        self.stamps.append(self.seeding.stamp())

    def put(self) -> None:
        """Let the district begin with them."""
        numbers = range(2, 2 * len(self.stamps) + 1, 2)
        members = {
            "birthDate": Part(self.births, lambda day: date.fromordinal(day).isoformat()),
            "sex": Part(self.sexes, _SEXES.__getitem__),
            **{flag: Part(self.flags, _flag(flag)) for flag in _ALL_FLAGS},
            "countryOfBirthCode": self.seeding.always(len(numbers), "US"),
        }
        ids = Part(numbers, lambda number: f"student-{number}")
        self.seeding.begin_with("demographics", ids, self.stamps, **members)


def _flag(name: str) -> Callable[[int], str]:
    return lambda chosen: "true" if _FLAGS[chosen] == name else "false"


def _school(number: int) -> Document:
    return reference(f"school-{number}")


@lru_cache(maxsize=4096)
def _mailbox(given: str, family: str) -> str:
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode()
    return plain.replace("'", "").lower()
