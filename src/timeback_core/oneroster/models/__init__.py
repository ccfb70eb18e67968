"""The data of OneRoster: one module per resource, each loaded by the operations that name it."""
