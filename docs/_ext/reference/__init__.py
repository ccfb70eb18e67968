"""The reference of the documentation, written from the code when the site is built."""

import importlib
import inspect
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import attrs
from docs._ext.reference import calls, library, models, official, settings, walk
from docs._ext.reference.text import Links, heading, label_of, sentence, table

from timeback_core import Namespace, catalogue, errors
from timeback_core.docstrings import paragraphs
from timeback_core.engine.surface.catalogue import Entry

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FACES = (
    "timeback_core",
    "timeback_core.expect",
    "timeback_core.outbox",
    "timeback_core.recorder",
    "timeback_core.rosters",
    "timeback_core.sandbox",
    "timeback_core.telemetry",
    "timeback_core.testing",
    "timeback_core.transport",
)
"""What has public names besides the packages of the APIs."""


def pages() -> dict[str, list[str]]:
    """The pages of the reference: path without suffix -> lines of Markdown."""
    links = Links()
    entries = catalogue()
    services = tuple(dict.fromkeys(entry.service for entry in entries))
    for service in services:
        for names in models.modules_of(service).values():
            for name in names:
                links.add(name, models.label(service, name))
    for name, value in vars(errors).items():
        if inspect.isclass(value) and attrs.has(value):
            links.add(name, label_of("errors", name))
    faces = {importlib.import_module(face): library.public(importlib.import_module(face)) for face in FACES}
    apis = {service: importlib.import_module(f"timeback_core.{service}") for service in services}
    besides = {service: helpers(service, face, entries) for service, face in apis.items()}
    for face, names in [*faces.items(), *((apis[service], names) for service, names in besides.items())]:
        for name, value in names.items():
            links.add(name, library.label(face, name, value))

    for entry in entries:
        links.add(entry.name, calls.label(entry))

    found: dict[str, list[str]] = {}
    for service in services:
        of_service = [entry for entry in entries if entry.service == service]
        for resource, group in groupby(of_service, key=lambda entry: entry.resource):
            found[f"{service}/{resource}"] = calls.page(list(group), links.of(service))
        modules = models.modules_of(service)
        for module, names in modules.items():
            stem = module.__name__.rpartition(".")[2]
            found[f"{service}/models/{stem}"] = models.page(service, module, names, links.of(service))
        found[f"{service}/models/index"] = vocabulary(service, modules)
        found[f"{service}/helpers"] = heading(1, "Helpers", label_of(service, "helpers"))
        found[f"{service}/helpers"] += ["What there is besides calls and models; nothing here sends anything.", ""]
        found[f"{service}/helpers"] += library.things(apis[service], besides[service], links.of(service))
        found[f"{service}/index"] = overview(service, of_service)
    found["settings"] = settings.page(links)
    found["path-of-a-call"] = walk.page()
    found["official-calls"] = official.page(entries, links)
    found["errors"] = library.errors_page(links)
    for face in faces:
        found[face.__name__] = library.page(face, links)
    found["index"] = index(services)
    return found


def helpers(service: str, face: ModuleType, entries: Iterable[Entry]) -> dict[str, object]:
    """The public names of an API that are no calls, no namespaces and no models."""
    told = {entry.name for entry in entries if entry.service == service}
    told |= {name for names in models.modules_of(service).values() for name in names}
    return {
        name: value
        for name, value in library.public(face).items()
        if name not in told and not (inspect.isclass(value) and issubclass(value, Namespace))
    }


def overview(service: str, entries: list[Entry]) -> list[str]:
    """The page of an API: its resources, each with its calls."""
    lines = [*heading(1, service, label_of(service)), about(f"timeback_core.{service}"), ""]
    groups = {name: list(group) for name, group in groupby(entries, key=lambda entry: entry.resource)}
    rows = [
        (f"[`{resource}`]({resource}.md)", ", ".join(f"[`{each.member}`](#{calls.label(each)})" for each in group))
        for resource, group in groups.items()
    ]
    lines += table(("resource", "calls"), rows)
    lines += [
        "The values that they take and give are [models](models/index.md); [helpers](helpers.md) make and read them."
    ]
    lines.append("")
    return [*lines, *contents([*(f"{name} <{name}>" for name in groups), "models/index", "helpers"])]


def vocabulary(service: str, modules: dict[ModuleType, dict[str, object]]) -> list[str]:
    """The page of an API's models: the names of each module."""
    lines = heading(1, "Models", label_of(service, "models"))
    lines += [
        "What is read are models, what is written are inputs. Names on the wire are the same in camelCase.",
        "A field that is not required can be left out.",
        "",
    ]
    stems = {module.__name__.rpartition(".")[2]: names for module, names in modules.items()}
    rows = [
        (
            f"[{models.title(stem)}]({stem}.md)",
            ", ".join(f"[`{name}`](#{models.label(service, name)})" for name in names),
        )
        for stem, names in stems.items()
    ]
    return [*lines, *table(("about", "names"), rows), *contents(list(stems))]


def index(services: Iterable[str]) -> list[str]:
    """The first page of the reference."""
    lines = heading(1, "Reference", "reference")
    lines += ["Written from the code of this version. `timeback operations` lists the calls on the command line.", ""]
    below = [
        *((service, f"{service}/index", about(f"timeback_core.{service}")) for service in services),
        ("Settings and options", "settings", "What `open`, `using` and lists take; environment variables."),
        ("Errors", "errors", about(errors.__name__)),
        *((face, face, about(face)) for face in FACES),
        ("The path of a call", "path-of-a-call", "The modules that a GET walks through, in order."),
        ("From the official clients", "official-calls", "Each method of theirs, and the call that takes its place."),
    ]
    lines += table(("page", "about"), [(f"[{title}]({page}.md)", text) for title, page, text in below])
    return [*lines, *contents([page for _, page, _ in below])]


def about(module: str) -> str:
    """What a module says of itself, in its first paragraph."""
    return sentence(paragraphs(importlib.import_module(module).__doc__)[0])


def contents(paths: list[str]) -> list[str]:
    """The pages below a page, for the navigation."""
    return ["```{toctree}", ":hidden:", "", *paths, "```", ""]


def write(app: "Sphinx") -> None:
    """Write the pages beside the others; a page that has not changed keeps its date, so that it is not built again."""
    folder = Path(app.srcdir) / "reference"
    wanted = {folder / f"{path}.md": "\n".join(lines).rstrip() + "\n" for path, lines in pages().items()}
    for old in folder.rglob("*.md"):
        if old not in wanted:
            old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: "Sphinx") -> dict[str, bool]:
    """Tell Sphinx when to write the reference."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
