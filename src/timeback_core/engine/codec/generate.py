"""The general decoders and the encoders of models and shapes: generated source with the checks inline.

A decoder makes one pass and has one path of errors. It fills a draft of the instance, whose class is not
frozen, since the frozen `__init__` of attrs costs more than all the rest, and consumes the parsed JSON: lists are
decoded in place. An encoder writes what was given and leaves out what was absent.
"""

from collections.abc import Mapping
from functools import partial
from types import NoneType
from typing import Any, Final

from timeback_core.engine.codec.fields import FieldInfo, default_source, fields_of, starting_mask
from timeback_core.engine.codec.json import MISSING, Bad, is_blank, is_empty, object_of
from timeback_core.engine.codec.model import (
    NOTHING_MORE,
    Loose,
    Model,
    absent_bit,
    draft_of,
    mask_of,
    null_bit,
    omits_default,
    varies,
)
from timeback_core.engine.codec.shapes import FreeJson, Shape, write_json, write_member
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
    refuse = "raise Bad" if any(field.required for field in fields) else "o = object_of"
    model = shop.constant(cls, "model")
    variant = (f"  c = {model}.__variant__(o)", f"  if c is not {model}: return shop.function(c)(o)")
    lines = [
        "(o):",
        f"  if o.__class__ is not dict: {refuse}('object', o)",
        *(variant if varies(cls) else ()),
        f"  m = {shop.constant(draft_of(cls), 'draft')}()",
        f"  n = {len(fields)}; k = {starting_mask(cls)}; at = i = None; get = o.get",
    ]
    loose = issubclass(cls, Loose)
    if loose or any(field.also for field in fields):
        lines.append(f"  known = {known}")
        known = "known"
    lines.append("  try:")
    for field in fields:
        read = Reading(field, shop, remembers=cls.remembers, loose=loose)
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
        f"  m.__class__ = {model}",
        "  return m",
    ]


class Reading:
    """The generated lines that read one field into `v` and store it; a loose model takes no odd spelling."""

    def __init__(self, field: FieldInfo, shop: Workshop, *, remembers: bool, loose: bool) -> None:
        self.field = field
        self.shop = shop
        self.remembers = remembers
        self.loose = loose
        self.name: str = "w" if field.also else repr(field.wire)
        self.here: str = f"at = {self.name}; i = None"
        self.fail: str = f"{self.here}; raise Bad({field.expected!r}, v)"

    def lines(self) -> list[str]:
        """All lines."""
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
            odd = [self.fail] if self.loose else [self.here, *self.read([shape.misfit(field.expected)])]
            lines += [f"if {shape.misfits('v')}:", *indent([*self.exceptions(), "else:", *indent(odd)])]
        else:
            lines += [*self.exceptions(), "else:", *indent([self.here, *self.read(shape.read_lines(self.shop))])]
        return [*lines, f"m.{field.name} = v"]

    def read(self, lines: list[str]) -> list[str]:
        """The lines that read a value which is there and not null."""
        shape = self.field.shape
        if self.loose:
            first = f"if {shape.misfits('v')}: raise Bad({self.field.expected!r}, v)"
            return [first, *(["v = copied(v)"] if shape.consumes else []), *lines]
        return shape.or_null(lines) if self.field.nullable else lines

    def loosely(self) -> list[str]:
        """The lines for a loose model: what does not fit an optional field stays in `extra`, as it came."""
        lines = self.lines()
        if self.field.required:
            return lines
        names = {self.field.wire, *self.field.also}
        return [
            "try:",
            *indent(lines),
            "except Bad:",
            f"  n -= 1; k ^= {absent_bit(self.field.position)}; known = known - {names!r}; i = None",
            f"  m.{self.field.name} = {default_source(self.field, self.shop)}",
        ]

    def exceptions(self) -> list[str]:
        """The branches for a field that is missing or null."""
        lines = [f"if v is MISSING: {self.absent()}"]
        if self.field.nullable:
            lines.append("elif v is None: pass")
        elif self.field.null_is_default and self.remembers:
            lines.append(
                f"elif v is None: k ^= {null_bit(self.field.position)}; v = {default_source(self.field, self.shop)}"
            )
        return lines

    def absent(self) -> str:
        """The statements for a field that is missing."""
        if self.field.required:
            return self.fail
        forgotten = f"k ^= {absent_bit(self.field.position)}; " if self.remembers else ""
        return f"n -= 1; {forgotten}v = {default_source(self.field, self.shop)}"


