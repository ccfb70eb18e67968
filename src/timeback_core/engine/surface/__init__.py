"""Sugar above the session: operations, flows and namespaces, and the catalogue of them all."""
