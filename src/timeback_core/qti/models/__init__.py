"""The data of QTI: what is read, then what is written, a file a subject."""
