"""The fast lane: from bytes straight to models, where nothing about a body is unusual.

msgspec parses a body into structs, the twins of the models, and refuses what these do not describe; generated functions
lift them into models. Whatever the lane refuses, for any reason, is read the general way from the same bytes. So it
knows no errors and no paths, and what it takes is what the general way gives. It learns: names that are not declared
but come again join the twins. A lane that refuses often closes for a while.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial, reduce
from itertools import count
from types import GenericAlias as Of
from typing import Any, Final, ForwardRef, Literal, NamedTuple, NewType, TypeAlias, Union

import msgspec
from msgspec import UNSET as ABSENT, UnsetType

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, Tagged, Text
from timeback_core.engine.codec.fields import FieldInfo, default_source, fields_of, shape_of, starting_mask, undeclared
from timeback_core.engine.codec.kinds import FLAG, FLAGS, TEXT_FLAG
from timeback_core.engine.codec.model import NOTHING_MORE, Model, absent_bit, draft_of, null_bit
from timeback_core.engine.codec.shapes import FreeJson, FreeObject, OfEnum, OfKind, OfLiteral, Primitive, Shape
from timeback_core.engine.codec.text import may_be_deep
from timeback_core.engine.codec.wire import UNSET
from timeback_core.engine.codec.workshop import Workshop, indent

Value: TypeAlias = tuple[Any, str]
"""How a value is taken: its type in a struct, and the expression of the model's, where `@` is the struct's."""
Where: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Where in a body the models are: the members on the way, and what may stand beside the first of them."""

REFUSAL: Final = 32
"""For how many bodies, about, a lane closes after each that it refused but the first."""
NAMES: Final = 16
"""How many names a model learns."""
DEEPEST_LIFT: Final = 20
"""In how many models one may lie where models hold themselves; the general way reads far more."""
NUMBERS: Final = count()
FLAT: Final[Any] = str | int | float | bool | None
FREE: Final = reduce(lambda x, _: partial(NewType, "Free")(FLAT | Of(list, (x,)) | Of(dict, (str, x))), range(4), FLAT)
DEFINE: Final = partial(msgspec.defstruct, module=__name__, kw_only=True, forbid_unknown_fields=True, gc=False)
USED_BY_LIFTS: Final = (NOTHING_MORE, UNSET)


class Twin(NamedTuple):
    """A model with a struct; in a union of models one for each value of the tag."""

    model: type[Model]
    tag: str | None = None
    told: str | int | None = None


