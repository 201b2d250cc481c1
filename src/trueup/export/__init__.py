"""Exports of the results as Markdown, JSON, CSV, a calendar, SARIF and a web page."""
