"""The types of frameworks and of what makes learner records; checked by mypy and pyright, never run."""

from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import TimebackError
from timeback_core.case import (
    CFAssociation,
    CFDocument,
    CFItem,
    CFPackage,
    CFPackageInput,
    CFPackageUploadResult,
    CFPackageWithGroups,
    Changed,
    FrameworkTree,
    Moved,
    Place,
    compare_packages,
    read_package,
    tree_of,
    write_package,
)
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.clr import (
    Achievement,
    ClrCredential,
    IdentityObject,
    Profile,
    VerifiableCredential,
    achievement,
    badge,
    clr_credential,
    find_problems,
    hashed_identity,
    words_in,
)
from timeback_core.engine.call.page import Page
from timeback_core.errors import InvalidDocument, InvalidInput
from timeback_core.problems import Problem


def in_threads(client: TimebackClient, package: CFPackageInput) -> None:
    """A call of each shape."""
    assert_type(client.case.documents.list(limit=5), IOResult[Page[CFDocument], TimebackError])
    assert_type(client.case.items.get("a"), IOResult[CFItem, TimebackError])
    assert_type(client.case.associations.get("a"), IOResult[CFAssociation, TimebackError])
    assert_type(client.case.packages.get("a"), IOResult[CFPackage, TimebackError])
    assert_type(client.case.packages.get_groups("a"), IOResult[CFPackageWithGroups, TimebackError])
    assert_type(client.case.packages.upsert("a", package), IOResult[CFPackageUploadResult, TimebackError])


def in_loops(client: AsyncTimebackClient, package: CFPackageInput) -> None:
    """The same in loops."""
    assert_type(client.case.packages.create(package), FutureResult[CFPackageUploadResult, TimebackError])


def without_calls(document: bytes, package: CFPackage) -> None:
    """Files, trees and versions."""
    assert_type(read_package(document), Result[CFPackage, InvalidDocument])
    assert_type(write_package(package), Result[str, InvalidInput])
    tree = assert_type(tree_of(package), FrameworkTree)
    assert_type(tree.places, tuple[Place, ...])
    assert_type(tree.get("a"), CFItem | None)
    assert_type(tree.with_code("RL.5.1"), tuple[CFItem, ...])
    assert_type(tree.loops, tuple[tuple[CFItem, CFItem], ...])
    changes = compare_packages(package, package)
    assert_type(changes.document, Changed[CFDocument] | None)
    assert_type(changes.changed, tuple[Changed[CFItem], ...])
    assert_type(changes.moved, tuple[Moved, ...])


def records(school: Profile) -> None:
    """What is built, and checked."""
    what = assert_type(achievement("Sums", "Adds numbers."), Achievement)
    earned = assert_type(badge(what, issuer=school, learner_id="urn:a:1"), VerifiableCredential)
    record = assert_type(clr_credential("Year 1", issuer=school, credentials=[earned]), ClrCredential)
    assert_type(hashed_identity("a@example.org", "emailAddress", salt="s"), IdentityObject)
    assert_type(find_problems(record), tuple[Problem, ...])
    assert_type(words_in(record.name, "de"), str)
    clr_credential("Year 1", issuer="urn:a:2", credentials=[earned])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    badge("Sums", issuer=school)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
