"""Writing sessions: begin, end, sign-in by mail and password, tokens."""
