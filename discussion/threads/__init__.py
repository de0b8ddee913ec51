"""Conversations: a thread hangs on any subject of the platform, and people write comments into it."""
