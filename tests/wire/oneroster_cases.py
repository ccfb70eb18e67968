"""A case for every operation of OneRoster, against the seeded district of the sandbox.

`decrypt_credential` is not among them: its path holds an id that only the server knows; it has a test of its own.
"""

from tests.wire.case import Case
from tests.wire.cases_classes import CLASSROOM
from tests.wire.cases_courses import CONTENT
from tests.wire.cases_gradebook import MARKS
from tests.wire.cases_people import PEOPLE
from tests.wire.cases_places import PLACES

CASES: tuple[Case, ...] = (*PEOPLE, *PLACES, *CONTENT, *CLASSROOM, *MARKS)
