"""Citizens take part: formats, proposals, votes, cards."""
