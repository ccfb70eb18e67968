"""A believable school district, the same for the same plan."""

from functools import partial
from random import Random
from typing import Any

from timeback_core.sandbox.messages import is_array, is_object
from timeback_core.sandbox.oneroster.seed.classes import seed_classes
from timeback_core.sandbox.oneroster.seed.content import seed_content
from timeback_core.sandbox.oneroster.seed.gradebook import seed_gradebook
from timeback_core.sandbox.oneroster.seed.material import Seeding
from timeback_core.sandbox.oneroster.seed.people import seed_people
from timeback_core.sandbox.oneroster.seed.places import seed_places
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.world import World


def seed_district(world: World) -> None:
    """Fill the world with orgs and sessions, people, classes, content and grades, unless files have filled it."""
    if world.plan.source:
        return
    plan = world.plan
    random = Random(plan.seed)  # noqa: S311 -- reproducible on purpose
    store = Store(set())
    seeding = Seeding(store, plan)
    schools = seed_places(seeding, random)
    seed_people(seeding, random)
    classes = seed_classes(seeding, random, schools)
    lessons = seed_content(seeding, random)
    seed_gradebook(seeding, random, classes, lessons)
    store.settle()
    for collection in store.collections():
        for block in store.table(collection).blocks:
            prefixed = block.changed(partial(_prefixed, plan.id_prefix)) if plan.id_prefix else block
            world.store.begin_with(collection, prefixed)


def _prefixed(prefix: str, name: str, value: Any) -> Any:
    """A member whose ids begin with the prefix."""
    if name == "sourcedId":
        # The id of a pair is that of both its ends.
        return "\x00".join(prefix + part for part in value.split("\x00"))
    if is_array(value):
        return [_prefixed(prefix, "", item) for item in value]
    if is_object(value):
        return {inner: _prefixed(prefix, inner, item) for inner, item in value.items()}
    return value
