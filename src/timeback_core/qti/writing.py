"""Items as XML, from their JSON input: the kinds that the builders make."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, TypeAlias

from timeback_core.engine.codec import UNSET
from timeback_core.qti.models.declarations import OutcomeDeclarationInput, ResponseDeclarationInput
from timeback_core.qti.models.graphics import Choice, GraphicObject, Hotspot
from timeback_core.qti.models.interactions import (
    ChoiceInteraction,
    ExtendedTextInteraction,
    HotspotInteraction,
    MatchInteraction,
    OrderInteraction,
    TextEntryAttributes,
    TextEntryInteraction,
)
from timeback_core.qti.models.item_parts import AnyFeedback, StimulusReference
from timeback_core.qti.models.items import AssessmentItemInput
from timeback_core.qti.recognition import NAMESPACE, ROOTS

MATCH_CORRECT: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
"""The standard template: the score is 1 where the response is the right one, else 0."""
SCORE: Final = "SCORE"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


Written: TypeAlias = (
    ChoiceInteraction
    | OrderInteraction
    | MatchInteraction
    | HotspotInteraction
    | ExtendedTextInteraction
    | TextEntryInteraction
)
"""The interactions of the items that are built."""


def item_xml(item: AssessmentItemInput, interaction: Written) -> str:
    """An item with its interaction as a document."""
    attributes = {
        "xmlns": NAMESPACE,
        "identifier": item.identifier,
        "title": item.title,
        "adaptive": False,
        "time-dependent": False,
    }
    parts = [
        *map(response_xml, item.response_declarations or ()),
        *map(outcome_xml, item.outcome_declarations or ()),
        *map(stimulus_xml, stimuli_of(item)),
        tag("qti-item-body", {}, *body_of(item, interaction)),
        processing_xml(item),
    ]
    return HEAD + tag(ROOTS["item"], attributes, *parts)


def tag(name: str, attributes: Mapping[str, object], *inside: str) -> str:
    """An element; attributes without a value are left out, and what is inside is markup already."""
    given = "".join(
        f' {key}="{quoted(value)}"' for key, value in attributes.items() if value is not None and value is not UNSET
    )
    content = "".join(inside)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def quoted(value: object) -> str:
    """A value as text of XML that is read as it was, white space included."""
    text = escape(str(value).lower() if isinstance(value, bool) else str(value))
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def response_xml(declaration: ResponseDeclarationInput) -> str:
    values = [tag("qti-value", {}, quoted(value)) for value in declaration.correct_response.value if value != ""]
    correct = tag("qti-correct-response", {}, *values) if values else ""
    return tag("qti-response-declaration", declared(declaration), correct)


def outcome_xml(declaration: OutcomeDeclarationInput) -> str:
    zero = tag("qti-default-value", {}, tag("qti-value", {}, "0")) if declaration.identifier == SCORE else ""
    return tag("qti-outcome-declaration", declared(declaration), zero)


def declared(declaration: ResponseDeclarationInput | OutcomeDeclarationInput) -> dict[str, object]:
    return {
        "identifier": declaration.identifier,
        "cardinality": declaration.cardinality,
        "base-type": declaration.base_type,
    }


def stimuli_of(item: AssessmentItemInput) -> Sequence[StimulusReference]:
    given = item.stimulus or ()
    return (given,) if isinstance(given, StimulusReference) else given


def stimulus_xml(stimulus: StimulusReference) -> str:
    href = stimulus.href or f"stimuli/{stimulus.identifier}"
    attributes = {"identifier": stimulus.identifier, "href": href, "title": stimulus.title}
    return tag("qti-assessment-stimulus-ref", attributes)


def body_of(item: AssessmentItemInput, interaction: Written) -> Iterator[str]:
    yield interaction_xml(interaction)
    for rubric in item.rubrics or ():
        yield tag("qti-rubric-block", {"use": rubric.use, "view": rubric.view}, content_body(rubric.body))
    for feedback in item.feedback_block or ():
        yield tag("qti-feedback-block", triggers_of(feedback), content_body(feedback.content))


def content_body(html: str) -> str:
    return tag("qti-content-body", {}, html)


def triggers_of(feedback: AnyFeedback) -> dict[str, object]:
    return {
        "outcome-identifier": feedback.outcome_identifier,
        "identifier": feedback.identifier,
        "show-hide": feedback.show_hide,
    }


def interaction_xml(interaction: Written) -> str:
    given, inside = parts_of(interaction)
    attributes = {"response-identifier": interaction.response_identifier, **given}
    prompt, name = interaction.question_structure.prompt or "", f"qti-{interaction.type}-interaction"
    if isinstance(interaction, TextEntryInteraction):  # which stands within a text, and has no prompt of its own
        return tag("div", {}, prompt, " ", tag(name, attributes))
    return tag(name, attributes, tag("qti-prompt", {}, prompt), *inside)


def parts_of(interaction: Written) -> tuple[dict[str, object], list[str]]:
    """The attributes of an interaction, and what stands in it below its prompt."""
    match interaction:
        case ChoiceInteraction(shuffle=shuffle, question_structure=asked):
            limits = {"max-choices": interaction.max_choices, "min-choices": interaction.min_choices}
            return {"shuffle": shuffle, **limits}, [choice_xml("qti-simple-choice", each) for each in asked.choices]
        case OrderInteraction(shuffle=shuffle, orientation=orientation, question_structure=asked):
            inside = [choice_xml("qti-simple-choice", each) for each in asked.choices]
            return {"shuffle": shuffle, "orientation": orientation}, inside
        case MatchInteraction(shuffle=shuffle, max_associations=most, question_structure=asked):
            inside = [match_set(asked.source_choices), match_set(asked.target_choices)]
            return {"shuffle": shuffle, "max-associations": most}, inside
        case HotspotInteraction(max_choices=most, question_structure=asked):
            return {"max-choices": most}, [object_xml(asked.object), *map(hotspot_xml, asked.hotspots)]
        case ExtendedTextInteraction(question_structure=asked):
            size = {"expected-length": asked.expected_length, "expected-lines": asked.expected_lines}
            return {**size, "format": asked.format}, []
        case TextEntryInteraction(attributes=typed):
            typed = typed or TextEntryAttributes()
            form = {"pattern-mask": typed.pattern_mask, "placeholder-text": typed.placeholder}
            return {"expected-length": typed.expected_length, **form}, []


def choice_xml(name: str, choice: Choice) -> str:
    attributes = {"identifier": choice.identifier, "fixed": choice.fixed, "match-max": choice.match_max}
    told = {
        "outcome-identifier": choice.feedback_outcome_identifier,
        "identifier": choice.identifier,
        "show-hide": "show",
    }
    feedback = "" if choice.feedback_inline is None else tag("qti-feedback-inline", told, choice.feedback_inline)
    return tag(name, attributes, choice.content, feedback)


def match_set(choices: Sequence[Choice]) -> str:
    return tag("qti-simple-match-set", {}, *(choice_xml("qti-simple-associable-choice", each) for each in choices))


def object_xml(picture: GraphicObject) -> str:
    return tag("object", {name: getattr(picture, name) for name in ("data", "type", "width", "height")})


def hotspot_xml(hotspot: Hotspot) -> str:
    attributes = {name: getattr(hotspot, name) for name in ("identifier", "shape", "coords")}
    return tag("qti-hotspot-choice", {**attributes, "hotspot-label": hotspot.label})


def processing_xml(item: AssessmentItemInput) -> str:
    """The standard template, or the same with the outcomes that feedback goes by."""
    processing = item.response_processing
    if not processing:
        return ""
    response, outcome = processing.response_declaration_identifier, processing.outcome_identifier
    inline = processing.inline_feedback
    if outcome == SCORE:
        return tag("qti-response-processing", {"template": MATCH_CORRECT})
    matched = tag("qti-match", {}, variable("qti-variable", response), variable("qti-correct", response))
    branches = [
        tag(name, {}, condition, set_outcome(SCORE, "float", score), set_outcome(outcome, "identifier", told))
        for name, condition, score, told in (
            ("qti-response-if", matched, "1", processing.correct_response_identifier),
            ("qti-response-else", "", "0", processing.incorrect_response_identifier),
        )
    ]
    shown = variable("qti-variable", inline.variable_identifier) if inline else ""
    shows = tag("qti-set-outcome-value", {"identifier": inline.outcome_identifier}, shown) if inline else ""
    return tag("qti-response-processing", {}, tag("qti-response-condition", {}, *branches), shows)


def variable(name: str, identifier: str) -> str:
    return tag(name, {"identifier": identifier})


def set_outcome(identifier: str, base_type: str, value: str) -> str:
    given = tag("qti-base-value", {"base-type": base_type}, value)
    return tag("qti-set-outcome-value", {"identifier": identifier}, given)
