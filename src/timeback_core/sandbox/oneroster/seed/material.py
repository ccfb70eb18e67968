"""What seeded documents are made of: names and titles, the first school year, a stamp for each."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.store import Store

_START = datetime(2025, 8, 1, 8, 0, tzinfo=UTC)
FIRST_YEAR: Final = 2025

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


def add(store: Store, collection: str, sourced_id: str, **members: Any) -> Document:
    """Put an active document, stamped a second after the one before it."""
    moment = _START + timedelta(seconds=store.generation)
    document: Document = {
        "sourcedId": sourced_id,
        "status": "active",
        "dateLastModified": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
        **members,
    }
    store.put(collection, document)
    return document
