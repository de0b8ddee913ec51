"""A believable Hamburg to look at: content as data, without a word of how it is stored."""
