"""`UNSET`: the value of a field that a partial body does not mention."""

from enum import Enum
from typing import Final, Literal


class Unset(Enum):
    """The type of `UNSET`; false, so that `if patch.title:` narrows to a given title."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Not mentioned, hence left as it is; `None` instead is sent as null."""
