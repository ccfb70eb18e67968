"""What happens outside the platform, told by control calls: screening tests, scores of other applications, sheets."""

from typing import Final

from timeback_core.sandbox.control import Controls, hook
from timeback_core.sandbox.powerpath.external_scores import EXTERNAL_SCORE, put_external_score
from timeback_core.sandbox.powerpath.screening import SCREENING_NEWS, take_news
from timeback_core.sandbox.powerpath.sheets import SHEET, put_sheet

HOOKS: Final[Controls] = {
    ("POST", "/.sandbox/screenings"): hook(SCREENING_NEWS, take_news),
    ("POST", "/.sandbox/external-scores"): hook(EXTERNAL_SCORE, put_external_score),
    ("POST", "/.sandbox/sheets"): hook(SHEET, put_sheet),
}
