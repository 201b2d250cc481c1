"""A small content folder and a short way to write a business, for the engine's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content


@pytest.fixture
def business(small: Content) -> Callable[..., Audit]:
    """Return a function that builds an audit from the parts of an import document."""

    def build(answers: dict[str, Any] | None = None, **rest: Any) -> Audit:
        document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers or {}, **rest}
        return audit_from_document(document, small)

    return build