class Twins(Workshop):
    """The structs of a model and of all in it, with their lifts; all have names in this module, as msgspec wants it."""

    def __init__(self, learned: Mapping[type[Model], tuple[str, ...]], *, wide: bool = False) -> None:
        head = "(s, d=0, ABSENT=ABSENT, NOTHING_MORE=NOTHING_MORE):"  # a struct, in how many others it lies
        super().__init__("lift", lambda of, _: [head, *indent([*self.lines_of_model(of, ""), "return m"])], {})
        self.namespace: dict[str, Any] = globals()
        self.numbers: Iterator[int] = NUMBERS
        self.learned: Mapping[type[Model], tuple[str, ...]] = learned
        self.wide: bool = wide
        self.circular: bool = False
        self.lacked: dict[str, set[str]] = {}
        self.free: Any = Any if wide else FREE
        self.structs: dict[Twin, str] = {}
        self.leaves: dict[str, Twin] = {}
        self.values: dict[Twin, list[tuple[FieldInfo, Any, str]]] = {}

    def value(self, shape: Shape) -> Value:
        """How the values of a shape are taken: those that no struct describes by the general reader."""
        types, arms = Union[shape.classes], list[Value]()  # noqa: UP007 -- a union of a tuple
        match shape:
            case FreeJson():
                return Of(dict, (str, self.free)) if isinstance(shape, FreeObject) else self.free, "@"
            case Primitive():
                return types, "@"
            case OfLiteral(values=values, classes=[only]) if only is str:
                return Literal[values], "@"
            case OfEnum(enum=enum, is_plain=True) | Text(known=OfEnum(enum=enum, is_plain=True)) if not self.wide:
                return enum, "@"
            case OfEnum(members=members) | Text(known=OfEnum(open_members=members)):
                return str, f"{self.constant(members, 'members')}[@]"
            case OfKind(kind=kind) if kind in (FLAG, TEXT_FLAG) and not self.wide:  # as nearly all servers spell them
                return bool | Literal["true", "false", 1, 0], f"{self.constant(dict(FLAGS), 'flags')}[@]"
            case OfKind() if not {list, dict} & {*shape.classes}:
                return types, shape.read_expression(self, "@")
            case Nested(model=model, is_plain=True):
                return self.struct(Twin(model))
            case MapOf():
                tp, item = self.value(shape.item)
                return Of(dict, (str, tp)), f"{{k: {item.replace('@', '@i')} for k, @i in @.items()}}"
            case ListOf():
                tp, item = self.value(shape.item)
                many = "tuple(@)" if item == "@" else f"tuple([{item.replace('@', '@i')} for @i in @])"
                one = f"({item.replace('@', '@[0]')},)"  # by far the most have none or one
                return Of(list, (tp,)), f"({many} if len(@) > 1 else {one} if @ else ())"
            case Tagged(is_plain=True) if len(shape.table) > 1 and not (self.wide and shape.other):
                arms = [self.struct(Twin(arm.model, shape.tag, told)) for told, arm in shape.table.items()]
            case _:
                arms = [self.value(arm) for arm in shape.inner] if type(shape) is Choice else []
        lifted = [(getattr(getattr(tp, "__origin__", tp), "__name__", ""), lift) for tp, lift in arms if lift != "@"]
        if arms and {known for known, _ in lifted} <= {"str", "list", "dict", *self.structs.values()}:
            tried = "".join(f"{lift} if @.__class__ is {known} else " for known, lift in lifted)
            return Union[tuple(tp for tp, _ in arms)], f"({tried}@)" if tried else "@"  # noqa: UP007 -- as above
        free = Of(dict, (str, self.free)) if shape.classes == (dict,) else self.free
        return free, f"{self.constant(partial(read_generally, shape), 'read')}(@)"

    def struct(self, twin: Twin) -> Value:
        """How a model is taken."""
        name, lift = self.structs.get(twin) or f"twin_{next(self.numbers)}", f"{self.name(twin)}(@, d + 1)"
        if twin not in self.structs:
            self.structs[twin] = name
            self.values[twin] = [(f, *self.value(f.shape)) for f in fields_of(twin.model) if f.wire != twin.tag]
            members: dict[str, tuple[Any, ...]] = {}
            for field, tp, _ in self.values[twin]:
                tp = tp | None if field.nullable or field.null_is_default else tp
                members[field.wire] = (tp,) if field.required else (tp | UnsetType, ABSENT)
            members |= dict.fromkeys(self.learned.get(twin.model, ()), (self.free | UnsetType, ABSENT))
            self.define(name, members, tag_field=twin.tag, tag=twin.told)
            if not (twin.tag or any(each.endswith(")") for _, _, each in self.values[twin])):
                self.leaves[lift] = twin
        self.circular |= name not in self.namespace
        return self.namespace.get(name, ForwardRef(name)), lift

    def define(self, name: str, members: dict[str, tuple[Any, ...]], **tag: Any) -> Any:
        """Make a struct of members by their wire names, each with its type and, where it may be absent, a default."""
        fields: list[Any] = [(f"f{at}", *member) for at, member in enumerate(members.values())]
        self.namespace[name] = DEFINE(name, fields, rename={f"f{at}": wire for at, wire in enumerate(members)}, **tag)
        return self.namespace[name]

    def first(self, of: Twin, *given: Any) -> Any:
        """Lift a model for the first time, by a function that tests together what is absent in this one."""
        for each in () if of in self.ready else (given[0], *msgspec.structs.astuple(given[0])):
            if isinstance(each, msgspec.Struct):
                self.lacked[type(each).__name__] = {f for f in each.__struct_fields__ if getattr(each, f) is ABSENT}
        return super().first(of, *given)

    def lines_of_model(self, twin: Twin, n: str) -> list[str]:
        """The lines that make a model `m` with the mask `k` of a struct `s`; `n` makes these names different."""
        cls, at = twin.model, count()
        draft, model = self.constant(draft_of(cls), "draft"), self.constant(cls, "model")
        fields = [(field, f"s{n}.f{next(at)}", lift) for field, _, lift in self.values[twin]]
        lines = [f"if d > {DEEPEST_LIFT}: raise ValueError"] if self.circular and not n else []
        lines += [f"m{n} = {draft}(); m{n}.extra = NOTHING_MORE; k{n} = {starting_mask(cls)}"]
        lacked = {f"s{n}.{member}" for member in self.lacked.get(self.structs[twin], ())}
        absent = [each for each in fields if each[0].default is None and each[1] in lacked]
        lines += [line for each in fields if each not in absent for line in self.lines_of_field(*each, n)]
        if absent:
            test = " is ".join(member for _, member, _ in absent)
            bits = sum(absent_bit(field.position) for field, _, _ in absent)
            nones = [f"  m{n}.{field.name} = None" for field, _, _ in absent]
            lines += [f"if {test} is ABSENT:", f"  k{n} += {bits}", *nones, "else:"]
            lines += indent([line for each in absent for line in self.lines_of_field(*each, n)])
        lines += [f"m{n}.{field.name} = {twin.told!r}" for field in fields_of(cls) if field.wire == twin.tag]
        more = [f"if (v := s{n}.f{next(at)}) is not ABSENT: x[{name!r}] = v" for name in self.learned.get(cls, ())]
        lines += ["x = {}", *more, f"if x: m{n}.extra = x"] if more else []
        return [*lines, f"m{n}._mask = k{n}; m{n}.__class__ = {model}"]

    def lines_of_field(self, field: FieldInfo, member: str, lift: str, n: str) -> Iterator[str]:
        """The lines for a field, whose value `v` is that of a member; a model of plain members is made in line."""
        yield f"v = {member}"
        default, absent = default_source(field, self), absent_bit(field.position)
        cases: dict[str, list[str]] = {} if field.required else {"v is ABSENT": [f"k{n} ^= {absent}; v = {default}"]}
        if field.null_is_default:
            cases["v is None"] = [f"k{n} ^= {null_bit(field.position)}; v = {default}"]
        if lift != "@":
            leaf = self.leaves.get(lift)
            made = ["s1 = v", *self.lines_of_model(leaf, "1"), "v = m1"] if leaf else [f"v = {lift.replace('@', 'v')}"]
            cases["v is not None" if field.nullable else "True"] = made
        for index, (test, then) in enumerate(cases.items()):
            yield from (f"{'el' if index else ''}if {test}:", *indent(then))
        yield f"m{n}.{field.name} = v"


