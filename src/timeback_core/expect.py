"""What a successful answer holds: the kinds of expectations that operations of your own are described with.

`Created` and `Nothing` here are expectations; what a create gives is `timeback_core.Created`.
"""

from timeback_core.engine.call.expect import Created, Download, Json, Many, Maybe, Nothing, One, Raw, Stated, Tagged
from timeback_core.engine.call.paging import OFFSET, UNPAGED, Paging
from timeback_core.engine.call.request import Expect

__all__ = (
    "Created",
    "Download",
    "Expect",
    "Json",
    "Many",
    "Maybe",
    "Nothing",
    "OFFSET",
    "One",
    "Paging",
    "Raw",
    "Stated",
    "Tagged",
    "UNPAGED",
)
