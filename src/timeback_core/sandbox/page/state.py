"""The way back to the start, snapshots, and the clock."""

from collections.abc import Callable, Mapping
from typing import Any

from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.schema import Findings
from timeback_core.sandbox.snapshots import delete_snapshot, list_snapshots, restore_snapshot, take_snapshot
from timeback_core.sandbox.state_calls import CLOCK, move_clock
from timeback_core.sandbox.world import World


def show_state(visit: Visit) -> Reply:
    """What there is to go back to, and what time it is."""
    return _shown(visit, {})


def reset(visit: Visit) -> Reply:
    """Go back to the start."""
    visit.world.reset()
    return visit.back_to("state", "reset")


def take(visit: Visit) -> Reply:
    """Take a snapshot."""
    return _with_name(visit, take_snapshot, "taken")


def restore(visit: Visit) -> Reply:
    """Bring a snapshot back."""
    return _with_name(visit, restore_snapshot, "restored")


def delete(visit: Visit) -> Reply:
    """Forget a snapshot."""
    return _with_name(visit, delete_snapshot, "deleted")


def set_clock(visit: Visit) -> Reply:
    """Move the clock, stop it or let it go on."""
    given = {name: _read(name, text) for name, text in visit.form.items()}
    findings = Findings()
    CLOCK.check(given, "", findings)
    if findings.problems:
        return _shown(visit, dict(findings.problems))
    try:
        move_clock(visit.world, given)
    except ValueError as error:
        return _shown(visit, {next(iter(given)): str(error)})
    return visit.back_to("state", "moved")


def set_clock_back(visit: Visit) -> Reply:
    """Let the clock be as at first."""
    visit.world.clock.set_back()
    return visit.back_to("state", "moved")


def _shown(visit: Visit, problems: Mapping[str, str]) -> Reply:
    status = 400 if problems else 200
    return visit.show("state", status, snapshots=list_snapshots(visit.world), problems=problems, form=visit.form)


def _with_name(visit: Visit, act: Callable[[World, str], None], notice: str) -> Reply:
    try:
        act(visit.world, visit.form.get("name", ""))
    except ValueError as error:
        return _shown(visit, {"name": str(error)})
    return visit.back_to("state", notice)


def _read(name: str, text: str) -> Any:
    if name == "frozen":
        return text == "true"
    try:
        return float(text) if name == "advance" else text
    except ValueError:
        return text
