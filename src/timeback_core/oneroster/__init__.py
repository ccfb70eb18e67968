"""OneRoster: people, organizations, sessions, courses, classes, gradebook, assessments, resources.

Its public names are operations, flows and models; each is imported when it is first used.
"""

from typing import TYPE_CHECKING

from timeback_core.lazy import lazy_names
from timeback_core.oneroster import flows, operations

if TYPE_CHECKING:
    from timeback_core.oneroster.flows import *  # noqa: F403 -- its public names are public here
    from timeback_core.oneroster.models.agents import AgentInput as AgentInput
    from timeback_core.oneroster.models.agents import AgentUser as AgentUser
    from timeback_core.oneroster.models.assessment_line_items import AssessmentLineItem as AssessmentLineItem
    from timeback_core.oneroster.models.assessment_line_items import (
        AssessmentLineItemInput as AssessmentLineItemInput,
    )
    from timeback_core.oneroster.models.assessment_line_items import (
        AssessmentLineItemPatch as AssessmentLineItemPatch,
    )
    from timeback_core.oneroster.models.assessment_metadata import (
        AssessmentLineItemMetadata as AssessmentLineItemMetadata,
    )
    from timeback_core.oneroster.models.assessment_metadata import (
        AssessmentResultMetadata as AssessmentResultMetadata,
    )
    from timeback_core.oneroster.models.assessment_metadata import AssessmentType as AssessmentType
    from timeback_core.oneroster.models.assessment_results import AssessmentResult as AssessmentResult
    from timeback_core.oneroster.models.assessment_results import (
        AssessmentResultInput as AssessmentResultInput,
    )
    from timeback_core.oneroster.models.assessment_results import (
        AssessmentResultPatch as AssessmentResultPatch,
    )
    from timeback_core.oneroster.models.categories import Category as Category
    from timeback_core.oneroster.models.categories import CategoryInput as CategoryInput
    from timeback_core.oneroster.models.classes import Class as Class
    from timeback_core.oneroster.models.classes import ClassInput as ClassInput
    from timeback_core.oneroster.models.classes import ClassType as ClassType
    from timeback_core.oneroster.models.classes import ClassUpdateInput as ClassUpdateInput
    from timeback_core.oneroster.models.component_resources import ComponentResource as ComponentResource
    from timeback_core.oneroster.models.component_resources import (
        ComponentResourceInput as ComponentResourceInput,
    )
    from timeback_core.oneroster.models.component_resources import (
        ComponentResourceMetadata as ComponentResourceMetadata,
    )
    from timeback_core.oneroster.models.components import CourseComponent as CourseComponent
    from timeback_core.oneroster.models.components import CourseComponentInput as CourseComponentInput
    from timeback_core.oneroster.models.components import PrerequisiteCriteria as PrerequisiteCriteria
    from timeback_core.oneroster.models.course_metadata import AccuracyMultiplier as AccuracyMultiplier
    from timeback_core.oneroster.models.course_metadata import AlphaLearnSettings as AlphaLearnSettings
    from timeback_core.oneroster.models.course_metadata import AttemptMultiplier as AttemptMultiplier
    from timeback_core.oneroster.models.course_metadata import CourseMetadata as CourseMetadata
    from timeback_core.oneroster.models.course_metadata import CourseMetrics as CourseMetrics
    from timeback_core.oneroster.models.course_metadata import QuizRules as QuizRules
    from timeback_core.oneroster.models.courses import Course as Course
    from timeback_core.oneroster.models.courses import CourseInput as CourseInput
    from timeback_core.oneroster.models.credentials import CredentialInput as CredentialInput
    from timeback_core.oneroster.models.credentials import CredentialPair as CredentialPair
    from timeback_core.oneroster.models.credentials import CredentialResult as CredentialResult
    from timeback_core.oneroster.models.credentials import DecryptedCredential as DecryptedCredential
    from timeback_core.oneroster.models.demographics import Demographics as Demographics
    from timeback_core.oneroster.models.demographics import DemographicsInput as DemographicsInput
    from timeback_core.oneroster.models.demographics import Sex as Sex
    from timeback_core.oneroster.models.enrollment_metadata import EnrollmentGoals as EnrollmentGoals
    from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetadata as EnrollmentMetadata
    from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetrics as EnrollmentMetrics
    from timeback_core.oneroster.models.enrollments import ClassEnrollInput as ClassEnrollInput
    from timeback_core.oneroster.models.enrollments import Enrollment as Enrollment
    from timeback_core.oneroster.models.enrollments import EnrollmentInput as EnrollmentInput
    from timeback_core.oneroster.models.enrollments import EnrollmentPatch as EnrollmentPatch
    from timeback_core.oneroster.models.enrollments import EnrollmentRole as EnrollmentRole
    from timeback_core.oneroster.models.enrollments import EnrollmentUpdateInput as EnrollmentUpdateInput
    from timeback_core.oneroster.models.enums import LessonType as LessonType
    from timeback_core.oneroster.models.enums import RoleType as RoleType
    from timeback_core.oneroster.models.enums import ScoreStatus as ScoreStatus
    from timeback_core.oneroster.models.enums import Status as Status
    from timeback_core.oneroster.models.enums import Subject as Subject
    from timeback_core.oneroster.models.grades import Grade as Grade
    from timeback_core.oneroster.models.grades import GradeInput as GradeInput
    from timeback_core.oneroster.models.grades import grade_of as grade_of
    from timeback_core.oneroster.models.guid_refs import GuidRefInput as GuidRefInput
    from timeback_core.oneroster.models.guid_refs import GuidType as GuidType
    from timeback_core.oneroster.models.line_items import LineItem as LineItem
    from timeback_core.oneroster.models.line_items import LineItemInput as LineItemInput
    from timeback_core.oneroster.models.objectives import LearningObjectiveIds as LearningObjectiveIds
    from timeback_core.oneroster.models.objectives import (
        LearningObjectiveIdsInput as LearningObjectiveIdsInput,
    )
    from timeback_core.oneroster.models.objectives import LearningObjectiveResult as LearningObjectiveResult
    from timeback_core.oneroster.models.objectives import (
        LearningObjectiveResultInput as LearningObjectiveResultInput,
    )
    from timeback_core.oneroster.models.objectives import LearningObjectiveResults as LearningObjectiveResults
    from timeback_core.oneroster.models.objectives import (
        LearningObjectiveResultsInput as LearningObjectiveResultsInput,
    )
    from timeback_core.oneroster.models.orgs import Org as Org
    from timeback_core.oneroster.models.orgs import OrgInput as OrgInput
    from timeback_core.oneroster.models.orgs import OrgType as OrgType
    from timeback_core.oneroster.models.orgs import SchoolInput as SchoolInput
    from timeback_core.oneroster.models.profiles import UserCredential as UserCredential
    from timeback_core.oneroster.models.profiles import UserProfile as UserProfile
    from timeback_core.oneroster.models.profiles import UserProfileApp as UserProfileApp
    from timeback_core.oneroster.models.refs import Ref as Ref
    from timeback_core.oneroster.models.refs import RefInput as RefInput
    from timeback_core.oneroster.models.refs import ref_to as ref_to
    from timeback_core.oneroster.models.resource_metadata import (
        AssessmentBankMetadata as AssessmentBankMetadata,
    )
    from timeback_core.oneroster.models.resource_metadata import AudioMetadata as AudioMetadata
    from timeback_core.oneroster.models.resource_metadata import (
        CourseMaterialMetadata as CourseMaterialMetadata,
    )
    from timeback_core.oneroster.models.resource_metadata import Difficulty as Difficulty
    from timeback_core.oneroster.models.resource_metadata import FailFast as FailFast
    from timeback_core.oneroster.models.resource_metadata import InteractiveMetadata as InteractiveMetadata
    from timeback_core.oneroster.models.resource_metadata import MaterialSubType as MaterialSubType
    from timeback_core.oneroster.models.resource_metadata import OtherMetadata as OtherMetadata
    from timeback_core.oneroster.models.resource_metadata import QtiMetadata as QtiMetadata
    from timeback_core.oneroster.models.resource_metadata import QtiSubType as QtiSubType
    from timeback_core.oneroster.models.resource_metadata import QuestionType as QuestionType
    from timeback_core.oneroster.models.resource_metadata import ResourceMetadata as ResourceMetadata
    from timeback_core.oneroster.models.resource_metadata import TextMetadata as TextMetadata
    from timeback_core.oneroster.models.resource_metadata import VideoMetadata as VideoMetadata
    from timeback_core.oneroster.models.resource_metadata import VisualMetadata as VisualMetadata
    from timeback_core.oneroster.models.resources import Resource as Resource
    from timeback_core.oneroster.models.resources import ResourceInput as ResourceInput
    from timeback_core.oneroster.models.resources import ResourceUpdateInput as ResourceUpdateInput
    from timeback_core.oneroster.models.results import Result as Result
    from timeback_core.oneroster.models.results import ResultInput as ResultInput
    from timeback_core.oneroster.models.score_scales import ScoreScale as ScoreScale
    from timeback_core.oneroster.models.score_scales import ScoreScaleInput as ScoreScaleInput
    from timeback_core.oneroster.models.score_scales import ScoreScaleValue as ScoreScaleValue
    from timeback_core.oneroster.models.score_scales import ScoreScaleValueInput as ScoreScaleValueInput
    from timeback_core.oneroster.models.sessions import AcademicSession as AcademicSession
    from timeback_core.oneroster.models.sessions import AcademicSessionInput as AcademicSessionInput
    from timeback_core.oneroster.models.sessions import GradingPeriodInput as GradingPeriodInput
    from timeback_core.oneroster.models.sessions import SchoolYear as SchoolYear
    from timeback_core.oneroster.models.sessions import SessionType as SessionType
    from timeback_core.oneroster.models.sessions import TermGradingPeriodInput as TermGradingPeriodInput
    from timeback_core.oneroster.models.structure import CourseStructureInput as CourseStructureInput
    from timeback_core.oneroster.models.structure import CourseStructureItem as CourseStructureItem
    from timeback_core.oneroster.models.structure import LessonStimulus as LessonStimulus
    from timeback_core.oneroster.models.structure import LessonVideo as LessonVideo
    from timeback_core.oneroster.models.user_metadata import OnboardingCompleted as OnboardingCompleted
    from timeback_core.oneroster.models.user_metadata import OnboardingInProgress as OnboardingInProgress
    from timeback_core.oneroster.models.user_metadata import OnboardingNotStarted as OnboardingNotStarted
    from timeback_core.oneroster.models.user_metadata import OnboardingState as OnboardingState
    from timeback_core.oneroster.models.user_metadata import RoleMetadata as RoleMetadata
    from timeback_core.oneroster.models.user_metadata import TimebackRole as TimebackRole
    from timeback_core.oneroster.models.user_metadata import UserMetadata as UserMetadata
    from timeback_core.oneroster.models.users import User as User
    from timeback_core.oneroster.models.users import UserId as UserId
    from timeback_core.oneroster.models.users import UserIdInput as UserIdInput
    from timeback_core.oneroster.models.users import UserInput as UserInput
    from timeback_core.oneroster.models.users import UserRole as UserRole
    from timeback_core.oneroster.models.users import UserRoleAssignment as UserRoleAssignment
    from timeback_core.oneroster.models.users import UserRoleAssignmentInput as UserRoleAssignmentInput
    from timeback_core.oneroster.operations import *  # noqa: F403 -- its public names are public here
    from timeback_core.oneroster.status import is_active as is_active

