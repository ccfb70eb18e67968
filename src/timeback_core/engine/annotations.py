"""What the body of a class annotates, on every version of Python."""

import sys
from typing import Any


def own_annotations(cls: type[object]) -> dict[str, Any]:
    """The annotations in the body of a class, as it says them: as text too, or as a `ForwardRef` to what is not yet."""
    found: dict[str, Any] | None = vars(cls).get("__annotations__")
    if found is None and sys.version_info >= (3, 14):  # they are evaluated when they are asked for
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return found or {}
