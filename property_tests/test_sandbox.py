"""Law 10: the client and the sandbox agree with plain dicts, also while things go wrong."""

from typing import TypeVar

from hypothesis import settings, strategies as st
from hypothesis.stateful import rule
from property_tests.profiles import so_many
from property_tests.sandbox_machine import ClientAgainstDict, Row, org_row, seat_row, user_row
from returns.io import IOResult
from returns.result import Success

from timeback_core import TimebackError
from timeback_core.compose import plain
from timeback_core.errors import ConnectionFailed, DecodeError, NotFound, RateLimited, ServerFault
from timeback_core.sandbox import Fault

T = TypeVar("T")

TROUBLE = (ConnectionFailed, DecodeError, RateLimited, ServerFault)
"""What a call may give where the dicts say that it succeeds."""

faults = st.sampled_from(
    [
        Fault("unavailable", times=1, retry_after=0),
        Fault("throttled", times=1, retry_after=0),
        Fault("cut", times=1),
        Fault("cut", times=1, processed=True),
        Fault("cut_body", times=1, processed=True),
        Fault("status", times=1, status=500),
        Fault("truncated", times=1, processed=True),
    ]
)


class ClientAgainstDictAndFaults(ClientAgainstDict):
    """Calls may fail for reasons that the dicts do not know; a success is still a success."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead: Fault | None = None

    @rule(fault=faults)
    def trouble_ahead(self, fault: Fault) -> None:
        self.ahead = fault

    def before_call(self) -> None:
        if self.ahead is not None:
            self.sandbox.faults(self.ahead)
            self.ahead = None

    def succeeds(self, told: IOResult[T, TimebackError]) -> T | None:
        self.sandbox.clear_faults()
        result = plain(told)
        if not isinstance(result, Success):
            assert isinstance(result.failure(), TROUBLE), result
            return None
        value: T = result.unwrap()
        return value

    def fails(self, told: IOResult[object, TimebackError], kind: type[TimebackError]) -> None:
        self.sandbox.clear_faults()
        # A 404 whose body broke off says no more than that.
        assert isinstance(plain(told).failure(), (kind, NotFound, *TROUBLE)), told

    def is_not_there(self, told: IOResult[None, TimebackError]) -> None:
        """After a first attempt whose answer was lost, a 404 means that the delete took effect."""
        if isinstance(plain(told), Success):
            self.sandbox.clear_faults()
        else:
            self.fails(told, NotFound)

    def wrote(self, told: IOResult[object, TimebackError], rows: dict[str, Row], key: str, row: Row) -> None:
        if self.succeeds(told) is not None or isinstance(plain(told), Success):
            rows[key] = row
        else:
            self.look_again()

    def look_again(self) -> None:
        """After a write that failed, only the sandbox knows whether it took effect."""
        self.orgs = {each["sourcedId"]: org_row(each) for each in self.seeded("orgs")}
        self.users = {each["sourcedId"]: user_row(each) for each in self.seeded("users")}
        self.seats = {each["sourcedId"]: seat_row(each) for each in self.seeded("enrollments")}


TestClientAgainstDict = ClientAgainstDict.TestCase
TestClientAgainstDict.settings = settings(max_examples=so_many(20), stateful_step_count=25)
TestClientAgainstDictAndFaults = ClientAgainstDictAndFaults.TestCase
TestClientAgainstDictAndFaults.settings = settings(max_examples=so_many(20), stateful_step_count=25)
