"""What EduBridge takes and gives, a module for each subject."""
