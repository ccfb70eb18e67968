"""Which requests something is about: by verb, path, operation, service, and what their bodies hold."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final, TypeAlias

import attrs

from timeback_core.sandbox.containing import lacks_in_body
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.names import Known, misnamed
from timeback_core.sandbox.options import choice, json_value, text

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say."""

VERBS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@attrs.frozen
class Selection:
    """Those that fit all that is said; every one where nothing is."""

    verb: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=choice(VERBS, "Only requests of this verb", takes="a verb of HTTP", any_case=True),
    )
    path: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=text(r"[/*?\[].*", "a glob that begins like a path", "Only requests whose raw path it fits"),
    )
    operation: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=text(r"[\w.*?\[\]!-]+", "a name of an operation, or a glob", "Only requests for this operation"),
    )
    service: str | None = attrs.field(
        default=None, kw_only=True, metadata=text(r"\w+", "the name of a service", "Only requests to this service")
    )
    containing: Json = attrs.field(
        default=None,
        kw_only=True,
        metadata=json_value("Only requests whose body has this text, or whose JSON has these members and elements"),
    )

    def fits(self, request: Request, operation: str, service: str) -> bool:
        """Whether a request, which is for this operation of this service, is one of them."""
        return (
            (self.verb is None or self.verb.upper() == request.verb)
            and (self.service is None or self.service == service)
            and (self.operation is None or fnmatchcase(operation, self.operation))
            and (self.path is None or fnmatchcase(request.path, self.path))
            and (self.containing is None or not lacks_in_body(request.body, self.containing))
        )

    def unknown_names(self, known: Known) -> str:
        """What is wrong with the operation and the service, where no API has such; empty where nothing is."""
        return "; ".join(misnamed({"operation": self.operation, "service": self.service}, known))


def refuse_unknown_names(selections: Iterable[Selection], known: Known) -> None:
    """Raise `ValueError` with all names in the selections that no API has."""
    problems = [problem for each in selections if (problem := each.unknown_names(known))]
    if problems:
        raise ValueError("; ".join(problems))
