"""What the standard has beside items: the lists that they refer to, and rubrics. The platform takes the lists."""

from datetime import datetime

from timeback_core.case.models.links import LinkURI, SequenceNumber
from timeback_core.engine.codec import JsonObject, LaxNumber, Loose, model, wire


@model
class Definition(Loose):
    """What all definitions and rubrics have."""

    identifier: str = wire(default="", also=("sourcedId",))
    uri: str | None = None
    description: str | None = None
    last_change_date_time: datetime | None = None
    extensions: JsonObject | None = None


@model
class CFItemType(Definition):
    """A kind of items."""

    title: str = ""
    hierarchy_code: str | None = None
    type_code: str | None = None


@model
class CFSubject(Definition):
    """A subject."""

    title: str = ""
    hierarchy_code: str | None = None


@model
class CFConcept(Definition):
    """A concept that items are about."""

    title: str = ""
    hierarchy_code: str | None = None
    keywords: str | None = None


@model
class CFLicense(Definition):
    """A licence under which a framework may be used."""

    title: str = ""
    license_text: str | None = None


@model
class CFAssociationGrouping(Definition):
    """A name for associations that belong together."""

    title: str = ""


@model
class CFDefinitions(Loose):
    """The lists that items, documents and associations refer to."""

    cf_concepts: tuple[CFConcept, ...] = wire("CFConcepts", default=())
    cf_subjects: tuple[CFSubject, ...] = wire("CFSubjects", default=())
    cf_licenses: tuple[CFLicense, ...] = wire("CFLicenses", default=())
    cf_item_types: tuple[CFItemType, ...] = wire("CFItemTypes", default=())
    cf_association_groupings: tuple[CFAssociationGrouping, ...] = wire("CFAssociationGroupings", default=())
    extensions: JsonObject | None = None


@model
class CFRubricCriterionLevel(Definition):
    """A level at which a criterion can be met."""

    quality: str | None = None
    score: LaxNumber | None = None
    feedback: str | None = None
    position: SequenceNumber | None = None
    rubric_criterion_id: str | None = None


@model
class CFRubricCriterion(Definition):
    """A criterion of a rubric."""

    category: str | None = None
    cf_item_uri: LinkURI | None = wire("CFItemURI", default=None)
    weight: LaxNumber | None = None
    position: SequenceNumber | None = None
    rubric_id: str | None = None
    cf_rubric_criterion_levels: tuple[CFRubricCriterionLevel, ...] = wire("CFRubricCriterionLevels", default=())


@model
class CFRubric(Definition):
    """A table by which work is judged."""

    title: str = ""
    cf_rubric_criteria: tuple[CFRubricCriterion, ...] = wire("CFRubricCriteria", default=())
