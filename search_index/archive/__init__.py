"""Earlier decisions and documents of other bodies, kept as sourced records and findable."""
