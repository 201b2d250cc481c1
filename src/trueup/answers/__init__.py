"""The second room: what the founder said, checked against the content and kept in one file."""
