"""Quarters: the review of a new one, and what changed."""
