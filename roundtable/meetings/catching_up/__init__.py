"""What somebody missed in the room while they were away."""
