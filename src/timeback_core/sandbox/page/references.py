"""What documents refer to: a text that is the id of a document leads to it, whatever the service."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from timeback_core.sandbox.messages import Steps, is_array, is_object
from timeback_core.sandbox.store import Store

Places: TypeAlias = dict[str, list[tuple[str, str]]]
"""Of each collection those that refer to it, each with the dotted path at which it does."""

LOOKED_AT: Final = 10
"""Documents at either end of a collection that tell at which paths it refers to others."""


def named(store: Store, order: Sequence[str], name: str, text: str) -> str | None:
    """The collection of the document that a member of this name and text refers to; None where it is no id.

    Of several documents with that id, the one whose collection is called like the member, else the first. A number
    is an id for a member that is called so alone: others that count or measure have the same.
    """
    found = [collection for collection in order if store.get(collection, text) is not None]
    stem = name.removesuffix("Id").removesuffix("Sourced").casefold()
    alike = (collection for collection in found if stem and collection.casefold().startswith(stem[:-1]))
    return next(alike, None if text.isdecimal() else next(iter(found), None))


def places(store: Store, order: Sequence[str]) -> Steps[Places]:
    """Where documents refer to others, as far as some of each collection tell."""
    found: Places = {}
    for collection in order:
        yield
        rows = store.rows(collection)
        for document in (*rows[:LOOKED_AT], *rows[max(LOOKED_AT, len(rows) - LOOKED_AT) :]):
            for name, path, text in _texts("", "", document):
                target = None if text == document["sourcedId"] else named(store, order, name, text)
                if target is not None and (collection, path) not in found.setdefault(target, []):
                    found[target].append((collection, path))
    return found


def _texts(name: str, path: str, value: Any) -> Iterator[tuple[str, str, str]]:
    """Each text of a document, with the member that it belongs to and its path; references are called as they stand."""
    if isinstance(value, str):
        yield name, path, value
    elif is_array(value):
        for item in value:
            yield from _texts(name, path, item)
    elif is_object(value):
        for key, item in value.items():
            yield from _texts(name if key == "sourcedId" else key, f"{path}.{key}" if path else key, item)
