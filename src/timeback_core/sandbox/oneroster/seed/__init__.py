"""A believable school district, the same for the same plan."""

from random import Random
from typing import Any

from timeback_core.sandbox.messages import is_array, is_object
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.oneroster.seed.classes import seed_classes
from timeback_core.sandbox.oneroster.seed.content import seed_content
from timeback_core.sandbox.oneroster.seed.gradebook import seed_gradebook
from timeback_core.sandbox.oneroster.seed.material import Seeding
from timeback_core.sandbox.oneroster.seed.people import seed_people
from timeback_core.sandbox.oneroster.seed.places import seed_places
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.world import World


def seed_district(world: World) -> None:
    """Fill the world, unless files have filled it, and make the indices that lists need."""
    if not world.plan.source:
        _make_up(world)
    for kind in KINDS.values():
        for path in kind.indexed:
            world.store.index(kind.collection, path)


def _make_up(world: World) -> None:
    """Add orgs and sessions, people, courses and classes, content, grades."""
    plan = world.plan
    random = Random(plan.seed)  # noqa: S311 -- reproducible on purpose
    store = Store(set())
    seeding = Seeding(store, plan)
    schools = seed_places(seeding, random)
    students = seed_people(seeding, random, schools)
    classes = seed_classes(seeding, random, schools, students)
    lessons = seed_content(seeding, random)
    seed_gradebook(seeding, random, classes, lessons)
    for collection in store.collections():
        for document in store.rows(collection):
            world.store.put(collection, _prefixed(document, plan.id_prefix) if plan.id_prefix else document)


def _prefixed(value: Any, prefix: str) -> Any:
    if is_array(value):
        return [_prefixed(item, prefix) for item in value]
    if not is_object(value):
        return value
    return {
        # The id of a pair is that of both its ends.
        name: "\x00".join(prefix + part for part in item.split("\x00"))
        if name == "sourcedId"
        else _prefixed(item, prefix)
        for name, item in value.items()
    }
