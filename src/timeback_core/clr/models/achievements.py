"""Achievements: what can be achieved, by which criteria, with which result, and how achievements belong together."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from timeback_core.clr.models.base import Part, Texts, Words, is_uri
from timeback_core.clr.models.profiles import Image, Profile
from timeback_core.engine.codec import JsonObject, Number, Open, at_least, model, one_of, wire


class AchievementType(StrEnum):
    """Kinds of achievements; extensions begin with `ext:`."""

    ACHIEVEMENT = "Achievement"
    APPRENTICESHIP_CERTIFICATE = "ApprenticeshipCertificate"
    ASSESSMENT = "Assessment"
    ASSIGNMENT = "Assignment"
    ASSOCIATE_DEGREE = "AssociateDegree"
    AWARD = "Award"
    BADGE = "Badge"
    BACHELOR_DEGREE = "BachelorDegree"
    CERTIFICATE = "Certificate"
    CERTIFICATE_OF_COMPLETION = "CertificateOfCompletion"
    CERTIFICATION = "Certification"
    COMMUNITY_SERVICE = "CommunityService"
    COMPETENCY = "Competency"
    COURSE = "Course"
    CO_CURRICULAR = "CoCurricular"
    DEGREE = "Degree"
    DIPLOMA = "Diploma"
    DOCTORAL_DEGREE = "DoctoralDegree"
    FIELDWORK = "Fieldwork"
    GENERAL_EDUCATION_DEVELOPMENT = "GeneralEducationDevelopment"
    JOURNEYMAN_CERTIFICATE = "JourneymanCertificate"
    LEARNING_PROGRAM = "LearningProgram"
    LICENSE = "License"
    MEMBERSHIP = "Membership"
    PROFESSIONAL_DOCTORATE = "ProfessionalDoctorate"
    QUALITY_ASSURANCE_CREDENTIAL = "QualityAssuranceCredential"
    MASTER_CERTIFICATE = "MasterCertificate"
    MASTER_DEGREE = "MasterDegree"
    MICRO_CREDENTIAL = "MicroCredential"
    RESEARCH_DOCTORATE = "ResearchDoctorate"
    SECONDARY_SCHOOL_DIPLOMA = "SecondarySchoolDiploma"


class AssociationType(StrEnum):
    """How one achievement belongs to another."""

    EXACT_MATCH_OF = "exactMatchOf"
    IS_CHILD_OF = "isChildOf"
    IS_PARENT_OF = "isParentOf"
    IS_PART_OF = "isPartOf"
    IS_PEER_OF = "isPeerOf"
    IS_RELATED_TO = "isRelatedTo"
    PRECEDES = "precedes"
    REPLACED_BY = "replacedBy"


@model
class AchievementCriteria(Part):
    """How an achievement is earned."""

    id: str | None = wire(default=None, check=is_uri)
    """Page with the criteria."""
    narrative: Words | None = None


@model
class Alignment(Part):
    """Where an achievement, or a result, stands in a framework, such as one of CASE."""

    type: Texts = wire(default=("Alignment",), check=at_least(1))
    target_name: Words | None = None
    target_url: str | None = wire(default=None, check=is_uri)
    target_code: str | None = None
    target_description: Words | None = None
    target_framework: str | None = None
    target_type: str | None = None
    """Such as `CFItem`."""


@model
class ResultDescription(Part):
    """A result that an achievement can have."""

    id: str | None = None
    type: Texts = wire(default=("ResultDescription",), check=at_least(1))
    name: Words | None = None
    result_type: str | None = None
    """Such as `LetterGrade` or `Percent`."""
    value_min: str | None = None
    value_max: str | None = None
    allowed_value: Texts | None = None
    required_value: str | None = None
    required_level: str | None = None
    alignment: Alignment | tuple[Alignment, ...] | None = None


@model
class Achievement(Part):
    """Something that can be achieved."""

    id: str = wire(check=is_uri)
    type: Texts = wire(default=("Achievement",), check=at_least(1))
    """Contains `Achievement`."""
    name: Words = wire(check=at_least(1))
    description: Words | None = None
    """The platform wants one."""
    criteria: AchievementCriteria | None = None
    """The platform wants them."""
    image: Image | str | None = None
    achievement_type: Open[AchievementType] | JsonObject | None = None
    """Its kind; whatever else came in its place is kept."""
    creator: Profile | str | None = None
    """Who defined it."""
    alignment: Alignment | tuple[Alignment, ...] | None = None
    credits_available: Number | None = None
    field_of_study: str | None = None
    human_code: str | None = None
    """The code by which people know it, such as that of a course."""
    in_language: str | None = None
    result_description: ResultDescription | tuple[ResultDescription, ...] | None = None
    specialization: str | None = None
    tag: Texts | None = None
    version: str | None = None


@model
class Result(Part):
    """What a learner reached in an achievement."""

    type: Texts = wire(default=("Result",), check=at_least(1))
    value: str | None = None
    """Such as `A` or `92`."""
    status: str | None = None
    """Such as `Completed`."""
    achieved_level: str | None = None
    result_description: str | None = None
    """Id of the description of this result in the achievement."""
    alignment: Alignment | tuple[Alignment, ...] | None = None


@model
class Association(Part):
    """How one achievement of a record belongs to another."""

    type: Literal["Association"] = "Association"
    association_type: Open[AssociationType] = wire(check=one_of(AssociationType))
    source_id: str = wire(check=is_uri)
    """Id of the achievement that it goes out from."""
    target_id: str = wire(check=is_uri)


@model
class Evidence(Part):
    """What shows that something was achieved."""

    id: str | None = None
    type: Texts = wire(default=("Evidence",), check=at_least(1))
    narrative: Words | None = None
    name: Words | None = None
    description: Words | None = None
    genre: str | None = None
    audience: str | None = None
