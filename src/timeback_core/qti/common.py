"""What the operations of QTI share: where paths start, how lists page, and steps over documents of an identifier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias, TypedDict, TypeVar

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform
from timeback_core.engine.call.options import Order
from timeback_core.engine.call.paging import Paging
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import Model, evolve, one_of, wire_name
from timeback_core.engine.filters import Where
from timeback_core.flows.steps import invalid, is_missing, problems_in
from timeback_core.problems import Problem, shortened, unknown
from timeback_core.qti.models.enums import NavigationMode, SubmissionMode

if TYPE_CHECKING:
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.request import Request

D = TypeVar("D")
B = TypeVar("B")

QTI: Final = Base("qti")
XML: Final = "application/xml"
PAGES: Final = Paging("page", position="page", order="order", search="query", total=("total",), pages=("pages",))
SORTS: Final = ("title", "identifier", "created_at", "updated_at")
"""What the rows of every list can be sorted by."""

Navigation: TypeAlias = Annotated[NavigationMode | str, one_of(NavigationMode)]
Submission: TypeAlias = Annotated[SubmissionMode | str, one_of(SubmissionMode)]


class PageOptions(TypedDict, total=False):
    """The options of lists that come by page number. None is as if an option were not given."""

    search: str | None
    """Case-insensitive text to be found in title or identifier."""
    sort: str | None
    """`title`, `identifier`, `created_at` or `updated_at`; items by `type` as well."""
    order_by: Order | None
    """The server's own is `desc`."""
    page: int | None
    """Number of the page, from 1 on."""
    limit: int | None
    """Rows per page."""


class FilteredPageOptions(PageOptions, total=False):
    """The options of those of them that can be filtered."""

    where: Where | None
    """Only rows that match, such as `{"type": "choice"}` or `field("created_at").gte(day)`."""


def listed(options: Mapping[str, object], *further: str, query: Mapping[str, object] | None = None) -> Call:
    """A page of a list; a field that its rows have is told where the server cannot sort by it.

    further: what else the list can be sorted by.
    """
    sort, sorts = options.get("sort"), (*SORTS, *further)
    if isinstance(sort, str) and sort.isidentifier() and wire_name(sort) not in map(wire_name, sorts):
        strange = Problem("sort", unknown(sort, sorts, "field to sort by"))
        return Call(query=query, options={**options, "sort": None}, problems=(strange,))
    return Call(query=query, options=options)


def named(body: B, identifier: object) -> B:
    """An input about the document of that identifier; what the call refuses of either is left to it."""
    if isinstance(body, Model) and hasattr(body, "identifier") and isinstance(identifier, str) and identifier.strip():
        return evolve(body, identifier=identifier)
    return body


def found(read: Request[object]) -> Steps[bool]:
    """Whether there is what a request reads."""
    told = yield from Perform(read)
    return Success(False) if is_missing(told) else told.map(lambda _: True)


def misnamed(identifier: object, xml: object) -> tuple[Problem, ...]:
    """What is wrong with an identifier under which a document in XML would not be created."""
    from timeback_core.qti.documents import identify_document

    told = identify_document(xml).map(lambda document: document.identifier).value_or("") if isinstance(xml, str) else ""
    strange = told and told != identifier
    return (Problem("identifier", f"must be that of the XML, {shortened(told, 60)!r}"),) if strange else ()


def replaced_or_created(replace: Request[D], create: Request[D], *wrong: Problem) -> Steps[D]:
    """A document replaced, or created where there is none, and replaced again where another caller was quicker.

    wrong: what is wrong with it besides the requests.
    """
    from timeback_core.errors import Conflict

    if problems := (*problems_in(replace, create), *wrong):
        return invalid(*problems)
    told = yield from Perform(replace)
    if not is_missing(told):
        return told
    made = yield from Perform(create)
    if isinstance(made, Failure) and isinstance(made.failure(), Conflict):
        return (yield from Perform(replace))
    return made
