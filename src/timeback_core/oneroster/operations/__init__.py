"""OneRoster's operations: each stands with the resource that it answers."""
