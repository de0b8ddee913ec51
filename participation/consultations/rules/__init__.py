"""What holds for formats, phases and proposals: same input, same output."""
