"""The transport: connections that sessions share, and the one place where a request is sent."""
