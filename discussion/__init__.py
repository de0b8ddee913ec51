"""What people say about a subject."""
