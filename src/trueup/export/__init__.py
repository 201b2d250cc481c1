"""Exports of the results: the Markdown summary and JSON."""
