"""What holds for votes, resolutions and tasks, whatever stores or shows them: pure, standard library and rules only."""
