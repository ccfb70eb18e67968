"""Pieces of Markdown: headings that can be linked, types that link to what they name, docstrings."""

import inspect
import re
from collections.abc import Iterable

from timeback_core.docstrings import paragraphs

SECTION = re.compile(r"(Args|Arguments|Returns|Raises|Yields):$")


class Links:
    """The names that have a heading, and how to link to it from the pages of an API, or from the others."""

    def __init__(self, labels: dict[str, list[str]] | None = None, service: str = "") -> None:
        self._labels = {} if labels is None else labels
        self._home = f"{service}-"

    def of(self, service: str) -> "Links":
        """The same names, those of an API first."""
        return Links(self._labels, service)

    def add(self, name: str, label: str) -> None:
        """Let types that hold this name link to that label."""
        self._labels.setdefault(name, []).append(label)

    def type(self, text: str) -> str:
        """A type as code, which links to the first thing in it that has a heading."""
        shown = f"`{text}`"
        label = next((found for name in re.findall(r"[A-Za-z_]\w*\[?", text) if (found := self._label(name))), None)
        return f"[{shown}](#{label})" if label else shown

    def prose(self, text: str) -> str:
        """A text in which every name in backquotes that has a heading links to it."""
        return re.sub(r"(?<!\[)`([A-Za-z_]\w*)`", lambda found: self.type(found[1]), text)

    def _label(self, name: str) -> str | None:
        """Where a name leads: to its own API, or else to the first that has it; a generic is of no API."""
        labels = self._labels.get(name.removesuffix("["), [])
        home = "timeback-core-" if name.endswith("[") else self._home
        return next((label for label in labels if label.startswith(home)), next(iter(labels), None))


def label_of(*parts: str) -> str:
    """The label of a heading, unique in the documentation."""
    return "-".join(part.replace(".", "-").replace("_", "-").lower() for part in parts)


def heading(level: int, text: str, label: str | None = None) -> list[str]:
    """A heading, with a label to link to."""
    return [*([f"({label})="] if label else []), f"{'#' * level} {text}", ""]


def spelled(annotation: object) -> str:
    """An annotation as users write it: names without their modules."""
    if annotation is inspect.Parameter.empty:
        return "object"
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"<function (\w+)[\w.<>]* at 0x[0-9a-f]+>", r"\1", text)
    text = re.sub(r"\*?<class '([^']+)'>|ForwardRef\('([^']+)'\)|[~+-](?=[A-Z])", r"\1\2", text).replace(
        "NoneType", "None"
    )
    return bare(re.sub(r"\b[A-Za-z_]\w*(?:\.\w+)*\.(?=[A-Za-z_])", "", re.sub(r"(?<=[:>] )'([^']*)'", r"\1", text)))


def bare(text: str) -> str:
    """A type without the rules of its values, which are told in words, and with `| None` for `Optional`."""
    found = re.match(r"(.*)\b(Annotated|Optional)\[", text, re.DOTALL)
    if found is None:
        return text
    depth, ends = 0, list[int]()
    for at in range(found.end(), len(text)):
        depth += (text[at] in "[(") - (text[at] in "])")
        if depth < 0 or (text[at] == "," and depth == 0):
            ends.append(at)
        if depth < 0:
            break
    inner = text[found.end() : ends[0]] + (" | None" if found[2] == "Optional" else "")
    return bare(found[1] + inner + text[ends[-1] + 1 :])


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table; nothing where it has no rows."""
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}", *lines, ""]


def sentence(doc: str) -> str:
    """A docstring in one line, for a cell of a table."""
    return " ".join(doc.split())


def prose(doc: str | None) -> list[str]:
    """A docstring as Markdown: its sections of arguments become lists."""
    lines: list[str] = []
    for part in paragraphs(doc):
        first, *rest = part.split("\n")
        if SECTION.match(first.strip()) and rest:
            lines += [f"**{first.strip()[:-1]}**", "", *items(rest), ""]
        else:
            lines += [part.removesuffix(":") if part.endswith("::") else part, ""]
    return lines


def items(lines: list[str]) -> list[str]:
    """The indented lines of a section as a list: a line that is indented further goes on with the one before."""
    body = inspect.cleandoc("\n".join(lines)).split("\n")
    found: list[str] = []
    for line in body:
        if line.startswith(" ") and found:
            found[-1] += f" {line.strip()}"
        else:
            name, colon, text = line.partition(": ")
            found.append(f"- `{name}`: {text}" if colon and name.isidentifier() else f"- {line}")
    return found
