"""Whole rosters, moved between a platform and files: OneRoster bundles, JSONL or Parquet.

`pull` writes files of what the platform has; `read_bundle` reads files, `plan` compares them with the platform, and
`push` writes what differs.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
