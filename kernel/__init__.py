"""What any Flask project would need; no civic word in it."""
