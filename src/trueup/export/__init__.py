"""The fourth room, on paper: the Markdown summary and JSON."""
