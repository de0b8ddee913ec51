"""What a meeting decides: votes, resolutions, tasks, and their release on the same day."""
