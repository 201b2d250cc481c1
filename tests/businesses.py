"""Our own content, and the businesses in tests/fixtures/businesses to judge with it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from tests.together import together

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.cache import remembered
from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.content.screens_folder import files_in, version_of
from trueup.paths import screens_folder

SMALL = Path(__file__).parent / "fixtures" / "content"
"""A small screens/ folder: four topics, six checks, one question of each kind."""
FOLDER = Path(__file__).parent / "fixtures" / "businesses"
_NAMES = sorted(path.name for path in FOLDER.glob("*.json") if not path.name.endswith(".expect.json"))
BUSINESSES = [FOLDER / name for name in _NAMES]
ONE_IN = 20
SAMPLE = BUSINESSES[::ONE_IN]
"""One business in twenty, for tests that hold for any business: trying all of them in every run takes too long."""

on_each_business = together(
    "business_file",
    [pytest.param(file, marks=pytest.mark.thorough if at % ONE_IN else ()) for at, file in enumerate(BUSINESSES)],
    name=lambda file: str(file.stem),
)
"""Run a test that takes `business_file` on the sample, and in the long tests on all the others."""


shared: Path | None = None
"""The cache file of our content for all processes of a run: the first one that needs it reads screens/."""


def content_of(folder: Path) -> Content:
    """The content of a folder, read once per process while its files don't change, because reading takes a second."""
    return _read(folder, version_of(files_in(folder)))


@cache
def _read(folder: Path, version: str) -> Content:
    if shared is None or folder != screens_folder():
        return load_content(folder)
    with FileLock(f"{shared}.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("trueup.content.loader.load_content", load_content)  # in the tests, `content_of` has its name
        return remembered(folder, shared)


def our_content() -> Content:
    """The content of screens/."""
    return content_of(screens_folder())


def business_of(path: Path) -> Audit:
    """The audit in a business file of the fixtures."""
    return audit_from_document(json.loads(path.read_text("utf-8")), our_content())
