"""Business, civil society and administration talk at a table."""
