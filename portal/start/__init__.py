"""The start page: what runs now, what was decided."""
