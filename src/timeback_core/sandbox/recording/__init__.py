"""Exchanges with another server: passed on and kept, answered from, compared with the answers of a sandbox."""
