"""Meetings of round tables: planned, invited, answered, attended."""
