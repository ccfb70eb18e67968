"""The data of CASE: what is read, then what is written, a file a subject."""
