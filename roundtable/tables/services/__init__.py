"""Writing tables and seats."""
