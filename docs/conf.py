"""Configuration of the documentation: Sphinx, furo, MyST."""

from importlib.metadata import version as version_of

project = "timeback-core"
copyright = "the timeback-core developers"  # noqa: A001 -- Sphinx's own name
release = version = version_of("timeback-core")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "timeback-core"
exclude_patterns = ["_build"]
nitpicky = True
