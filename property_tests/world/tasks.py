"""Running stories in virtual time: calls of callers and fetches of nobody, each on a loop that may die."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from timeback_core.engine.call.effects import Effect


class Task:
    """One story under way; it is resumed with the answer to its last effect, at most once per effect."""

    def __init__(
        self,
        story: Generator[Effect[Any], Any, Any],
        loop: str,
        perform: Callable[[Task, Effect[Any]], None],
        end: Callable[[Any], None],
    ) -> None:
        self.loop = loop
        self.ended = False
        self._story = story
        self._perform = perform
        self._end = end
        self._waiting = 0

    def start(self) -> None:
        """Run up to the first effect that takes time."""
        self._step(None)

    def resumer(self) -> Callable[[object], bool]:
        """What resumes the task from its present effect; says whether that effect was still waited for."""
        awaited = self._waiting

        def resume(answer: object) -> bool:
            if self.ended or self._waiting != awaited:
                return False
            self._step(answer)
            return True

        return resume

    def cancel(self) -> None:
        """End the task where it stands."""
        if not self.ended:
            self.ended = True
            self._story.close()

    def _step(self, answer: object) -> None:
        self._waiting += 1
        try:
            effect = self._story.send(answer)
        except StopIteration as stop:
            self.ended = True
            self._end(stop.value)
            return
        self._perform(self, effect)
