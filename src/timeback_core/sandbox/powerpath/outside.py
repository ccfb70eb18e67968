"""What happens outside the platform, told by control calls: screening tests, scores of other applications, sheets."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

import attrs

from timeback_core.sandbox.control import Controls, hook
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT
from timeback_core.sandbox.powerpath.screening import SCREENING_NEWS, take_news
from timeback_core.sandbox.schema import Boolean, ListOf, Member, Number, Record, Text, must
from timeback_core.sandbox.world import World

_SHEETS: Final = "sheets"
_SCORES: Final = "externalScores"
_EXTERNAL_SCORE: Final = Record(
    (
        must("student", FULL_TEXT),
        must("lesson", FULL_TEXT),
        must("questions", ListOf(Number(least=0, most=1), min_items=1)),
        Member(name="graded", shape=Boolean(), default=True),
    )
)


@attrs.frozen
class Report:
    """The score of each question, from 0 to 1, and whether there is nothing more to come."""

    questions: list[float]
    is_final: bool

    @property
    def score(self) -> float:
        """The score of the test: their mean, from 0 to 100."""
        return 100 * sum(self.questions) / len(self.questions)

    @property
    def correct(self) -> int:
        """How many were wholly right."""
        return sum(score == 1 for score in self.questions)


def _put_external_score(world: World, given: Document) -> None:
    """Keep a report until the platform asks for it."""
    told = {name: given[name] for name in ("questions", "graded")}
    world.store.put(_SCORES, {"sourcedId": _test_id(given["student"], given["lesson"]), **told})


def take_report(world: World, student_id: str, lesson_id: str) -> Report | None:
    """The report on a student's test, where there is one; it is given once."""
    found = world.store.get(_SCORES, _test_id(student_id, lesson_id))
    if found is None:
        return None
    world.store.remove(_SCORES, found["sourcedId"])
    return Report(found["questions"], found["graded"])


def _test_id(student_id: str, lesson_id: str) -> str:
    return f"{student_id}\x00{lesson_id}"


def _put_sheet(world: World, given: Document) -> None:
    """Keep a tab of a spreadsheet, in place of what it held."""
    sheet_id = _sheet_id(given["spreadsheetUrl"], given["sheet"])
    world.store.put(_SHEETS, {"sourcedId": sheet_id, "rows": _rows(given["csv"])})


def sheet_rows(world: World, url: str, sheet: str) -> Sequence[Sequence[str]] | None:
    """The rows of a tab, its head first; None where nothing can be read there."""
    found = world.store.get(_SHEETS, _sheet_id(url, sheet))
    return None if found is None else found["rows"]


def _rows(text: str) -> list[list[str]]:
    """The cells of a text; raises `ValueError`."""
    try:
        return list(csv.reader(StringIO(text, newline="")))
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _sheet_id(url: str, sheet: str) -> str:
    """The tab of a spreadsheet; what its address says of how it is shown counts for nothing."""
    path = url.partition("#")[0].partition("?")[0].rstrip("/")
    return f"{path.removesuffix('/edit')}\x00{sheet}"


_SHEET: Final = Record(
    (must("spreadsheetUrl", FULL_TEXT), must("sheet", FULL_TEXT), must("csv", Text(read=_rows, format="CSV")))
)
HOOKS: Final[Controls] = {
    ("POST", "/.sandbox/screenings"): hook(SCREENING_NEWS, take_news),
    ("POST", "/.sandbox/external-scores"): hook(_EXTERNAL_SCORE, _put_external_score),
    ("POST", "/.sandbox/sheets"): hook(_SHEET, _put_sheet),
}
