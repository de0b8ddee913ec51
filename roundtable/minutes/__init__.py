"""Minutes: written together while the table talks, frozen in versions, published in parts."""
