"""The page of settings and options: what `open` takes, what `using` takes, what lists take."""

from docs._ext.reference.library import fields
from docs._ext.reference.text import Links, heading, prose, table

from timeback_core import CallOptions, SearchOptions, ServiceSpec, Settings, configure
from timeback_core.engine.config.settings import VARIABLES


def page(links: Links) -> list[str]:
    """The page of settings and options."""
    defaults = configure(base_url="http://localhost", environ={}).unwrap()
    lines = heading(1, "Settings and options", "settings")
    lines += heading(2, "Settings of a client", "client-settings")
    lines += prose(Settings.__doc__)
    lines += ["What `open`, `configure` and a manager's `register` take:", ""]
    lines += fields(Settings, links, defaults)
    lines += heading(2, "One service", "service-spec")
    lines += [*prose(ServiceSpec.__doc__), *fields(ServiceSpec, links)]
    lines += heading(2, "Environment variables", "variables")
    lines += ["The first that is set and not blank counts; a setting that is given comes before them.", ""]
    lines += table(
        ("setting", "variables"),
        [(f"`{name}`", ", ".join(f"`{each}`" for each in names)) for name, names in VARIABLES.items()],
    )
    lines += ["`ONEROSTER_BASE_URL` and its likes name single services, where no other place is given.", ""]
    lines += [
        "`TIMEBACK_FAST_LANE=0` lets the whole process read all answers",
        "[the general way](../architecture.md#the-path-of-an-answer): the results are the same, and take more time.",
        "",
    ]
    lines += heading(2, "Options of a view", "call-options")
    lines += ["How calls are run: what `using` of a client or a session takes.", ""]
    lines += fields(CallOptions, links)
    lines += heading(2, "Options of lists", "list-options")
    lines += ["What lists take; an operation on one thing takes `fields`, and some lists take `search`.", ""]
    return [*lines, *fields(SearchOptions, links)]
