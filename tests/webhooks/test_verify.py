"""Deliveries are verified by the secret of their webhook: any scheme of its kind, any server, any nonsense."""

import hashlib
import hmac
import pickle
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from http.client import HTTPMessage
from typing import Any, Literal, TypeAlias, cast, get_args

import httpx
import pytest
from returns.result import Failure, Success

from timeback_core.errors import SignatureInvalid
from timeback_core.webhooks import SANDBOX_SCHEME, ReceivedHeaders, SignatureScheme, verify

Reason: TypeAlias = Literal["missing", "wrong", "stale", "unusable"]

BODY = b'{"data": []} \xff'
SECRET = " s3cr\u00e9t "
NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
TIME = str(int(NOW.timestamp()))


def digest(signed: bytes, secret: str = SECRET, algorithm: str = "sha256") -> bytes:
    """The signature of a text."""
    return hmac.new(secret.encode(), signed, algorithm).digest()


HEX = digest(BODY).hex()
PLAIN = SignatureScheme(header="X-Signature")
TIMED = SignatureScheme(
    header="X-Signature", prefix="v1=", signed="{timestamp}.{body}", timestamp_header="X-Timestamp", tolerance=60
)
TIMED_HEX = digest(f"{TIME}.".encode() + BODY).hex()


def reason(headers: ReceivedHeaders, scheme: SignatureScheme = PLAIN, secret: str = SECRET, body: bytes = BODY) -> str:
    """Why it is not to be trusted; empty where it is."""
    told = verify(body, headers, secret, scheme, now=NOW)
    if isinstance(told, Success):
        assert told.unwrap() is body
        return ""
    assert secret.strip() not in f"{told} {told.failure().message} {scheme}" or not secret.strip()
    return told.failure().reason


def message() -> HTTPMessage:
    """Headers as `http.server` has them."""
    headers = HTTPMessage()
    headers["x-signature"] = HEX
    return headers


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Signature": HEX},
        {"x-signature": HEX.upper()},
        {"X-SIGNATURE": f"  {HEX} "},
        {"HTTP_X_SIGNATURE": HEX, "wsgi.input": object(), "SERVER_PORT": 80},
        {"X-Signature": [f"{'0' * 64}", HEX]},
        {b"x-signature": HEX.encode()},
        [("Other", "1"), ("X-Signature", HEX)],
        [(b"x-signature", HEX.encode())],
        [("X-Signature", "0" * 64), ("X-Signature", HEX)],
        {"X-Signature": f"{'0' * 64}, {HEX}"},
        {"X-Signature": f"{HEX} {'0' * 64}"},
        httpx.Headers([("X-Signature", HEX)]),
        message().items(),
        (pair for pair in [("X-Signature", HEX)]),
    ],
    ids=lambda headers: type(headers).__name__,
)
def test_headers_of_any_server(headers: ReceivedHeaders) -> None:
    assert reason(headers) == ""


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("encoding", ["hex", "base64"])
@pytest.mark.parametrize("prefix", ["", "sha=", "v1,"])
def test_schemes_of_any_kind(algorithm: Any, encoding: Any, prefix: str) -> None:
    scheme = SignatureScheme(header="S", algorithm=algorithm, encoding=encoding, prefix=prefix)
    signature = digest(BODY, algorithm=algorithm)
    text = signature.hex() if encoding == "hex" else b64encode(signature).decode()
    assert reason({"s": prefix + text}, scheme) == ""
    assert reason({"s": f"{prefix}AAAA {prefix}{text}"}, scheme) == ""
    assert reason({"s": prefix + text}, scheme, body=BODY + b" ") == "wrong"
    assert reason({"s": prefix + text}, scheme, secret=SECRET.strip()) == "wrong"
    assert reason({"s": prefix + text[:-1]}, scheme) == "wrong"
    if prefix:
        assert reason({"s": text}, scheme) == "missing"


def test_a_time_of_signing_is_a_part_of_what_is_signed() -> None:
    headers = {"X-Signature": f"t={TIME},v1={TIMED_HEX}", "X-Timestamp": TIME}
    assert reason(headers, TIMED) == ""
    assert reason({**headers, "X-Timestamp": str(int(TIME) + 1)}, TIMED) == "wrong"
    assert reason({"X-Signature": headers["X-Signature"]}, TIMED) == "missing"
    assert reason((pair for pair in headers.items()), TIMED) == ""


