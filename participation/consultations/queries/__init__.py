"""Reading consultations: the actor comes first, what they may not see is not found."""
