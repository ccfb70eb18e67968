"""What goes wrong on purpose: faults, limits and profiles, those in force and forms for more."""

from collections.abc import Mapping
from typing import Final

import orjson

from timeback_core.sandbox.chaos import PROFILES, Chaos
from timeback_core.sandbox.faults import KINDS, Fault, FaultKind, describe_fault
from timeback_core.sandbox.limiter import Limit
from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.options import options_of, rules_of
from timeback_core.sandbox.page.option_forms import OptionForm, form_of, read_form, refused
from timeback_core.sandbox.page.visit import Visit

_FIRST: Final[FaultKind] = "latency"
_BY_NAME: Final[Mapping[str, FaultKind]] = {kind: kind for kind in KINDS}
_OF_KINDS: Final = frozenset(name for kind in KINDS.values() for name in kind.options)


def show_faults(visit: Visit) -> Reply:
    """Those in force, and empty forms."""
    return _shown(visit, {})


def add_fault(visit: Visit) -> Reply:
    """Let one more happen."""
    fault = read_form(Fault, _form_for(_kind(visit)), visit.form, "a fault", kind=_kind(visit))
    if isinstance(fault, OptionForm):
        return _shown(visit, {"fault": fault})
    try:
        visit.world.adversity.faults.add([fault], visit.now)
    except ValueError as error:
        return _shown(visit, {"fault": refused(_form_for(_kind(visit)), visit.form, str(error))})
    return visit.back_to("faults", "added", kind=fault.kind)


def clear_faults(visit: Visit) -> Reply:
    """Let none happen any more."""
    visit.world.adversity.clear_faults(visit.now)
    return visit.back_to("faults", "cleared")


def set_limit(visit: Visit) -> Reply:
    """Let a limit hold, in place of those that do."""
    limit = read_form(Limit, form_of(Limit), visit.form, "a limit")
    if isinstance(limit, OptionForm):
        return _shown(visit, {"limit": limit})
    try:
        visit.world.adversity.limits.begin([limit], visit.now)
    except ValueError as error:
        return _shown(visit, {"limit": refused(form_of(Limit), visit.form, str(error))})
    return visit.back_to("faults", "limited")


def clear_limits(visit: Visit) -> Reply:
    """Let no limit hold any more."""
    visit.world.adversity.limits.begin((), visit.now)
    return visit.back_to("faults", "unlimited")


def begin_chaos(visit: Visit) -> Reply:
    """Let a profile be in force."""
    chaos = read_form(Chaos, form_of(Chaos), visit.form, "chaos")
    if isinstance(chaos, OptionForm):
        return _shown(visit, {"chaos": chaos})
    visit.world.adversity.begin_chaos(chaos, visit.now)
    return visit.back_to("faults", "begun")


def end_chaos(visit: Visit) -> Reply:
    """Let no profile be in force any more."""
    visit.world.adversity.begin_chaos(None, visit.now)
    return visit.back_to("faults", "ended")


def _shown(visit: Visit, filled: Mapping[str, OptionForm]) -> Reply:
    kind, adversity = _kind(visit), visit.world.adversity
    usual = {"fault": _form_for(kind), "limit": form_of(Limit), "chaos": form_of(Chaos)}
    return visit.show(
        "faults",
        400 if filled else 200,
        kind=kind,
        kinds=KINDS,
        forms={**usual, **filled},
        filled=filled,
        own=KINDS[kind].options,
        active=[(entry, _told(describe_fault(entry.fault))) for entry in adversity.faults.entries(visit.now)],
        limits=[(bucket, _told(options_of(bucket.limit))) for bucket in adversity.limits.entries(visit.now)],
        chaos=adversity.chaos,
        profiles=PROFILES,
    )


def _kind(visit: Visit) -> FaultKind:
    return _BY_NAME.get(visit.form.get("kind", visit.query.get("kind", "")), _FIRST)


def _form_for(kind: FaultKind) -> OptionForm:
    """What faults of a kind take, those first that are for this kind alone."""
    own = KINDS[kind].options
    return form_of(Fault, [*own, *(name for name in rules_of(Fault) if name not in _OF_KINDS)])


def _told(options: Mapping[str, object]) -> str:
    told = (
        (name, value if isinstance(value, str) else orjson.dumps(value).decode()) for name, value in options.items()
    )
    return "; ".join(f"{name}={value}" for name, value in told if name != "fault")