_NAMES = {
    "models.agents": "AgentUser AgentInput",
    "models.assessment_line_items": "AssessmentLineItem AssessmentLineItemInput AssessmentLineItemPatch",
    "models.assessment_metadata": "AssessmentType AssessmentLineItemMetadata AssessmentResultMetadata",
    "models.assessment_results": "AssessmentResult AssessmentResultInput AssessmentResultPatch",
    "models.categories": "Category CategoryInput",
    "models.classes": "ClassType Class ClassInput ClassUpdateInput",
    "models.component_resources": "ComponentResourceMetadata ComponentResource ComponentResourceInput",
    "models.components": "PrerequisiteCriteria CourseComponent CourseComponentInput",
    "models.course_metadata": (
        "CourseMetrics AccuracyMultiplier AttemptMultiplier QuizRules AlphaLearnSettings CourseMetadata"
    ),
    "models.courses": "Course CourseInput",
    "models.credentials": "CredentialPair CredentialInput CredentialResult DecryptedCredential",
    "models.demographics": "Sex Demographics DemographicsInput",
    "models.enrollment_metadata": "EnrollmentGoals EnrollmentMetrics EnrollmentMetadata",
    "models.enrollments": (
        "EnrollmentRole Enrollment EnrollmentUpdateInput EnrollmentInput EnrollmentPatch ClassEnrollInput"
    ),
    "models.enums": "Status RoleType ScoreStatus LessonType Subject",
    "models.grades": "grade_of Grade GradeInput",
    "models.guid_refs": "GuidType GuidRefInput",
    "models.line_items": "LineItem LineItemInput",
    "models.objectives": (
        "LearningObjectiveIds LearningObjectiveIdsInput LearningObjectiveResult "
        "LearningObjectiveResultInput LearningObjectiveResults LearningObjectiveResultsInput"
    ),
    "models.orgs": "OrgType Org OrgInput SchoolInput",
    "models.profiles": "UserCredential UserProfileApp UserProfile",
    "models.refs": "Ref RefInput ref_to",
    "models.resource_metadata": (
        "QtiSubType QuestionType Difficulty MaterialSubType FailFast QtiMetadata TextMetadata "
        "AudioMetadata VideoMetadata InteractiveMetadata VisualMetadata CourseMaterialMetadata "
        "AssessmentBankMetadata OtherMetadata ResourceMetadata"
    ),
    "models.resources": "Resource ResourceInput ResourceUpdateInput",
    "models.results": "Result ResultInput",
    "models.score_scales": "ScoreScaleValue ScoreScaleValueInput ScoreScale ScoreScaleInput",
    "models.sessions": (
        "SessionType SchoolYear AcademicSession AcademicSessionInput GradingPeriodInput "
        "TermGradingPeriodInput"
    ),
    "models.structure": "LessonStimulus LessonVideo CourseStructureItem CourseStructureInput",
    "models.user_metadata": (
        "TimebackRole RoleMetadata OnboardingNotStarted OnboardingInProgress OnboardingCompleted "
        "OnboardingState UserMetadata"
    ),
    "models.users": "UserRole UserId UserIdInput UserRoleAssignment UserRoleAssignmentInput User UserInput",
    "status": "is_active",
}


_OWN = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names.split()}
_MODULES = {**operations.MODULES, **flows.MODULES, **_OWN}
"""Where each public name lives."""

if not TYPE_CHECKING:
    __all__ = tuple(_MODULES)
    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
