"""What operations make of a lesson plan, as computed here: its laws, and that the server makes the same of them."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from property_tests.profiles import so_many
from tests.support import value

from timeback_core import TimebackClient
from timeback_core.oneroster import ComponentResourceInput, CourseComponentInput, ref_to
from timeback_core.powerpath import (
    LessonPlanOperation,
    LessonPlanOperationCommand,
    LessonPlanStructure,
    LessonPlanStructureNode,
    OperationTarget,
    SyncOperationsResult,
    add_resource,
    change_parent,
    component,
    move_after,
    move_before,
    move_to_end,
    move_to_start,
    plan_of,
    replay,
    resource,
    show,
    skip,
)
from timeback_core.sandbox import Sandbox

Key: TypeAlias = tuple[str, str | None]

UNITS = [f"u{at}" for at in range(6)]
LESSONS = [f"l{at}" for at in range(6)]


def unit(at: int, lessons: Iterable[str], *units: LessonPlanStructureNode) -> LessonPlanStructureNode:
    """A component of a plan with lessons and components in it."""
    held = tuple(
        LessonPlanStructureNode(type="resource", component_resource_id=each, title=each, order=f"a{place}")
        for place, each in enumerate(lessons)
    )
    return LessonPlanStructureNode(
        type="component",
        component_id=f"u{at}",
        title=f"U{at}",
        order=f"a{at}",
        component_resources=held,
        sub_components=units,
    )


PLAN = LessonPlanStructure(structure=(unit(0, LESSONS[:3], unit(1, LESSONS[3:4]), unit(2, ())), unit(3, LESSONS[4:5])))
"""Of the six components and lessons that commands may name, two and one are not in it."""

targets = st.sampled_from([component(each) for each in UNITS[:5]] + [resource(each) for each in LESSONS])
moves = st.one_of(
    st.builds(move_to_start, targets),
    st.builds(move_to_end, targets),
    st.builds(move_before, targets, st.sampled_from(UNITS + LESSONS)),
    st.builds(move_after, targets, st.sampled_from(UNITS + LESSONS)),
    st.builds(change_parent, targets, st.sampled_from(UNITS), st.sampled_from([None, "start", "end"])),
)
switches = st.builds(skip, targets) | st.builds(show, targets)
additions = st.builds(
    add_resource, st.sampled_from(LESSONS), st.sampled_from(UNITS), skipped=st.sampled_from([None, True])
)
commands = moves | switches | additions
logs = st.lists(commands, max_size=12)


def key(node: LessonPlanStructureNode) -> Key:
    """What a node is, and its id in the course."""
    return node.type, node.component_resource_id or node.component_id


def outline(nodes: Iterable[LessonPlanStructureNode]) -> Any:
    """Nodes without what changes whenever a plan is made anew."""
    return [
        (*key(node), node.title, node.skipped, outline(node.component_resources), outline(node.sub_components))
        for node in nodes
    ]


def kept(plan: LessonPlanStructure) -> Counter[Key]:
    """How often each item is in a plan."""
    return Counter(map(key, plan.nodes))


@given(logs, logs)
def test_a_log_is_replayed_in_parts_as_well(
    earlier: list[LessonPlanOperationCommand], later: list[LessonPlanOperationCommand]
) -> None:
    first = replay(PLAN, earlier)
    second = replay(first.structure, later)
    whole = replay(PLAN, [*earlier, *later])
    assert outline(second.structure.structure) == outline(whole.structure.structure)
    assert first.results + second.results == whole.results


@given(st.lists(moves | switches, max_size=12))
def test_moves_and_switches_keep_what_there_is(log: list[LessonPlanOperationCommand]) -> None:
    assert kept(replay(PLAN, log).structure) == kept(PLAN)


@given(logs, commands)
def test_what_has_no_effect_changes_nothing(
    log: list[LessonPlanOperationCommand], command: LessonPlanOperationCommand
) -> None:
    before = replay(PLAN, log).structure
    after = replay(before, [command])
    (result,) = after.results
    assert result.success is not bool(result.errors)
    if not result.success:
        assert after.structure is before


@given(logs, targets)
def test_to_the_start_twice_is_once_and_to_the_end_is_the_last(
    log: list[LessonPlanOperationCommand], target: OperationTarget
) -> None:
    before = replay(PLAN, log).structure
    for command in (move_to_start(target), move_to_end(target), skip(target), show(target)):
        once, twice = replay(before, [command]), replay(before, [command, command])
        assert outline(once.structure.structure) == outline(twice.structure.structure)


@given(logs)
def test_the_order_keys_are_in_order(log: list[LessonPlanOperationCommand]) -> None:
    plan = replay(PLAN, log).structure
    for node in plan.nodes:
        for siblings in (node.component_resources, node.sub_components):
            keys = [each.order or "" for each in siblings]
            assert keys == sorted(set(keys))


@given(
    st.text() | st.sampled_from(["set-skipped", "change-item-parent"]),
    st.sampled_from([None, "", [], {}, {"target": 1}]),
)
def test_an_operation_that_is_not_known_has_no_effect(kind: str, payload: Any) -> None:
    (result,) = (told := replay(PLAN, [LessonPlanOperation(id="o", type=kind, payload=payload)])).results
    assert not result.success
    assert told.structure is PLAN


def test_what_is_no_operation_has_no_effect_either() -> None:
    deep: Any = {}
    for _ in range(2000):
        deep = {"target": deep}
    (result,) = replay(PLAN, [LessonPlanOperation(id="o", type="set-skipped", payload=deep)]).results
    assert not result.success
    wrong: Any = [None, 7, move_to_start(OperationTarget(type="page", id="")), {"type": "set-skipped"}]
    told = replay(PLAN, wrong)
    assert [result.success for result in told.results] == [False] * 4
    assert told.structure is PLAN


def test_many_siblings_have_keys_in_order() -> None:
    many = LessonPlanStructure(structure=(unit(0, map(str, range(400))),))
    (node,) = replay(many, [move_to_start(resource("399"))]).structure.structure
    keys = [each.order or "" for each in node.component_resources]
    assert keys == sorted(set(keys))
    assert node.component_resources[0].component_resource_id == "399"


def test_an_operation_costs_as_much_in_a_large_plan_as_in_a_small_one() -> None:
    def cost(units: int) -> int:
        lessons = (unit(at, [f"l{at}-{place}" for place in range(9)]) for at in reversed(range(units)))
        plan = LessonPlanStructure(structure=tuple(lessons))
        return calls_within(plan, log) - calls_within(plan, [])

    log = [change_parent(resource(f"l{at}-8"), f"u{9 - at}") for at in range(10)] * 2
    assert cost(100) < 1.5 * cost(10)  # several times as much where each looks for its item


def calls_within(plan: LessonPlanStructure, log: Sequence[LessonPlanOperationCommand]) -> int:
    """How many functions are called, or generators resumed, until a log is replayed: a cost that no machine changes."""
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        told = replay(plan, log)
    finally:
        sys.setprofile(before)
    assert all(result.success for result in told.results)
    return called


class PlanAgainstReplay(RuleBasedStateMachine):
    """The server's structure is what its log makes of the course, whenever it is made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(students=1)
        self.client = TimebackClient.open(**self.sandbox.settings, environ={}).unwrap()
        roster = self.client.oneroster
        for at, above in enumerate([None, "u0", "u0", None]):
            unit_input = CourseComponentInput(
                sourced_id=f"u{at}", title=f"U{at}", course=ref_to("course-1"), sort_order=at
            )
            if above is not None:
                unit_input = unit_input.__replace__(parent=ref_to(above))
            value(roster.course_components.create(unit_input))
        (link, *_) = value(roster.component_resources.list(limit=1))
        for at, above in enumerate(["u0", "u0", "u0", "u1", "u3"]):
            lesson = ComponentResourceInput(
                sourced_id=f"l{at}",
                title=f"l{at}",
                course_component=ref_to(above),
                resource=ref_to(link.resource.sourced_id),
                sort_order=at,
            )
            value(roster.component_resources.create(lesson))
        self.plans = self.client.powerpath.lesson_plans
        self.plan = value(self.plans.create("course-1", "student-1")).value.lesson_plan_id
        self.pending = 0

    def teardown(self) -> None:
        self.client.close()

    @rule(command=commands)
    def store(self, command: LessonPlanOperationCommand) -> None:
        value(self.plans.create_operations(self.plan, command))
        self.pending += 1

    @rule(commands=st.lists(commands, min_size=1, max_size=4))
    def store_and_sync(self, commands: list[LessonPlanOperationCommand]) -> None:
        told = value(self.plans.store_and_sync(self.plan, commands))
        assert len(told.operation_results) == self.pending + len(commands)
        self.is_what_the_log_makes_of_the_course(told)

    @rule()
    def recreate(self) -> None:
        self.is_what_the_log_makes_of_the_course(value(self.plans.recreate(self.plan)))

    def is_what_the_log_makes_of_the_course(self, told: SyncOperationsResult) -> None:
        self.pending = 0
        syllabus = value(self.client.powerpath.syllabus.get("course-1", status="active"))
        log, found = value(self.plans.list_operations(self.plan)), value(self.plans.get_structure(self.plan))
        replayed = replay(plan_of(syllabus), log)
        assert outline(replayed.structure.structure) == outline(found.structure)
        applied = [result.success for result in told.operation_results]
        assert [result.success for result in replayed.results[len(log) - len(applied) :]] == applied


TestPlans = PlanAgainstReplay.TestCase
TestPlans.settings = settings(max_examples=so_many(3), stateful_step_count=8)
