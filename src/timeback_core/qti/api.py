"""`client.qti`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.qti.assessment_items import AssessmentItems
    from timeback_core.qti.assessment_tests import AssessmentTests
    from timeback_core.qti.general import General
    from timeback_core.qti.lesson import Lesson
    from timeback_core.qti.stimuli import Stimuli
    from timeback_core.qti.validate import Validate


class Qti(Namespace[S_co]):
    """QTI: assessment content: stimuli, items, tests, and the scoring of responses."""

    stimuli: Stimuli[S_co]
    assessment_items: AssessmentItems[S_co]
    assessment_tests: AssessmentTests[S_co]
    lesson: Lesson[S_co]
    general: General[S_co]
    validate: Validate[S_co]
