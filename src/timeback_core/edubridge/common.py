"""What EduBridge's operations share: where their paths start."""

from typing import Final

from timeback_core.engine.call.request import Base

EDUBRIDGE: Final = Base("edubridge", "base")
GOALS: Final = Base("edubridge", "goals")
