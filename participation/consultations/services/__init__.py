"""Commands of consultations: one call is one transaction."""
