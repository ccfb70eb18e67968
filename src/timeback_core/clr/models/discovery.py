"""What the service says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from timeback_core.engine.codec import JsonObject, Loose, model
from timeback_core.engine.narrow import is_mapping

__all__ = ("DiscoveryResponse",)


VERBS = ("get", "put", "post", "delete", "patch")


@model
class DiscoveryResponse(Loose):
    """The service as a document of OpenAPI; what of it has no field here is in `extra`."""

    openapi: str | None = None
    """Version of OpenAPI."""
    info: JsonObject | None = None
    """Title and version of the service, and the like."""
    paths: JsonObject | None = None
    """Its operations by path and verb."""
    components: JsonObject | None = None

    @property
    def endpoints(self) -> tuple[tuple[str, str], ...]:
        """The operations as (verb, path), in their order."""
        return tuple(
            (verb.upper(), path) for path, item in members(self.paths) for verb, _ in members(item) if verb in VERBS
        )

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of OAuth 2.0 that are named, in their order."""
        schemes = dict(members(self.components)).get("securitySchemes")
        flows = (flow for _, scheme in members(schemes) for _, flow in members(dict(members(scheme)).get("flows")))
        return tuple(dict.fromkeys(scope for flow in flows for scope, _ in members(dict(members(flow)).get("scopes"))))


def members(value: object) -> Iterator[tuple[str, object]]:
    """The members of an object in JSON, none of anything else."""
    return ((str(name), each) for name, each in value.items()) if is_mapping(value) else iter(())
