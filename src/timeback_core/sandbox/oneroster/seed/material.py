"""What seeded documents are made of: names and titles, and a stamp for each."""

from datetime import timedelta
from typing import Any, Final

import attrs

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


@attrs.frozen
class Seeding:
    """A district in the making."""

    store: Store
    plan: SeedPlan

    def add(self, collection: str, sourced_id: str, **members: Any) -> Document:
        """Put an active document, stamped a second after the one before it."""
        moment = self.plan.made + timedelta(seconds=self.store.generation)
        document: Document = {
            "sourcedId": sourced_id,
            "status": "active",
            "dateLastModified": write_moment(moment),
            **members,
        }
        self.store.put(collection, document)
        return document

    def day(self, month: int, day: int) -> str:
        """A day of the school year."""
        return f"{self.plan.first_year + (month < FIRST_MONTH):04}-{month:02}-{day:02}"
