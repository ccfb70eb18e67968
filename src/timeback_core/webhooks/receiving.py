"""The receiving side: whether a delivery was signed with the secret of its webhook, and what it holds."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

import attrs
from returns.result import Failure, Result, Success

from timeback_core.documents import decode
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.text import parse
from timeback_core.engine.narrow import is_array, is_listing, is_mapping, is_object
from timeback_core.errors import InvalidDocument, SignatureInvalid
from timeback_core.webhooks.models.deliveries import Delivered

__all__ = ["SANDBOX_SCHEME", "ReceivedHeaders", "SignatureScheme", "read_delivery", "verify"]

ReceivedHeaders: TypeAlias = Mapping[str, object] | Iterable[tuple[str, str] | tuple[bytes, bytes]]
"""The headers of a request: a mapping or pairs, in any case; the environment of WSGI does as well."""


@attrs.frozen(kw_only=True)
class SignatureScheme:
    """How deliveries are signed: by an HMAC under the webhook's secret, in a header.

    The platform documents no scheme of its own, so take what its people tell you, or what you see.
    """

    header: str
    """The header with the signature; it may hold several, with commas or blanks between them."""
    algorithm: Literal["sha1", "sha256", "sha384", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    """What stands before each signature, such as `sha256=` or `v1,`."""
    signed: str = "{body}"
    """What is signed, such as `{timestamp}.{body}`."""
    timestamp_header: str | None = None
    """The header with the time of signing, in whole seconds of the epoch, which then is a part of what is signed."""
    tolerance: float = 300.0
    """How many seconds that time may lie before now, or after it."""


SANDBOX_SCHEME: Final = SignatureScheme(header="X-Sandbox-Signature")
"""How the sandbox signs: its own scheme, made up for tests. The platform's is not known."""


def verify(
    payload: bytes,
    headers: ReceivedHeaders,
    secret: str | bytes,
    scheme: SignatureScheme,
    *,
    now: datetime | None = None,
) -> Result[bytes, SignatureInvalid]:
    """The body of a delivery, if it was signed with the secret.

    Args:
        payload: the body exactly as it came: not parsed, not decoded.
        headers: those of the request.
        secret: that of the webhook, exactly as it was created.
        scheme: how deliveries are signed.
        now: the time against which that of signing is held, where the scheme has one; aware, now if not given.

    Returns:
        `Failure(SignatureInvalid)` otherwise; signatures are compared in constant time, and nothing tells the secret.
    """
    try:
        fault = _fault(payload, headers, secret, scheme, now)
    except Exception:  # whatever a request or a scheme of a program without types holds
        fault = "unusable"
    return Success(payload) if fault is None else Failure(SignatureInvalid(fault, scheme.header))


def read_delivery(payload: bytes | str) -> Result[Delivered, InvalidDocument]:
    """What a delivery holds: an event, a list of them, or an envelope; nobody knows which of these the platform sends.

    Args:
        payload: the body that `verify` gave; this does not verify it.

    Returns:
        `Failure(InvalidDocument)` with the place of every fault, in the names of an envelope.
    """
    try:
        parsed = parse(payload)
    except Bad:
        return decode(Delivered, payload)
    if is_object(parsed) and "data" in parsed:
        return decode(Delivered, parsed)
    return decode(Delivered, {"data": parsed if is_array(parsed) else [parsed]})


def _fault(
    payload: bytes, headers: ReceivedHeaders, secret: str | bytes, scheme: SignatureScheme, now: datetime | None
) -> Literal["unusable", "missing", "wrong", "stale"] | None:
    pairs = list[object](headers.items() if is_mapping(headers) else headers)
    is_timed = "{timestamp}" in scheme.signed
    if not secret or "{body}" not in scheme.signed or is_timed is not bool(scheme.timestamp_header):
        return "unusable"  # anybody could sign, or sign an old delivery anew
    timestamp = next(_values(pairs, scheme.timestamp_header or ""), "")
    given = [each for value in _values(pairs, scheme.header) for each in _signatures(value, scheme)]
    if not given or (is_timed and not (timestamp.isascii() and timestamp.isdigit())):
        return "missing"
    before, _, after = scheme.signed.replace("{timestamp}", timestamp).partition("{body}")
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, before.encode() + payload + after.encode(), getattr(hashlib, scheme.algorithm)).digest()
    expected = (digest.hex() if scheme.encoding == "hex" else b64encode(digest).decode()).encode()
    if not any(hmac.compare_digest(expected, each) for each in given):
        return "wrong"
    if is_timed and not abs((now or datetime.now(UTC)).timestamp() - int(timestamp)) <= scheme.tolerance:
        return "stale"
    return None


def _values(pairs: Iterable[object], wanted: str) -> Iterator[str]:
    """The values of a header, under whichever spelling it came."""
    for pair in pairs:
        if is_listing(pair) and len(pair) == 2 and _plain(_text(pair[0])) == _plain(wanted):
            values = pair[1] if is_listing(pair[1]) else (pair[1],)
            yield from filter(None, map(_text, values))


def _plain(name: str) -> str:
    """A name without regard to case, and to how WSGI spells it."""
    return name.lower().replace("_", "-").removeprefix("http-")


def _text(value: object) -> str:
    """Text or bytes of a header as text; of anything else nothing."""
    return value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""


def _signatures(value: str, scheme: SignatureScheme) -> Iterator[bytes]:
    """The signatures in the value of a header."""
    for part in (*value.split(","), *value.split()):
        found = part.strip()
        if found.startswith(scheme.prefix):
            signature = found.removeprefix(scheme.prefix)
            yield (signature.lower() if scheme.encoding == "hex" else signature).encode("utf-8", "replace")
