"""What happens in a call, decided without I/O: prepare, get a token, send, wait, repeat, refresh, answer, give up."""
