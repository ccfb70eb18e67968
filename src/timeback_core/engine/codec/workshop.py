"""`Workshop`: makes one function per model from generated source, on first use, for all threads.

All functions of a workshop share one namespace and call each other by name, so models may refer to each other
in circles: a name is looked up when it is called, and by then all that belong together are there.
"""

import linecache
import re
from collections.abc import Callable, Mapping
from threading import RLock
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
        self,
        purpose: str,
        write: "Callable[[type[Model], Workshop], list[str]]",
        shared: Mapping[str, object],
    ) -> None:
        self.purpose = purpose
        self.write = write
        self.namespace: dict[str, Any] = dict(shared)
        self.names: dict[type[Model], str] = {}
        self.ready: dict[type[object], Function] = {}
        self.wanted: list[type[Model]] = []
        self.lock: RLock = RLock()

    def function(self, cls: type[Model]) -> Function:
        """The function of a model.

        Raises:
            TypeError: the declaration of the model, or of one that it refers to, makes no sense.
        """
        found = self.ready.get(cls)
        if found is None:
            with self.lock:
                found = self.ready.get(cls) or self.build(cls)
        return found

    def build(self, cls: type[Model]) -> Function:
        """Make the function of a model and of all models that it refers to."""
        self.wanted = [cls]
        self.build_wanted()
        return self.ready[cls]

    def build_wanted(self) -> None:
        """Make the functions of all models that are wanted, and of those that these refer to."""
        made: dict[type[object], Function] = {}
        while self.wanted:
            each = self.wanted.pop()
            if each not in made and each not in self.ready:
                made[each] = self.compile(each)
        self.ready.update(made)

    def outside(self, make: Callable[["Workshop"], Function]) -> Function:
        """A function that is no model's but calls functions of models, which are made with it."""
        with self.lock:
            self.wanted = []
            function = make(self)
            self.build_wanted()
        return function

    def compile(self, cls: type[Model]) -> Function:
        """Make one function; its source is kept where tracebacks find it."""
        name = self.name(cls)
        first, *rest = self.write(cls, self)
        source = "\n".join([f"def {name}{first}", *rest, ""])
        file = f"<timeback_core {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), self.namespace)  # noqa: S102 - source of ours, made of constants
        function: Function = self.namespace[name]
        return function

    def name(self, cls: type[Model]) -> str:
        """The name of a model's function, which is made with the present one if it is not there yet."""
        if cls not in self.names:
            plain = re.sub(r"\W", "_", cls.__name__, flags=re.ASCII)
            self.names[cls] = f"{self.purpose}_{plain}_{len(self.names)}"
        if cls not in self.ready:
            self.wanted.append(cls)
        return self.names[cls]

    def late(self, cls: type[Model]) -> Function:
        """A function that calls the model's, which may not be there yet."""
        name, namespace = self.name(cls), self.namespace

        def call(value: Any) -> Any:
            return namespace[name](value)

        return call

    def constant(self, value: object, hint: str) -> str:
        """A name for a value in the generated code."""
        name = f"{hint}_{len(self.namespace)}"
        self.namespace[name] = value
        return name
