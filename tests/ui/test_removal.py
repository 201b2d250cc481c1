"""What is taken out comes back as it was, with whatever named it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.load import load_content
from trueup.content.model import Content
from trueup.ui.screens.removal import put_back, take_out

SMALL = Path(__file__).parents[1] / "fixtures" / "content"


@pytest.fixture(scope="module")
def small() -> Content:
    return load_content(SMALL)


@pytest.fixture
def business(small: Content) -> Audit:
    channels = [{"id": "guild", "name": "HomeGuild"}, {"id": "site", "name": "Own site"}]
    ten = [{"id": "c1", "channel": {"value": "guild", "note": "sure"}}, {"id": "c2", "channel": "site"}]
    document = {"business": "Plumbline", "quarter": "2026-Q4", "channels": channels, "ten": ten}
    return audit_from_document(document, small)


def test_it_comes_back_where_it_stood_with_what_named_it(small: Content, business: Audit) -> None:
    left, removed = take_out(small, business, "channel", "guild")
    assert [row.id for row in left.of("channel")] == ["site"]
    assert left.row("ten", "c1") == Row("c1")
    assert left.row("ten", "c2") == business.row("ten", "c2")
    assert put_back(left, removed) == business


def test_what_was_answered_meanwhile_stays(small: Content, business: Audit) -> None:
    left, removed = take_out(small, business, "channel", "guild")
    moved = replace(left.of("ten")[0], fields={"channel": Answer("site")})
    back = put_back(left.with_row("ten", moved), removed)
    assert back.row("ten", "c1") == moved


def test_a_customer_who_is_gone_meanwhile_stays_gone(small: Content, business: Audit) -> None:
    left, removed = take_out(small, business, "channel", "guild")
    back = put_back(left.without_row("ten", "c1"), removed)
    assert back.row("ten", "c1") is None
    assert [row.id for row in back.of("channel")] == ["guild", "site"]
