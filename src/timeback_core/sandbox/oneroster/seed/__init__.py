"""A believable school district, the same for the same plan."""

from random import Random

from timeback_core.sandbox.oneroster.seed.classes import seed_classes
from timeback_core.sandbox.oneroster.seed.content import seed_content
from timeback_core.sandbox.oneroster.seed.gradebook import seed_gradebook
from timeback_core.sandbox.oneroster.seed.people import seed_people
from timeback_core.sandbox.oneroster.seed.places import seed_places
from timeback_core.sandbox.world import World


def seed_district(world: World) -> None:
    """Fill the world: orgs and sessions, people, courses and classes, content, grades."""
    plan = world.plan
    random = Random(plan.seed)  # noqa: S311 -- reproducible on purpose
    schools = seed_places(world.store, plan, random)
    students = seed_people(world.store, plan, random, schools)
    classes = seed_classes(world.store, plan, random, schools, students)
    lessons = seed_content(world.store, random)
    seed_gradebook(world.store, plan, random, classes, lessons)
