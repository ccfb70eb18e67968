"""What the command says to options that make no sense: which one it is, and what it may be."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

import pytest

from timeback_core.sandbox.command import main
from timeback_core.sandbox.serving import Running

REFUSED = (
    ("--port x", "--port: must be a whole number from 0 to 65535, not 'x'"),
    ("--port 65536", "--port: must be a whole number from 0 to 65535, not '65536'"),
    ("--host=", "--host: must not be empty"),
    ("--size -1", "must be a whole number from 0 to 10000000, not '-1'"),
    ("--size 99999999999", "must be a whole number from 0 to 10000000"),
    ("--seed 1.5", "--seed: must be a whole number of 64 bits, not '1.5'"),
    ("--chaos bad-friday --chaos-seed 9223372036854775808", "--chaos-seed: must be a whole number of 64 bits"),
    ("--now yesterday", "--now: must be a time such as 2026-03-02T08:00:00Z, not 'yesterday'"),
    ("--token-seconds soon", "--token-seconds: must be a number, not 'soon'"),
    ("--scopes=", "--scopes: must not be empty"),
    ("--tenant a/b", "--tenant: must be at most 64 letters, digits, dots, `_` and `-`, not 'a/b'"),
    ("--to x.jsonl --format json", "--to: goes with --record alone; --format: goes with --compare alone"),
    ("--chaos-seed 0", "--chaos-seed: goes with --chaos alone"),
    ("--replay x.jsonl --size 3", "--size: not allowed with --replay"),
)


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_an_option_that_makes_no_sense_is_told(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert (ended.value.code, told in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("words", ["--public-url=", "--public-url app.example", "--public-url ftp://app.example"])
def test_a_public_url_leads_somewhere(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--size", "0", *words.split()]) == 1
    assert "a public URL is one such as https://sandbox.example, not '" in capsys.readouterr().err


@pytest.mark.parametrize("prefix", ["a/b", "a b", "ä", "a?"])
def test_a_prefix_of_ids_fits_into_paths(prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--id-prefix", prefix]) == 1
    assert "id_prefix must be at most 200 letters, digits and" in capsys.readouterr().err


def unread() -> TextIO:
    """A pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w")


def full() -> TextIO:
    """A disk that is full."""
    return open("/dev/full", "w")


@pytest.mark.parametrize("words", ["--size 0", "--size 0 --tenant a --tenant b"])
@pytest.mark.parametrize(("out", "told"), [(unread, ""), (full, "cannot print: No space left on device\n")])
def test_it_serves_where_nobody_reads_what_it_prints(
    words: str,
    out: Callable[[], TextIO],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    served: list[Running] = []
    monkeypatch.setattr(Running, "wait", lambda server: served.append(server))
    with out() as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert (main(["--port", "0", *words.split()]), len(served)) == (0, 1)
    assert capsys.readouterr().err == told
