"""Bodies of QTI, written by hand: an interaction of each type in JSON, items and tests in JSON and in XML."""

from copy import deepcopy
from typing import Any

Document = dict[str, Any]

IMAGE = {"data": "https://cdn.example/map.png", "width": 400, "height": 300, "type": "image/png"}
SPOTS = [
    {"identifier": "H1", "shape": "circle", "coords": "10,10,5", "matchMax": 1},
    {"identifier": "H2", "shape": "rect", "coords": "60,0,110,50", "label": "second", "matchMax": 1},
]
CHOICES = [{"identifier": "A", "content": "<b>4</b>"}, {"identifier": "B", "content": "5 &lt; 6"}]
SETS = {
    "sourceChoices": [{"identifier": "S1", "content": "dog"}, {"identifier": "S2", "content": "ant"}],
    "targetChoices": [{"identifier": "T1", "content": "mammal"}, {"identifier": "T2", "content": "insect"}],
}

INTERACTIONS: dict[str, tuple[Document, Document, tuple[str, str], list[str]]] = {
    "choice": ({"shuffle": False, "maxChoices": 1}, {"choices": CHOICES}, ("single", "identifier"), ["B"]),
    "text-entry": ({"attributes": {"expected-length": 8}}, {}, ("single", "string"), ["Lima"]),
    "extended-text": ({}, {"expectedLines": 8, "format": "plain"}, ("single", "string"), [""]),
    "inline-choice": ({"shuffle": False}, {"inlineChoices": CHOICES}, ("single", "identifier"), ["B"]),
    "match": ({"maxAssociations": 2}, SETS, ("multiple", "directedPair"), ["S1 T1", "S2 T2"]),
    "order": (
        {"shuffle": True, "orientation": "vertical"},
        {"choices": CHOICES},
        ("ordered", "identifier"),
        ["B", "A"],
    ),
    "associate": ({"maxAssociations": 1}, SETS, ("multiple", "pair"), ["S1 T1"]),
    "select-point": ({"maxChoices": 1, "minChoices": 1}, {"object": IMAGE}, ("single", "point"), ["200 100"]),
    "graphic-order": ({}, {"object": IMAGE, "orderChoices": SPOTS}, ("ordered", "identifier"), ["H2", "H1"]),
    "graphic-associate": ({}, {"object": IMAGE, "associableHotspots": SPOTS}, ("multiple", "pair"), ["H1 H2"]),
    "graphic-gap-match": (
        {},
        {"object": IMAGE, "gapImgs": [{"identifier": "G1", "object": IMAGE}], "associableHotspots": SPOTS},
        ("multiple", "directedPair"),
        ["G1 H1"],
    ),
    "hotspot": ({"maxChoices": 1}, {"object": IMAGE, "hotspots": SPOTS}, ("multiple", "identifier"), ["H1"]),
    "hottext": (
        {"maxChoices": 1},
        {"text": '<p>Birds <hottext identifier="H1">fly</hottext> <hottext identifier="H2">south</hottext>.</p>'},
        ("multiple", "identifier"),
        ["H1"],
    ),
    "slider": ({"lower-bound": 0, "upper-bound": 10, "step": 1}, {}, ("single", "float"), ["4"]),
    "drawing": ({}, {"canvas": {"width": 400, "height": 300}}, ("single", "file"), [""]),
    "media": (
        {"autostart": False, "minPlays": 0},
        {"object": {**IMAGE, "type": "video/mp4"}},
        ("single", "integer"),
        ["1"],
    ),
    "upload": ({}, {"allowedTypes": ["application/pdf"], "maxFiles": 1}, ("single", "file"), [""]),
}
"""What each type has in its interaction and in its `questionStructure`, its declaration, its correct response."""


