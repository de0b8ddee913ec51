"""Rules of the card: standard library only."""
