"""Items and their interactions, one of each kind, and what is declared and noted beside them."""

from datetime import UTC, datetime
from typing import Any

from tests.services.model_case import GONE, Back, Changes, Document, Json, Refused, Written, changed, read, without

from timeback_core import qti as q
from timeback_core.engine.codec import UNSET, Unknown

KEPT: Json = {
    "rawXml": "<qti-assessment-item/>",
    "content": {"qti-assessment-item": {"_attributes": {"identifier": "item-1"}}},
    "createdAt": "2025-01-01T00:00:00.000Z",
    "updatedAt": "2025-01-02T00:00:00.000Z",
    "__v": 0,
    "_id": "65a0c0ffee65a0c0ffee65a0",
}
"""What every stored document has besides."""
SEEN_KEPT: Changes = {
    "created_at": datetime(2025, 1, 1, tzinfo=UTC),
    "updated_at": datetime(2025, 1, 2, tzinfo=UTC),
    "version": 0,
    "stored_id": "65a0c0ffee65a0c0ffee65a0",
}
REQUIRED = ("identifier", "title", "rawXml", "createdAt", "updatedAt")

PICTURE: Json = {"data": "https://cdn.example/map.png", "width": 400, "height": 300, "type": "image/png"}
A: Json = {"identifier": "A", "content": "4", "feedbackInline": "<b>No</b>", "feedbackOutcomeIdentifier": "FEEDBACK"}
B: Json = {"identifier": "B", "content": "5", "fixed": True, "matchMax": 1}
PAIRS: Json = {"prompt": "Match.", "sourceChoices": [A], "targetChoices": [B]}
SPOT: Json = {"identifier": "H1", "shape": "circle", "coords": "10,10,5", "matchMax": 1, "label": "first"}
SPOTS = [SPOT, {"identifier": "H2", "shape": "poly", "coords": "0,0, 10,0, 5,8"}]

INTERACTIONS: dict[str, Json] = {
    "choice": {
        "shuffle": False, "maxChoices": 1, "minChoices": 0,
        "questionStructure": {"prompt": "2 + 3?", "choices": [A, B]},
    },
    "text-entry": {
        "attributes": {"expected-length": 8, "pattern-mask": "[a-z]+", "placeholder": "city"},
        "questionStructure": {"prompt": "Capital of Peru?"},
    },
    "extended-text": {
        "attributes": {
            "format": "plain", "expected-length": 9, "expected-lines": 1, "max-strings": 1, "min-strings": 0,
            "pattern-mask": ".+",
        },
        "questionStructure": {
            "prompt": "Describe a river.", "expectedLength": 300, "expectedLines": 8, "format": "plain",
            "maxStrings": 1, "minStrings": 1, "patternMask": ".+",
        },
    },
    "inline-choice": {"shuffle": False, "questionStructure": {"prompt": "At ____ C.", "inlineChoices": [A, B]}},
    "match": {"shuffle": True, "maxAssociations": 2, "questionStructure": PAIRS},
    "order": {"shuffle": True, "orientation": "vertical", "questionStructure": {"prompt": "Sort.", "choices": [A, B]}},
    "associate": {"shuffle": False, "maxAssociations": 0, "questionStructure": PAIRS},
    "select-point": {
        "maxChoices": 1, "minChoices": 1,
        "questionStructure": {"prompt": "Tap it.", "object": {**PICTURE, "mediaType": "image/png"}},
    },
    "graphic-order": {
        "shuffle": True, "questionStructure": {"prompt": "Order.", "object": PICTURE, "orderChoices": SPOTS},
    },
    "graphic-associate": {
        "shuffle": False, "maxAssociations": 1,
        "questionStructure": {"prompt": "Pair.", "object": PICTURE, "associableHotspots": SPOTS},
    },
    "graphic-gap-match": {
        "shuffle": False,
        "questionStructure": {
            "prompt": "Label.", "object": PICTURE, "associableHotspots": [SPOT],
            "gapImgs": [{"identifier": "G1", "matchMax": 1, "object": PICTURE}],
        },
    },
    "hotspot": {"maxChoices": 1, "questionStructure": {"prompt": "Select.", "object": PICTURE, "hotspots": SPOTS}},
    "hottext": {
        "maxChoices": 1,
        "questionStructure": {"prompt": "Verb?", "text": '<p><hottext identifier="H">fly</hottext></p>'},
    },
    "slider": {
        "lower-bound": 0, "upper-bound": 10.5, "step": 0.5, "step-label": True, "orientation": "horizontal",
        "reverse": False, "questionStructure": {"prompt": "Set it.", "object": PICTURE},
    },
    "drawing": {
        "questionStructure": {"prompt": "Draw.", "canvas": {"width": 400, "height": 300}, "object": PICTURE},
    },
    "media": {
        "autostart": False, "minPlays": 0, "maxPlays": 2, "loop": False,
        "questionStructure": {"prompt": "Watch.", "object": {**PICTURE, "type": "video/mp4"}},
    },
    "upload": {
        "questionStructure": {
            "prompt": "Upload.", "allowedTypes": ["application/pdf"], "maxSize": 1048576, "maxFiles": 1,
        },
    },
}  # fmt: skip
"""The members of each kind, all of them, but those that every kind has."""


