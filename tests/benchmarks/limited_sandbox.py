"""A sandbox in a process of its own: its arguments are rate and burst, 0 for no limit, students and seed."""

import json
import sys

from timeback_core.sandbox import Sandbox, Server


def ready(server: Server) -> None:
    """Print the settings of a client on one line."""
    told = {"base_url": server.base_url, "auth_url": server.token_url}
    told |= {"client_id": server.client_id, "client_secret": server.client_secret}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    rate, burst, students, seed = map(float, sys.argv[1:])
    Sandbox(
        students=int(students),
        seed=int(seed),
        id_prefix="" if seed == 1 else "other-",
        rate=rate or None,
        burst=burst or None,
    ).serve_forever(ready=ready)
