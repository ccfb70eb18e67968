"""A world that stays in a file: begun or gone on with, saved to another file and brought back from it."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any, Final

import attrs

from timeback_core.sandbox.data_file import NOW, START, DataFile, DataFileError, Identity
from timeback_core.sandbox.settings import SeedPlan
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import World
from timeback_core.sandbox.years import school_year

_SIZES: Final = ("students", "students_per_school", "courses_per_student", "gradebook_classes")


def identity(file: DataFile | None, given: Identity, today: date) -> Identity:
    """What the district is made by: what is given, and besides what the file holds, or what is usual on this day.

    Raises `DataFileError` where the file holds another district than that which is given, and `ValueError` for the size
    of one that files tell of.
    """
    if "source" in given and (sizes := ", ".join(name for name in _SIZES if name in given)):
        raise ValueError(f"files tell how large a district is, and not {sizes}")
    usual = {"platform": "BEYOND_AI", **attrs.asdict(SeedPlan(first_year=school_year(today)[0].year))}
    held = None if file is None else file.identity
    if file is not None and held is not None:
        if {name: type(value) for name, value in held.items()} != {name: type(value) for name, value in usual.items()}:
            raise DataFileError(f"{file.path} is damaged")
        with file.telling():
            _check_sense(**held)
        _check_fit(file, held, given)
    return {**usual, **(held or {}), **given}


def settle(world: World, file: DataFile, seed: Callable[[World], None]) -> None:
    """Let a new world stay in a file, as it was left there, or seeded where the file is new."""
    if file.identity is None:
        seed(world)
        file.begin(_identity_of(world), world.first, world.first)
    else:
        if world.plan.source:
            world.store = file.start(world.changes)
        else:
            seed(world)
        with file.telling():
            world.snapshots = file.load(world.store)
            world.first = world.snapshots.pop(START)
            world.become(world.snapshots.pop(NOW))
            for token, grant in file.grants():
                world.tokens.add(token, grant)
            world.changes.clear()
    world.keep = partial(file.keep, world)


def save(world: World, path: str | os.PathLike[str]) -> None:
    """Write what is now to a file, in place of the sandbox that it holds, if any."""
    with closing(DataFile(path)) as file:
        file.begin(_identity_of(world), world.first, world.state())


def bring_back(world: World, path: str | os.PathLike[str]) -> None:
    """Make a world what it was when it was saved to a file."""
    with closing(DataFile(path, read_only=True)) as file, file.telling():
        _check_fit(file, file.identity or {}, _identity_of(world))
        world.become(file.load(world.first.store)[NOW])


def _identity_of(world: World) -> Identity:
    return {"platform": world.platform, **attrs.asdict(world.plan)}


def _check_sense(platform: str, **plan: Any) -> None:
    """Raise `ValueError` for what no district can be made by."""
    if platform not in TOKEN_PATHS:
        raise ValueError(platform)
    SeedPlan(**plan)


def _check_fit(file: DataFile, held: Identity, wanted: Identity) -> None:
    differing = [name for name, value in wanted.items() if held.get(name) != value]
    if differing:
        told = ", ".join(f"{name} {held.get(name)!r} and not {wanted[name]!r}" for name in differing)
        raise DataFileError(f"{file.path} holds another district, of {told}")
