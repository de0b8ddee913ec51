"""What holds at a table; the same input gives the same output."""
