"""`timeback call` and `timeback broadcast`: every operation and flow from words of a command line."""
