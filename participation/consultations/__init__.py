"""Beteiligungsformate: dated phases, proposals, official answers, results."""
