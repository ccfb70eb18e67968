"""References between documents: read with whatever the server tells, written as the id alone."""

from timeback_core.engine.codec import Input, Model, model, non_empty, wire

__all__ = ("AnyRef", "Mention", "Ref", "RefInput", "ref_to")


@model
class AnyRef(Model):
    """What may be told of another document besides its id."""

    href: str | None = None
    """Address of the document, where the server tells it."""
    type: str | None = None
    """Kind of the document, such as `org`."""
    name: str | None = None


@model
class Ref(AnyRef):
    """A reference to another document, as read."""

    sourced_id: str


@model
class Mention(AnyRef):
    """Another document, as it is mentioned by servers that may leave out its id."""

    sourced_id: str | None = None


@model
class RefInput(Input, reads=AnyRef, drops=("href", "type", "name")):
    """A reference to another document, as written: its id alone."""

    sourced_id: str = wire(check=non_empty)


def ref_to(sourced_id: str) -> RefInput:
    """A reference to the document of that id, as inputs take it."""
    return RefInput(sourced_id=sourced_id)
