"""Pages of tables: for everybody, for the office and chairs, and for who sits there."""
