"""The data of CLR: what is read, then what is written, a file a subject."""
