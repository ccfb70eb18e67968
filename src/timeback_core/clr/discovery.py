"""Discovery: what the service says of itself."""

from timeback_core.clr.models.discovery import DiscoveryResponse
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation


@operation(GET, Base("clr", "discovery"), "/", One(None, DiscoveryResponse))
def get_discovery() -> Call:
    """Fetch what the service says of itself: its operations and scopes, as a document of OpenAPI."""
    return Call()


class Discovery(Namespace[S_co]):
    """Discovery: what the service says of itself."""

    get = get_discovery
