"""Writes the demo content through the services, each deed at its moment in time."""
