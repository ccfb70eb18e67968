"""What a client does, told to OpenTelemetry."""
