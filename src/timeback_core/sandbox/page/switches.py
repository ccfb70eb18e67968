"""The switches: what each turns on, and how they are set."""

from collections.abc import Mapping

import attrs

from timeback_core.docstrings import fields_told
from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.settings import Switches


def show_switches(visit: Visit) -> Reply:
    """All of them."""
    return _shown(visit, attrs.asdict(visit.world.switches), {})


def set_switches(visit: Visit) -> Reply:
    """Set them all as the form says, or none where a number makes no sense."""
    given = {switch.name: _read(switch, visit.form.get(switch.name, "")) for switch in attrs.fields(Switches)}
    problems = visit.world.switches.change(given)
    if problems:
        return _shown(visit, given, problems)
    return visit.back_to("switches", "switched")


def _shown(visit: Visit, values: Mapping[str, object], problems: Mapping[str, str]) -> Reply:
    return visit.show(
        "switches",
        400 if problems else 200,
        switches=attrs.fields(Switches),
        told=fields_told(Switches.__module__),
        values=values,
        problems=problems,
    )


def _read(switch: "attrs.Attribute[object]", text: str) -> object:
    if switch.validator is None:
        return bool(text)
    try:
        return float(text)
    except ValueError:
        return text
