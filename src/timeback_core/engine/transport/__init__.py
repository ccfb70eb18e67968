"""The transport: connections that sessions share, and the one place where a request is sent.

Importing the package imports no HTTP library; `send`, `exchange` and the httpx faces bring what they need.
"""
