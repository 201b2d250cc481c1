"""The second room: the founder's answers, checked against the content and kept in one file."""
