"""The site for machines: every page in reading order, as Markdown."""

from pathlib import Path

import pytest
from sphinx.application import Sphinx

CONF = 'project = "a-library"\nextensions = ["myst_parser", "docs._ext.llms"]\n'
INDEX = """# a-library

A library. It does things.

```{toctree}
:hidden:
:caption: Start

second
first
```
"""


@pytest.mark.filterwarnings("ignore")  # Sphinx and MyST warn each other of versions to come
def test_pages_are_listed_and_joined_in_reading_order(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(INDEX)
    (tmp_path / "first.md").write_text("# First\n\n```python\nprint()\n```\n\nThe [first](second.md) page. More.\n")
    (tmp_path / "second.md").write_text("(label)=\n# Second\n\nThe second page.\n")

    out = tmp_path / "out"
    Sphinx(tmp_path, tmp_path, out, tmp_path / "trees", "html", status=None, warning=None).build()

    assert (out / "llms.txt").read_text() == (
        "# a-library\n\n> A library.\n\n## Start\n\n"
        "- [Second](second.md): The second page.\n- [First](first.md): The first page.\n"
    )
    full = (out / "llms-full.txt").read_text()
    assert full.startswith("# Second\n\nThe second page.\n\n# First\n")
    assert (out / "first.md").read_text() == (tmp_path / "first.md").read_text()
