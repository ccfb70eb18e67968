"""`client.oneroster.assessment_results`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.assessment_results import (
    assessment_result_exists,
    modify_assessment_result,
    read_assessment_results_by_ids,
    upsert_assessment_result,
)
from timeback_core.oneroster.operations.assessment_results import (
    create_assessment_result,
    delete_assessment_result,
    get_assessment_result,
    list_assessment_results,
    patch_assessment_result,
    update_assessment_result,
)


class AssessmentResults(Namespace[S_co]):
    """What students reached in tests and questions."""

    list = list_assessment_results
    get = get_assessment_result
    create = create_assessment_result
    update = update_assessment_result
    patch = patch_assessment_result
    delete = delete_assessment_result
    get_many = read_assessment_results_by_ids
    exists = assessment_result_exists
    modify = modify_assessment_result
    upsert = upsert_assessment_result
