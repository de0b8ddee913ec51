"""Drafts: text that waits for its author, never lost."""
