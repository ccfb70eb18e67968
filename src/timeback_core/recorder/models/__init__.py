"""What the recorder takes: the configuration of an application, and activities."""
