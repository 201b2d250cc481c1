"""What a statement quotes: the founder's note, or of what was picked only what takes the position."""

from __future__ import annotations

import pytest

from trueup.answers.document import audit_from_document
from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.engine.statements import statements
from trueup.paths import screens_folder


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(screens_folder())


def quoted(content: Content, tag: str, **rest: object) -> list[str]:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, **rest}
    return [
        statement.quote
        for statement in statements(content, audit_from_document(document, content))
        if statement.tag == tag
    ]


def outlet(rules: object) -> dict[str, object]:
    return {"channels": [{"id": "outlet", "name": "Outlet", "shelf": "partner", "rules": rules}]}


def test_of_several_choices_only_those_that_take_the_position_are_quoted(content: Content) -> None:
    label = content.questions["channel.rules"].by_key["unknown"].label
    assert quoted(content, "partner.unknown", **outlet(["price", "unknown"])) == [label]


def test_choices_that_take_the_same_position_are_quoted_together(content: Content) -> None:
    lasting = {"identity.kind": "software", "offer.lasting": ["founder", "terms"]}
    labels = [content.questions["offer.lasting"].by_key[key].label for key in ("founder", "terms")]
    assert quoted(content, "lasting.ends", answers=lasting) == ["; ".join(labels)]


def test_a_note_is_quoted_instead_of_what_was_picked(content: Content) -> None:
    noted = {"value": ["price", "unknown"], "note": "They name the price"}
    assert quoted(content, "partner.unknown", **outlet(noted)) == ["They name the price"]


def test_nothing_picked_is_said_as_such(content: Content) -> None:
    assert quoted(content, "partner.free", **outlet([])) == ["none of these"]
