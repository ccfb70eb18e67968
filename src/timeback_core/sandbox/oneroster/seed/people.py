"""Administrators, students, guardians and demographics. Teachers come with the classes."""

import unicodedata
from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import FAMILY_NAMES, GIVEN_NAMES, Seeding
from timeback_core.sandbox.store import reference

_FLAGS = ("asian", "blackOrAfricanAmerican", "white", "hispanicOrLatinoEthnicity")
_ALL_FLAGS = (
    *_FLAGS,
    "americanIndianOrAlaskaNative",
    "nativeHawaiianOrOtherPacificIslander",
    "demographicRaceTwoOrMoreRaces",
)


def seed_people(seeding: Seeding, random: Random, schools: list[Document]) -> list[Document]:
    """Add everyone who is no teacher; give the students."""
    for number, school in enumerate(schools, 1):
        add_person(seeding, random, f"administrator-{number}", "administrator", school)
    students = [
        _add_student(seeding, random, number, schools[(number - 1) % len(schools)])
        for number in range(1, seeding.plan.students + 1)
    ]
    for number, student in enumerate(students, 1):
        if number % 5 == 0:
            _add_guardian(seeding, random, number // 5, student)
        if number % 2 == 0:
            _add_demographics(seeding, random, student)
    return students


def add_person(
    seeding: Seeding, random: Random, sourced_id: str, role: str, school: Document, **members: object
) -> Document:
    """Add a user with one role at a school."""
    given, family = random.choice(GIVEN_NAMES), random.choice(FAMILY_NAMES)
    at_school = reference(school["sourcedId"])
    return seeding.add(
        "users",
        sourced_id,
        **{
            "enabledUser": True,
            "givenName": given,
            "familyName": family,
            "username": sourced_id,
            "email": _email(given, family, sourced_id),
            "roles": [{"roleType": "primary", "role": role, "org": at_school}],
            "primaryOrg": at_school,
            **members,
        },
    )


def _add_student(seeding: Seeding, random: Random, number: int, school: Document) -> Document:
    return add_person(
        seeding,
        random,
        f"student-{number}",
        "student",
        school,
        grades=[str(random.randint(0, 12))],
        userIds=[{"type": "SIS", "identifier": f"{100000 + number}"}],
    )


def _add_guardian(seeding: Seeding, random: Random, number: int, student: Document) -> None:
    school = {"sourcedId": student["primaryOrg"]["sourcedId"]}
    guardian = add_person(seeding, random, f"guardian-{number}", "guardian", school, familyName=student["familyName"])
    pair_id = f"{student['sourcedId']}\x00{guardian['sourcedId']}"
    seeding.store.put(
        "agentPairs",
        {"sourcedId": pair_id, "user": reference(student["sourcedId"]), "agent": reference(guardian["sourcedId"])},
    )


def _add_demographics(seeding: Seeding, random: Random, student: Document) -> None:
    chosen = random.choice(_FLAGS)
    birth_year = seeding.plan.first_year - 5 - int(student["grades"][0])
    seeding.add(
        "demographics",
        student["sourcedId"],
        **{
            "birthDate": f"{birth_year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            "sex": random.choice(("male", "female")),
            **{flag: "true" if flag == chosen else "false" for flag in _ALL_FLAGS},
            "countryOfBirthCode": "US",
        },
    )


def _email(given: str, family: str, sourced_id: str) -> str:
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode()
    return f"{plain.replace(chr(39), '')}.{sourced_id}@juniper.example.com".lower()
