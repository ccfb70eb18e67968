"""What the official clients offer, found by looking at them: every method, with the resources on its way."""

import inspect
from collections.abc import Iterator


def methods_of(client: object, path: str) -> Iterator[str]:
    """The methods of a client or a resource and of those below it, such as `oneroster.users.classes`."""
    for name, value in inspect.getmembers(client):
        if name.startswith("_") or (type(client).__name__.endswith("Client") and name in ("check_auth", "close")):
            continue
        if is_resource(value):
            yield from methods_of(value, f"{path}.{name}")
        elif inspect.ismethod(value) and name != "get_transport":
            below = None if inspect.iscoroutinefunction(value) else resource_of(value)
            yield from [f"{path}.{name}"] if below is None else methods_of(below, f"{path}.{name}")
    if callable(client):
        yield from methods_of(client("id"), path)


def resource_of(method: object) -> object | None:
    """The resource that a method gives for ids; None where it gives something else."""
    assert callable(method)
    ids = [name for name, each in inspect.signature(method).parameters.items() if each.default is each.empty]
    try:
        given = method(*ids)
    except Exception:  # whatever a foreign method makes of such arguments
        return None
    return given if is_resource(given) else None


def is_resource(value: object) -> bool:
    """Whether something is a part of a client."""
    return type(value).__module__.startswith("timeback_") and type(value).__name__.endswith(("Resource", "Helper"))
