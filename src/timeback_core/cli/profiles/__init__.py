"""Named configurations of a user: settings in files below the folder of configurations, secrets apart."""
