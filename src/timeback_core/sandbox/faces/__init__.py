"""The ways to reach a sandbox: an httpx transport in the same process, a server over HTTP."""
