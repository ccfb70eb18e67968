"""Mistakes in the drivers: in what belongs to a session, and in the two that must be alike."""

from property_tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = ()
