"""The list of mismatches and the card, what agrees, and what still needs an answer."""
