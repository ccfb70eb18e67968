"""What Webhooks takes and gives, a module for each subject."""
