"""The fast lane: from bytes straight to models, where nothing about a body is unusual.

msgspec parses a body into structs, the twins of the models, and refuses what these do not describe; generated functions
lift them into models. Whatever the lane refuses, for any reason, is read the general way from the same bytes. So it
knows no errors and no paths, and what it takes is what the general way gives. It learns: names that are not declared
but come again join the twins. A lane that refuses often closes for a while.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import count, groupby
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET as ABSENT, UnsetType

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, Tagged, Text
from timeback_core.engine.codec.fields import FieldInfo, default_source, fields_of, shape_of, starting_mask, undeclared
from timeback_core.engine.codec.kinds import DATETIME, FLAG, FLAGS, LAX_NUMBER, TEXT_FLAG
from timeback_core.engine.codec.model import NOTHING_MORE, Model, absent_bit, draft_of, null_bit
from timeback_core.engine.codec.shapes import FreeJson, FreeObject, OfEnum, OfKind, OfLiteral, Primitive, Shape
from timeback_core.engine.codec.text import may_be_deep
from timeback_core.engine.codec.wire import UNSET
from timeback_core.engine.codec.workshop import Workshop, indent
from timeback_core.engine.narrow import is_object

Value: TypeAlias = tuple[str, str]
"""How a value is taken: its type in a struct, and the expression of the model's, where `@` is the struct's."""
Levels: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The way to the models in a body: from the outermost object on a member, and those that may stand beside it."""

REFUSAL: Final = 32
"""For how many bodies a lane closes after each that it refused, but for the first two."""
NAMES: Final = 16
"""How many names a lane learns."""
SEEN: Final = 1000
"""About how many names it remembers, to see whether they come again."""
NUMBERS: Final = count()
FREE: Any = str | int | float | bool | None
for _ in range(4):
    FREE = str | int | float | bool | list[FREE] | dict[str, FREE] | None
USED_BY_LIFTS: Final = (FLAGS, Literal, NOTHING_MORE, UNSET, UnsetType)


class Twin(NamedTuple):
    """A model with a struct; in a union of models one for each value of the tag."""

    model: type[Model]
    tag: str | None = None
    told: str | int | None = None


