"""The pages of an API's models: fields with types and meanings, vocabularies, aliases."""

import importlib
import inspect
from enum import Enum
from types import ModuleType

from docs._ext.reference.library import methods
from docs._ext.reference.source import Written, aliases_of, fields_of_class, keyword
from docs._ext.reference.text import Links, heading, label_of, prose, sentence, table

from timeback_core.engine.codec import FieldInfo, Model, fields_of, wire_name


def modules_of(service: str) -> dict[ModuleType, dict[str, object]]:
    """The public models, vocabularies and aliases of an API, by the module that defines them."""
    face = importlib.import_module(f"timeback_core.{service}")
    public = {name: getattr(face, name) for name in face.__all__}
    modules = {
        importlib.import_module(value.__module__): None
        for value in public.values()
        if inspect.isclass(value) and (issubclass(value, Model) or issubclass(value, Enum))
    }
    return {
        module: {
            name: value
            for name, value in vars(module).items()
            if name in public and (name in aliases_of(module) or getattr(value, "__module__", "") == module.__name__)
        }
        for module in sorted(modules, key=lambda each: each.__name__)
    }


def label(service: str, name: str) -> str:
    """Where a model, a vocabulary or an alias is described."""
    return label_of(service, "model", name)


def title(stem: str) -> str:
    """The title of the page of a module."""
    return stem.replace("_", " ").capitalize()


def page(service: str, module: ModuleType, names: dict[str, object], links: Links) -> list[str]:
    """The page of one module of models."""
    stem = module.__name__.rpartition(".")[2]
    lines = heading(1, title(stem), label_of(service, "models", stem))
    lines += prose(module.__doc__)
    for name, value in names.items():
        lines += heading(2, name, label(service, name))
        if inspect.isclass(value) and issubclass(value, Model):
            lines += model(value, links)
        elif inspect.isclass(value) and issubclass(value, Enum):
            lines += prose(value.__doc__)
            lines += [", ".join(f"`{member.value}`" for member in value), ""]
        elif name in aliases_of(module):
            written = aliases_of(module)[name]
            lines += [*prose(written.doc), links.type(written.type), ""]
        else:
            lines += prose(inspect.getdoc(value))
    return lines


def model(cls: type[Model], links: Links) -> list[str]:
    """One model: what it is, where it comes from, its fields."""
    lines = prose(cls.__doc__)
    reads: type[Model] | None = getattr(cls, "__reads__", None)
    if reads is not None:
        lines += [f"`{cls.__name__}.of(...)` makes one from a {links.type(reads.__name__)} that was read.", ""]
    written = fields_of_class(cls)
    lines += table(
        ("field", "type", "meaning"),
        [
            (f"`{each.name}`", links.type(written[each.name].type), meaning(each, written[each.name]))
            for each in fields_of(cls)
        ],
    )
    base = next(each for each in cls.__mro__ if each.__module__.startswith("timeback_core.engine"))
    return lines + methods(cls, links, besides=base)


def meaning(field: FieldInfo, written: Written) -> str:
    """What a field is: required, its meaning, what its value must be, its name on the wire where that is not plain."""
    parts = ["**Required.**"] if field.required else []
    if written.doc:
        parts.append(sentence(written.doc))
    if check := keyword(written.value, "check"):
        parts.append(f"Checked by `{check}`.")
    if field.wire != wire_name(field.name):
        parts.append(f"On the wire: `{field.wire}`.")
    if field.also:
        parts.append(f"Read from {', '.join(f'`{name}`' for name in field.also)} too.")
    return " ".join(parts)
