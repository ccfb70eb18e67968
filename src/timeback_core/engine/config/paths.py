"""The paths of each service: a platform's profile with single entries replaced."""

import re
from typing import TypeAlias

from timeback_core.engine.config.options import Reader
from timeback_core.engine.config.urls import is_path
from timeback_core.engine.platforms import BEYOND_AI, SERVICES, Platform
from timeback_core.problems import unknown

Profile: TypeAlias = dict[str, tuple[tuple[str, str | None], ...]]
"""Service -> (key, path or template); `None` where the platform lacks it."""

_PLACEHOLDER = r"\{(\w+)\}"


def resolve_paths(platform: Platform, reader: Reader) -> Profile:
    """The paths of a platform, with the entries of the setting `paths` in their place."""
    replaced = {
        service: _replacements(service, entries, reader)
        for service, entries in reader.mapping(reader.setting("paths"), "paths").items()
    }
    return {service: tuple({**platform.paths[service], **replaced.get(service, {})}.items()) for service in SERVICES}


def is_offered(entries: tuple[tuple[str, str | None], ...]) -> bool:
    """Whether a service has any path at all."""
    return any(path is not None for _, path in entries)


def _replacements(service: str, entries: object, reader: Reader) -> dict[str, str | None]:
    known = BEYOND_AI.paths.get(service)
    if known is None:
        reader.refuse(f"paths.{service}", unknown(service, SERVICES, "service"))
        return {}
    if entries is None:
        return dict.fromkeys(known)
    replaced: dict[str, str | None] = {}
    for key, path in reader.mapping(entries, f"paths.{service}").items():
        at = f"paths.{service}.{key}"
        if key not in known:
            reader.refuse(at, unknown(key, known, "path"))
        elif path is None:
            replaced[key] = None
        elif not isinstance(path, str):
            reader.refuse(at, f"must be text or None, not {type(path).__name__}")
        elif problem := _template_problem(path, known[key] or ""):
            reader.refuse(at, problem)
        else:
            replaced[key] = str.__str__(path)
    return replaced


def _template_problem(path: str, usual: str) -> str | None:
    if not is_path(re.sub(_PLACEHOLDER, "x", path)):
        return "must be empty or begin with '/', without empty segments, dot segments, query or fragment"
    wanted = sorted(re.findall(_PLACEHOLDER, usual))
    if sorted(re.findall(_PLACEHOLDER, path)) != wanted:
        return f"must hold {' and '.join(f'{{{name}}}' for name in wanted) if wanted else 'no placeholder'}"
    return None
