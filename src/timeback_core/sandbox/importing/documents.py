"""Files of JSON: from an array, an answer of a list, or an object of collections, to documents."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from timeback_core.sandbox.bodies import why_unkept
from timeback_core.sandbox.importing.problems import Problems
from timeback_core.sandbox.importing.rows import JsonPath, Row
from timeback_core.sandbox.messages import is_array, is_object

_OF_PAGES: Final = frozenset(("totalCount", "pageCount", "pageNumber", "offset", "limit"))
"""Members of an answer that tell of its page."""


def rows_of_json(files: Mapping[str, bytes], known: Mapping[str, str], problems: Problems) -> Iterator[Row]:
    """The documents that files of JSON hold; what is wrong with them is noted.

    `known` tells the collection of every name that a list of documents may have, in lower case.
    """
    for file, data in files.items():
        try:
            text = data.removeprefix(b"\xef\xbb\xbf")
            value: Any = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            problems.add(file, f"line {error.lineno}, character {error.colno}", f"is no JSON: {error.msg}")
            continue
        reason = why_unkept(text, value)
        if reason:
            problems.add(file, "", reason)
        elif is_array(value):
            name = file.rpartition(".")[0]
            yield from _listed(file, "$", name, value, known, problems)
        elif is_object(value):
            for name, each in value.items():
                if name not in _OF_PAGES:
                    yield from _listed(file, f"$.{name}", name, each, known, problems)
        else:
            problems.add(file, "$", "Expected an array of documents, or an object of such arrays")


def _listed(file: str, path: str, name: str, value: Any, known: Mapping[str, str], problems: Problems) -> Iterator[Row]:
    collection = known.get(name.lower())
    if collection is None:
        problems.add(file, path, f"{name!r} is no collection")
    elif not is_array(value):
        problems.add(file, path, "Expected an array of documents")
    else:
        for at, document in enumerate(value):
            if is_object(document):
                yield Row(collection, document, JsonPath(file, f"{path}[{at}]"))
            else:
                problems.add(file, f"{path}[{at}]", "Expected object")
