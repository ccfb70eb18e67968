"""Mistakes in the fast lane, which would take what the general way reads otherwise, or learn and close wrongly."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

LANE = "codec/lane.py"

MUTANTS = (
    Mutant("what was absent is forgotten", LANE, 'f"k ^= {absent_bit(field.position)}; v = {default}"', 'f"v = {default}"', "lane"),
    Mutant("null is taken for absent", LANE, 'f"k ^= {null_bit(field.position)}', 'f"k ^= {absent_bit(field.position)}', "lane"),
    Mutant("undeclared members are lost", LANE, "forbid_unknown_fields=True", "forbid_unknown_fields=False", "lane"),
    Mutant("a seventh digit is rounded", LANE, 'self.constant(datetime.fromisoformat, "moment")', 'self.constant(partial(msgspec.convert, type=datetime), "moment")', "lane"),
    Mutant("weeks are days", LANE, "if @[4] == '-' == @[7] and @[-1] == 'Z'", "if @[-1] == 'Z'", "lane"),
    Mutant("any flag will do", LANE, 'read = "FLAGS[@]"', 'read = "bool(@)"', "lane"),
    Mutant("numbers stay texts", LANE, 'read = f"({read} if @.__class__ is str else @)"', 'read = "@"', "lane"),
    Mutant("any text is a member of a closed enum", LANE, "'members')}[@]\"", "'members')}.get(@, @)\"", "lane"),
    Mutant("a literal is any text", LANE, 'return f"Literal{[*values]}", "@"', 'return "str", "@"', "lane"),
    Mutant("any free JSON may be deep", LANE, 'self.free = "Any" if wide else "FREE"', 'self.free = "Any"', "lane"),
    Mutant("free JSON that was seen to be deep may be deeper", LANE, "self.wide = self.may_be_deep = wide", "self.wide, self.may_be_deep = wide, False", "lane"),
    Mutant("fields that are absent together are forgotten", LANE, "k ^= {bits}; {none} = None", "{none} = None", "lane"),
    Mutant("a field is lost where another is absent", LANE, 'test = " is ".join(', 'test = " is ABSENT or ".join(', "lane"),
    Mutant("models that hold themselves may be deep", LANE, "self.may_be_deep |= self.structs[twin] not in self.namespace", "pass", "lane"),
    Mutant("members around the models may be deep", LANE, 'dict.fromkeys(names, f"{twins.free} | UnsetType")', 'dict.fromkeys(names, "Any | UnsetType")', "lane"),
    Mutant("what stands around the models is lost", LANE, "                inner |= {name: value for", "                _ = {name: value for", "lane"),
    Mutant("a list stays one", LANE, '"tuple(@)" if item == "@"', '"@" if item == "@"', "lane"),
    Mutant("members of an object stay structs", LANE, """f"{{k: {item.replace('@', '@i')} for k, @i in @.items()}}\"""", '"@"', "lane"),
    Mutant("arms of a choice stay structs", LANE, 'f"({tried}@)" if tried else "@"', '"@"', "lane"),
    Mutant("a tag is the first of its arm", LANE, "= {twin.told!r}\" for", "= {literal!r}\" for literal in [*fields_of(cls)[0].shape.values][:1] for", "lane"),
    Mutant("a second name is not looked at", LANE, 'yield f"elif {member} is not ABSENT: raise ValueError"', 'yield "elif False: pass"', "lane"),
    Mutant("what is required may be absent", LANE, '"raise ValueError" if field.required else absent', "absent", "lane"),
    Mutant("learned names are lost", LANE, "e = {{**e, {name!r}: v}}", "pass", "lane"),
    Mutant("learned members may be deep", LANE, 'self.learned_of(twin.model), f"{self.free} | UnsetType"', 'self.learned_of(twin.model), "Any | UnsetType"', "lane"),
    Mutant("a name is learned at once", LANE, "if each in self.seen and each not in learned", "if each not in learned", "lane"),
    Mutant("names are learned without end", LANE, "(*learned, *again)[:NAMES]", "(*learned, *again)", "lane"),
    Mutant("names that structs cannot have are learned", LANE, "if each[1].isprintable() and ", "if ", "lane"),
    Mutant("only of the first row names are learned", LANE, "int(row) if row.isdigit() else 0", "0", "lane"),
    Mutant("a lane never closes", LANE, "self.credit, self.refused = self.credit - REFUSAL,", "self.credit, self.refused = self.credit,", "lane"),
    Mutant("a lane never opens again", LANE, "min(self.credit + 1, 2 * REFUSAL)", "min(self.credit, 2 * REFUSAL)", "lane"),
)  # fmt: skip
