"""What a student does in an item: one class for each kind, told apart by `type`."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from timeback_core.engine.codec import (
    Flag,
    Loose,
    Number,
    OneOrMany,
    Open,
    Unknown,
    at_least,
    model,
    non_empty,
    non_negative,
    one_of,
    positive,
    wire,
)
from timeback_core.problems import Problem
from timeback_core.qti.models.enums import Orientation
from timeback_core.qti.models.graphics import Canvas, Choice, GapImage, GraphicObject, Hotspot


@model
class Question(Loose):
    """What is asked."""

    prompt: str | None = None
    """HTML."""


@model
class ChoiceQuestion(Question):
    """What is asked, and what can be chosen or ordered."""

    choices: tuple[Choice, ...]


@model
class ExtendedTextQuestion(Question):
    """What is asked, and how long the answer is to be."""

    expected_length: int | None = wire(default=None, check=positive)
    """Characters."""
    expected_lines: int | None = wire(default=None, check=positive)
    format: str | None = None
    """`plain`, `preFormatted` or `xhtml`."""
    max_strings: int | None = wire(default=None, check=non_negative)
    min_strings: int | None = wire(default=None, check=non_negative)
    pattern_mask: str | None = None
    """A regular expression."""


@model
class InlineChoiceQuestion(Question):
    """What is asked, and what can be chosen in the middle of the text."""

    inline_choices: tuple[Choice, ...]


@model
class PairQuestion(Question):
    """What is asked, and what is to be paired with what."""

    source_choices: tuple[Choice, ...]
    target_choices: tuple[Choice, ...]


@model
class PictureQuestion(Question):
    """What is asked about a picture, a film or a sound."""

    object: GraphicObject


@model
class GraphicOrderQuestion(PictureQuestion):
    """What is asked about a picture, and the places that are to be ordered."""

    order_choices: tuple[Hotspot, ...] = wire(check=at_least(2))


@model
class GraphicAssociateQuestion(PictureQuestion):
    """What is asked about a picture, and the places that are to be paired."""

    associable_hotspots: tuple[Hotspot, ...] = wire(check=at_least(2))


@model
class GraphicGapMatchQuestion(PictureQuestion):
    """What is asked about a picture, and which pictures are to be put where."""

    gap_imgs: tuple[GapImage, ...] = wire(check=at_least(1))
    associable_hotspots: tuple[Hotspot, ...] = wire(check=at_least(1))


@model
class HotspotQuestion(PictureQuestion):
    """What is asked about a picture, and the places that can be chosen."""

    hotspots: tuple[Hotspot, ...] = wire(check=at_least(1))


@model
class HottextQuestion(Question):
    """What is asked, and the text in which words can be chosen."""

    text: str = wire(check=non_empty)
    """HTML that holds elements such as `<hottext identifier="H1">word</hottext>`."""


@model
class SliderQuestion(Question):
    """What is asked, maybe with a picture."""

    object: GraphicObject | None = None


@model
class DrawingQuestion(Question):
    """What is asked, and what is drawn on."""

    canvas: Canvas | None = None
    object: GraphicObject | None = None


@model
class UploadQuestion(Question):
    """What is asked, and which files are taken."""

    allowed_types: OneOrMany[str] = wire(check=at_least(1))
    """Media types, such as `application/pdf`."""
    max_size: int | None = wire(default=None, check=positive)
    """Bytes."""
    max_files: int | None = wire(default=None, check=positive)


@model
class TextEntryAttributes(Loose):
    """How a short answer is typed in."""

    expected_length: int | None = wire("expected-length", default=None, check=positive)
    """Characters."""
    pattern_mask: str | None = wire("pattern-mask", default=None)
    """A regular expression."""
    placeholder: str | None = None


@model
class ExtendedTextAttributes(Loose):
    """How a long answer is typed in, in the words of the XML."""

    format: str | None = None
    expected_length: int | None = wire("expected-length", default=None, check=positive)
    expected_lines: int | None = wire("expected-lines", default=None, check=positive)
    max_strings: int | None = wire("max-strings", default=None, check=non_negative)
    min_strings: int | None = wire("min-strings", default=None, check=non_negative)
    pattern_mask: str | None = wire("pattern-mask", default=None)


@model
class AnyInteraction(Loose):
    """What every interaction has."""

    response_identifier: str = wire(check=non_empty)
    """The response declaration that it fills, such as `RESPONSE`."""


@model
class ChoiceInteraction(AnyInteraction):
    """One choice or several are chosen."""

    type: Literal["choice"] = "choice"
    shuffle: Flag
    max_choices: int = wire(check=non_negative)
    """1 for a single choice, 0 for any number."""
    min_choices: int | None = wire(default=None, check=non_negative)
    question_structure: ChoiceQuestion


@model
class TextEntryInteraction(AnyInteraction):
    """A short text or a number is typed in."""

    type: Literal["text-entry"] = "text-entry"
    attributes: TextEntryAttributes | None = None
    """The server takes no such item without the expected length in them."""
    question_structure: Question

    def problems(self) -> Iterable[Problem]:
        """The expected length is given."""
        if self.attributes is None or self.attributes.expected_length is None:
            yield Problem("attributes.expected_length", "must be given")


@model
class ExtendedTextInteraction(AnyInteraction):
    """A long text is written."""

    type: Literal["extended-text"] = "extended-text"
    attributes: ExtendedTextAttributes | None = None
    question_structure: ExtendedTextQuestion


@model
class InlineChoiceInteraction(AnyInteraction):
    """One choice is chosen in the middle of a text."""

    type: Literal["inline-choice"] = "inline-choice"
    shuffle: Flag | None = None
    question_structure: InlineChoiceQuestion


@model
class MatchInteraction(AnyInteraction):
    """Things of one set are matched with things of another; create such items from XML rather than from this."""

    type: Literal["match"] = "match"
    shuffle: Flag | None = None
    max_associations: int | None = wire(default=None, check=non_negative)
    question_structure: PairQuestion


@model
class OrderInteraction(AnyInteraction):
    """Choices are put in order."""

    type: Literal["order"] = "order"
    shuffle: Flag | None = None
    orientation: Open[Orientation] | None = wire(default=None, check=one_of(Orientation))
    question_structure: ChoiceQuestion


@model
class AssociateInteraction(AnyInteraction):
    """Things are paired; create such items from XML rather than from this."""

    type: Literal["associate"] = "associate"
    shuffle: Flag | None = None
    max_associations: int | None = wire(default=None, check=non_negative)
    question_structure: PairQuestion


@model
class SelectPointInteraction(AnyInteraction):
    """Points of a picture are selected."""

    type: Literal["select-point"] = "select-point"
    max_choices: int = wire(check=positive)
    min_choices: int | None = wire(default=None, check=non_negative)
    question_structure: PictureQuestion


@model
class GraphicOrderInteraction(AnyInteraction):
    """Places of a picture are put in order."""

    type: Literal["graphic-order"] = "graphic-order"
    shuffle: Flag | None = None
    question_structure: GraphicOrderQuestion


@model
class GraphicAssociateInteraction(AnyInteraction):
    """Places of a picture are paired; create such items from XML rather than from this."""

    type: Literal["graphic-associate"] = "graphic-associate"
    shuffle: Flag | None = None
    max_associations: int | None = wire(default=None, check=non_negative)
    question_structure: GraphicAssociateQuestion


@model
class GraphicGapMatchInteraction(AnyInteraction):
    """Pictures are put into gaps of another; create such items from XML rather than from this."""

    type: Literal["graphic-gap-match"] = "graphic-gap-match"
    shuffle: Flag | None = None
    question_structure: GraphicGapMatchQuestion


@model
class HotspotInteraction(AnyInteraction):
    """Places of a picture are chosen; the response has many values, also where one place is to be chosen."""

    type: Literal["hotspot"] = "hotspot"
    max_choices: int = wire(check=positive)
    question_structure: HotspotQuestion


@model
class HottextInteraction(AnyInteraction):
    """Words of a text are chosen."""

    type: Literal["hottext"] = "hottext"
    max_choices: int | None = wire(default=None, check=non_negative)
    question_structure: HottextQuestion


@model
class SliderInteraction(AnyInteraction):
    """A number is set."""

    type: Literal["slider"] = "slider"
    lower_bound: Number = wire("lower-bound")
    upper_bound: Number = wire("upper-bound")
    step: Number | None = wire(default=None, check=positive)
    step_label: Flag | None = wire("step-label", default=None)
    orientation: Open[Orientation] | None = wire(default=None, check=one_of(Orientation))
    reverse: Flag | None = None
    question_structure: SliderQuestion


@model
class DrawingInteraction(AnyInteraction):
    """Something is drawn."""

    type: Literal["drawing"] = "drawing"
    question_structure: DrawingQuestion


@model
class MediaInteraction(AnyInteraction):
    """A film or a sound is played."""

    type: Literal["media"] = "media"
    autostart: Flag
    min_plays: int = wire(check=non_negative)
    max_plays: int | None = wire(default=None, check=non_negative)
    loop: Flag | None = None
    question_structure: PictureQuestion


@model
class UploadInteraction(AnyInteraction):
    """A file is uploaded."""

    type: Literal["upload"] = "upload"
    question_structure: UploadQuestion


Interaction: TypeAlias = (
    ChoiceInteraction
    | TextEntryInteraction
    | ExtendedTextInteraction
    | InlineChoiceInteraction
    | MatchInteraction
    | OrderInteraction
    | AssociateInteraction
    | SelectPointInteraction
    | GraphicOrderInteraction
    | GraphicAssociateInteraction
    | GraphicGapMatchInteraction
    | HotspotInteraction
    | HottextInteraction
    | SliderInteraction
    | DrawingInteraction
    | MediaInteraction
    | UploadInteraction
    | Unknown
)
"""What a student does in an item; a kind that is not known here is an `Unknown`, kept as it came."""
