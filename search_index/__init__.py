"""Finding earlier formats and decisions."""
