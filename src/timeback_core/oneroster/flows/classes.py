"""Flows over classes: exists, modify, upsert, ensure, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import narrowed_to, with_id
from timeback_core.oneroster.flows.steps import ensured, exists, modified, upserted
from timeback_core.oneroster.models.classes import Class, ClassInput, ClassUpdateInput
from timeback_core.oneroster.operations.classes import create_class, get_class, list_classes, update_class


@flow
def class_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a class of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_class.request(sourced_id, fields=("status",))))


@flow
def read_classes_by_ids(ids: Sequence[str]) -> Steps[Batch[Class]]:
    """Read many classes by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_classes.request))


@flow
def modify_class(sourced_id: str, change: Callable[[ClassUpdateInput], ClassUpdateInput]) -> Steps[Class]:
    """Change a class: read it, change it, write it back; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(sourced_id, get_class.request, ClassUpdateInput.of, change, update_class.request)
    )


@flow
def upsert_class(sourced_id: str, class_: ClassInput) -> Steps[Class]:
    """Change a class, or create it where there is none; gives it as stored.

    Course and school of a class that exists stay as they are.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(class_, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_class.request,
            update_class.request(sourced_id, narrowed_to(ClassUpdateInput, body)),
            create_class.request(body),
        )
    )


@flow
def ensure_class(sourced_id: str, class_: ClassInput) -> Steps[Class]:
    """Make sure of a class: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    body = with_id(class_, sourced_id)
    return (yield from ensured(sourced_id, get_class.request, create_class.request(body)))