class Twins(Workshop):
    """The structs of a model and of all in it, with their lifts; all have names in this module, as msgspec wants it."""

    def __init__(self, learned: tuple[tuple[object, str], ...] = (), *, wide: bool = False) -> None:
        super().__init__("lift", self.lines_of_lift, {})
        self.namespace: dict[str, Any] = globals()
        self.numbers: Iterator[int] = NUMBERS
        self.learned = learned
        self.wide = self.may_be_deep = wide
        self.free = "Any" if wide else "FREE"
        self.structs: dict[Twin, str] = {}
        self.values: dict[Twin, list[tuple[FieldInfo, Value]]] = {}

    def value(self, shape: Shape) -> Value:
        """How the values of a shape are taken: those that no struct describes by the general reader."""
        types, arms = " | ".join(each.__name__ for each in shape.classes).replace("NoneType", "None"), list[Value]()
        match shape:
            case FreeJson():
                return f"dict[str, {self.free}]" if isinstance(shape, FreeObject) else self.free, "@"
            case Primitive():
                return types, "@"
            case OfLiteral(values=values, classes=[only]) if only is str:
                return f"Literal{[*values]}", "@"
            case OfEnum(members=members) | Text(known=OfEnum(open_members=members)):
                return "str", f"{self.constant(members, 'members')}[@]"
            case OfKind(kind=kind) if not {list, dict} & {*shape.classes}:
                read = f"{self.constant(kind.read, 'read')}(@)"
                if kind is DATETIME:  # usual spellings without a call of Python's
                    moment = self.constant(datetime.fromisoformat, "moment")
                    read = f"({moment}(@) if @[4] == '-' == @[7] and @[-1] == 'Z' else {read})"
                elif kind in (FLAG, TEXT_FLAG):
                    read = "FLAGS[@]"
                elif kind is LAX_NUMBER:
                    read = f"({read} if @.__class__ is str else @)"
                return types, read
            case Nested(model=model, is_plain=True):
                return self.struct(Twin(model))
            case MapOf():
                tp, item = self.value(shape.item)
                return f"dict[str, {tp}]", f"{{k: {item.replace('@', '@i')} for k, @i in @.items()}}"
            case ListOf():
                tp, item = self.value(shape.item)
                many = "tuple(@)" if item == "@" else f"tuple([{item.replace('@', '@i')} for @i in @])"
                one = f"({item.replace('@', '@[0]')},)"  # by far the most have none or one
                return f"list[{tp}]", f"({many} if len(@) > 1 else {one} if @ else ())"
            case Tagged(tag=tag, table=table, other=other) if len(table) > 1 and not (self.wide and other):
                arms = [self.struct(Twin(arm.model, tag, told)) for told, arm in table.items()]
            case Choice() if not isinstance(shape, Tagged | Text):
                arms = [self.value(arm) for arm in shape.arms]
            case _:
                pass
        lifted = [(tp.partition("[")[0], lift) for tp, lift in arms if lift != "@"]
        if arms and all(known.isidentifier() and known != self.free for known, _ in lifted):
            tried = "".join(f"{lift} if @.__class__ is {known} else " for known, lift in lifted)
            return " | ".join(tp for tp, _ in arms), f"({tried}@)" if tried else "@"
        return self.free, f"{self.constant(partial(read_generally, shape), 'read')}(@)"

    def struct(self, twin: Twin) -> Value:
        """How a model is taken."""
        if twin not in self.structs:
            self.structs[twin] = f"twin_{next(self.numbers)}"
            self.values[twin] = [(f, self.value(f.shape)) for f in fields_of(twin.model) if f.wire != twin.tag]
            types: dict[str, str] = {}
            for field, (tp, _) in self.values[twin]:
                null = " | None" if field.nullable or field.null_is_default else ""
                absent = " | UnsetType" if field.also or not field.required else ""
                types |= dict.fromkeys((field.wire, *field.also), f"{tp}{null}{absent}")
            types |= dict.fromkeys(self.learned_of(twin.model), f"{self.free} | UnsetType")
            self.define(self.structs[twin], types, tag_field=twin.tag, tag=twin.told)
        self.may_be_deep |= self.structs[twin] not in self.namespace  # a circle
        return self.structs[twin], f"{self.name(twin)}(@)"

    def learned_of(self, of: object) -> list[str]:
        """The names that were learned of a model or a level."""
        return [name for this, name in self.learned if this == of]

    def define(self, name: str, types: dict[str, str], **tag: Any) -> None:
        """Make a struct of members, whose types stand by their wire names."""
        fields = [(f"f{at}", tp) for at, tp in enumerate(types.values())]
        self.namespace[name] = msgspec.defstruct(
            name,
            [(*field, ABSENT) if field[1].endswith("UnsetType") else field for field in fields],
            rename={f"f{at}": wire for at, wire in enumerate(types)},
            module=__name__,
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,
            **tag,
        )

    def lines_of_lift(self, twin: Twin, __: Workshop) -> list[str]:
        """The lines that make a model `m` with the mask `k` and the extra `e` of a struct `s`."""
        cls, at = twin.model, count()
        lines = [f"m = {self.constant(draft_of(cls), 'draft')}(); k = {starting_mask(cls)}; e = NOTHING_MORE"]
        for may_lack, some in groupby(self.values[twin], lambda each: each[0].default is None and not each[0].also):
            run = [(field, [f"s.f{next(at)}" for _ in (field, *field.also)], lift) for field, (_, lift) in some]
            for few in (run[first : first + 4] for first in range(0, len(run), 4)):
                each = [line for of_field in few for line in self.lines_of_field(*of_field)]
                if may_lack and len(few) > 2:  # often none of them is there
                    bits = sum(absent_bit(field.position) for field, _, _ in few)
                    test = " is ".join(f"{member}" for _, (member,), _ in few)
                    none = " = ".join(f"m.{field.name}" for field, _, _ in few)
                    lines += [f"if {test} is ABSENT: k ^= {bits}; {none} = None", "else:", *indent(each)]
                else:
                    lines += each
        lines += [f"m.{field.name} = {twin.told!r}" for field in fields_of(cls) if field.wire == twin.tag]
        for name in self.learned_of(cls):
            lines += [f"v = s.f{next(at)}", f"if v is not ABSENT: e = {{**e, {name!r}: v}}"]
        lines.append(f"m.extra = e; m._mask = k; m.__class__ = {self.constant(cls, 'model')}; return m")
        return ["(s):", *indent(lines)]

    def lines_of_field(self, field: FieldInfo, members: list[str], lift: str) -> Iterator[str]:
        """The lines for a field, whose value `v` is that of one member."""
        yield f"v = {members[0]}"
        for member in members[1:]:
            yield f"if v is ABSENT: v = {member}"
            yield f"elif {member} is not ABSENT: raise ValueError"
        default, cases = default_source(field, self), list[tuple[str, str]]()
        if field.also or not field.required:
            absent = f"k ^= {absent_bit(field.position)}; v = {default}"
            cases.append(("v is ABSENT", "raise ValueError" if field.required else absent))
        if field.null_is_default:
            cases.append(("v is None", f"k ^= {null_bit(field.position)}; v = {default}"))
        if lift != "@":
            cases.append(("v is not None" if field.nullable else "True", f"v = {lift.replace('@', 'v')}"))
        yield from (f"{'el' if index else ''}if {test}: {then}" for index, (test, then) in enumerate(cases))
        yield f"m.{field.name} = v"


