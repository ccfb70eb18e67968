"""What seeded documents are made of: names and titles, and a stamp for each."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final

import attrs

from timeback_core.sandbox.blocks import Made, Part
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.settings import SeedPlan
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.years import FIRST_MONTH

# fmt: off
GIVEN_NAMES: Final = (
    "Ava", "Liam", "Maya", "Noah", "Sofia", "Ethan", "Zoë", "Mateo", "Amara", "Lucas", "Ines", "Omar",
    "Hana", "Jonah", "Priya", "Diego", "Nora", "Kwame", "Elif", "Ruby", "Tomás", "Leila", "Ivan", "Chloe",
    "Rafael", "Yuki", "Samuel", "Aisha", "Felix", "Grace", "Malik", "Clara", "José", "Mila", "Theo",
    "Freya", "Kofi", "Ada", "Hugo", "Vera",
)

FAMILY_NAMES: Final = (
    "Nguyen", "Garcia", "Smith", "Okafor", "Kim", "O'Brien", "Patel", "Müller", "Rossi", "Johnson",
    "Haddad", "Silva", "Ivanova", "Chen", "Dubois", "Mensah", "Kowalski", "Yilmaz", "Larsen", "Brown",
    "D'Angelo", "Sato", "Hernández", "Cohen", "Novak", "Reyes", "Wright", "Ali", "Fischer", "Moreau",
    "Jones", "Tanaka", "Lopez", "Berg", "Adeyemi", "Castillo", "Walker", "Rahman", "Kaya", "Petrov",
)

SCHOOL_NAMES: Final = (
    "Maplewood", "Lakeside", "Riverbend", "Oakridge", "Sunnyvale", "Hillcrest", "Brookfield", "Fairview",
    "Cedar", "Willow", "Harbor", "Meadow", "Stonebridge", "Northgate", "Eastwood", "Westbrook", "Summit",
    "Prairie", "Canyon", "Juniper",
)
# fmt: on

COURSES: Final = (
    ("Math", "MATH", "Math"),
    ("Reading", "READ", "Reading"),
    ("Science", "SCI", "Science"),
    ("Writing", "WRIT", "Writing"),
    ("Language Arts", "LANG", "Language"),
    ("Social Studies", "SOC", "Social Studies"),
)
"""(title, code, subject)"""

UNITS: Final = ("Foundations", "Going Further")
LESSONS: Final = (("First Steps", "quiz"), ("Practice", "powerpath-100"))
"""(title, lesson type)"""
CATEGORIES: Final = (("Homework", 0.2), ("Quizzes", 0.3), ("Exams", 0.5))


@attrs.define
class Seeding:
    """A district in the making."""

    store: Store
    plan: SeedPlan
    _coming: int = attrs.field(init=False, default=0)
    """How many documents have their place among all, but are not in the store yet."""

    def add(self, collection: str, sourced_id: str, **members: Any) -> Document:
        """Put an active document, stamped a second after the one before it."""
        document: Document = {
            "sourcedId": sourced_id,
            "status": "active",
            "dateLastModified": self.moment(self.store.generation + self._coming),
            **members,
        }
        self.store.put(collection, document)
        return document

    def stamp(self) -> int:
        """The place of the next document among all, a second after the one before it."""
        self._coming += 1
        return self.store.generation + self._coming - 1

    def moment(self, stamp: int) -> str:
        """When the document of that place was changed last."""
        return write_moment(self.plan.made + timedelta(seconds=stamp))

    def begin_with(self, collection: str, ids: Part, stamps: Sequence[int], **members: Part) -> None:
        """Let the district begin with active documents that are made when they are looked at."""
        parts = {"status": self.always(len(stamps), "active"), "dateLastModified": Part(stamps, self.moment)}
        self.begin_with_block(collection, Made({"sourcedId": ids, **parts, **members}))

    def begin_with_block(self, collection: str, block: Made) -> None:
        """The same with documents of any members, each of which has its place among all."""
        self.store.begin_with(collection, block)
        self._coming -= len(block)

    def always(self, count: int, value: object) -> Part:
        """A member that is the same in so many documents."""
        return Part(bytes(count), lambda _: value)

    def day(self, month: int, day: int) -> str:
        """A day of the school year."""
        return f"{self.plan.first_year + (month < FIRST_MONTH):04}-{month:02}-{day:02}"


def below(random: Random, count: int) -> int:
    """A number below another: as `randrange` draws it, in less time."""
    bits = count.bit_length()
    number = random.getrandbits(bits)
    while number >= count:
        number = random.getrandbits(bits)
    return number
