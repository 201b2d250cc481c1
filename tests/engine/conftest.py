"""A small content folder and a short way to write a business, for the engine's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.businesses import content_of

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content

SMALL = Path(__file__).parents[1] / "fixtures" / "content"


@pytest.fixture(scope="session")
def small() -> Content:
    """Four topics, six checks, one question of each kind."""
    return content_of(SMALL)


@pytest.fixture
def business(small: Content) -> Callable[..., Audit]:
    """Return a function that builds an audit from the parts of an import document."""

    def build(answers: dict[str, Any] | None = None, **rest: Any) -> Audit:
        document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers or {}, **rest}
        return audit_from_document(document, small)

    return build
