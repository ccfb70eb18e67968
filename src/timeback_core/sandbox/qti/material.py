"""What the seeded questions of each subject are about."""

from typing import Final

import attrs


@attrs.frozen
class Topic:
    """Six words with what they mean, and four things in their order."""

    words: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    """From the first to the last."""
    ordering: str
    """How they are to be put in order."""


TOPICS: Final = {
    "Math": Topic(
        (
            ("56", "7 times 8"),
            ("54", "6 times 9"),
            ("48", "4 times 12"),
            ("45", "9 times 5"),
            ("36", "72 divided by 2"),
            ("27", "3 times 9"),
        ),
        ("1/8", "1/4", "1/2", "3/4"),
        "Put the fractions in order, the smallest first.",
    ),
    "Reading": Topic(
        (
            ("plot", "what happens in a story"),
            ("setting", "where and when a story takes place"),
            ("narrator", "who tells a story"),
            ("theme", "what a story is about at heart"),
            ("dialogue", "what characters say to each other"),
            ("conflict", "what stands in the way of a character"),
        ),
        ("opening", "rising action", "climax", "ending"),
        "Put the parts of a story in order.",
    ),
    "Science": Topic(
        (
            ("evaporation", "liquid becomes gas"),
            ("condensation", "gas becomes liquid"),
            ("melting", "solid becomes liquid"),
            ("freezing", "liquid becomes solid"),
            ("erosion", "wind and water carry soil away"),
            ("orbit", "the path of a planet around its star"),
        ),
        ("Mercury", "Venus", "Earth", "Mars"),
        "Put the planets in order, the one nearest to the sun first.",
    ),
    "Writing": Topic(
        (
            ("draft", "a first version of a text"),
            ("outline", "the plan of a text"),
            ("paragraph", "sentences about one idea"),
            ("title", "the name of a text"),
            ("conclusion", "the end of an argument"),
            ("evidence", "what supports a claim"),
        ),
        ("plan", "draft", "revise", "publish"),
        "Put the steps of writing in order.",
    ),
    "Language": Topic(
        (
            ("noun", "a word for a person, a place or a thing"),
            ("verb", "a word for what someone does"),
            ("adjective", "a word that describes a noun"),
            ("adverb", "a word that describes a verb"),
            ("pronoun", "a word that stands for a noun"),
            ("synonym", "a word that means the same"),
        ),
        ("letter", "word", "sentence", "paragraph"),
        "Put them in order, the shortest first.",
    ),
    "Social Studies": Topic(
        (
            ("mayor", "who leads a city"),
            ("governor", "who leads a state"),
            ("ballot", "what voters mark"),
            ("tax", "what citizens pay for common tasks"),
            ("border", "where one country meets another"),
            ("treaty", "what countries agree on in writing"),
        ),
        ("village", "county", "state", "country"),
        "Put them in order, the smallest first.",
    ),
}
