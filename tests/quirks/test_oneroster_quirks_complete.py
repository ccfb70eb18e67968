"""Every quirk of OneRoster has its test, and every test names a guard that is there."""

import re
from pathlib import Path

from tests.weaknesses.test_weaknesses_complete import GUARD, is_there

TEST = re.compile(r'def (test_oneroster_(?:(\d\d)_(\d\d)|07|core_12)_\w+)\(.*?"""(.*?)"""', re.DOTALL)
TEXTS = [path.read_text() for path in sorted(Path(__file__).parent.glob("test_oneroster_0*.py"))]
TEXTS += [path.read_text() for path in sorted(Path(__file__).parent.glob("test_oneroster_core_*.py"))]


def test_every_quirk_has_its_test() -> None:
    """The rows of section 9 are numbered from 1 to 40."""
    rows = {int(found[3]) for text in TEXTS for found in TEST.finditer(text) if found[2] == "09"}
    assert rows == set(range(1, 41))


def test_every_test_of_a_quirk_names_its_guard() -> None:
    """A guard is a module, a class or a function of the library."""
    told = [(found[1], found[4]) for text in TEXTS for found in TEST.finditer(text)]
    assert len(told) == sum(text.count("\ndef test_") for text in TEXTS)
    for name, text in told:
        _, found, after = text.partition("Guard:")
        assert found, name
        guards = GUARD.findall(after)
        assert guards, name
        for guard in guards:
            assert is_there(guard), f"{name}: {guard}"
