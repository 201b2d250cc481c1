"""A screens/ folder that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small screens/ folder."""
    return Path(shutil.copytree(SMALL, tmp_path / "screens"))
