"""Test-outs that students ask for themselves."""

from timeback_core.engine.codec import Flag, JsonObject, Model, model


@model
class TestOutEligibility(Model):
    """Whether a student may ask for a test-out in a subject."""

    eligible: Flag
    reason: str | None = None
    """Why not."""


@model
class SelfElectedTestOutResult(Model):
    """That a test-out was made for a student."""

    success: Flag
    data: JsonObject | None = None
    """What the application of the test tells of it."""
