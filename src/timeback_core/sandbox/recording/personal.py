"""What is personal in an exchange, by the names under which it stands, and what is written in its place."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

PARTS: Final = (
    *("givenname", "familyname", "middlename", "firstname", "lastname", "fullname", "displayname", "username"),
    *("nickname", "maidenname", "legalname", "studentname", "teachername", "parentname", "guardianname"),
    *("learnername", "contactname", "additionalname", "preferredfirst", "preferredmiddle", "preferredlast"),
    *("initials", "mail", "phone", "birth", "street", "address", "postalcode", "postcode", "useragent"),
)
"""Members, parameters, elements and attributes of which the name has one of these hold what is personal."""
WORDS: Final = frozenset(("sms", "mobile", "fax", "dob", "city", "zip", "zipcode", "ip"))
"""So do those of which the name has one of these as a word."""
PERSON: Final = re.compile(
    r"(?:actor|person|people|student|user|teacher|learner|credentialsubject|agent|recipient|guardian|contact)s?",
    re.IGNORECASE,
)
"""Members of these names, whole, hold people, whose `name` is personal too."""
PEOPLE_TYPES: Final = frozenset(("Person", "TimebackUser"))
"""What objects that are people may say to be as their `type`."""
SEARCHES: Final = frozenset(("search", "q"))
"""Parameters that may hold what is personal, as they search through all there is."""
NAMED: Final = re.compile(r"(?<![\w-])(?<!</)([\w-]++(?: [\w-]++)?)[\"']?(?:\s*[:=>]\s*[\"']?|(?:\r?\n){2})")
"""What may name a value in a text that is no JSON: in XML, or in what was to be JSON."""
VALUE: Final = re.compile(r"(?:\\.|[^\"'&<\\]++)++", re.DOTALL)
"""The value that follows."""

_BETWEEN_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^a-zA-Z0-9]+")
_EMAIL: Final = re.compile(r"([^\s@<>\"'(),;:/?&=\\]{1,64})(@|%40)([\w-]{1,63}(?:\.[\w-]{1,63})*)")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(T[\d:.]+(?:Z|[+-][\d:]+)?)?")
_WORD: Final = re.compile(r"[^\s!-/:-@\[-`{-~]+")
"""Whatever is no blank and no punctuation of ASCII."""
_SYLLABLES: Final = tuple(f"{consonant}{vowel}" for consonant in "bdfghjklmnprstvz" for vowel in "aeio")
_SHORTEST_KNOWN: Final = 3


@lru_cache(4096)
def is_personal(name: str) -> bool:
    """Whether what stands under a name is personal, in whatever way the name is spelt."""
    words = _BETWEEN_WORDS.sub(" ", name).lower().split()
    joined = "".join(words)
    return any(part in joined for part in PARTS) or not WORDS.isdisjoint(words)


class StandIns:
    """Words for words: with one salt the same word always has the same stand-in, and nothing leads back from it."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self._known: set[str] = set()
        """Words of names that were seen."""

    def of(self, text: str) -> str:
        """What stands for something personal: each word, the domain of an address, the day and all digits replaced."""
        day = _DAY.fullmatch(text)
        if day is not None:
            number = int.from_bytes(self._digest(day[1])[:4])
            return f"{date(2000, 1, 1) + timedelta(number % 9000)}{day[2] or ''}"
        if _EMAIL.fullmatch(text):
            return self.addresses(text)
        digits: Iterator[str] | None = None

        def replaced(found: re.Match[str]) -> str:
            nonlocal digits
            word = found[0]
            if word.isdecimal():
                digits = digits or iter(str(int.from_bytes(self._digest(text))).zfill(len(text)))
                return "".join(next(digits, "0") for _ in word)
            if len(word) >= _SHORTEST_KNOWN:
                self._known.add(word)
            return self._word(word)

        return _WORD.sub(replaced, text)

    def addresses(self, text: str) -> str:
        """A text with every e-mail address in it replaced."""
        return _EMAIL.sub(lambda found: f"{self.of(found[1])}{found[2]}{self._word(found[3])}.example", text)

    def prose(self, text: str) -> str:
        """A text with the e-mail addresses and the names replaced that were seen before."""
        if "@" in text or "%40" in text:
            text = self.addresses(text)
        if not self._known or not any(blank in text for blank in " \n"):
            return text
        return _WORD.sub(lambda found: self._word(found[0]) if found[0] in self._known else found[0], text)

    def number(self, value: float) -> float:
        """What stands for a number."""
        return int.from_bytes(self._digest(repr(value))[:4])

    def _word(self, word: str) -> str:
        digest = self._digest(word.casefold())
        if word.isupper() and len(word) <= _SHORTEST_KNOWN:  # a code or initials
            return "".join(chr(ord("A") + byte % 26) for byte in digest[: len(word)])
        made = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:6])
        shape: Callable[[str], str] = str.lower if word.islower() else str.upper if word.isupper() else str.capitalize
        return shape(made)

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self._salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256)


class Blanks(StandIns):
    """The same thing for everything personal: what differs in nothing else becomes equal."""

    def __init__(self) -> None:
        super().__init__(b"")

    def of(self, text: str) -> str:  # noqa: ARG002 -- the others need it
        """A mark."""
        return "?"

    def addresses(self, text: str) -> str:
        """A text with a mark for every e-mail address in it."""
        return _EMAIL.sub("?", text)

    def number(self, value: float) -> float:  # noqa: ARG002 -- the others need it
        """A mark."""
        return 0


class Nothing(StandIns):
    """Leaves everything as it is."""

    def __init__(self) -> None:
        super().__init__(b"")

    def of(self, text: str) -> str:
        """The text."""
        return text

    def addresses(self, text: str) -> str:
        """The text."""
        return text

    def number(self, value: float) -> float:
        """The number."""
        return value
