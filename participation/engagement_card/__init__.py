"""The Engagement-Karte: who holds an active one, and that holders may vote on its offers."""
