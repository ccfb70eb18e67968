"""Whole rosters, moved between a platform and files."""
