"""Writing in conversations; each call is one transaction."""
