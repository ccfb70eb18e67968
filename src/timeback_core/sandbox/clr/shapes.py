"""Learner records as they may be written: what the platform's own document asks, all further members kept."""

import re
from typing import Any, ClassVar, Final

import attrs

from timeback_core.sandbox.described import Either
from timeback_core.sandbox.messages import is_object
from timeback_core.sandbox.oneroster.members import DATE_TIME, EMAIL, FREE, FULL_TEXT, TEXT, TEXTS
from timeback_core.sandbox.schema import (
    AsStored,
    Boolean,
    Choice,
    Findings,
    ListOf,
    Loose,
    Record,
    Shape,
    Text,
    kind_of,
    may,
    must,
)

URI: Final = Text(pattern=re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"), format="uri")


@attrs.frozen
class Types(AsStored):
    """The types of an object, one of which must be there."""

    needed: str = ""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The types as they are."""
        kept = ListOf(FULL_TEXT, min_items=1).check(value, path, findings)
        if self.needed and isinstance(value, list) and self.needed not in value:
            findings.wrong(path, f"Must contain '{self.needed}'")
        return kept

    like_written: ClassVar[Shape] = ListOf(FULL_TEXT, min_items=1)
    like_answered: ClassVar[Shape] = like_written


class Kind(AsStored):
    """The kind of an achievement: text, as far as anybody can tell."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The text, or the object that the published document has in its place."""
        if not (isinstance(value, str) or is_object(value)):
            findings.wrong(path, f"Expected string, received {kind_of(value)}")
        return value

    like_written: ClassVar[Shape] = Either((TEXT, FREE))
    like_answered: ClassVar[Shape] = like_written


ASSOCIATION_TYPES: Final = (
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
)

IMAGE: Final = Loose(Record((must("id", URI), must("type", Choice(("Image",))), may("caption", TEXT)), name="ClrImage"))
PROFILE: Final = Loose(
    Record(
        (
            must("id", URI),
            must("type", Types()),
            *(may(name, TEXT) for name in ("name", "phone", "description")),
            may("url", URI),
            may("image", IMAGE),
            may("email", EMAIL),
        ),
        name="ClrProfile",
    )
)
IDENTITY: Final = Loose(
    Record(
        (
            must("type", Choice(("IdentityObject",))),
            must("identityHash", FULL_TEXT),
            must("identityType", FULL_TEXT),
            must("hashed", Boolean()),
            may("salt", TEXT),
        )
    )
)
ACHIEVEMENT: Final = Loose(
    Record(
        (
            must("id", URI),
            must("type", Types()),
            must("name", FULL_TEXT),
            must("description", FULL_TEXT),
            must("criteria", Loose(Record((may("id", URI), may("narrative", TEXT))))),
            may("image", IMAGE),
            may("achievementType", Kind()),
            may("creator", PROFILE),
        ),
        name="Achievement",
    )
)
PROOF: Final = Loose(
    Record(
        (
            *(must(name, FULL_TEXT) for name in ("type", "proofPurpose", "verificationMethod")),
            must("created", DATE_TIME),
            *(may(name, FULL_TEXT) for name in ("proofValue", "jws", "cryptosuite")),
        ),
        name="ClrProof",
    )
)
BUNDLED: Final = Loose(
    Record(
        (
            must("@context", TEXTS),
            must("id", FULL_TEXT),
            must("type", Types()),
            must("issuer", PROFILE),
            must("validFrom", DATE_TIME),
            may("validUntil", DATE_TIME),
            must("credentialSubject", Loose(Record((may("id", TEXT),)))),
            may("proof", ListOf(PROOF)),
        )
    )
)
ASSOCIATION: Final = Loose(
    Record(
        (
            must("type", Choice(("Association",))),
            must("associationType", Choice(ASSOCIATION_TYPES)),
            must("sourceId", URI),
            must("targetId", URI),
        )
    )
)
SUBJECT: Final = Loose(
    Record(
        (
            may("id", URI),
            must("type", Types()),
            may("identifier", ListOf(IDENTITY)),
            may("achievement", ListOf(ACHIEVEMENT)),
            must("verifiableCredential", ListOf(BUNDLED)),
            may("association", ListOf(ASSOCIATION)),
        ),
        name="ClrSubject",
    )
)
SCHEMA: Final = Loose(Record((must("id", FULL_TEXT), must("type", Choice(("1EdTechJsonSchemaValidator2019",))))))
RECORD: Final = Loose(
    Record(
        (
            must("@context", TEXTS),
            must("id", URI),
            must("type", Types("VerifiableCredential")),
            must("issuer", PROFILE),
            must("name", FULL_TEXT),
            must("validFrom", DATE_TIME),
            may("validUntil", DATE_TIME),
            must("credentialSubject", SUBJECT),
            may("description", TEXT),
            may("proof", ListOf(PROOF)),
            may("credentialSchema", ListOf(SCHEMA)),
        ),
        name="ClrCredential",
    )
)