def item(kind: str, identifier: str = "item-1", **members: Any) -> Document:
    """A whole item of a type."""
    outer, inner, (cardinality, base_type), correct = deepcopy(INTERACTIONS[kind])
    declared = {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": base_type}
    return {
        "identifier": identifier,
        "title": f"A {kind} & more",
        "type": kind,
        "interaction": {
            "type": kind,
            "responseIdentifier": "RESPONSE",
            **outer,
            "questionStructure": {"prompt": "Which one?", **inner},
        },
        "responseDeclarations": [{**declared, "correctResponse": {"value": correct}}],
        "outcomeDeclarations": [{"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}],
        "responseProcessing": {
            "templateType": "match_correct",
            "responseDeclarationIdentifier": "RESPONSE",
            "outcomeIdentifier": "FEEDBACK",
            "correctResponseIdentifier": "CORRECT",
            "incorrectResponseIdentifier": "INCORRECT",
        },
        **members,
    }


HEAD = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'


def item_text(declarations: str, processing: str = "", body: str = "", identifier: str = "item-1") -> str:
    """An item in XML around its declarations, its processing and its interaction."""
    body = body or '<qti-text-entry-interaction response-identifier="RESPONSE"/>'
    return (
        "<?xml version='1.0'?>\r\n<!-- kept -->"
        f"<qti-assessment-item {HEAD} identifier='{identifier}' title='T &amp; U'>{declarations}"
        f"<qti-item-body><p>{body}</p></qti-item-body>{processing}</qti-assessment-item>\n"
    )


def declared(cardinality: str, base_type: str, inside: str = "", identifier: str = "RESPONSE") -> str:
    """A declaration of a response."""
    attributes = f'identifier="{identifier}" cardinality="{cardinality}" base-type="{base_type}"'
    return f"<qti-response-declaration {attributes}>{inside}</qti-response-declaration>"


def correct(*values: str) -> str:
    """The correct response of a declaration."""
    return (
        f"<qti-correct-response>{''.join(f'<qti-value>{each}</qti-value>' for each in values)}</qti-correct-response>"
    )


def a_test(*items: str, identifier: str = "test-1") -> Document:
    """A test of one part and one section with these items."""
    references = [
        {"identifier": each, "href": f"/assessment-items/{each}", "sequence": at} for at, each in enumerate(items, 1)
    ]
    section = {"identifier": "sec-1", "title": "Section 1", "visible": True, "qti-assessment-item-ref": references}
    part = {"identifier": "part-1", "navigationMode": "linear", "submissionMode": "individual"}
    return {
        "identifier": identifier,
        "title": "Unit 1",
        "qti-test-part": [{**part, "qti-assessment-section": [section]}],
        "qti-outcome-declaration": [{"identifier": "SCORE", "baseType": "float", "defaultValue": {"value": 0}}],
    }


TEST_TEXT = f"""<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-test {HEAD} identifier="test-x" title="By XML" tool-name="t">
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="2"/>
  <qti-time-limits max-time="90.5"/>
  <qti-test-part identifier="p" navigation-mode="nonlinear" submission-mode="simultaneous">
    <qti-item-session-control max-attempts="2"/>
    <qti-assessment-section identifier="s" title="S" visible="false" sequence="1">
      <qti-assessment-item-ref identifier="lost" href="items/lost.xml">
        <qti-weight identifier="w" value="1"/>
      </qti-assessment-item-ref>
    </qti-assessment-section>
  </qti-test-part>
</qti-assessment-test>
"""

STIMULUS = {
    "identifier": "stim-1",
    "title": "Forest",
    "content": "<div><p>Tall trees &amp; more.</p></div>",
    "catalogInfo": [{"id": "g1", "support": "glossary-on-screen", "content": "<p>Canopy.</p>"}],
    "stylesheet": {"href": "s.css", "type": "text/css"},
    "metadata": {"subject": "Science"},
}
STIMULUS_TEXT = (
    f'<qti-assessment-stimulus {HEAD} identifier="stim-x" title="By XML" xml:lang="de">'
    "<qti-stimulus-body><p>Text</p></qti-stimulus-body></qti-assessment-stimulus>"
)
