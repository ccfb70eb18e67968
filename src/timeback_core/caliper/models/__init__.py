"""What Caliper takes and gives, a module for each subject."""
