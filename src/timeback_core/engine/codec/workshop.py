"""`Workshop`: makes one function per model, or per shape, from generated source, when it is first called.

All functions of a workshop share one namespace and call each other by name, so models may refer to each other in
circles. Under the name of a function that is not made yet stands a stub, which makes it and takes its place. There is
no lock, which a fork could leave locked: two threads may make the same function, and one of the two stays.
"""

import linecache
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, TypeAlias

Function: TypeAlias = Callable[..., Any]


class Workshop:
    """Generated functions of one purpose, such as `decode`, by the model or the shape that they are for.

    `write` gives the lines of a function, the first without `def` and name. They may use what is `shared`, and `shop`.
    """

    def __init__(
        self, purpose: str, write: "Callable[[Any, Workshop], list[str]]", shared: Mapping[str, object]
    ) -> None:
        self.purpose = purpose
        self.write = write
        self.namespace: dict[str, Any] = {**shared, "shop": self}
        self.names: dict[object, str] = {}
        self.ready: dict[object, Function] = {}
        self.numbers: Iterator[int] = count()

    def function(self, of: object) -> Function:
        """The function of a model or a shape."""
        return self.ready.get(of) or self.make(of)

    def make(self, of: object) -> Function:
        """Make a function; its source is kept where tracebacks find it."""
        name = self.name(of)
        first, *rest = self.write(of, self)
        source = "\n".join([f"def {name}{first}", *rest, ""])
        file = f"<timeback_core {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), self.namespace)  # noqa: S102 - source of ours, made of constants
        made: Function = self.namespace[name]
        self.ready[of] = made
        return made

    def first(self, of: Any, *given: Any) -> Any:
        """The first call of a function, by another one."""
        return self.function(of)(*given)

    def name(self, of: object) -> str:
        """The name under which generated code calls a function, whether it is made or not."""
        name = self.names.get(of)
        if name is None:
            plain = re.sub(r"\W", "_", (of if isinstance(of, type) else type(of)).__name__, flags=re.ASCII)
            name = self.names.setdefault(of, f"{self.purpose}_{plain}_{next(self.numbers)}")

            def stub(*given: Any) -> Any:
                return self.first(of, *given)

            self.namespace.setdefault(name, stub)
        return name

    def constant(self, value: object, hint: str) -> str:
        """A name for a value in the generated code."""
        name = f"{hint}_{next(self.numbers)}"
        self.namespace[name] = value
        return name


def indent(lines: list[str]) -> list[str]:
    """The lines one level deeper."""
    return ["  " + line for line in lines]
