"""Frameworks, records and assignments against plain dicts (law 10): what is answered is what they hold."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import TypeVar

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from property_tests.profiles import so_many
from returns.io import IOResult

from timeback_core import TimebackClient, TimebackError
from timeback_core.case import CFAssociationInput, CFDocumentInput, CFItemInput, CFPackageInput, LinkURIInput
from timeback_core.clr import Profile, achievement, badge, clr_credential
from timeback_core.compose import plain
from timeback_core.errors import Conflict, NotFound, Rejected
from timeback_core.masterytrack import AssignTestInput, InvalidateTestInput
from timeback_core.sandbox import Sandbox

T = TypeVar("T")

AT = datetime(2026, 1, 5, tzinfo=UTC)
URI = "https://example.com/standards"
FRAMEWORKS = st.sampled_from(["framework-1", "framework-2"])
CODES = st.lists(st.sampled_from(["A", "B", "C", "D"]), unique=True)
SCHOOL = Profile(id="urn:school", name="School")
RECORDS = st.sampled_from(["urn:record:1", "urn:record:2"])
TESTS = st.sampled_from(["_math-3-1", "_math-3-2", "_reading-4-1"])
STUDENTS = st.integers(0, 1)


def framework(sourced_id: str, codes: list[str]) -> CFPackageInput:
    """A framework whose items stand below each other in the order of their codes."""
    links = [link(sourced_id), *(link(f"{sourced_id}-{code}") for code in codes)]
    return CFPackageInput(
        cf_document=CFDocumentInput(
            identifier=sourced_id, uri=URI, last_change_date_time=AT, title="Title", creator="Creator"
        ),
        cf_items=[item(each.identifier, code) for each, code in zip(links[1:], codes, strict=True)],
        cf_associations=[below(lower, upper) for upper, lower in pairwise(links)],
    )


def link(identifier: str) -> LinkURIInput:
    """A link to a document or an item."""
    return LinkURIInput(identifier=identifier, title=identifier, uri=URI)


def item(identifier: str, code: str) -> CFItemInput:
    """An item with a code."""
    return CFItemInput(
        identifier=identifier, uri=URI, last_change_date_time=AT, full_statement="Statement", human_coding_scheme=code
    )


def below(lower: LinkURIInput, upper: LinkURIInput) -> CFAssociationInput:
    """That one stands below the other."""
    return CFAssociationInput(
        identifier=f"{lower.identifier}-up",
        uri=URI,
        last_change_date_time=AT,
        association_type="isChildOf",
        origin_node_uri=lower,
        destination_node_uri=upper,
    )


class ClientAgainstDicts(RuleBasedStateMachine):
    """Frameworks are uploaded and replaced, records issued, tests assigned and taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(students=2)
        self.client = TimebackClient.open(**self.sandbox.settings, environ={}).unwrap()
        students = self.succeeds(self.client.oneroster.students.list())
        self.emails = [each.email or "" for each in students]
        self.seeded = {each.sourced_id for each in self.succeeds(self.client.case.documents.list())}
        self.frameworks: dict[str, list[str]] = {}
        self.records: set[str] = set()
        self.assigned: dict[tuple[str, str], int] = {}

    def teardown(self) -> None:
        self.client.close()

    def succeeds(self, told: IOResult[T, TimebackError]) -> T:
        return plain(told).unwrap()

    @rule(sourced_id=FRAMEWORKS, codes=CODES, way=st.sampled_from(["create", "update", "upsert"]))
    def upload(self, sourced_id: str, codes: list[str], way: str) -> None:
        package, packages = framework(sourced_id, codes), self.client.case.packages
        if way == "create":
            self.succeeds(packages.create(package))
        elif way == "upsert" or sourced_id in self.frameworks:
            self.succeeds((packages.upsert if way == "upsert" else packages.update)(sourced_id, package))
        else:
            assert isinstance(plain(packages.update(sourced_id, package)).failure(), NotFound)
            return
        self.frameworks[sourced_id] = codes

    @rule(sourced_id=RECORDS, name=st.sampled_from(["Year 1", "Year 2"]))
    def issue(self, sourced_id: str, name: str) -> None:
        fractions = achievement("Fractions", "Adds them", narrative="By a test")
        earned = badge(fractions, issuer=SCHOOL, learner_id="urn:kid")
        record = clr_credential(name, issuer=SCHOOL, credentials=[earned], id=sourced_id, valid_from=AT)
        saved = self.succeeds(self.client.clr.credentials.upsert(record))
        assert saved.created is (sourced_id not in self.records)
        assert saved.value.name == name
        assert saved.value.proof
        self.records.add(sourced_id)

    @rule(student=STUDENTS, test=TESTS)
    def assign(self, student: int, test: str) -> None:
        wanted = AssignTestInput(student_email=self.emails[student], timeback_id=test)
        told = plain(self.client.masterytrack.assignments.assign(wanted))
        known = self.assigned.get((wanted.student_email, test))
        if known is None:
            assigned = told.unwrap().assignment
            assert assigned is not None
            assert assigned.id is not None
            self.assigned[wanted.student_email, test] = assigned.id
        else:
            assert isinstance(told.failure(), Conflict)

    @rule(student=STUDENTS, test=TESTS)
    def take_back(self, student: int, test: str) -> None:
        wanted = InvalidateTestInput(student_email=self.emails[student], timeback_id=test)
        told = plain(self.client.masterytrack.assignments.invalidate(wanted))
        known = self.assigned.pop((wanted.student_email, test), None)
        if known is None:
            assert isinstance(told.failure(), NotFound | Rejected)
        else:
            assert [each.assignment_id for each in told.unwrap().invalidated_assignments] == [known]

    @invariant()
    def frameworks_are_found(self) -> None:
        case = self.client.case
        listed = {each.sourced_id for each in self.succeeds(case.documents.list())}
        assert listed == self.seeded | set(self.frameworks)
        for sourced_id, codes in self.frameworks.items():
            package = self.succeeds(case.packages.get(sourced_id))
            assert [each.human_coding_scheme for each in package.cf_items] == codes
            assert len(package.cf_associations) == len(codes)


TestClientAgainstDicts = ClientAgainstDicts.TestCase
TestClientAgainstDicts.settings = settings(max_examples=so_many(5), stateful_step_count=15)