@pytest.mark.parametrize(("seconds", "expected"), [(60, ""), (61, "stale"), (-60, ""), (-61, "stale")])
def test_a_delivery_is_good_for_a_while(seconds: int, expected: str) -> None:
    headers = {"X-Signature": f"v1={TIMED_HEX}", "X-Timestamp": TIME}
    told = verify(BODY, headers, SECRET, TIMED, now=NOW + timedelta(seconds=seconds))
    assert ("" if isinstance(told, Success) else told.failure().reason) == expected
    assert isinstance(verify(BODY, headers, SECRET, TIMED), Failure), "the time is now's where none is given"


@pytest.mark.parametrize("time", ["", "nan", "-1", "soon", "1e9", f"{TIME}.5", "\u0661", f"{TIME}{{body}}"])
def test_a_time_that_is_none(time: str) -> None:
    signature = digest(f"{time}.".encode() + BODY).hex()
    assert reason({"X-Signature": f"v1={signature}", "X-Timestamp": time}, TIMED) == "missing"


def test_a_time_that_nobody_lives_to_see() -> None:
    time = "9" * 5000
    signature = digest(f"{time}.".encode() + BODY).hex()
    assert reason({"X-Signature": f"v1={signature}", "X-Timestamp": time}, TIMED) == "unusable"


@pytest.mark.parametrize(
    "scheme",
    [
        SignatureScheme(header="X-Signature", signed="{timestamp}.{body}"),
        SignatureScheme(header="X-Signature", timestamp_header="X-Timestamp"),
        SignatureScheme(header="X-Signature", signed="{timestamp}", timestamp_header="X-Timestamp"),
        SignatureScheme(header="X-Signature", signed="always"),
        SignatureScheme(header="X-Signature", algorithm=cast("Any", "md4711")),  # there is none of that name
    ],
    ids=lambda scheme: scheme.signed,
)
def test_a_scheme_that_proves_nothing(scheme: SignatureScheme) -> None:
    for signed in (BODY, b"always", TIME.encode()):
        assert reason({"X-Signature": digest(signed).hex(), "X-Timestamp": TIME}, scheme) == "unusable"


def test_an_empty_secret_proves_nothing() -> None:
    assert reason({"X-Signature": digest(BODY, "").hex()}, secret="") == "unusable"


@pytest.mark.parametrize("headers", [{}, [], {"X-Signature": ""}, {"X-Signature": None}, {"Other": HEX}])
def test_no_signature(headers: ReceivedHeaders) -> None:
    assert reason(headers) == "missing"


@pytest.mark.parametrize("headers", [None, 7, [1, 2], ["ab"], [("a",)], {1: 2}, object(), [(None, None)], b"x"])
def test_headers_that_are_none(headers: Any) -> None:
    assert reason(headers) in ("missing", "unusable")


@pytest.mark.parametrize("given", ["\u00e9" * 64, "\ud800", "=" * 200, "0x" + HEX, HEX[:32]])
def test_signatures_that_are_none(given: str) -> None:
    assert reason({"X-Signature": given}) == "wrong"


def test_what_is_given_may_be_anything() -> None:
    anything: list[Any] = [None, 7, "text", b"", bytearray(b"x"), object(), float("nan")]
    for payload in anything:
        for secret in anything:
            verify(payload, {"X-Signature": HEX}, secret, PLAIN)


def test_the_secret_may_be_bytes() -> None:
    assert isinstance(verify(BODY, {"x-signature": HEX}, SECRET.encode(), PLAIN), Success)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def compare_digest(one: bytes, other: bytes) -> bool:
        compared.append(other)
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare_digest)
    assert reason({"X-Signature": f"{'0' * 64} {HEX}"}) == ""
    assert {HEX.encode(), b"0" * 64} <= {*compared}


def test_the_scheme_of_the_sandbox() -> None:
    headers = {"X-Sandbox-Signature": hmac.new(b"s", b"{}", hashlib.sha256).hexdigest()}
    assert verify(b"{}", headers, "s", SANDBOX_SCHEME) == Success(b"{}")


def test_the_error_is_a_value() -> None:
    error = SignatureInvalid("wrong", "X-Signature")
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301 -- its own
    assert "X-Signature" in error.message
    reasons: tuple[Reason, ...] = get_args(Reason)
    assert len({SignatureInvalid(each, "H").message for each in reasons}) == len(reasons)
