"""`client.oneroster.assessment_line_items`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.assessment_line_items import (
    assessment_line_item_exists,
    modify_assessment_line_item,
    read_assessment_line_items_by_ids,
    upsert_assessment_line_item,
)
from timeback_core.oneroster.operations.assessment_line_items import (
    create_assessment_line_item,
    delete_assessment_line_item,
    get_assessment_line_item,
    list_assessment_line_items,
    patch_assessment_line_item,
    update_assessment_line_item,
)


class AssessmentLineItems(Namespace[S_co]):
    """Tests, their parts and their questions."""

    list = list_assessment_line_items
    get = get_assessment_line_item
    create = create_assessment_line_item
    update = update_assessment_line_item
    patch = patch_assessment_line_item
    delete = delete_assessment_line_item
    get_many = read_assessment_line_items_by_ids
    exists = assessment_line_item_exists
    modify = modify_assessment_line_item
    upsert = upsert_assessment_line_item
