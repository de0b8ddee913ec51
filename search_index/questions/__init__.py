"""Questions as typed, read the same way for every engine."""
