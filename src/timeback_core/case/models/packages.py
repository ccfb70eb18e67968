"""Packages: a framework whole, as read, as a tree by kinds, and as uploaded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from timeback_core.case.models.associations import AssociationType, CFAssociation, CFAssociationInput
from timeback_core.case.models.definitions import CFDefinitions, CFRubric
from timeback_core.case.models.documents import CFDocument, CFDocumentInput, licensed
from timeback_core.case.models.items import NO_GROUPS, CFItem, CFItemInput, CFItemWithChildGroups
from timeback_core.engine.codec import UNSET, Flag, Input, JsonObject, LaxNumber, Model, Unset, evolve, model, wire
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from typing import Self

    from returns.result import Result

    from timeback_core.errors import InvalidInput


@model
class CFPackage(Model):
    """A framework: its document, its items and how they belong together; in files also definitions and rubrics."""

    sourced_id: str = wire(default="", also=("identifier",))
    """That of the document; a file has none of its own."""
    cf_document: CFDocument = wire("CFDocument")
    cf_items: tuple[CFItem, ...] = wire("CFItems", default=())
    cf_associations: tuple[CFAssociation, ...] = wire("CFAssociations", default=())
    cf_definitions: CFDefinitions | None = wire("CFDefinitions", default=None)
    cf_rubrics: tuple[CFRubric, ...] = wire("CFRubrics", default=())
    extensions: JsonObject | None = None


@model
class CFPackageWithGroups(Model):
    """A framework whose items lie below each other, at each level by their kinds."""

    sourced_id: str = wire(default="", also=("identifier",))
    cf_document: CFDocument = wire("CFDocument")
    structured_content: Mapping[str, tuple[CFItemWithChildGroups, ...]] = wire(default=NO_GROUPS)


@model
class CFPackageInput(Input, reads=CFPackage, drops=("sourced_id",)):
    """A framework, as uploaded.

    Before it is sent it is told whether an identifier stands for two of its entities, and whether an association
    `isChildOf` has an end that is none of them; those of other types may lead anywhere.
    """

    cf_document: CFDocumentInput = wire("CFDocument")
    cf_items: Sequence[CFItemInput] = wire("CFItems", default=())
    cf_associations: Sequence[CFAssociationInput] = wire("CFAssociations", default=())
    cf_definitions: CFDefinitions | Unset = wire("CFDefinitions", default=UNSET)
    extensions: JsonObject | Unset | None = UNSET
    cf_rubrics: Sequence[CFRubric] | Unset = wire("CFRubrics", default=UNSET)
    """Of the standard; the platform may not keep them."""

    @classmethod
    def of(cls, read: Model) -> "Result[Self, InvalidInput]":
        """The package that uploads what was read, from the platform or from a file.

        What only the standard knows goes along.
        """
        return super().of(read).map(lambda made: evolve(made, cf_document=licensed(made.cf_document)))

    def problems(self) -> Iterable[Problem]:
        nodes = {self.cf_document.identifier: "cf_document"}
        for index, item in enumerate(self.cf_items):
            yield from claimed(nodes, item.identifier, f"cf_items[{index}]")
        named: dict[str, str] = {}
        for index, each in enumerate(self.cf_associations):
            yield from claimed(named, each.identifier, f"cf_associations[{index}]")
            if each.association_type != AssociationType.IS_CHILD_OF:
                continue
            for name in ("origin_node_uri", "destination_node_uri"):
                if getattr(each, name).identifier not in nodes:
                    path = f"cf_associations[{index}].{name}.identifier"
                    yield Problem(path, "is that of no item of the package, nor of its document")


def claimed(names: dict[str, str], identifier: str, path: str) -> Iterable[Problem]:
    """A problem where an identifier belongs to another entity already; else it belongs to that of the path."""
    if names.setdefault(identifier, path) != path:
        yield Problem(f"{path}.identifier", f"is that of {names[identifier]} as well")


@model
class CFPackageUploadResultStats(Model):
    """How much was stored."""

    documents: LaxNumber
    items: LaxNumber
    associations: LaxNumber


@model
class CFPackageUploadResultDetail(Model):
    """Which document was stored, and how much of it."""

    document_id: str
    stats: CFPackageUploadResultStats
    success: Flag = True


@model
class CFPackageUploadResult(Model):
    """What is said of an upload."""

    success: Flag = True
    message: str | None = None
    result: CFPackageUploadResultDetail
