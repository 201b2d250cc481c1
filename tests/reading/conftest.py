"""The real content, and short ways to read words with it."""

from __future__ import annotations

import pytest

from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.paths import screens_folder


@pytest.fixture(scope="session")
def content() -> Content:
    """The content that is installed."""
    return load_content(screens_folder())
