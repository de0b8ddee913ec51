"""Rules about people; pure, standard library only."""
