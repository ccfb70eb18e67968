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

GRADEBOOK: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("GET", "/schools/{sourcedId}/lineItems", listing(LINE_ITEMS, views.referring(SCHOOLS, "lineItems", "school"))),
    ("POST", "/schools/{sourcedId}/lineItems", gradebook.create_line_items(SCHOOLS, "school")),
    ("GET", "/schools/{sourcedId}/scoreScales", listing(SCORE_SCALES, gradebook.score_scales_of_school)),
    ("GET", "/categories/", listing(CATEGORIES)),
    ("POST", "/categories/", create(CATEGORIES)),
    ("GET", "/categories/{sourcedId}", single(CATEGORIES)),
    ("PUT", "/categories/{sourcedId}", replace(CATEGORIES, 201, "enveloped", creates=True)),
    ("DELETE", "/categories/{sourcedId}", delete(CATEGORIES)),
    ("GET", "/scoreScales/", listing(SCORE_SCALES)),
    ("POST", "/scoreScales/", create(SCORE_SCALES)),
    ("GET", "/scoreScales/{sourcedId}", single(SCORE_SCALES)),
    ("PUT", "/scoreScales/{sourcedId}", replace(SCORE_SCALES, 201, "enveloped", creates=True)),
    ("DELETE", "/scoreScales/{sourcedId}", delete(SCORE_SCALES)),
    ("GET", "/lineItems/", listing(LINE_ITEMS)),
    ("POST", "/lineItems/", create(LINE_ITEMS)),
    ("GET", "/lineItems/{sourcedId}", single(LINE_ITEMS)),
    ("PUT", "/lineItems/{sourcedId}", replace(LINE_ITEMS, 201, "enveloped", creates=True)),
    ("DELETE", "/lineItems/{sourcedId}", delete(LINE_ITEMS)),
    ("POST", "/lineItems/{sourcedId}/results", gradebook.create_results_for_line_item),
    ("GET", "/results/", listing(RESULTS)),
    ("POST", "/results/", create(RESULTS)),
    ("GET", "/results/{sourcedId}", single(RESULTS)),
    ("PUT", "/results/{sourcedId}", replace(RESULTS, 201, "enveloped", creates=True)),
    ("DELETE", "/results/{sourcedId}", delete(RESULTS)),
    ("GET", "/classes/{sourcedId}/categories", listing(CATEGORIES, gradebook.categories_of_class)),
    ("GET", "/classes/{sourcedId}/lineItems", listing(LINE_ITEMS, views.referring(CLASSES, "lineItems", "class"))),
    ("POST", "/classes/{classSourcedId}/lineItems", gradebook.create_line_items(CLASSES, "class")),
    ("GET", "/classes/{sourcedId}/results", listing(RESULTS, gradebook.results_of_class)),
    (
        "GET",
        "/classes/{sourcedId}/scoreScales",
        listing(SCORE_SCALES, views.referring(CLASSES, "scoreScales", "class")),
    ),
    (
        "GET",
        "/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results",
        listing(RESULTS, gradebook.results_of_line_item_in_class),
    ),
    (
        "GET",
        "/classes/{classSourcedId}/students/{studentSourcedId}/results",
        listing(RESULTS, gradebook.results_of_student_in_class),
    ),
    (
        "POST",
        "/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results",
        gradebook.create_results_for_session,
    ),
    ("GET", "/assessmentLineItems/", listing(ASSESSMENT_LINE_ITEMS)),
    ("POST", "/assessmentLineItems/", create(ASSESSMENT_LINE_ITEMS)),
    ("GET", "/assessmentLineItems/{sourcedId}", single(ASSESSMENT_LINE_ITEMS)),
    ("PUT", "/assessmentLineItems/{sourcedId}", replace(ASSESSMENT_LINE_ITEMS, 201, "enveloped", creates=True)),
    ("DELETE", "/assessmentLineItems/{sourcedId}", delete(ASSESSMENT_LINE_ITEMS)),
    ("PATCH", "/assessmentLineItems/{sourcedId}", patch(ASSESSMENT_LINE_ITEMS)),
    ("GET", "/assessmentResults/", listing(ASSESSMENT_RESULTS)),
    ("POST", "/assessmentResults/", create(ASSESSMENT_RESULTS)),
    ("GET", "/assessmentResults/{sourcedId}", single(ASSESSMENT_RESULTS)),
    ("PUT", "/assessmentResults/{sourcedId}", replace(ASSESSMENT_RESULTS, 201, "enveloped", creates=True)),
    ("DELETE", "/assessmentResults/{sourcedId}", delete(ASSESSMENT_RESULTS)),
    ("PATCH", "/assessmentResults/{sourcedId}", patch(ASSESSMENT_RESULTS)),
)
"""Verb, template below the base of the gradebook, handler: one line for each documented operation."""

RESOURCE_ROUTES: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("GET", "/resources/", listing(RESOURCES)),
    ("POST", "/resources/", create(RESOURCES)),
    ("GET", "/resources/{sourcedId}", single(RESOURCES)),
    ("PUT", "/resources/{sourcedId}", merge(RESOURCES, RESOURCE_UPDATE, "nothing")),
    ("DELETE", "/resources/{sourcedId}", delete(RESOURCES)),
    ("GET", "/resources/classes/{classSourcedId}/resources", listing(RESOURCES, views.RESOURCES_OF_CLASS)),
    ("GET", "/resources/courses/{courseSourcedId}/resources", listing(RESOURCES, views.resources_of_course)),
    ("GET", "/resources/users/{userSourcedId}/resources", listing(RESOURCES, views.RESOURCES_OF_USER)),
    ("POST", "/resources/export/{sourceId}", export_resource),
)
"""Verb, template below the base of resources, handler: one line for each documented operation."""
