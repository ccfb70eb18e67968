"""A delivery is believed if and only if it was signed: by any scheme, any body and secret, anything around it."""

import hmac
from base64 import b64encode
from datetime import UTC, datetime

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.result import Failure, Success

from timeback_core.webhooks import SignatureScheme, verify

NOW = datetime(2026, 1, 5, tzinfo=UTC)
secrets = st.text(st.characters(codec="utf-8"), min_size=1)
schemes = st.builds(
    SignatureScheme,
    header=st.sampled_from(["X-Signature", "signature", "X_S"]),
    algorithm=st.sampled_from(["sha1", "sha256", "sha384", "sha512"]),
    encoding=st.sampled_from(["hex", "base64"]),
    prefix=st.sampled_from(["", "sha256=", "v1,", "v0:"]),
    signed=st.sampled_from(["{body}", "v0:{body}:"]),
) | st.builds(
    SignatureScheme,
    header=st.just("X-Signature"),
    signed=st.sampled_from(["{timestamp}.{body}", "{body}{timestamp}", "v0:{timestamp}:{body}"]),
    timestamp_header=st.just("X-Time"),
    tolerance=st.integers(0, 1000),
)
odd_headers = st.lists(st.tuples(st.sampled_from(["X-Signature", "x-time", "signature", "x"]), st.text()), max_size=3)


def signed(body: bytes, secret: str, scheme: SignatureScheme) -> list[tuple[str, str]]:
    """The headers of a delivery that is signed now."""
    time = str(int(NOW.timestamp()))
    before, after = (part.replace("{timestamp}", time).encode() for part in scheme.signed.split("{body}"))
    digest = hmac.digest(secret.encode(), before + body + after, scheme.algorithm)
    text = digest.hex() if scheme.encoding == "hex" else b64encode(digest).decode()
    return [(scheme.header, scheme.prefix + text), *([] if scheme.timestamp_header is None else [("X-Time", time)])]


@settings(max_examples=so_many(100))
@given(st.binary(), secrets, schemes, odd_headers)
def test_what_was_signed_is_believed(
    body: bytes, secret: str, scheme: SignatureScheme, odd: list[tuple[str, str]]
) -> None:
    headers = [*signed(body, secret, scheme), *odd]
    assert verify(body, headers, secret, scheme, now=NOW) == Success(body)
    assert verify(body, {name.upper(): value for name, value in headers[::-1]}, secret, scheme, now=NOW) == Success(
        body
    )


@settings(max_examples=so_many(100))
@given(st.binary(), st.binary(), secrets, secrets, schemes, odd_headers)
def test_what_was_not_signed_is_not(
    body: bytes, other: bytes, secret: str, wrong: str, scheme: SignatureScheme, odd: list[tuple[str, str]]
) -> None:
    headers = [*signed(body, secret, scheme), *odd]
    assert other == body or isinstance(verify(other, headers, secret, scheme, now=NOW), Failure)
    is_same = wrong.rstrip("\0") == secret.rstrip("\0")  # an HMAC fills a key up with zeros
    assert is_same or isinstance(verify(body, headers, wrong, scheme, now=NOW), Failure)
    assert isinstance(verify(body, odd, secret, scheme, now=NOW), Failure)
