"""Shapes that hold others: models, unions of them, lists, objects, and choices, which null may be one of."""

from collections.abc import Mapping, Sequence
from typing import Any

from timeback_core.engine.codec.bad import MISSING, Bad, join
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.shapes import Faults, FaultsOf, Inspector, LiteralValue, Shape, Translator, write_json
from timeback_core.engine.codec.workshop import Function, Workshop
from timeback_core.engine.narrow import is_array, is_listing, is_mapping, is_object


def inside(step: str | int, faults: Faults) -> Faults:
    """What is wrong with a part of a value, seen from the value."""
    for bad in faults:
        bad.path.append(step)
        yield bad


class Nested(Shape):
    """Another model."""

    __slots__ = ("consumes", "model", "models")

    def __init__(self, model: type[Model]) -> None:
        super().__init__("object", "object")
        self.model: type[Model] = model
        self.models: tuple[type[Model], ...] = (model,)
        self.consumes: bool = not issubclass(model, Loose)

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.model)

    def reader(self, shop: Workshop) -> Function:
        return shop.late(self.model)

    def read_lines(self, shop: Workshop) -> list[str]:
        return [f"v = {shop.name(self.model)}(v)"]

    def writer(self, shop: Workshop) -> Function | None:
        return shop.late(self.model)

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"{shop.name(self.model)}({value})"

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        inspector.model(value, path, level + 1)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        return translator.nested(self.model, value, path)

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        return faults_of(self.model, value)


class Tagged(Shape):
    """One of several models, told apart by the value of one field."""

    __slots__ = ("arms", "consumes", "keeps_unknown", "models", "other", "tag")

    def __init__(
        self, tag: str, arms: Mapping[LiteralValue, type[Model]], other: type[Model] | None, keeps_unknown: bool
    ) -> None:
        super().__init__("object", "object")
        self.tag: str = tag
        """Wire name of the field."""
        self.arms: dict[LiteralValue, type[Model]] = dict(arms)
        self.other: type[Model] | None = other
        """The model for any other tag."""
        self.keeps_unknown: bool = keeps_unknown
        self.models: tuple[type[Model], ...] = tuple(dict.fromkeys((*self.arms.values(), *((other,) if other else ()))))
        self.consumes: bool = any(Nested(model).consumes for model in self.models)

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.models) or (self.keeps_unknown and isinstance(value, Unknown))

    def arm(self, value: dict[str, object]) -> type[Model] | None:
        """The model for a JSON object; none where it is kept as it is.

        Raises:
            Bad: its tag is none of those that are known.
        """
        tag = value.get(self.tag, MISSING)
        arm = self.arms.get(tag) if isinstance(tag, str | int) else None
        if arm is not None or self.other is not None or self.keeps_unknown:
            return arm or self.other
        bad = Bad(" or ".join(f'"{each}"' for each in self.arms), tag)
        bad.path.append(self.tag)
        raise bad

    def reader(self, shop: Workshop) -> Function:
        readers = {model: shop.late(model) for model in self.models}

        def read(value: Any) -> Any:
            if not is_object(value):
                raise Bad("object", value)
            arm = self.arm(value)
            return Unknown(value) if arm is None else readers[arm](value)  # type: ignore[arg-type]  # parsed JSON

        return read

    def writer(self, shop: Workshop) -> Function | None:
        def write(value: Model | Unknown) -> Any:
            return write_json(value.raw) if isinstance(value, Unknown) else shop.function(type(value))(value)

        return write

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        if isinstance(value, Unknown):
            inspector.json(value.raw, path, level)
        else:
            inspector.model(value, path, level + 1)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        model = next((arm for arm in self.models if translator.fits(Nested(arm), value)), None)
        return value if model is None else translator.nested(model, value, path)

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        try:
            arm = self.arm(value) if is_object(value) else None
        except Bad as bad:
            return iter((bad,))
        return super().faults(value, shop, faults_of) if arm is None else faults_of(arm, value)


