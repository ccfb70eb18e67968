"""What MasteryTrack's own calls for a token answer."""

from timeback_core.engine.codec import Flag, Model, model, wire


@model
class AuthorizerResponse(Model):
    """A token of MasteryTrack; it lives an hour, which nothing in the answer says."""

    success: Flag | None = None
    jwt: str = wire(secret=True)
    """What `X-Auth-Token: Bearer ...` takes; no repr shows it."""
