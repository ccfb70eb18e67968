"""What a trial of a foreign client is: its methods are called one by one, and each answer is looked at."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any


class Trial:
    """The calls of a client, by `resource.method`, and which of them failed."""

    def __init__(self) -> None:
        self.called: set[str] = set()
        self.failed: list[str] = []

    async def __call__(self, name: str, call: Awaitable[Any], holds: Callable[[Any], object], *, own: str = "") -> Any:
        """What a call gives; it is to hold what is said of it. None where it fails.

        own: why it fails by a fault of the client's own.
        """
        self.called.add(name)
        try:
            value = await call
            fits, said = bool(holds(value)), f"gave {value!r}"
        except Exception as error:
            value, fits, said = None, False, f"{type(error).__name__}: {error}"
        if fits == (not own):
            print("own " if own else "ok  ", name, own)
        else:
            print("FAIL", name, "works after all" if fits else said[:1500])
            self.failed.append(name)
        return value

    def left_out(self, resources: Mapping[str, object]) -> list[str]:
        """The methods of a client's resources that were not called."""
        offered = {
            f"{resource}.{method}"
            for resource, each in resources.items()
            if not resource.startswith("_") and type(each).__name__.endswith(("Resource", "Helper"))
            for method, _ in inspect.getmembers(each, callable)
            if not method.startswith("_")
        }
        return sorted(offered - self.called)
