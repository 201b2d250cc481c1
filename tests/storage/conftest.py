"""The business file of the tests of storage."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the business file is or will be."""
    return tmp_path / "business.json"
