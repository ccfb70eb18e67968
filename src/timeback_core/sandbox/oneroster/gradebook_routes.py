"""The routes of the gradebook and of resources."""

from typing import Final

from timeback_core.sandbox.calls import Handler
from timeback_core.sandbox.oneroster import gradebook, views
from timeback_core.sandbox.oneroster.collections import (
    ASSESSMENT_LINE_ITEMS,
    ASSESSMENT_RESULTS,
    CATEGORIES,
    CLASSES,
    LINE_ITEMS,
    RESOURCES,
    RESULTS,
    SCHOOLS,
    SCORE_SCALES,
)
from timeback_core.sandbox.oneroster.export import export_resource
from timeback_core.sandbox.oneroster.kinds.courses import RESOURCE_UPDATE
from timeback_core.sandbox.oneroster.reads import listing, single
from timeback_core.sandbox.oneroster.replaces import merge, replace
from timeback_core.sandbox.oneroster.writes import create, delete, patch

GRADEBOOK: Final[tuple[tuple[str, str, str, Handler], ...]] = (
    (
        "oneroster.schools.list_line_items",
        "GET",
        "/schools/{sourcedId}/lineItems",
        listing(LINE_ITEMS, views.referring(SCHOOLS, "lineItems", "school")),
    ),
    (
        "oneroster.schools.create_line_items",
        "POST",
        "/schools/{sourcedId}/lineItems",
        gradebook.create_line_items(SCHOOLS, "school"),
    ),
    (
        "oneroster.schools.list_score_scales",
        "GET",
        "/schools/{sourcedId}/scoreScales",
        listing(SCORE_SCALES, gradebook.score_scales_of_school),
    ),
    ("oneroster.categories.list", "GET", "/categories/", listing(CATEGORIES)),
    ("oneroster.categories.create", "POST", "/categories/", create(CATEGORIES)),
    ("oneroster.categories.get", "GET", "/categories/{sourcedId}", single(CATEGORIES)),
    (
        "oneroster.categories.update",
        "PUT",
        "/categories/{sourcedId}",
        replace(CATEGORIES, 201, "enveloped", creates=True),
    ),
    ("oneroster.categories.delete", "DELETE", "/categories/{sourcedId}", delete(CATEGORIES)),
    ("oneroster.score_scales.list", "GET", "/scoreScales/", listing(SCORE_SCALES)),
    ("oneroster.score_scales.create", "POST", "/scoreScales/", create(SCORE_SCALES)),
    ("oneroster.score_scales.get", "GET", "/scoreScales/{sourcedId}", single(SCORE_SCALES)),
    (
        "oneroster.score_scales.update",
        "PUT",
        "/scoreScales/{sourcedId}",
        replace(SCORE_SCALES, 201, "enveloped", creates=True),
    ),
    ("oneroster.score_scales.delete", "DELETE", "/scoreScales/{sourcedId}", delete(SCORE_SCALES)),
    ("oneroster.line_items.list", "GET", "/lineItems/", listing(LINE_ITEMS)),
    ("oneroster.line_items.create", "POST", "/lineItems/", create(LINE_ITEMS)),
    ("oneroster.line_items.get", "GET", "/lineItems/{sourcedId}", single(LINE_ITEMS)),
    (
        "oneroster.line_items.update",
        "PUT",
        "/lineItems/{sourcedId}",
        replace(LINE_ITEMS, 201, "enveloped", creates=True),
    ),
    ("oneroster.line_items.delete", "DELETE", "/lineItems/{sourcedId}", delete(LINE_ITEMS)),
    (
        "oneroster.line_items.create_results",
        "POST",
        "/lineItems/{sourcedId}/results",
        gradebook.create_results_for_line_item,
    ),
    ("oneroster.results.list", "GET", "/results/", listing(RESULTS)),
    ("oneroster.results.create", "POST", "/results/", create(RESULTS)),
    ("oneroster.results.get", "GET", "/results/{sourcedId}", single(RESULTS)),
    ("oneroster.results.update", "PUT", "/results/{sourcedId}", replace(RESULTS, 201, "enveloped", creates=True)),
    ("oneroster.results.delete", "DELETE", "/results/{sourcedId}", delete(RESULTS)),
    (
        "oneroster.classes.list_categories",
        "GET",
        "/classes/{sourcedId}/categories",
        listing(CATEGORIES, gradebook.categories_of_class),
    ),
    (
        "oneroster.classes.list_line_items",
        "GET",
        "/classes/{sourcedId}/lineItems",
        listing(LINE_ITEMS, views.referring(CLASSES, "lineItems", "class")),
    ),
    (
        "oneroster.classes.create_line_items",
        "POST",
        "/classes/{classSourcedId}/lineItems",
        gradebook.create_line_items(CLASSES, "class"),
    ),
    (
        "oneroster.classes.list_results",
        "GET",
        "/classes/{sourcedId}/results",
        listing(RESULTS, gradebook.results_of_class),
    ),
    (
        "oneroster.classes.list_score_scales",
        "GET",
        "/classes/{sourcedId}/scoreScales",
        listing(SCORE_SCALES, views.referring(CLASSES, "scoreScales", "class")),
    ),
    (
        "oneroster.classes.list_line_item_results",
        "GET",
        "/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results",
        listing(RESULTS, gradebook.results_of_line_item_in_class),
    ),
    (
        "oneroster.classes.list_student_results",
        "GET",
        "/classes/{classSourcedId}/students/{studentSourcedId}/results",
        listing(RESULTS, gradebook.results_of_student_in_class),
    ),
    (
        "oneroster.classes.create_academic_session_results",
        "POST",
        "/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results",
        gradebook.create_results_for_session,
    ),
    ("oneroster.assessment_line_items.list", "GET", "/assessmentLineItems/", listing(ASSESSMENT_LINE_ITEMS)),
    ("oneroster.assessment_line_items.create", "POST", "/assessmentLineItems/", create(ASSESSMENT_LINE_ITEMS)),
    ("oneroster.assessment_line_items.get", "GET", "/assessmentLineItems/{sourcedId}", single(ASSESSMENT_LINE_ITEMS)),
    (
        "oneroster.assessment_line_items.update",
        "PUT",
        "/assessmentLineItems/{sourcedId}",
        replace(ASSESSMENT_LINE_ITEMS, 201, "enveloped", creates=True),
    ),
    (
        "oneroster.assessment_line_items.delete",
        "DELETE",
        "/assessmentLineItems/{sourcedId}",
        delete(ASSESSMENT_LINE_ITEMS),
    ),
    (
        "oneroster.assessment_line_items.patch",
        "PATCH",
        "/assessmentLineItems/{sourcedId}",
        patch(ASSESSMENT_LINE_ITEMS),
    ),
    ("oneroster.assessment_results.list", "GET", "/assessmentResults/", listing(ASSESSMENT_RESULTS)),
    ("oneroster.assessment_results.create", "POST", "/assessmentResults/", create(ASSESSMENT_RESULTS)),
    ("oneroster.assessment_results.get", "GET", "/assessmentResults/{sourcedId}", single(ASSESSMENT_RESULTS)),
    (
        "oneroster.assessment_results.update",
        "PUT",
        "/assessmentResults/{sourcedId}",
        replace(ASSESSMENT_RESULTS, 201, "enveloped", creates=True),
    ),
    ("oneroster.assessment_results.delete", "DELETE", "/assessmentResults/{sourcedId}", delete(ASSESSMENT_RESULTS)),
    ("oneroster.assessment_results.patch", "PATCH", "/assessmentResults/{sourcedId}", patch(ASSESSMENT_RESULTS)),
)
"""Operation, verb, template below the base of the gradebook, handler: one line for each that is documented."""

