"""What documents refer to: a text that is the id of a document leads to it, whatever the service."""

from collections.abc import Sequence

from timeback_core.sandbox.store import Store


def named(store: Store, order: Sequence[str], name: str, text: str) -> str | None:
    """The collection of the document that a member of this name and text refers to; None where it is no id.

    Of several documents with that id, the one whose collection is called like the member, else the first.
    """
    found = [collection for collection in order if store.get(collection, text) is not None]
    stem = name.removesuffix("Id").removesuffix("SourcedId").casefold()
    alike = (collection for collection in found if stem and collection.casefold().startswith(stem[:-1]))
    return next(alike, found[0] if found else None)