class ListOf(Shape):
    """A list; a lenient one also reads its only element bare."""

    __slots__ = ("item", "lenient")
    consumes = True

    def __init__(self, item: Shape, *, lenient: bool = False) -> None:
        bare = item.json_types if lenient else ()
        super().__init__(f"array or {item.expected}" if lenient else "array", "array", *bare)
        self.item: Shape = item
        self.lenient: bool = lenient

    @property
    def leaves(self) -> tuple[Shape, ...]:
        return self.item.leaves

    def accepts(self, value: object) -> bool:
        return is_listing(value)

    def reader(self, shop: Workshop) -> Function:
        """A list is decoded in place, so that its rows are freed one by one."""
        item, lenient = self.item.reader(shop), self.lenient

        def read(value: Any) -> Any:
            if value.__class__ is not list:
                if lenient:
                    return (item(value),)
                raise Bad("array", value)
            index = 0
            try:
                for index, each in enumerate(value):
                    value[index] = item(each)
            except Bad as bad:
                bad.path.append(index)
                raise
            return tuple(value)

        return read

    def read_lines(self, shop: Workshop) -> list[str]:
        if self.lenient:
            return super().read_lines(shop)
        if test := self.item.as_is_test("x"):
            body = f"if {test}: raise Bad({self.item.expected!r}, x)"
        elif isinstance(self.item, Nested):
            body = f"v[i] = {shop.name(self.item.model)}(x)"
        else:
            body = f"v[i] = {shop.constant(self.item.reader(shop), 'read')}(x)"
        return [
            "if v.__class__ is not list: raise Bad('array', v)",
            "for i, x in enumerate(v):",
            f"  {body}",
            "v = tuple(v)",
        ]

    def writer(self, shop: Workshop) -> Function | None:
        item = self.item.writer(shop)
        if item is None:
            return list

        def write(value: Any) -> Any:
            return [item(each) for each in value]

        return write

    def write_expression(self, shop: Workshop, value: str) -> str:
        if isinstance(self.item, Nested):
            return f"[{shop.name(self.item.model)}(x) for x in {value}]"
        return super().write_expression(shop, value) if self.item.writer(shop) else f"list({value})"

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        for index, each in enumerate(value):
            inspector.value(self.item, each, f"{path}[{index}]", level + 1)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        if is_listing(value):
            return tuple(translator.value(self.item, each, f"{path}[{index}]") for index, each in enumerate(value))
        return (translator.value(self.item, value, path),) if self.lenient else value

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        if is_array(value):
            for index, each in enumerate(value):
                yield from inside(index, self.item.faults(each, shop, faults_of))
        elif self.lenient:
            yield from self.item.faults(value, shop, faults_of)
        else:
            yield Bad("array", value)


class MapOf(Shape):
    """An object whose members all have one shape."""

    __slots__ = ("item",)
    consumes = True
    free = True

    def __init__(self, item: Shape) -> None:
        super().__init__("object", "object")
        self.item: Shape = item

    @property
    def leaves(self) -> tuple[Shape, ...]:
        return self.item.leaves

    def accepts(self, value: object) -> bool:
        return is_mapping(value)

    def reader(self, shop: Workshop) -> Function:
        item = self.item.reader(shop)

        def read(value: Any) -> Any:
            if value.__class__ is not dict:
                raise Bad("object", value)
            key = ""
            try:
                for key, each in value.items():
                    value[key] = item(each)
            except Bad as bad:
                bad.path.append(key)
                raise
            return value

        return read

    def writer(self, shop: Workshop) -> Function | None:
        item = self.item.writer(shop)
        if item is None:
            return dict

        def write(value: Any) -> Any:
            return {key: item(each) for key, each in value.items()}

        return write

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        for key, each in value.items():
            if inspector.key(key, path):
                inspector.value(self.item, each, join(path, key), level + 1)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        if not is_mapping(value):
            return value
        return {name: translator.value(self.item, each, join(path, str(name))) for name, each in value.items()}

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        if not is_object(value):
            yield Bad("object", value)
            return
        for name, each in value.items():
            yield from inside(name, self.item.faults(each, shop, faults_of))


class Choice(Shape):
    """One of several shapes, told apart by their JSON type."""

    __slots__ = ("arms", "consumes")

    def __init__(self, arms: Sequence[Shape]) -> None:
        super().__init__(" or ".join(arm.expected for arm in arms), *(t for arm in arms for t in arm.json_types))
        self.arms: tuple[Shape, ...] = tuple(arms)
        self.consumes: bool = any(arm.consumes for arm in arms)

    @property
    def leaves(self) -> tuple[Shape, ...]:
        return tuple(leaf for arm in self.arms for leaf in arm.leaves)

    @property
    def classes(self) -> tuple[type, ...]:
        return tuple(python for arm in self.arms for python in arm.classes)

    def without_null(self) -> tuple[Shape, bool]:
        arms = [arm for arm in self.arms if "null" not in arm.json_types]
        return (arms[0] if len(arms) == 1 else Choice(arms)).with_checks(self.checks), len(arms) < len(self.arms)

    def accepts(self, value: object) -> bool:
        return any(arm.accepts(value) for arm in self.arms)

    def reader(self, shop: Workshop) -> Function:
        expected = self.expected
        readers: dict[type, Function] = {
            python: read for arm in self.arms for read in (arm.reader(shop),) for python in arm.classes
        }

        def read(value: Any) -> Any:
            convert = readers.get(value.__class__)
            if convert is None:
                raise Bad(expected, value)
            return convert(value)

        return read

    def writer(self, shop: Workshop) -> Function | None:
        writers = [(arm, arm.writer(shop)) for arm in self.arms]
        expected = self.expected

        def write(value: Any) -> Any:
            for arm, convert in writers:
                if arm.accepts(value):
                    return convert(value) if convert else value
            raise Bad(expected, value)

        return write

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        inspector.value(next(arm for arm in self.arms if arm.accepts(value)), value, path, level)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        arm = next((arm for arm in self.arms if translator.fits(arm, value)), None)
        return value if arm is None else translator.value(arm, value, path)

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        arm = next((arm for arm in self.arms if type(value) in arm.classes), None)
        return iter((Bad(self.expected, value),)) if arm is None else arm.faults(value, shop, faults_of)
