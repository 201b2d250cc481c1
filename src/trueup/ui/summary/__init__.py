"""The Markdown summary: preview and export."""
