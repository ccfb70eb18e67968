"""Where the paths of MasteryTrack start."""

from typing import Final

from timeback_core.engine.call.request import Base

MASTERYTRACK: Final = Base("masterytrack", "base")
