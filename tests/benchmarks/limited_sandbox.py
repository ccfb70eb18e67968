"""A sandbox in a process of its own: its arguments are the rate and the burst, 0 for no limit, and the students."""

import json
import sys

from timeback_core.sandbox import Sandbox, Server


def ready(server: Server) -> None:
    """Print the settings of a client on one line."""
    told = {"base_url": server.base_url, "auth_url": server.token_url}
    told |= {"client_id": server.client_id, "client_secret": server.client_secret}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    rate, burst, students = map(float, sys.argv[1:])
    Sandbox(students=int(students), rate=rate or None, burst=burst or None).serve_forever(ready=ready)
