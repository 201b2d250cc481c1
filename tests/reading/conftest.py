"""The real content, for the tests of reading pages."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.content.model import Content


@pytest.fixture(scope="session")
def content() -> Content:
    """The product's own content."""
    return our_content()
