"""The data of PowerPath: what is read, then what is written, a file a subject."""
