"""The web service of the guide, where its framework is installed: each error is the right answer."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "serve-a-web-application.md"


@pytest.mark.filterwarnings("ignore")  # of the framework, about its own test client
def test_an_error_is_the_right_answer() -> None:
    testing = pytest.importorskip("fastapi.testclient")
    *blocks, _ = re.findall(r"^```py(?:thon)?\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    guide: dict[str, object] = {"__name__": "guide"}
    exec("\n".join(blocks), guide)  # noqa: S102 -- a page of our own

    with testing.TestClient(guide["app"]) as client:
        assert client.get("/students/student-1").json()["name"] == "Rafael"
        assert client.get("/students/nobody").json() == {"error": "NotFound", "problems": []}
        assert client.get("/students/nobody").status_code == 404