def read_generally(shape: Shape, value: Any) -> Any:
    from timeback_core.engine.codec.generate import DECODERS

    return DECODERS.function(shape.key)(value)


class Lane:
    """The lane of one model; what it knows of bodies is replaced, never changed, so that threads may share it."""

    def __init__(self, model: type[Model]) -> None:
        self.root: Twin = Twin(model)
        self.credit: int = 2 * REFUSAL
        self.refused: int | None = None  # the row for which a body was, until it has been read
        self.seen: set[tuple[type[Model], str]] = set()
        self.twins: Twins = Twins({})
        self.ways: dict[tuple[Where, bool], Callable[[bytes], tuple[Any, dict[str, Any]]]] = {}

    def take(self, body: bytes, where: Where, *, many: bool) -> tuple[Any, dict[str, Any]] | None:
        """The model or the list of models, and what stands around them; None where that is for the general way."""
        self.credit, self.refused = min(self.credit + 1, 2 * REFUSAL), None
        if self.credit >= REFUSAL:
            way = None
            try:
                way = self.ways.get((where, many)) or self.way(where, many)
                return way(body)
            except Exception as error:  # whatever is unusual
                told = str(error) if many and isinstance(error, msgspec.ValidationError) else ""
                row = told.rpartition("`$")[2].partition("[")[2].partition("]")[0]
                self.refused = int(row[:9]) if row.isdecimal() else 0
                self.credit -= REFUSAL if way else 10**9  # msgspec has no struct for the model
        return None

    def learn(self, models: Sequence[object]) -> None:
        """Look at what was read the general way: names for which bodies were refused before join the twins."""
        refused, self.refused, twins = self.refused, None, self.twins
        if refused is None:
            return
        known = {twin.model: twins.learned.get(twin.model, ()) for twin in twins.structs}
        came = dict.fromkeys(undeclared(tuple(models[refused : refused + 1])))
        found = [(cls, name) for cls, name in came if cls in known and name not in known[cls]]
        learned, wide = {**twins.learned}, twins.wide or not found
        for cls, name in found:
            if (cls, name) in self.seen and name.isprintable() and not {'"', "\\"} & {*name}:  # no others, says msgspec
                learned[cls] = (*learned.get(cls, ()), name)[:NAMES]
        self.seen = self.seen.union(found) if len(self.seen) < 1000 else {*found}
        if (learned, wide) != (twins.learned, twins.wide):
            self.credit, self.twins, self.ways = 2 * REFUSAL, Twins(learned, wide=wide), {}

    def way(self, where: Where, many: bool) -> Callable[[bytes], tuple[Any, dict[str, Any]]]:
        """The reader of bodies with models in that place."""
        # msgspec crashes where threads share a struct before its first decoder is made: twins are shared when finished
        twins = self.twins if self.root in self.twins.structs else Twins(self.twins.learned, wide=self.twins.wide)
        (struct, _), name = twins.struct(self.root), twins.name(self.root)
        (keys, names), held = where, Of(list, (struct,)) if many else struct
        for level in reversed(range(len(keys))):
            beside = dict.fromkeys(() if level else names, (twins.free | UnsetType, ABSENT))
            held = twins.define(f"around_{next(NUMBERS)}", {keys[level]: (held,), **beside})
        decode = msgspec.json.Decoder(held).decode
        others = [(each, f"f{at}") for at, each in enumerate(names, 1)]

        def read(body: bytes) -> tuple[Any, dict[str, Any]]:
            told: Any = decode(b"" if twins.wide and may_be_deep(body) else body)  # what is empty is refused
            around = {each: value for each, member in others if (value := getattr(told, member)) is not ABSENT}
            held, lift = reduce(getattr, ["f0"] * len(keys), told), twins.namespace[name]
            return [lift(each) for each in held] if many else lift(held), around

        self.twins, self.ways = twins, {**self.ways, (where, many): read}
        return read


@cache
def lane_of(model: type[object]) -> Lane | None:
    """The lane of a model, where it may have one."""
    shape = shape_of(model)
    return Lane(shape.model) if isinstance(shape, Nested) and shape.is_plain else None
