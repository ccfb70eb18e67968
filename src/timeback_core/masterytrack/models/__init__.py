"""The data of MasteryTrack: what is read, then what is written, a file a subject."""
