"""The sandbox as one file: it runs without installation, and unpacks itself once, however many start at a time."""

import os
import runpy
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

Ended: TypeAlias = "list[Callable[[], object]]"

CI = Path(__file__).parents[2] / ".ci"
START = runpy.run_path(str(CI / "zipapp_start.py"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it may unpack itself."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "timeback-sandbox"


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Ended:
    """What is done when the program ends."""
    calls: Ended = []
    monkeypatch.setattr("atexit.register", lambda *call, **options: calls.append(partial(*call, **options)))
    return calls


def test_it_runs_without_anything_installed(tmp_path: Path, home: Path) -> None:
    file = tmp_path / "timeback-sandbox.pyz"
    runpy.run_path(str(CI / "zipapp.py"))["build"](file, here=True)
    command = [sys.executable, "-I", "-S", str(file), "--port", "0", "--size", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own program
        assert process.stdout is not None
        try:
            url = process.stdout.readline().removeprefix("base URL:").strip()
            told = httpx.get(f"{url}/.well-known/timeback-sandbox").json()
            assert told["base_url"] == url
            credentials = (told["client_id"], told["client_secret"])
            answer = httpx.post(told["token_url"], data={"grant_type": "client_credentials"}, auth=credentials)
            assert answer.status_code == 200
            assert "<html" in httpx.get(url, follow_redirects=True).text
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    (folder,) = home.iterdir()
    assert {path.name for path in folder.iterdir()} >= {"timeback_core", "attrs", "orjson", "httptools", "jinja2"}


def archive(path: Path, **files: str) -> zipfile.ZipFile:
    """One with these files, open."""
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return zipfile.ZipFile(path)


def test_several_starts_at_once_unpack_it_once(tmp_path: Path, home: Path, ended: Ended) -> None:
    with archive(tmp_path / "a.pyz", **{"all/a/b.py": "1", "here/c.so": "2", "there/d.so": "3"}):
        pass

    def start(_: int) -> str:
        with zipfile.ZipFile(tmp_path / "a.pyz") as opened:
            return str(START["unpacked"](opened, "here", "digest"))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(start, range(16))) == {str(home / "digest-here")}
    for remove in ended:
        remove()
    assert [path.name for path in home.iterdir()] == ["digest-here"]
    assert {path.relative_to(home / "digest-here").as_posix() for path in home.rglob("*.*")} == {"a/b.py", "c.so"}


def test_a_home_that_cannot_be_written_is_not_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: Ended
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with archive(tmp_path / "a.pyz", **{"all/a.py": "1"}) as opened:
        folder = START["unpacked"](opened, "here", "digest")
    assert os.listdir(folder) == ["a.py"]
    (remove,) = ended
    remove()
    assert not os.path.exists(folder)


def test_where_nothing_fits_that_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = '{"digest": "1", "places": ["cp311-linux-x86_64", "cp312-macos-aarch64"]}'
    with archive(tmp_path / "a.pyz", **{"contents.json": contents}):
        pass
    monkeypatch.setattr("sys.version_info", (3, 9, 1))
    monkeypatch.setattr("sys.argv", ["a.pyz"])
    main = START["main"]
    monkeypatch.setitem(main.__globals__, "__file__", str(tmp_path / "a.pyz" / "__main__.py"))
    with pytest.raises(SystemExit, match=r"^a\.pyz has nothing for cp39-.* cp311, cp312 on .*install") as told:
        main()
    assert "\n" not in str(told.value)
