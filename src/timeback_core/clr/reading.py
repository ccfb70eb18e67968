"""Credentials that come from elsewhere: files of any version of the standards, read so that nothing is lost."""

import re
from collections.abc import Iterator
from typing import Final

from returns.result import Failure, Result, Success

from timeback_core.clr.models.base import VC_1_CONTEXT, VC_2_CONTEXT, Words, texts_of
from timeback_core.clr.models.credentials import Assertion, Credential, VerifiableCredential
from timeback_core.documents import decode, encode, faults, parse_whole, plain, told
from timeback_core.engine.codec import JsonValue, fields_of
from timeback_core.engine.codec.json import Bad, join, name_of_type
from timeback_core.engine.narrow import is_array, is_listing, is_mapping, is_object
from timeback_core.errors import DocumentProblem, InvalidDocument

__all__ = ("read_credential", "words_in")

CONTEXT: Final = next(field for field in fields_of(Credential) if field.name == "context")
BADGE_2_CONTEXT: Final = "https://w3id.org/openbadges/v2"
JWS: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)


def read_credential(document: bytes | str | JsonValue) -> Result[Credential, InvalidDocument]:
    """A credential from elsewhere: a `ClrCredential`, a `VerifiableCredential` (1.1 or 2.0), or an `Assertion`.

    `encode` gives exactly the JSON that was read, whatever stands in it, so that its signatures still hold; none is
    verified here, nor is it asked whether it was revoked. `find_problems` tells what of it is not as it should be.

    document: JSON as bytes, as text, or parsed. What does not fit an optional field is kept in `extra`.

    Gives `Failure(InvalidDocument)` with the place of every fault for what is no credential: something that is missing,
    a first context that tells no version, or a compact JWS, whose JSON would have to be taken out first. So it does for
    what could not be written back, such as an object that has a name twice.
    """
    if isinstance(document, bytes | str) and is_jws(document):
        return refused("$", "a credential as JSON", "a compact JWS")
    try:
        parsed = parse_whole(document) if isinstance(document, bytes | str) else document
    except Bad as bad:
        return Failure(InvalidDocument((told(bad),)))
    if isinstance(parsed, str):  # which `decode` would read as JSON within JSON
        return refused("$", "object", "string")
    read = decode(Credential, parsed)
    whole = read if isinstance(read, Failure) else known(read.unwrap())
    return whole if isinstance(whole, Failure) else unchanged(plain(parsed), whole.unwrap())


def known(credential: Credential) -> Result[Credential, InvalidDocument]:
    """A credential whose version and kind are known."""
    versions = (BADGE_2_CONTEXT,) if isinstance(credential, Assertion) else (VC_2_CONTEXT, VC_1_CONTEXT)
    contexts, place = credential.context, join("$", CONTEXT.wire)
    for odd in faults(CONTEXT.whole, credential.extra.get(CONTEXT.wire)):
        return refused(odd.where(place), odd.expected, odd.found)
    first, place = (contexts[0], f"{place}[0]") if is_listing(contexts) and contexts else (contexts, place)
    if first not in versions:
        found = "nothing" if first is None else "another text" if isinstance(first, str) else name_of_type(first)
        return refused(place, " or ".join(versions), found)
    is_wrapped = "EnvelopedVerifiableCredential" in texts_of(credential.type)
    if isinstance(credential, Assertion | VerifiableCredential) or is_wrapped:
        return Success(credential)
    return refused("$.type", "VerifiableCredential or Assertion", "another type")


def unchanged(parsed: object, credential: Credential) -> Result[Credential, InvalidDocument]:
    """A credential that is written back exactly as it was."""
    written = encode(credential)
    if isinstance(written, Failure):  # parsed, it can hold what is no JSON
        return refused("$", f"JSON ({written.failure().problems[0]})", "something else")
    for path, expected, found in differences(parsed, written.unwrap()):
        return refused(path, expected, found)
    return Success(credential)


def differences(read: object, written: object, path: str = "$") -> Iterator[tuple[str, str, str]]:
    """Where what was read would be written otherwise, what would stand there, and what did."""
    if is_object(read) and is_object(written) and read.keys() == written.keys():
        for name, each in read.items():
            yield from differences(each, written[name], join(path, name))
    elif is_array(read) and is_array(written) and len(read) == len(written):
        for index, each in enumerate(read):
            yield from differences(each, written[index], join(path, index))
    elif read != written:
        yield path, name_of_type(written), name_of_type(read)


def refused(path: str, expected: str, found: str) -> Result[Credential, InvalidDocument]:
    """The failure of what is no credential."""
    return Failure(InvalidDocument((DocumentProblem(path, expected, found),)))


def is_jws(document: bytes | str) -> bool:
    """Whether a document is one in the compact form of JSON Web Signatures."""
    text = document.decode("latin-1") if isinstance(document, bytes) else document
    return JWS.fullmatch(text.strip()) is not None


def words_in(words: Words | None, language: str = "en") -> str:
    """What is said to people, in a language where there is a choice: its own words, else the first there are.

    words: such as the name of a credential. language: such as `en` or `de-AT`, which finds `de` too.
    """
    told: dict[str, str] = {}
    for each in words if is_listing(words) else (words,):
        if isinstance(each, str):
            told.setdefault("", each)
        elif is_mapping(each) and isinstance(text := each.get("@value"), str):
            told.setdefault(str(each.get("@language", "")).lower(), text)
        elif is_mapping(each):
            told |= {str(name).lower(): text for name, text in each.items() if isinstance(text, str)}
    wanted = language.lower()
    spoken = (told[tag] for tag in (wanted, wanted.partition("-")[0], "") if tag in told)
    return next(spoken, next(iter(told.values()), ""))
