"""Configuration of the documentation: Sphinx, furo, MyST."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the extensions below

project = "timeback-core"
copyright = "the timeback-core developers"  # noqa: A001 -- Sphinx's own name
release = version = version_of("timeback-core")

extensions = ["myst_parser", "docs._ext.llms", "docs._ext.reference"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
myst_ref_domains = ["std"]
html_theme = "furo"
html_title = "timeback-core"
html_static_path = ["_static"]
html_css_files = ["site.css"]
exclude_patterns = ["_build"]
nitpicky = True
