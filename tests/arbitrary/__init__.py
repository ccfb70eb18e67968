"""Requests of all shapes that the sandbox's own document allows or forbids, made up by schemathesis."""
