"""German text to terms, the same way for index, question and marks."""
