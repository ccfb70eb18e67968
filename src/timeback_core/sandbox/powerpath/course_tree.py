"""The content of a course as the tree that it is: components in components, with component resources on them."""

from collections.abc import Callable, Iterator

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.world import World


def is_active(document: Document) -> bool:
    """Whether a document is not marked as deleted."""
    return bool(document["status"] == "active")


class CourseTree:
    """The components and component resources of a course that pass a check, siblings by their `sortOrder`.

    What hangs on a component that does not pass is left out with it.
    """

    def __init__(self, world: World, course_id: str, takes: Callable[[Document], bool] = is_active) -> None:
        self._world = world
        self._takes = takes
        self._children: dict[str | None, list[Document]] = {}
        for component in self._ordered("courseComponents", "course", course_id):
            above: Document = component.get("parent") or {}
            self._children.setdefault(above.get("sourcedId"), []).append(component)

    def children(self, component: Document | None) -> list[Document]:
        """The components below one, or the outermost ones."""
        return self._children.get(None if component is None else component["sourcedId"], [])

    def links(self, component: Document) -> list[Document]:
        """The component resources on a component."""
        return self._ordered("componentResources", "courseComponent", component["sourcedId"])

    def all_links(self, below: Document | None = None) -> Iterator[Document]:
        """Every component resource of the course, in reading order."""
        for component in self.children(below):
            yield from self.links(component)
            yield from self.all_links(component)

    def _ordered(self, collection: str, path: str, target_id: str) -> list[Document]:
        rows = filter(self._takes, self._world.store.referring(collection, path, target_id))
        return sorted(rows, key=lambda row: row.get("sortOrder") or 0)
