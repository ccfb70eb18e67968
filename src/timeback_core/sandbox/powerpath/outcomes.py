"""What the end of an attempt brings about beyond its own result."""

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.powerpath.attempts import Attempt
from timeback_core.sandbox.powerpath.lessons import Lesson


def after_finalised(call: Call, lesson: Lesson, attempt: Attempt) -> None:
    """Follow up on an attempt that has just become final."""
