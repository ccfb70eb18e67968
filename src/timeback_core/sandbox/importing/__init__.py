"""Districts from files: a OneRoster bundle in CSV, or JSON."""
