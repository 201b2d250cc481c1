"""A page pasted or opened, and what it says."""
