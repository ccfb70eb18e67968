"""OneRoster's flows: what takes several requests."""
