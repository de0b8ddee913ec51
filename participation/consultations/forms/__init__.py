"""Shapes of what people send to consultations."""
