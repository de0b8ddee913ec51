"""Counting, explaining, checking and exchanging ballots: standard library only."""
