"""Sessions: who sends a request, how people sign in, and what they can end."""
