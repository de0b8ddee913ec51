"""Rules about sessions; pure, standard library only."""
