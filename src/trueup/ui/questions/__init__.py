"""The four areas: one question at a time, with its choices, evidence and note."""