def read_generally(shape: Shape, value: Any) -> Any:
    from timeback_core.engine.codec.generate import DECODERS

    return DECODERS.function(shape.key)(value)


class Lane:
    """The lane of one model; what it knows of bodies is replaced, never changed, so that threads may share it."""

    def __init__(self, model: type[Model]) -> None:
        self.root: Twin = Twin(model)
        self.credit: int = 2 * REFUSAL
        self.refused: int | None = None
        """The row for which a body was refused, until the general way has read it."""
        self.seen: set[tuple[object, str]] = set()
        self.twins: Twins = Twins()
        self.ways: dict[tuple[Levels, bool], Callable[[bytes], tuple[Any, dict[str, Any]]]] = {}

    def take(self, body: bytes, levels: Levels, *, many: bool) -> tuple[Any, dict[str, Any]] | None:
        """The model or the list of models, and what stands around them; None where that is for the general way."""
        self.credit = min(self.credit + 1, 2 * REFUSAL)
        if self.credit >= REFUSAL:
            try:
                return (self.ways.get((levels, many)) or self.way(levels, many))(body)
            except Exception as error:  # whatever is unusual
                row = str(error).partition("[")[2].partition("]")[0]
                self.credit, self.refused = self.credit - REFUSAL, int(row) if row.isdigit() else 0
        return None

    def learn(self, body: Any, models: Sequence[object], levels: Levels) -> None:
        """Look at what was read the general way: names for which bodies were refused before join the twins."""
        refused, self.refused, learned = self.refused, None, self.twins.learned
        if refused is None:
            return
        found: list[tuple[object, str]] = [*undeclared(tuple(models[refused : refused + 1]))]
        for level, (part, names) in enumerate(levels):
            body = body if is_object(body) else {}
            found += (((levels, level), name) for name in body if name not in (part, *names))
            body = body.get(part)
        # msgspec takes no other names; and whoever sends ever new ones fills no memory
        new = dict.fromkeys(each for each in found if each[1].isprintable() and not {'"', "\\"} & {*each[1]})
        again = [each for each in new if each in self.seen and each not in learned]
        self.seen = self.seen.union(new) if len(self.seen) < SEEN else {*new}
        if (again and len(learned) < NAMES) or not (found or self.twins.wide):
            learned, wide = (*learned, *again)[:NAMES], not found or self.twins.wide
            self.credit, self.twins, self.ways = 2 * REFUSAL, Twins(learned, wide=wide), {}

    def way(self, levels: Levels, many: bool) -> Callable[[bytes], tuple[Any, dict[str, Any]]]:
        """The reader of bodies with models in that place."""
        twins = self.twins if self.root in self.twins.structs else Twins(self.twins.learned, wide=self.twins.wide)
        held = f"list[{twins.struct(self.root)[0]}]" if many else twins.struct(self.root)[0]
        steps = [(part, (*names, *twins.learned_of((levels, at)))) for at, (part, names) in enumerate(levels)]
        for part, names in reversed(steps):
            twins.define(
                around := f"around_{next(NUMBERS)}", {part: held} | dict.fromkeys(names, f"{twins.free} | UnsetType")
            )
            held = around
        lift, decode = twins.function(self.root), msgspec.json.Decoder(eval(held, twins.namespace)).decode  # noqa: S307 -- a name of ours

        def read(body: bytes) -> tuple[Any, dict[str, Any]]:
            if twins.may_be_deep and may_be_deep(body):
                raise ValueError
            told: Any = decode(body)
            inner = around = dict[str, Any]()
            for part, names in steps:
                members = ((name, getattr(told, f"f{at}")) for at, name in enumerate(names, 1))
                inner |= {name: value for name, value in members if value is not ABSENT}
                told, inner = told.f0, inner.setdefault(part, {})
            if not many:
                return lift(told), around
            for index, row in enumerate(told):  # in place: a struct is freed when it is lifted
                told[index] = lift(row)
            return told, around

        self.twins, self.ways = twins, {**self.ways, (levels, many): read}
        return read


LANES: Final[dict[type[object], Lane | None]] = {}


def lane_of(model: type[object]) -> Lane | None:
    """The lane of a model, where it may have one."""
    if model not in LANES:
        shape = shape_of(model)
        LANES[model] = Lane(shape.model) if isinstance(shape, Nested) and shape.is_plain else None
    return LANES[model]
