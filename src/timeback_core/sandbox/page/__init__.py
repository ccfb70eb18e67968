"""The page of a running sandbox: what happened, what it holds, how it is set, as HTML that a browser shows."""
