"""Items of the common kinds from plain arguments, in both forms that the platform takes: JSON and XML.

What is HTML has to be well-formed XML; what is text is escaped. Answers are scored by the standard template: 1 for what
is all right, else 0.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal, Unpack

from returns.result import Result

from timeback_core.engine.codec import evolve
from timeback_core.errors import InvalidInput
from timeback_core.problems import listed, shortened
from timeback_core.qti.arguments import total
from timeback_core.qti.drafts import RESPONSE, AnswerFeedback, BuiltItem, Choices, Draft, ItemNotes, identifiers_of
from timeback_core.qti.models.enums import BaseType, Cardinality, Orientation
from timeback_core.qti.models.graphics import Choice, GraphicObject, Hotspot
from timeback_core.qti.models.interactions import (
    ChoiceInteraction,
    ChoiceQuestion,
    ExtendedTextInteraction,
    ExtendedTextQuestion,
    HotspotInteraction,
    HotspotQuestion,
    MatchInteraction,
    OrderInteraction,
    PairQuestion,
    Question,
    TextEntryAttributes,
    TextEntryInteraction,
)
from timeback_core.qti.models.item_parts import Rubric

__all__ = ["build_choice_item", "build_extended_text_item", "build_hotspot_item", "build_match_item"]
__all__ += ["build_multiple_choice_item", "build_order_item", "build_text_entry_item"]


FORMS: Final = {"string": r".+", "integer": r"[+-]?\d+", "float": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"}
"""The right answers that can be typed in, by base type."""


@total
def build_choice_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    choices: Choices,
    correct: str,
    shuffle: bool = False,
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which one choice is chosen.

    prompt: HTML. choices: two or more, such as `{"A": "4", "B": "5"}`; what they say is HTML. correct: the identifier
    of the right one. feedback: what is told about an answer. metadata: such as subject and grade. stimulus: what it is
    about.

    Errors: `InvalidInput`, of each builder: with every problem, under the names of its arguments.
    """
    draft = Draft(prompt, notes, feedback)
    made = draft.choices("choices", choices, least=2)
    if correct not in identifiers_of(made):
        draft.refuse("correct", f"must be one of the choices, is {shortened(correct, 60)!r}")
    interaction = ChoiceInteraction(
        response_identifier=RESPONSE,
        shuffle=shuffle,
        max_choices=1,
        question_structure=ChoiceQuestion(prompt=prompt, choices=made),
    )
    return draft.built(identifier, title, interaction, (Cardinality.SINGLE, BaseType.IDENTIFIER), [correct])


@total
def build_multiple_choice_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    choices: Choices,
    correct: Sequence[str],
    max_choices: int = 0,
    min_choices: int | None = None,
    shuffle: bool = False,
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which several choices can be chosen.

    prompt, choices, feedback, metadata, stimulus: as in `build_choice_item`. correct: the identifiers of all right
    ones. max_choices, min_choices: how many can be chosen, any number with 0, and have to be.
    """
    draft = Draft(prompt, notes, feedback)
    made = draft.choices("choices", choices, least=2)
    draft.look_at_answers(correct, identifiers_of(made), "choices", ("max_choices", max_choices))
    interaction = ChoiceInteraction(
        response_identifier=RESPONSE,
        shuffle=shuffle,
        max_choices=max_choices,
        min_choices=min_choices,
        question_structure=ChoiceQuestion(prompt=prompt, choices=made),
    )
    return draft.built(identifier, title, interaction, (Cardinality.MULTIPLE, BaseType.IDENTIFIER), correct)


@total
def build_order_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    choices: Choices,
    correct: Sequence[str],
    shuffle: bool = True,
    orientation: Literal["vertical", "horizontal"] | Orientation = "vertical",
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which choices are put in order.

    prompt, choices, feedback, metadata, stimulus: as in `build_choice_item`. correct: the identifiers of all choices in
    the right order.
    """
    draft = Draft(prompt, notes, feedback)
    made = draft.choices("choices", choices, least=2)
    draft.look_at_answers(correct, identifiers_of(made), "choices", ("", 0))
    if missing := [name for name in identifiers_of(made) if name not in correct]:
        draft.refuse("correct", f"must hold every choice, lacks {listed(missing, 10)}")
    interaction = OrderInteraction(
        response_identifier=RESPONSE,
        shuffle=shuffle,
        orientation=orientation,
        question_structure=ChoiceQuestion(prompt=prompt, choices=made),
    )
    return draft.built(identifier, title, interaction, (Cardinality.ORDERED, BaseType.IDENTIFIER), correct)


