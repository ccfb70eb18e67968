"""How large a district the sandbox starts with."""

import attrs


@attrs.frozen(kw_only=True)
class SeedPlan:
    """The size of the district; equal plans give equal documents."""

    seed: int = 1
    students: int = 50
    students_per_school: int = 500
    courses_per_student: int = 3
    class_size: int = 25
    gradebook_classes: int = 12
    """How many classes have line items and results."""

    @property
    def schools(self) -> int:
        """The number of schools: two at least, so that there is something to tell apart."""
        return max(2, -(-self.students // self.students_per_school))
