"""Content to export, and Markdown parsers that read the exports back."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.businesses import content_of

from trueup.content.model import Content

SMALL = Path(__file__).parents[1] / "fixtures" / "content"


@pytest.fixture(params=["commonmark", "gfm-like"], scope="session")
def reader(request: pytest.FixtureRequest) -> MarkdownIt:
    """A CommonMark parser, and a parser with tables, strike-through and bare links."""
    return MarkdownIt(request.param)


@pytest.fixture(scope="session")
def small() -> Content:
    """Four topics, six checks, one question of each kind."""
    return content_of(SMALL)
