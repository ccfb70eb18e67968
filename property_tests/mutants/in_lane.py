"""Mistakes in the fast lane, which would take what the general way reads otherwise, or learn without bounds."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

LANE = "codec/lane.py"

MUTANTS = (
    Mutant("what was absent is forgotten", LANE, '[f"k{n} ^= {absent}; v = {default}"]', '[f"v = {default}"]', "lane"),
    Mutant("null is taken for absent", LANE, 'f"k{n} ^= {null_bit(field.position)}', 'f"k{n} ^= {absent}', "lane"),
    Mutant("fields that are absent together are forgotten", LANE, 'f"  k{n} += {bits}", ', "", "lane"),
    Mutant("of fields that may be absent together one is not looked at", LANE, "for _, member, _ in absent)", "for _, member, _ in absent[:2])", "lane"),
    Mutant("a model made in line has the mask of what holds it", LANE, "m{n}._mask = k{n}", "m{n}._mask = k", "lane"),
    Mutant("names learned of a model made in line go to what holds it", LANE, "m{n}.extra = x", "m.extra = x", "lane"),
    Mutant("undeclared members are lost", LANE, "forbid_unknown_fields=True", "forbid_unknown_fields=False", "lane"),
    Mutant("any flag will do", LANE, "{self.constant(dict(FLAGS), 'flags')}[@]", "bool(@)", "lane"),
    Mutant("values of kinds stay as they came", LANE, 'shape.read_expression(self, "@")', '"@"', "lane"),
    Mutant("what a tag tells is of the class that it tells", LANE, "case Tagged(is_plain=True) if", "case Tagged() if", "lane"),
    Mutant("an enum's own word is not heard", LANE, "known=OfEnum(enum=enum, is_plain=True)", "known=OfEnum(enum=enum)", "lane"),
    Mutant("any text is a member of a closed enum", LANE, """'members')}[@]\"""", """'members')}.get(@, @)\"""", "lane"),
    Mutant("a literal is any text", LANE, 'return Literal[values], "@"', 'return str, "@"', "lane"),
    Mutant("any free JSON may be deep", LANE, "Any if wide else FREE", "Any", "lane"),
    Mutant("free JSON that was seen to be deep may be deeper", LANE, "twins.wide and may_be_deep(body)", "False", "lane"),
    Mutant("models that hold themselves may be deep", LANE, "self.circular |= name not in self.namespace", "pass", "lane"),
    Mutant("how deep a model lies is not counted", LANE, "(@, d + 1)", "(@, d)", "lane"),
    Mutant("learned members may be deep", LANE, "(self.free | UnsetType, ABSENT)", "(Any, ABSENT)", "lane"),
    Mutant("members around the models may be deep", LANE, "(twins.free | UnsetType, ABSENT)", "(Any, ABSENT)", "lane"),
    Mutant("what stands around the models is lost", LANE, "if (value := getattr(told, member)) is not ABSENT}", "if (value := ABSENT) is not ABSENT}", "lane"),
    Mutant("what may stand around the models may stand anywhere", LANE, "() if level else names", "names", "lane"),
    Mutant("a list stays one", LANE, '"tuple(@)" if item == "@"', '"@" if item == "@"', "lane"),
    Mutant("of a list the first is taken", LANE, "if len(@) > 1 else", "if len(@) > 2 else", "lane"),
    Mutant("members of an object stay structs", LANE, """f"{{k: {item.replace('@', '@i')} for k, @i in @.items()}}\"""", '"@"', "lane"),
    Mutant("arms of a choice stay structs", LANE, 'f"({tried}@)" if tried else "@"', '"@"', "lane"),
    Mutant("a tag is the first of its arm", LANE, '{twin.told!r}" for field in', '{field.shape.values[0]!r}" for field in', "lane"),
    Mutant("what is required may be absent", LANE, "(tp,) if field.required else (tp | UnsetType, ABSENT)", "(tp | UnsetType, ABSENT)", "lane"),
    Mutant("learned names are lost", LANE, "x[{name!r}] = v", "pass", "lane"),
    Mutant("names are learned without end", LANE, ", name)[:NAMES]", ", name)", "lane"),
    Mutant("names seen once fill the memory", LANE, "if len(self.seen) < 1000 else {*found}", "", "lane"),
)  # fmt: skip
