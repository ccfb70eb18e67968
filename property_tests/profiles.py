"""The profiles of all laws: the same examples on every run, however slow the machine."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "laws",
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
settings.register_profile("few", settings.get_profile("laws"), max_examples=2)
if settings.get_current_profile_name() in ("default", "ci"):  # whoever tries mutants has chosen another one
    settings.load_profile("laws")


def so_many(count: int) -> int:
    """A number of examples that a law asks for itself; few where few are wanted of all."""
    return min(count, settings().max_examples) if settings.get_current_profile_name() == "few" else count
