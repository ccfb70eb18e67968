"""Name and version of the package, as servers and users are told."""

from typing import Final

VERSION: Final = "0.1.0"
USER_AGENT: Final = f"timeback-core/{VERSION}"
"""What the client calls itself in every request."""
