"""Packages: frameworks whole, read and uploaded."""

from typing import TYPE_CHECKING, Final, Unpack

from returns.result import Failure

from timeback_core.case.common import CASE
from timeback_core.case.models.packages import CFPackage, CFPackageInput, CFPackageUploadResult, CFPackageWithGroups
from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.options import FieldOptions
from timeback_core.engine.call.reading import Verdict, json_of, member
from timeback_core.engine.call.request import Call, Request
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, PUT, operation
from timeback_core.flows.steps import invalid, problems_in
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.errors import TimebackError


class Uploaded(One[CFPackageUploadResult]):
    """What is said of an upload, which says twice whether it succeeded."""

    def read(self, request: Request[object], response: HttpResponse) -> CFPackageUploadResult:
        if member(json_of(response, self), "result.success") is False:
            raise Verdict
        return super().read(request, response)


UPLOADED: Final = Uploaded(None, CFPackageUploadResult, verdict="success")


@operation(GET, CASE, "/CFPackages/{sourced_id}", One("CFPackage", CFPackage, bare=True))
def get_package(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch a framework whole: its document, all its items and associations.

    sourced_id: that of the document. fields: members of the package, such as `cf_items`.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, CASE, "/CFPackages/{sourced_id}/groups", One("CFPackageWithGroups", CFPackageWithGroups, bare=True))
def get_package_groups(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch a framework as a tree: its items below each other, at each level by their kinds.

    sourced_id: that of the document.

    Errors: `NotFound`; on LEARNWITH_AI a refusal.
    """
    return Call()


@operation(POST, CASE, "/CFPackages", UPLOADED)
def create_package(package: CFPackageInput) -> Call:
    """Upload a framework, and tell how much of it was stored.

    It may take longer than other calls: `client.using(timeout=300)`. It is not sent again where it may have arrived.

    Errors: `Rejected`; on LEARNWITH_AI a refusal.
    """
    return Call(body=package)


@operation(PUT, CASE, "/CFPackages/{sourced_id}", UPLOADED)
def update_package(sourced_id: str, package: CFPackageInput) -> Call:
    """Replace a framework: what the package does not hold is lost.

    sourced_id: that of the document.

    Errors: `NotFound` where there is none (it is not created), `Rejected`; on LEARNWITH_AI a refusal.
    """
    return Call(body=package)


@flow
def upsert_package(sourced_id: str, package: CFPackageInput) -> Steps[CFPackageUploadResult]:
    """Replace a framework, or upload it where there is none; tells how much of it was stored.

    sourced_id: that of the document in the package.

    Errors: `Rejected`; on LEARNWITH_AI a refusal.
    """
    from timeback_core.errors import Conflict

    replace, create = update_package.request(sourced_id, package), create_package.request(package)
    if problems := (*problems_in(replace, create), *misaddressed(sourced_id, package)):
        return invalid(*problems)
    told = yield from Perform(replace)
    if not (isinstance(told, Failure) and leads_to_create(told.failure())):
        return told
    made = yield from Perform(create)
    if isinstance(made, Failure) and isinstance(made.failure(), Conflict):  # another caller was quicker
        again = yield from Perform(replace)
        return made if isinstance(again, Failure) else again
    return made


def leads_to_create(error: "TimebackError") -> bool:
    """Whether a framework could not be replaced because there is none, or because nothing can be replaced there."""
    from timeback_core.errors import NotFound, Rejected, UnexpectedStatus

    return isinstance(error, NotFound | Rejected | UnexpectedStatus) and error.status in (404, 405, 410)


def misaddressed(sourced_id: str, package: object) -> tuple[Problem, ...]:
    """What is wrong where an id is not that of the package, under which it would be created."""
    own = package.cf_document.identifier if isinstance(package, CFPackageInput) else sourced_id
    text = f"must be that of the document in the package, {own!r}"
    return () if own == sourced_id else (Problem("sourced_id", text),)


class Packages(Namespace[S_co]):
    """Frameworks whole, read and uploaded."""

    create = create_package
    update = update_package
    upsert = upsert_package
    get = get_package
    get_groups = get_package_groups
