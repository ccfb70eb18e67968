"""The page of a sandbox in a real browser: a package, so that the browser is closed after its last test."""