@total
def build_match_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    source_choices: Choices,
    target_choices: Choices,
    correct: Sequence[tuple[str, str]],
    max_associations: int = 0,
    shuffle: bool = False,
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which choices of one set are matched with those of another; create it from its XML.

    prompt, feedback, metadata, stimulus: as in `build_choice_item`. source_choices, target_choices: as `choices` there;
    one without `match_max` can be matched as often as is right, and once at least. correct: the right pairs, a source
    and its target each. max_associations: how many pairs can be made, any number with 0.
    """
    draft = Draft(prompt, notes, feedback)
    sources = draft.choices("source_choices", source_choices)
    targets = draft.choices("target_choices", target_choices, taken=sources)
    pairs = [" ".join(pair) for pair in correct]
    possible = [f"{one} {other}" for one in identifiers_of(sources) for other in identifiers_of(targets)]
    draft.look_at_answers(pairs, possible, "pairs of a source and a target", ("max_associations", max_associations))
    interaction = MatchInteraction(
        response_identifier=RESPONSE,
        shuffle=shuffle,
        max_associations=max_associations,
        question_structure=PairQuestion(
            prompt=prompt,
            source_choices=matchable(draft, "source_choices", sources, [one for one, _ in correct]),
            target_choices=matchable(draft, "target_choices", targets, [other for _, other in correct]),
        ),
    )
    return draft.built(identifier, title, interaction, (Cardinality.MULTIPLE, BaseType.DIRECTED_PAIR), pairs)


def matchable(draft: Draft, path: str, choices: Sequence[Choice], used: Sequence[str]) -> tuple[Choice, ...]:
    """Choices that say how often they can be matched; a problem where that is less often than is right."""
    uses = Counter(used)
    for index, choice in enumerate(choices):
        if 0 < (choice.match_max or 0) < uses[choice.identifier]:
            draft.refuse(f"{path}[{index}].match_max", f"must be {uses[choice.identifier]} at least, as is correct")
    return tuple(
        evolve(each, match_max=max(1, uses[each.identifier])) if each.match_max is None else each for each in choices
    )


@total
def build_hotspot_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    picture: GraphicObject,
    hotspots: Sequence[Hotspot],
    correct: Sequence[str],
    max_choices: int = 1,
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which places of a picture are chosen.

    prompt, feedback, metadata, stimulus: as in `build_choice_item`. picture: on which the hotspots lie; correct: the
    identifiers of all right ones. max_choices: how many can be chosen.
    """
    draft = Draft(prompt, notes, feedback)
    draft.look_at_identifiers("hotspots", identifiers_of(hotspots))
    draft.look_at_answers(correct, identifiers_of(hotspots), "hotspots", ("max_choices", max_choices))
    interaction = HotspotInteraction(
        response_identifier=RESPONSE,
        max_choices=max_choices,
        question_structure=HotspotQuestion(prompt=prompt, object=picture, hotspots=tuple(hotspots)),
    )
    return draft.built(identifier, title, interaction, (Cardinality.MULTIPLE, BaseType.IDENTIFIER), correct)


@total
def build_text_entry_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    correct: str,
    base_type: Literal["string", "integer", "float"] = "string",
    expected_length: int | None = None,
    pattern_mask: str | None = None,
    placeholder: str | None = None,
    feedback: AnswerFeedback | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which a short text or a number is typed in, behind the prompt.

    prompt, feedback, metadata, stimulus: as in `build_choice_item`. correct: the right answer, as text. base_type: what
    is typed in. expected_length: characters, those of the right answer if not given. pattern_mask: a regular
    expression.
    """
    draft = Draft(prompt, notes, feedback)
    right = correct.strip()
    if (form := FORMS.get(base_type)) is None:
        draft.refuse("base_type", f"must be one of {', '.join(FORMS)}")
    elif not re.fullmatch(form, right, re.DOTALL | re.ASCII):
        draft.refuse("correct", f"must be text of the base type {base_type}")
    draft.look_at_text("pattern_mask", pattern_mask or "")
    draft.look_at_text("placeholder", placeholder or "")
    interaction = TextEntryInteraction(
        response_identifier=RESPONSE,
        attributes=TextEntryAttributes(
            expected_length=len(right) or 1 if expected_length is None else expected_length,
            pattern_mask=pattern_mask,
            placeholder=placeholder,
        ),
        question_structure=Question(prompt=prompt),
    )
    return draft.built(identifier, title, interaction, (Cardinality.SINGLE, base_type), [right])


@total
def build_extended_text_item(
    identifier: str,
    title: str,
    *,
    prompt: str,
    criteria: str | None = None,
    expected_length: int | None = None,
    expected_lines: int | None = None,
    **notes: Unpack[ItemNotes],
) -> Result[BuiltItem, InvalidInput]:
    """An item in which a long text is written, which nothing here scores.

    prompt, metadata, stimulus: as in `build_choice_item`. criteria: HTML by which a grader marks the text.
    expected_length: characters.
    """
    draft = Draft(prompt, notes)
    draft.look_at_html("criteria", criteria or "")
    interaction = ExtendedTextInteraction(
        response_identifier=RESPONSE,
        question_structure=ExtendedTextQuestion(
            prompt=prompt, expected_length=expected_length, expected_lines=expected_lines, format="plain"
        ),
    )
    rubrics = [Rubric(use="ext:criteria", view="scorer", body=criteria)] if criteria else []
    return draft.built(identifier, title, interaction, (Cardinality.SINGLE, BaseType.STRING), [], rubrics)
