"""Content to export, and Markdown parsers that read the exports back."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt


@pytest.fixture(params=["commonmark", "gfm-like"], scope="module")
def reader(request: pytest.FixtureRequest) -> MarkdownIt:
    """A CommonMark parser, and a parser with tables, strike-through and bare links."""
    return MarkdownIt(request.param)
