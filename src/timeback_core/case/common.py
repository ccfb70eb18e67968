"""What CASE's operations share: where their paths start."""

from typing import Final

from timeback_core.engine.call.request import Base

CASE: Final = Base("case")