def interaction(kind: str) -> Json:
    """A whole interaction of a kind."""
    return {"responseIdentifier": "RESPONSE", "type": kind, **INTERACTIONS[kind]}


def class_of(kind: str) -> type[Any]:
    """The class of a kind."""
    found: type[Any] = getattr(q, "".join(part.title() for part in kind.split("-")) + "Interaction")
    return found


OPTIONAL = {
    "minChoices",
    "maxAssociations",
    "shuffle",
    "orientation",
    "maxPlays",
    "loop",
    "step",
    "step-label",
    "reverse",
}
OPTIONAL_HERE = {"hottext": {"maxChoices"}, "text-entry": {"attributes"}, "extended-text": {"attributes"}}


def needs(kind: str) -> tuple[str, ...]:
    """The members without which a kind cannot be read; its type is one of them where it is told apart by that."""
    optional = OPTIONAL_HERE.get(kind, set()) | (OPTIONAL - ({"shuffle"} if kind == "choice" else set()))
    return tuple(name for name in interaction(kind) if name not in optional | {"type"})


OF_EACH_KIND = [
    Document(class_of(kind), interaction(kind), needs(kind), seen={"type": kind, "response_identifier": "RESPONSE"})
    for kind in INTERACTIONS
]

METADATA: Json = {
    "subject": "Math",
    "grade": "5",
    "difficulty": "easy",
    "learningObjectiveSet": [{"source": "CASE", "learningObjectiveIds": ["5.NF.1"]}],
    "humanApproved": True,
}
SHOWN: Json = {"outcomeIdentifier": "FEEDBACK", "identifier": "CORRECT", "showHide": "show", "content": "<p>Yes</p>"}
RESPONSE: Json = {
    "identifier": "RESPONSE",
    "cardinality": "single",
    "baseType": "identifier",
    "correctResponse": {"value": ["B"]},
    "mapping": {"defaultValue": 0},
}
PROCESSING: Json = {
    "templateType": "match_correct",
    "responseDeclarationIdentifier": "RESPONSE",
    "outcomeIdentifier": "FEEDBACK",
    "correctResponseIdentifier": "CORRECT",
    "incorrectResponseIdentifier": "",
    "inlineFeedback": {"outcomeIdentifier": "FEEDBACK-INLINE", "variableIdentifier": "RESPONSE"},
}
ITEM: Json = {
    "identifier": "item-1",
    "title": "Sum",
    "type": "choice",
    **KEPT,
    "qtiVersion": "3.0",
    "timeDependent": False,
    "adaptive": False,
    "responseDeclarations": [RESPONSE],
    "outcomeDeclarations": [{"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}],
    "responseProcessing": PROCESSING,
    "metadata": METADATA,
    "modalFeedback": [{**SHOWN, "title": "Right"}],
    "feedbackInline": [{**SHOWN, "class": ["a"]}],
    "feedbackBlock": [SHOWN],
    "interaction": interaction("choice"),
    "preInteraction": "<p>Look:</p>",
    "postInteraction": "<p>Done?</p>",
    "rubrics": [{"use": "ext:criteria", "view": "scorer", "body": "<p>One point.</p>"}],
    "stimulus": [{"identifier": "stim-1", "href": "stimuli/stim-1", "title": "Forest"}],
    "customInteractionTypeIdentifier": "urn:x",
}
DROPPED = without(*KEPT, "customInteractionTypeIdentifier")
DECLARED = "responseDeclarations"

ITEMS = Document(
    q.AssessmentItem,
    ITEM,
    (*REQUIRED, "type"),
    seen={
        "identifier": "item-1",
        "type": q.ItemType.CHOICE,
        "raw_xml": KEPT["rawXml"],
        **SEEN_KEPT,
        "response_declarations.0.cardinality": q.Cardinality.SINGLE,
        "response_declarations.0.base_type": q.BaseType.IDENTIFIER,
        "response_declarations.0.correct_response.value": ("B",),
        "response_processing.template_type": q.TemplateType.MATCH_CORRECT,
        "metadata.grade": "5",
        "metadata.difficulty": q.Difficulty.EASY,
        "metadata.learning_objective_set.0.learning_objective_ids": ("5.NF.1",),
        "metadata.extra.humanApproved": True,
        "modal_feedback.0.show_hide": q.ShowHide.SHOW,
        "feedback_inline.0.class_": ("a",),
        "interaction.question_structure.choices.1.match_max": 1,
        "rubrics.0.use": q.RubricUse.CRITERIA,
        "rubrics.0.view": q.RubricView.SCORER,
        "stimulus.0.title": "Forest",
    },
    spelled=[
        ({"type": "gap-match"}, {"type": "gap-match"}),
        ({"type": "unknown"}, {"type": "unknown"}),
        ({"timeDependent": "true"}, {"time_dependent": True}),
        ({"metadata": {"grade": -1}}, {"metadata.grade": "-1"}),
        ({DECLARED: [{"identifier": "R", "cardinality": "record"}]}, {"response_declarations.0.base_type": None}),
        ({DECLARED: [{**RESPONSE, "baseType": ""}]}, {"response_declarations.0.base_type": ""}),
        *(
            (
                {DECLARED: [{**RESPONSE, "correctResponse": {"value": told}}]},
                {"response_declarations.0.correct_response.value": seen},
            )
            for told, seen in (
                ("B", ("B",)),
                ([], ()),
                ([1, 2.5, True], (1, 2.5, True)),
                ([["C1", "T1"], "C2 T2"], (("C1", "T1"), "C2 T2")),
            )
        ),
        ({"responseProcessing": {"templateType": "match_correct"}}, {"response_processing.outcome_identifier": None}),
        ({"stimulus": {"identifier": "s"}}, {"stimulus.0.identifier": "s"}),
        ({"stimulus": GONE, "stimulusRef": {"identifier": "s"}}, {"stimulus.0.identifier": "s"}),
        ({"interaction": {"type": "gesture"}}, {"interaction": Unknown({"type": "gesture"})}),
        ({"interaction": {"type": "choice"}}, {"interaction": None, "extra.interaction": {"type": "choice"}}),
        ({"modalFeedback": "none"}, {"modal_feedback": (), "extra.modalFeedback": "none"}),
    ],
    refused=[Refused({"rawXml": 5}, "$.rawXml", "string"), Refused({"title": None}, "$.title", "string")],
    back=[
        Back(q.AssessmentItemInput, DROPPED),
        Back(q.AssessmentItemInput, DROPPED, read={"metadata": None, "stimulus": GONE}),
        Back(q.AssessmentItemInput, DROPPED, read={"note": "kept", "metadata": {"standard": "5.NF"}}),
    ],
    no_input=[
        (q.AssessmentItemInput, {"interaction": GONE}, {"interaction"}),
        (
            q.AssessmentItemInput,
            {DECLARED: [{"identifier": "R", "cardinality": "single"}]},
            {"response_declarations[0].correct_response"},
        ),
    ],
)

CHOICE = q.ChoiceInteraction(
    response_identifier="RESPONSE",
    shuffle=False,
    max_choices=1,
    question_structure=q.ChoiceQuestion(choices=(q.Choice(identifier="A", content="4"),)),
)
CHOICE_SENT: Json = {
    "type": "choice",
    "responseIdentifier": "RESPONSE",
    "shuffle": False,
    "maxChoices": 1,
    "questionStructure": {"choices": [{"identifier": "A", "content": "4"}]},
}
DECLARATION = q.ResponseDeclarationInput(
    identifier="RESPONSE",
    cardinality="single",
    base_type="identifier",
    correct_response=q.CorrectResponseInput(value=["A"]),
)
OUTCOME = q.OutcomeDeclarationInput(identifier="SCORE", cardinality="single", base_type="float")
NOTE = q.ModalFeedback(outcome_identifier="F", identifier="A", show_hide="show", content="")

ITEM_INPUT = Written(
    q.AssessmentItemInput(identifier="item-1", title="Sum", type="choice", interaction=CHOICE),
    {"identifier": "item-1", "title": "Sum", "type": "choice", "interaction": CHOICE_SENT},
    good=[
        ({"format": "json"}, {"format": "json"}),
        ({"metadata": None, "pre_interaction": None}, {"metadata": None, "preInteraction": None}),
        ({"metadata": q.ItemMetadata(grade=5)}, {"metadata": {"grade": "5"}}),
        ({"metadata": q.ItemMetadata(extra={"lesson": [1]})}, {"metadata": {"lesson": [1]}}),
        ({"stimulus": q.StimulusReference(identifier="s")}, {"stimulus": {"identifier": "s"}}),
        ({"stimulus": [q.StimulusReference(identifier="s")]}, {"stimulus": [{"identifier": "s"}]}),
        (
            {"response_declarations": [DECLARATION], "outcome_declarations": [OUTCOME]},
            {
                "responseDeclarations": [
                    {
                        "identifier": "RESPONSE",
                        "cardinality": "single",
                        "baseType": "identifier",
                        "correctResponse": {"value": ["A"]},
                    }
                ],
                "outcomeDeclarations": [{"identifier": "SCORE", "cardinality": "single", "baseType": "float"}],
            },
        ),
        (
            {"rubrics": [q.Rubric(use="own", view="tutor", body="")]},
            {"rubrics": [{"use": "own", "view": "tutor", "body": ""}]},
        ),
        (
            {"type": "order", "interaction": Unknown({"type": "order", "own": 1})},
            {"type": "order", "interaction": {"type": "order", "own": 1}},
        ),
    ],
    wrong=[
        ({"identifier": " "}, ["identifier: must not be empty"]),
        ({"format": "xml"}, ['format: expected "json", found string']),
        ({"interaction": UNSET}, ["interaction: expected object, found Unset"]),
        ({"type": "order"}, ["interaction.type: must be order, as type says"]),
        ({"type": "gap-match"}, [f"type: must be one of {', '.join(q.ItemType)}"]),
        (
            {"metadata": q.ItemMetadata(grade=14)},
            ["metadata.grade: must be a grade from -1 (before kindergarten) to 13"],
        ),
        (
            {"metadata": q.ItemMetadata(difficulty="hardest")},
            ["metadata.difficulty: must be one of easy, medium, hard"],
        ),
        ({"modal_feedback": [NOTE]}, ["modal_feedback[0].title: must be given"]),
        (
            {
                "feedback_block": [
                    q.FeedbackElement(outcome_identifier="", identifier="A", show_hide="wave", content="")
                ]
            },
            [
                "feedback_block[0].outcome_identifier: must not be empty",
                "feedback_block[0].show_hide: must be one of show, hide",
            ],
        ),
        (
            {"rubrics": [q.Rubric(use="", view="all", body="")]},
            ["rubrics[0].use: must not be empty", f"rubrics[0].view: must be one of {', '.join(q.RubricView)}"],
        ),
        (
            {"outcome_declarations": [q.OutcomeDeclarationInput(identifier="S", cardinality="single")]},
            ["outcome_declarations[0].base_type: must be given"],
        ),
    ],
)


def other(kind: str, **members: object) -> Json:
    """The change of an item's fields to an interaction of a kind, some members of which are changed."""
    return {"type": kind, "interaction": read(class_of(kind), changed(interaction(kind), members))}


def spot(**members: object) -> Json:
    """The change to an interaction about one hotspot, some members of which are changed."""
    return other("hotspot", questionStructure={"object": PICTURE, "hotspots": [{**SPOT, **members}]})


SPOT_AT = "interaction.question_structure.hotspots[0]"
POLY = "must be pairs of numbers, three at least, for a poly"

INTERACTION_INPUT = Written(
    ITEM_INPUT.known,
    ITEM_INPUT.json,
    good=[(other(kind), {"type": kind, "interaction": interaction(kind)}) for kind in INTERACTIONS],
    wrong=[
        (other("choice", maxChoices=-1), ["interaction.max_choices: must not be negative"]),
        (other("text-entry", attributes=GONE), ["interaction.attributes.expected_length: must be given"]),
        (other("select-point", maxChoices=0), ["interaction.max_choices: must be greater than 0"]),
        (other("slider", step=0), ["interaction.step: must be greater than 0"]),
        (other("order", orientation="up"), ["interaction.orientation: must be one of horizontal, vertical"]),
        (
            other("upload", questionStructure={"allowedTypes": []}),
            ["interaction.question_structure.allowed_types: must have at least 1, has 0"],
        ),
        (spot(shape="star"), [f"{SPOT_AT}.shape: must be one of rect, circle, poly"]),
        (spot(coords="1,a"), [f"{SPOT_AT}.coords: must be whole numbers with commas between them"]),
        (spot(coords="1,2"), [f"{SPOT_AT}.coords: must be whole numbers with commas between them"]),
        (spot(coords="1,2,3,4"), [f"{SPOT_AT}.coords: must be 3 numbers for a circle, has 4"]),
        (spot(shape="rect"), [f"{SPOT_AT}.coords: must be 4 numbers for a rect, has 3"]),
        (spot(shape="poly", coords="1,2,3,4,5"), [f"{SPOT_AT}.coords: {POLY}; has 5 numbers"]),
        (spot(matchMax=-1), [f"{SPOT_AT}.match_max: must not be negative"]),
    ],
)

DOCUMENTS = (*OF_EACH_KIND, ITEMS)
INPUTS = (ITEM_INPUT, INTERACTION_INPUT)
