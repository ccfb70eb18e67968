"""What a trial of a foreign client is: its methods are called one by one, and each answer is looked at."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any


class Trial:
    """The calls of a client, by `resource.method`, and which of them failed."""

    def __init__(self, own_faults: Mapping[str, str]) -> None:
        self.own_faults = own_faults
        """What the client itself gets wrong, and why."""
        self.called: set[str] = set()
        self.failed: list[str] = []

    async def __call__(self, name: str, call: Awaitable[Any], holds: Callable[[Any], object]) -> Any:
        """What a call gives; it is to hold what is said of it. None where it fails."""
        self.called.add(name)
        try:
            value = await call
            fits = bool(holds(value))
            said = "" if fits else f"gave {value!r}"
        except Exception as error:
            value, fits, said = None, False, f"{type(error).__name__}: {error} {getattr(error, 'issues', '')}"
        known = self.own_faults.get(name)
        print("ok  " if fits else "own " if known else "FAIL", name, known if known and not fits else said[:1500])
        if not fits and known is None:
            self.failed.append(name)
        elif fits and known:
            self.failed.append(f"{name} (works after all)")
        return value

    def left_out(self, client: Any) -> list[str]:
        """The methods of the client's resources that were not called."""
        offered = {
            f"{resource}.{method}"
            for resource, each in vars(client).items()
            if not resource.startswith("_") and type(each).__name__.endswith("Resource")
            for method, _ in inspect.getmembers(each, callable)
            if not method.startswith("_")
        }
        return sorted(offered - self.called)
