"""The ways to perform a request."""

import pytest
from tests.session.ways import WAYS, Way


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Threads, asyncio and trio in turn."""
    chosen: Way = request.param
    return chosen
