"""The front door: start page, register, search, office page."""
