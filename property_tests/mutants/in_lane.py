"""Mistakes in the fast lane, which would take what the general way reads otherwise, or learn without bounds."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

LANE = "codec/lane.py"

MUTANTS = (
    Mutant("what was absent is forgotten", LANE, 'f"k{n} ^= {absent_bit(field.position)}; v = {default}"', 'f"v = {default}"', "lane"),
    Mutant("null is taken for absent", LANE, 'f"k{n} ^= {null_bit(field.position)}', 'f"k{n} ^= {absent_bit(field.position)}', "lane"),
    Mutant("fields that are absent together are forgotten", LANE, "k{n} ^= {bits}; {names}None", "{names}None", "lane"),
    Mutant("of three fields two are looked at", LANE, "for _, (member,), _ in some)", "for _, (member,), _ in some[:2])", "lane"),
    Mutant("a model made in line has the mask of what holds it", LANE, "m{n}._mask = k{n}", "m{n}._mask = k", "lane"),
    Mutant("names learned of a model made in line go to what holds it", LANE, "m{n}.extra = {{**m{n}.extra,", "m.extra = {{**m.extra,", "lane"),
    Mutant("undeclared members are lost", LANE, "forbid_unknown_fields=True", "forbid_unknown_fields=False", "lane"),
    Mutant("a seventh digit is rounded", LANE, 'self.constant(datetime.fromisoformat, "moment")', 'self.constant(partial(msgspec.convert, type=datetime), "moment")', "lane"),
    Mutant("weeks are days", LANE, "if @[4] == '-' == @[7] and @[-1] == 'Z'", "if @[-1] == 'Z'", "lane"),
    Mutant("any flag will do", LANE, "{self.constant(dict(FLAGS), 'flags')}[@]", "bool(@)", "lane"),
    Mutant("values of kinds stay as they came", LANE, """read = f"{self.constant(kind.read, 'read')}(@)\"""", 'read = "@"', "lane"),
    Mutant("what a tag tells is of the class that it tells", LANE, "other=other, is_plain=True) if", "other=other) if", "lane"),
    Mutant("any text is a member of a closed enum", LANE, "'members')}[@]\"", "'members')}.get(@, @)\"", "lane"),
    Mutant("a literal is any text", LANE, 'return Literal[values], "@"', 'return str, "@"', "lane"),
    Mutant("any free JSON may be deep", LANE, "Any if wide else FREE", "Any", "lane"),
    Mutant("free JSON that was seen to be deep may be deeper", LANE, "self.may_be_deep: bool = wide", "self.may_be_deep: bool = False", "lane"),
    Mutant("models that hold themselves may be deep", LANE, "self.may_be_deep |= name not in self.namespace", "pass", "lane"),
    Mutant("learned members may be deep", LANE, "(self.free | UnsetType, ABSENT)", "(Any, ABSENT)", "lane"),
    Mutant("members around the models may be deep", LANE, "(twins.free | UnsetType, ABSENT)", "(Any, ABSENT)", "lane"),
    Mutant("what stands around the models is lost", LANE, "                inner |= {name: value for", "                _ = {name: value for", "lane"),
    Mutant("a list stays one", LANE, '"tuple(@)" if item == "@"', '"@" if item == "@"', "lane"),
    Mutant("of a list the first is taken", LANE, "if len(@) > 1 else", "if len(@) > 2 else", "lane"),
    Mutant("members of an object stay structs", LANE, """f"{{k: {item.replace('@', '@i')} for k, @i in @.items()}}\"""", '"@"', "lane"),
    Mutant("arms of a choice stay structs", LANE, 'f"({tried}@)" if tried else "@"', '"@"', "lane"),
    Mutant("a tag is the first of its arm", LANE, "{twin.told!r}\" for field in", "{field.shape.values[0]!r}\" for field in", "lane"),
    Mutant("a second name is not looked at", LANE, 'yield f"elif {member} is not ABSENT: raise ValueError"', 'yield "elif False: pass"', "lane"),
    Mutant("what is required may be absent", LANE, '"raise ValueError" if field.required else absent', "absent", "lane"),
    Mutant("learned names are lost", LANE, "m{n}.extra = {{**m{n}.extra, {name!r}: v}}", "pass", "lane"),
    Mutant("names are learned without end", LANE, ", name)[:NAMES]", ", name)", "lane"),
    Mutant("names seen once fill the memory", LANE, "if len(self.seen) < 1000 else {*found}", "", "lane"),
)  # fmt: skip
