"""Drafts: write first, register on sending; unsent text is never lost."""
