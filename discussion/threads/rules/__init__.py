"""Rules of conversations; pure, standard library only."""
