"""The screens of mismatches: the list, the card of one mismatch, what agrees, and what needs an answer."""
