"""One operation of each of some services that have no API of their own here, the last one a user's own."""

from timeback_core import Call, Model, One, model, operation
from timeback_core.engine.call.expect import Json
from timeback_core.engine.call.request import Base
from timeback_core.engine.surface.operation import GET


@operation(GET, Base("edubridge", "base"), "/users", Json())
def read_edubridge() -> Call:
    """Read something of a service that LEARNWITH_AI lacks."""
    return Call()


@operation(GET, Base("caliper", "list"), "", Json())
def list_events() -> Call:
    """Read something that Caliper of LEARNWITH_AI lacks."""
    return Call()


@operation(GET, Base("powerpath", "base"), "/lessons", Json())
def read_powerpath() -> Call:
    """Read something of a service with a path of its own."""
    return Call()


@operation(GET, Base("case", "base"), "/CFDocuments", Json())
def read_case() -> Call:
    """Read something of a service with a version in its path."""
    return Call()


@operation(GET, Base("masterytrack", "base"), "/tests", Json())
def list_mastery_tests() -> Call:
    """Read something of the service that has credentials of its own."""
    return Call()


@model
class Grade(Model):
    """What the service gives."""

    score: int


@operation("GET", Base("grades"), "/grades/{student}", One(None, Grade))
def get_grade(student: str) -> Call:
    """Fetch a grade."""
    return Call()
