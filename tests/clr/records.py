"""A record and what it bundles, as the tests use them."""

from datetime import UTC, datetime
from typing import Final

from timeback_core.clr import Profile, Result, achievement, badge, clr_credential

SINCE: Final = datetime(2025, 1, 1, 8, 30, tzinfo=UTC)
SCHOOL: Final = Profile(id="https://school.example", name="Example School", email="office@school.example")
FRACTIONS: Final = achievement(
    "Fractions", "Adds and compares fractions", narrative="Passes the test.", id="urn:example:fractions"
)
BADGE: Final = badge(
    FRACTIONS,
    issuer=SCHOOL,
    learner_id="did:example:learner",
    results=[Result(value="92")],
    id="urn:example:badge",
    valid_from=SINCE,
)
RECORD: Final = clr_credential(
    "Grade 3",
    issuer=SCHOOL,
    credentials=[BADGE],
    learner_id="did:example:learner",
    id="urn:example:record",
    valid_from=SINCE,
)
