"""A call as data: what is asked, how its answer is read, how its pages go on. No I/O and no sugar."""
