"""Facts of consultations in the past tense."""
