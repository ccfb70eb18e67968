"""What PowerPath's operations share: where their paths start, and ids that do not stand in them."""

from typing import Annotated, Final, TypeAlias

from timeback_core.engine.call.request import Base
from timeback_core.flows.steps import is_id

POWERPATH: Final = Base("powerpath", "base")

Id: TypeAlias = Annotated[str, is_id]
"""An id that does not stand in the path, where its form would be checked anyway."""
