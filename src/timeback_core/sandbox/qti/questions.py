"""The seeded questions about a topic: of every common interaction, from easy to hard."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.qti.errors import checked
from timeback_core.sandbox.qti.kinds import ITEM_KIND
from timeback_core.sandbox.qti.material import Topic
from timeback_core.sandbox.qti.shapes import ITEM

_SCORE: Final = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
_FEEDBACK: Final = {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
_IMAGE: Final = {"data": "https://content.example.com/words.png", "type": "image/png", "width": 300, "height": 200}
_WORDS: Final = 6
"""How many words a topic has."""
_LEVELS: Final = ("easy", "medium", "hard")


def questions_about(subject: str, topic: Topic, stem: str, stimulus_id: str) -> Iterator[Document]:
    """The items, the easiest first; their identifiers are the stem with a number."""
    bodies = list(_questions(topic, stimulus_id))
    for at, (title, body) in enumerate(bodies):
        metadata = {
            "subject": subject,
            "difficulty": _LEVELS[at * len(_LEVELS) // len(bodies)],
            "humanApproved": True,
            "learningObjectiveSet": [{"source": "CASE", "learningObjectiveIds": [f"{subject} {at % 4 + 1}"]}],
        }
        named = {"identifier": f"{stem}-{at + 1}", "title": f"{subject}: {title}"}
        given = {**named, "type": body["interaction"]["type"], "metadata": metadata, **body}
        stored: Document = checked(ITEM, given)
        yield ITEM_KIND.with_xml({name: value for name, value in stored.items() if value is not None})


def _questions(topic: Topic, stimulus_id: str) -> Iterator[tuple[str, Document]]:
    """Titles, and the members that differ."""
    yield "a choice", {**_choice(topic, 0), "stimulus": {"identifier": stimulus_id}}
    yield "another choice", _choice(topic, 1)
    yield "an inline choice", _inline_choice(topic)
    yield "a choice with feedback", _choice_with_feedback(topic)
    yield "a text", _text_entry(topic)
    yield "several choices", _several_choices(topic)
    yield "a word among others", _hottext(topic)
    yield "pairs", _pairs(topic)
    yield "an order", _order(topic)
    yield "a match", _match(topic)
    yield "a place in an image", _hotspot(topic)
    yield "an explanation", _explanation(topic)


def _interaction(kind: str, prompt: str, members: Document | None = None, **structure: Any) -> Document:
    named = {"type": kind, "responseIdentifier": "RESPONSE", **(members or {})}
    return {**named, "questionStructure": {"prompt": prompt, **structure}}


def _response(base_type: str, given: list[str], cardinality: str = "single") -> Document:
    declared = {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": base_type}
    return {**declared, "correctResponse": {"value": given}}


def _scored(interaction: Document, base_type: str, *correct: str, cardinality: str = "single") -> Document:
    """The members of an item that is right when its response is the correct one."""
    processing = {
        "templateType": "match_correct",
        "responseDeclarationIdentifier": "RESPONSE",
        "outcomeIdentifier": "SCORE",
        "correctResponseIdentifier": "",
        "incorrectResponseIdentifier": "",
    }
    keys = [_id(value) for value in correct] if base_type == "identifier" else list(correct)
    return {
        "interaction": interaction,
        "responseDeclarations": [_response(base_type, keys, cardinality)],
        "outcomeDeclarations": [_SCORE],
        "responseProcessing": processing,
    }


def _id(word: str) -> str:
    """A word as identifier, which begins with a letter."""
    return "w-" + "".join(letter if letter.isalnum() else "-" for letter in word)


def _around(at: int) -> tuple[int, ...]:
    """The place of a word among those of three others."""
    return tuple((at + step) % _WORDS for step in (2, 0, 1, 4))


def _choices(topic: Topic, places: Sequence[int]) -> list[Document]:
    """The words at these places."""
    return [{"identifier": _id(topic.words[at][0]), "content": topic.words[at][0]} for at in places]


def _choice(topic: Topic, at: int) -> Document:
    word, meaning = topic.words[at]
    interaction = _interaction(
        "choice", f"Which means “{meaning}”?", {"shuffle": True, "maxChoices": 1}, choices=_choices(topic, _around(at))
    )
    return _scored(interaction, "identifier", word)


def _choice_with_feedback(topic: Topic) -> Document:
    word, meaning = topic.words[5]
    item = _choice(topic, 5)
    processing = {
        **item["responseProcessing"],
        "outcomeIdentifier": "FEEDBACK",
        "correctResponseIdentifier": "CORRECT",
        "incorrectResponseIdentifier": "INCORRECT",
    }
    told = {"CORRECT": "That is right.", "INCORRECT": f"“{meaning}” is “{word}”."}
    blocks = [
        {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show", "content": f"<p>{text}</p>"}
        for name, text in told.items()
    ]
    outcomes = [_SCORE, _FEEDBACK]
    return {**item, "outcomeDeclarations": outcomes, "responseProcessing": processing, "feedbackBlock": blocks}


def _inline_choice(topic: Topic) -> Document:
    word, meaning = topic.words[2]
    interaction = _interaction(
        "inline-choice", f"Choose what means “{meaning}”:", inlineChoices=_choices(topic, _around(2))
    )
    return _scored(interaction, "identifier", word)


def _text_entry(topic: Topic) -> Document:
    word, meaning = topic.words[3]
    attributes = {"attributes": {"expected-length": len(word)}}
    return _scored(_interaction("text-entry", f"What means “{meaning}”?", attributes), "string", word)


def _several_choices(topic: Topic) -> Document:
    (one, its_meaning), (other, other_meaning) = topic.words[0], topic.words[4]
    prompt, choices = f"Which mean “{its_meaning}” or “{other_meaning}”?", _choices(topic, (0, 1, 4, 5))
    interaction = _interaction("choice", prompt, {"shuffle": True, "maxChoices": 0}, choices=choices)
    return _scored(interaction, "identifier", one, other, cardinality="multiple")


def _hottext(topic: Topic) -> Document:
    word, meaning = topic.words[5]
    words = (f'<hottext identifier="{_id(each)}">{each}</hottext>' for each, _ in topic.words[3:])
    text = f"<p>{', '.join(words)}</p>"
    interaction = _interaction("hottext", f"Select what means “{meaning}”.", {"maxChoices": 1}, text=text)
    return _scored(interaction, "identifier", word, cardinality="multiple")


def _explanation(topic: Topic) -> Document:
    prompt = f"Explain “{topic.words[0][0]}” in your own words."
    return {
        "interaction": _interaction("extended-text", prompt, expectedLines=5),
        "responseDeclarations": [_response("string", [""])],
        "outcomeDeclarations": [_SCORE],
    }


def _order(topic: Topic) -> Document:
    mixed = [topic.order[at] for at in (2, 0, 3, 1)]
    choices = [{"identifier": _id(word), "content": word} for word in mixed]
    interaction = _interaction("order", topic.ordering, {"shuffle": False}, choices=choices)
    return _scored(interaction, "identifier", *topic.order, cardinality="ordered")


def _match(topic: Topic) -> Document:
    return _paired(topic.words[:3], "match", "Match each with its meaning.", "directedPair")


def _pairs(topic: Topic) -> Document:
    return _paired(topic.words[3:], "associate", "Pair what belongs together.", "pair")


def _paired(words: Sequence[tuple[str, str]], kind: str, prompt: str, base_type: str) -> Document:
    sources = [{"identifier": _id(word), "content": word} for word, _ in words]
    targets = [{"identifier": f"m-{at}", "content": meaning} for at, (_, meaning) in enumerate(words)]
    members = {"shuffle": True, "maxAssociations": len(words)}
    interaction = _interaction(kind, prompt, members, sourceChoices=sources, targetChoices=targets[::-1])
    correct = [f"{_id(word)} m-{at}" for at, (word, _) in enumerate(words)]
    return _scored(interaction, base_type, *correct, cardinality="multiple")


def _hotspot(topic: Topic) -> Document:
    places = [
        {"identifier": _id(word), "shape": "rect", "coords": f"0,{at * 50},300,{at * 50 + 49}", "label": word}
        for at, (word, _) in enumerate(topic.words[:4])
    ]
    word, meaning = topic.words[1]
    interaction = _interaction(
        "hotspot", f"Select “{meaning}” in the image.", {"maxChoices": 1}, object=_IMAGE, hotspots=places
    )
    return _scored(interaction, "identifier", word, cardinality="multiple")
