"""`timeback pull roster` and `timeback push roster`."""

import os
from pathlib import Path

import pytest
from tests.rosters.bundles import SMALL, put
from tests.support import settings_of

from timeback_core.cli.rosters import pull_roster, push_roster
from timeback_core.sandbox import Server


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """Let the environment lead to a sandbox."""
    settings = settings_of(server)
    for name in ("base_url", "auth_url", "client_id", "client_secret"):
        monkeypatch.setenv(f"TIMEBACK_API_{name.upper()}", str(settings[name]))


def pushed(source: Path, *, dry_run: bool = False, end_missing: bool = False) -> int:
    """The exit status of a push."""
    return push_roster(source, owner=None, dry_run=dry_run, end_missing=end_missing, show_all=False, profile=None)


def test_a_roster_is_shown__written_once_and_pulled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elm = put(tmp_path / "elm", SMALL)
    assert pushed(elm, dry_run=True) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "create users elm-p\n" in shown.out
    assert shown.out.endswith("enrollments: 2 to create\n0 unchanged, 0 that cannot be written\n")
    assert pushed(elm) == 0
    assert capsys.readouterr().out == "9 created, 0 changed, 0 ended, 0 unchanged, 0 failed\n"
    assert pushed(elm) == 0
    assert capsys.readouterr().out == "0 created, 0 changed, 0 ended, 9 unchanged, 0 failed\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["elm"]

    assert pull_roster(tmp_path / "all.zip", "csv", (), with_ended=False, profile=None) == 0
    assert "academic_sessions: " in capsys.readouterr().out
    assert pushed(tmp_path / "all.zip", end_missing=True) == 0
    assert capsys.readouterr().out.startswith("0 created, 0 changed, 0 ended, ")


def test_what_failed_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seats = (
        SMALL["enrollments.csv"] + "elm-3,,,elm-alg-1,elm-s,nobody,student,,,\n,,,elm-alg-1,elm-s,elm-p,student,,,\n"
    )
    elm = put(tmp_path / "elm", {**SMALL, "enrollments.csv": seats})
    assert pushed(elm) == 1
    told = capsys.readouterr()
    assert told.out == "9 created, 0 changed, 0 ended, 0 unchanged, 1 failed\n"
    bad, failed = told.err.splitlines()
    assert bad == "enrollments.csv:5 sourcedId: is missing"
    assert failed.startswith(
        "enrollments.csv:4: create enrollments elm-3: user 'nobody' is neither on the platform nor"
    )
    assert pushed(elm, dry_run=True) == 1
    assert capsys.readouterr().out == "9 unchanged, 1 that cannot be written\n"


def test_a_bundle_may_lie_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elm.journal").mkdir()
    assert pushed(put(tmp_path / "elm", SMALL)) == 3
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert pushed(tmp_path / "elm") == 0


def test_where_nothing_can_be_tried_the_status_tells_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pushed(tmp_path / "nothing") == 3
    assert pull_roster(tmp_path / "out", "csv", ("lunches",), with_ended=False, profile=None) == 2
    monkeypatch.setenv("TIMEBACK_API_BASE_URL", "elsewhere")
    assert pull_roster(tmp_path / "out", "csv", (), with_ended=False, profile=None) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing: No such file or directory" in told.err
    assert "unknown kind 'lunches'" in told.err
    assert not (tmp_path / "out").exists()
