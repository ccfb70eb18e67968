"""The catalogue: every operation and flow of the library, as data; CLI, documentation and tests derive from it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import Signature, signature
from typing import Any, Literal, TypeAlias, cast

import attrs

from timeback_core.engine.platforms import SERVICES
from timeback_core.engine.surface.flow import Flow
from timeback_core.engine.surface.namespace import Namespace, children_of, is_namespace_class
from timeback_core.engine.surface.operation import Operation

Described: TypeAlias = Operation[..., Any] | Flow[..., Any]
"""What the catalogue holds."""


@attrs.frozen
class Entry:
    """One operation or flow, and where it stands."""

    kind: Literal["operation", "flow"]
    service: str
    resource: str
    """The namespace below the service, such as `users`."""
    name: str
    """Name of the function, such as `list_classes_for_user`."""
    member: str
    """Name in the namespace, such as `list_classes`."""
    verb: str | None
    """The HTTP verb; None for a flow."""
    path: str | None
    """Full path template on the default platform; None for a flow."""
    summary: str
    signature: Signature
    paged: bool
    operations: tuple[str, ...]
    """For a flow: the operations that it performs."""
    operation: Described
    """The thing itself."""

    @property
    def qualified(self) -> str:
        """The call as a client spells it, such as `oneroster.users.list_classes`."""
        return ".".join(part for part in (self.service, self.resource, self.member) if part)


def walk(service: str, namespace: type[Namespace[Any]], resource: str = "") -> Iterator[Entry]:
    """The entries of a namespace and of those below it, in the order in which they stand."""
    for member, value in vars(namespace).items():
        if not isinstance(value, Operation | Flow):
            continue
        described = cast(Described, value)  # a class body tells no type arguments
        one = described if isinstance(described, Operation) else None
        yield Entry(
            kind=described.kind,
            service=service,
            resource=resource,
            name=described.__name__,
            member=member,
            verb=None if one is None else one.verb,
            path=None if one is None else one.default_path,
            summary=described.summary,
            signature=signature(described),
            paged=one is not None and one.expect.paged,
            operations=tuple(each.full_name for each in described.operations) if isinstance(described, Flow) else (),
            operation=described,
        )
    for name, child in children_of(namespace).items():
        yield from walk(service, child, f"{resource}.{name}" if resource else name)


def services() -> tuple[str, ...]:
    """The services whose operations the library has, sorted."""
    return tuple(name for name in SERVICES if find_spec(f"timeback_core.{name}") is not None)


def catalogue() -> tuple[Entry, ...]:
    """Every operation and flow; the modules of all services are loaded."""
    return tuple(entry for service in services() for entry in walk(service, root_of(service)))


def root_of(service: str) -> type[Namespace[Any]]:
    """The namespace class of a service, the only one that `timeback_core.<service>.api` defines; it is loaded."""
    home = import_module(f"timeback_core.{service}.api")
    return next(each for each in vars(home).values() if is_namespace_class(each) and each.__module__ == home.__name__)
