"""Pages of signing in, of the own account, and of the demo's help with both."""
