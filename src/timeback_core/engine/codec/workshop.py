"""`Workshop`: makes one function per model from generated source, when it is first called.

All functions of a workshop share one namespace and call each other by name, so models may refer to each other in
circles. Under the name of a function that is not made yet stands a stub, which makes it and takes its place. There is
no lock, which a fork could leave locked: two threads may make the same function, and one of the two stays.
"""

import linecache
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeAlias

from timeback_core.engine.codec.model import Model

Function: TypeAlias = Callable[[Any], Any]


class Workshop:
    """Generated functions of one purpose, by model.

    Args:
        purpose: what the functions do, such as `decode`; part of their names.
        write: gives the lines of a model's function; its first line is without `def` and name.
        shared: what the generated code uses everywhere.
    """

    def __init__(
        self, purpose: str, write: "Callable[[type[Model], Workshop], list[str]]", shared: Mapping[str, object]
    ) -> None:
        self.purpose = purpose
        self.write = write
        self.namespace: dict[str, Any] = dict(shared)
        self.names: dict[type[Model], str] = {}
        self.ready: dict[type[object], Function] = {}
        self.numbers = count()

    def function(self, cls: type[Model]) -> Function:
        """The function of a model.

        Raises:
            TypeError: the declaration of the model makes no sense.
        """
        return self.ready.get(cls) or self.make(cls)

    def make(self, cls: type[Model]) -> Function:
        """Make a function; its source is kept where tracebacks find it."""
        name = self.name(cls)
        first, *rest = self.write(cls, self)
        source = "\n".join([f"def {name}{first}", *rest, ""])
        file = f"<timeback_core {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), self.namespace)  # noqa: S102 - source of ours, made of constants
        made: Function = self.namespace[name]
        self.ready[cls] = made
        return made

    def name(self, cls: type[Model]) -> str:
        """The name under which generated code calls a model's function."""
        name = self.names.get(cls)
        if name is None:
            plain = re.sub(r"\W", "_", cls.__name__, flags=re.ASCII)
            name = self.names.setdefault(cls, f"{self.purpose}_{plain}_{next(self.numbers)}")
            self.namespace.setdefault(name, self.stub(cls))
        return name

    def stub(self, cls: type[Model]) -> Function:
        """What stands under the name of a function that is not made yet."""

        def make_and_call(value: Any) -> Any:
            return self.function(cls)(value)

        return make_and_call

    def late(self, cls: type[Model]) -> Function:
        """A function that calls the model's, which may not be made yet."""
        name, namespace = self.name(cls), self.namespace

        def call(value: Any) -> Any:
            return namespace[name](value)

        return call

    def constant(self, value: object, hint: str) -> str:
        """A name for a value in the generated code."""
        name = f"{hint}_{next(self.numbers)}"
        self.namespace[name] = value
        return name
