"""What the tests of sandboxes in files share: all that is kept, and a file as a killed process leaves it."""

import shutil
from contextlib import suppress
from pathlib import Path

from timeback_core.sandbox import Sandbox


def killed(path: Path) -> Path:
    """The file as a process leaves it that is killed now."""
    left = path.with_name("left.db")
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{suffix}", f"{left}{suffix}")
    return left


def everything(sandbox: Sandbox) -> dict[str, object]:
    """All that is kept of a sandbox, in its order."""
    world = sandbox._world
    names = sorted(world.store.collections())
    return {
        "documents": {name: rows for name in names if (rows := sandbox.documents(name))},
        "deliveries": sandbox.deliveries(),
        "facts": world.facts(),
        "tokens": dict(world.tokens._grants),
        "snapshots": sorted(world.snapshots),
    }
