"""A believable Hamburg to look at: content as data, and the seeding that brings it in through the services."""
