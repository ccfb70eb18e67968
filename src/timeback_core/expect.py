"""What a successful answer holds: the kinds of expectations that operations of your own are described with.

`Created` and `Nothing` here are expectations; what a create gives is `timeback_core.Created`. An expectation of your
own reads an `HttpResponse`, and raises `Bad` or `Verdict` where that is not what it expects.
"""

from timeback_core.engine.call.expect import Created, Download, Json, Many, Maybe, Nothing, One, Raw, Stated, Tagged
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.paging import OFFSET, UNPAGED, Paging
from timeback_core.engine.call.reading import Verdict
from timeback_core.engine.call.request import Expect
from timeback_core.engine.codec.json import Bad

__all__ = (
    "Bad",
    "Created",
    "Download",
    "Expect",
    "HttpResponse",
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
    "Verdict",
)
