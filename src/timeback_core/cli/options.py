"""The options that several commands have; of the command line alone, so that a help page needs nothing else."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from cyclopts import Parameter, validators

PROFILE_VARIABLE: Final = "TIMEBACK_PROFILE"
"""The environment variable that chooses a profile."""

Form: TypeAlias = Literal["text", "json"]
"""How a command tells things: in text for people, or as JSON for programs."""

Profile = Annotated[str | None, Parameter(env_var=PROFILE_VARIABLE)]
Seconds = Annotated[float, Parameter(validator=validators.Number(gt=0, lte=1_000_000))]
Repeated = Annotated[tuple[str, ...], Parameter(negative=())]
Switch = Annotated[bool, Parameter(negative=())]
