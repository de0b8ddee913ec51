"""Round tables: who sits at which, in which group, since when, and under which name."""