def copied(value: Any) -> Any:
    """JSON with lists and objects of its own, which may be decoded in place."""
    if value.__class__ is list:
        return [copied(each) for each in value]
    if value.__class__ is dict:
        return {name: copied(each) for name, each in value.items()}
    return value


def write_encoder(cls: type[Model], shop: Workshop) -> list[str]:
    """The source of a model's encoder: `m` is the model, `k` its mask, `o` the object that is made.

    Members come in the order of the fields, whatever the mask, so that equal inputs are equal bytes.
    """
    model = shop.constant(cls, "model")
    fields = fields_of(cls)
    lines_of = lines_of_field if cls.remembers else lines_of_member
    return [
        "(m):",
        f"  if m.__class__ is not {model}: return write_subclass(m, {model}, shop)",
        *(["  k = mask_of(m)"] if cls.remembers else []),
        "  o = {}",
        *indent([line for field in fields for line in lines_of(field, shop)]),
        "  if m.extra is NOTHING_MORE: return o",
        "  for x, v in write_json(m.extra).items(): o.setdefault(x, v)",
        "  return o",
    ]


def lines_of_member(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines for a field of an input, which says itself what is left out."""
    return [f"v = m.{field.name}", f"if v is not UNSET: o[{field.wire!r}] = {or_null(field, shop, 'v')}"]


def lines_of_field(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines for a field of a model that remembers what was absent."""
    store, value = f"o[{field.wire!r}] =", field.shape.write_expression(shop, "v")
    absent, full = f"k & {absent_bit(field.position)}", f"k & {null_bit(field.position)}"
    if field.required and not field.null_is_default:
        return [f"v = m.{field.name}; {store} {or_null(field, shop, 'v')}"]
    lines = [f"v = m.{field.name}"]
    if omits_default(field.default) and not field.null_is_default:
        return [*lines, f"if v is not None: {store} {value}", f"elif not {absent}: {store} None"]
    if field.required or omits_default(field.default):
        otherwise = "else" if field.required else f"elif not {absent}"
        return [*lines, f"if v: {store} {value}", f"{otherwise}: {store} [] if {full} else None"]
    other = f"v != {shop.constant(field.default, 'default')}"
    value = f"({value}) if {full} or {other} else None" if field.null_is_default else or_null(field, shop, "v")
    return [*lines, f"if {absent} or {other}: {store} {value}"]


def or_null(field: FieldInfo, shop: Workshop, name: str) -> str:
    """The expression that gives the JSON of a value that may be `None`."""
    value = field.shape.write_expression(shop, name)
    return f"None if {name} is None else {value}" if field.nullable and value != name else value


def write_subclass(value: Any, declared: type[Model], shop: Workshop) -> Any:
    """A model of a class that was derived from the declared one, by its own encoder."""
    if not isinstance(value, declared):
        raise Bad(declared.__name__, value)
    return shop.function(type(value))(value)


def sorted_members(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(sorted(value.items())) if len(value) > 1 else dict(value)


write_sorted: Final = partial(write_json, members=sorted_members)

NAMED: Final = (Bad, NoneType, copied, mask_of, is_blank, is_empty, object_of, write_member, write_subclass)
SHARED: Final[dict[str, object]] = {
    **{each.__name__: each for each in NAMED},
    "MISSING": MISSING,
    "NOTHING_MORE": NOTHING_MORE,
    "UNSET": UNSET,
    "refuse": Bad.refuse,
}
DECODERS: Final = Workshop("decode", write_decoder, SHARED)
ENCODERS: Final = Workshop("encode", write_encoder, SHARED | {"members": dict, "write_json": write_json})
SENDERS: Final = Workshop("send", write_encoder, SHARED | {"members": sorted_members, "write_json": write_sorted})
"""Encoders for bodies: what is free in them comes in one order, so that equal requests send equal bytes."""
