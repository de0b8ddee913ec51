"""People: accounts, their roles and consents."""
