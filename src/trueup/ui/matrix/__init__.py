"""The matrix: topics down, sides across."""
