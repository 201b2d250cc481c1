"""Findings, answers and changes in words. Used by the exports, the commands and the screens."""
