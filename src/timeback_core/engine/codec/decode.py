"""The decoders of models and shapes: generated source with the checks inline, one pass, one path of errors.

The instance is filled through a twin of its class that is not frozen, since the frozen `__init__` of attrs
costs more than all the rest. Lists are decoded in place: the decoder consumes the parsed JSON.
"""

from types import NoneType
from typing import Any, Final

from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.json import MISSING, Bad
from timeback_core.engine.codec.model import (
    BY_HAND,
    COMPLETE,
    NOTHING_MORE,
    Loose,
    Model,
    absent_bit,
    null_bit,
    omits_default,
)
from timeback_core.engine.codec.shapes import FreeJson, Shape
from timeback_core.engine.codec.wire import UNSET
from timeback_core.engine.codec.workshop import Workshop, indent


def write_decoder(of: type[Model] | Shape, shop: Workshop) -> list[str]:
    return lines_of_shape(of, shop) if isinstance(of, Shape) else lines_of_model(of, shop)


def lines_of_shape(shape: Shape, shop: Workshop) -> list[str]:
    """The lines for values that stand alone or in a list; `i` is the index, or name, that is being read."""
    return [
        "(v):",
        "  i = None",
        "  try:",
        *indent(indent([*shape.read_lines(shop), "return v"])),
        "  except Bad as e:",
        "    if i is not None: e.path.append(i)",
        "    raise",
    ]


def lines_of_model(cls: type[Model], shop: Workshop) -> list[str]:
    """The lines for a model.

    In them, `o` is the object, `m` the model, `k` its mask, `n` how many of its fields are there (so that one
    `len` tells whether there are others), `at` and `i` the field and the index that are being read, `w` the
    name under which a field of several names was found.
    """
    fields = fields_of(cls)
    known = shop.constant(frozenset(field.wire for field in fields), "known")
    mask = starting_mask(fields) if cls.remembers else BY_HAND
    lines = [
        "(o):",
        "  if o.__class__ is not dict: raise Bad('object', o)",
        f"  m = {shop.constant(draft_of(cls), 'draft')}()",
        f"  n = {len(fields)}; k = {mask}; at = i = None; get = o.get",
    ]
    loose = issubclass(cls, Loose)
    if loose or any(field.also for field in fields):
        lines.append(f"  known = {known}")
        known = "known"
    lines.append("  try:")
    for field in fields:
        read = Reading(field, shop, remembers=cls.remembers)
        lines += indent(indent(read.loosely() if loose else read.lines()))
    return [
        *lines,
        "    pass",
        "  except Bad as e:",
        "    if i is not None: e.path.append(i)",
        "    e.path.append(at)",
        "    raise",
        f"  m.extra = NOTHING_MORE if len(o) == n else {{x: o[x] for x in o if x not in {known}}}",
        "  m._mask = k",
        f"  m.__class__ = {shop.constant(cls, 'model')}",
        "  return m",
    ]


def starting_mask(fields: tuple[FieldInfo, ...]) -> int:
    """The mask of a model in which every field was given; bits are toggled from here."""
    mask = COMPLETE
    for field in fields:
        mask |= null_bit(field.position)
        if not omits_default(field.default):
            mask |= absent_bit(field.position)
    return mask


class Reading:
    """The generated lines that read one field into `v` and store it."""

    def __init__(self, field: FieldInfo, shop: Workshop, *, remembers: bool) -> None:
        self.field = field
        self.shop = shop
        self.remembers = remembers
        self.name: str = "w" if field.also else repr(field.wire)
        self.fail: str = f"at = {self.name}; i = None; raise Bad({field.expected!r}, v)"

    def lines(self, *first: str) -> list[str]:
        """All lines; `first` are those that run before a value is read."""
        field, shape = self.field, self.field.shape
        lines = [f"v = get({field.wire!r}, MISSING)"]
        if field.also:
            lines = [f"w = {field.wire!r}", *lines]
        for other in field.also:
            lines += [
                "if v is MISSING:",
                f"  v = get({other!r}, MISSING)",
                f"  if v is not MISSING: w = {other!r}; known = known | {{w}}",
            ]
        if type(shape) is FreeJson:
            lines += ["if v is MISSING:", f"  {self.absent()}"]
        elif shape.as_is:
            lines += [f"if {shape.misfits('v')}:", *indent(self.exceptions()), f"  else: {self.fail}"]
        else:
            read = [f"at = {self.name}; i = None", *first, *shape.read_lines(self.shop)]
            lines += [*self.exceptions(), "else:", *indent(read)]
        return [*lines, f"m.{field.name} = v"]

    def loosely(self) -> list[str]:
        """The lines for a loose model: what does not fit an optional field stays in `extra`, as it came."""
        lines = self.lines(*(["v = copied(v)"] if self.field.shape.consumes else []))
        if self.field.required:
            return lines
        names = {self.field.wire, *self.field.also}
        return [
            "try:",
            *indent(lines),
            "except Bad:",
            f"  n -= 1; k ^= {absent_bit(self.field.position)}; known = known - {names!r}; i = None",
            f"  m.{self.field.name} = {self.default()}",
        ]

    def exceptions(self) -> list[str]:
        """The branches for a field that is missing or null."""
        lines = [f"if v is MISSING: {self.absent()}"]
        if self.field.nullable:
            lines.append("elif v is None: pass")
        elif self.field.may_be_null_list and self.remembers:
            lines.append(f"elif v is None: k ^= {null_bit(self.field.position)}; v = ()")
        return lines

    def absent(self) -> str:
        """The statements for a field that is missing."""
        if self.field.required:
            return self.fail
        forgotten = f"k ^= {absent_bit(self.field.position)}; " if self.remembers else ""
        return f"n -= 1; {forgotten}v = {self.default()}"

    def default(self) -> str:
        value = self.field.default
        if self.field.unset:
            return "UNSET"
        return repr(value) if omits_default(value) else self.shop.constant(value, "default")


def copied(value: Any) -> Any:
    """JSON with lists and objects of its own, which may be decoded in place."""
    if value.__class__ is list:
        return [copied(each) for each in value]
    if value.__class__ is dict:
        return {name: copied(each) for name, each in value.items()}
    return value


def draft_of(cls: type[Model]) -> type[Any]:
    """The twin of a model's class: the same layout, but not frozen; its instances are turned into models."""
    body: dict[str, object] = {
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
        "__init__": object.__init__,
    }
    body |= {name: vars(cls)[name] for name in ("__slots__", "__orig_bases__") if name in vars(cls)}
    return type(f"Draft{cls.__name__}", cls.__bases__, body)


DECODERS: Final = Workshop(
    "decode",
    write_decoder,
    {
        "Bad": Bad,
        "MISSING": MISSING,
        "NoneType": NoneType,
        "NOTHING_MORE": NOTHING_MORE,
        "UNSET": UNSET,
        "copied": copied,
    },
)
