"""The list of speakers of a meeting: who asks, who is called, who speaks, and for how long."""
