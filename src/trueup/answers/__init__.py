"""The founder's answers, checked against the content and kept in one file."""
