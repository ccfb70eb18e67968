"""A page to look at: what arrived, what is stored, what is set, as HTML that the sandbox itself serves."""