RESOURCE_ROUTES: Final[tuple[tuple[str, str, str, Handler], ...]] = (
    ("oneroster.resources.list", "GET", "/resources/", listing(RESOURCES)),
    ("oneroster.resources.create", "POST", "/resources/", create(RESOURCES)),
    ("oneroster.resources.get", "GET", "/resources/{sourcedId}", single(RESOURCES)),
    ("oneroster.resources.update", "PUT", "/resources/{sourcedId}", merge(RESOURCES, RESOURCE_UPDATE, "nothing")),
    ("oneroster.resources.delete", "DELETE", "/resources/{sourcedId}", delete(RESOURCES)),
    (
        "oneroster.resources.list_for_class",
        "GET",
        "/resources/classes/{classSourcedId}/resources",
        listing(RESOURCES, views.RESOURCES_OF_CLASS),
    ),
    (
        "oneroster.resources.list_for_course",
        "GET",
        "/resources/courses/{courseSourcedId}/resources",
        listing(RESOURCES, views.resources_of_course),
    ),
    (
        "oneroster.resources.list_for_user",
        "GET",
        "/resources/users/{userSourcedId}/resources",
        listing(RESOURCES, views.RESOURCES_OF_USER),
    ),
    ("oneroster.resources.export", "POST", "/resources/export/{sourceId}", export_resource),
)
"""Operation, verb, template below the base of resources, handler: one line for each that is documented."""
