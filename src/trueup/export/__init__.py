"""The fourth room, in a preview: the Markdown summary and JSON."""
