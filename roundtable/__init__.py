"""Round tables: business, civil society and administration talk."""
