"""A statement quotes the founder's note or, without a note, only those choices that take its position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.model import Statement
from trueup.engine.statements import statements


def quoted(content: Content, tag: str, **rest: object) -> list[str]:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, **rest}
    return [
        statement.quote
        for statement in statements(content, audit_from_document(document, content))
        if statement.tag == tag
    ]


def outlet(rules: object) -> dict[str, object]:
    return {"channels": [{"id": "outlet", "name": "Outlet", "shelf": "partner", "rules": rules}]}


def test_only_the_choices_that_take_the_position_are_quoted(content: Content) -> None:
    label = content.questions["channel.rules"].by_key["unknown"].label
    assert quoted(content, "partner.unknown", **outlet(["price", "unknown"])) == [label]


def test_choices_that_take_the_same_position_are_quoted_together(content: Content) -> None:
    lasting = {"identity.kind": "software", "offer.lasting": ["founder", "terms"]}
    labels = [content.questions["offer.lasting"].by_key[key].label for key in ("founder", "terms")]
    promised = [{"id": "page", "words": "Yours for life", "claims": ["lasting.ever"]}]
    assert quoted(content, "lasting.ends", answers=lasting, promises=promised) == ["; ".join(labels)]


def test_a_note_is_quoted_instead_of_the_choice(content: Content) -> None:
    noted = {"value": ["price", "unknown"], "note": "They name the price"}
    assert quoted(content, "partner.unknown", **outlet(noted)) == ["They name the price"]


def test_the_answer_none_of_these_is_quoted_verbatim(content: Content) -> None:
    assert quoted(content, "partner.free", **outlet([])) == ["none of these"]


def test_a_claim_without_a_note_is_quoted_as_its_label_unless_a_promise_makes_it(content: Content) -> None:
    stand = {"id": "stand", "name": "Stand", "claims": ["room"]}
    document = {"business": "Acme", "quarter": "2026-Q4", "activities": [stand]}

    def said(**more: object) -> Statement:
        spoken = statements(content, audit_from_document({**document, **more}, content))
        return next(each for each in spoken if each.source == "activity.claims")

    assert said().is_label
    page = {"words": "Two places free on Monday.", "where": "page", "claims": ["capacity.room"]}
    assert (said(promises=[page]).quote, said(promises=[page]).is_label) == ("Two places free on Monday.", False)


@pytest.mark.parametrize(("came", "is_judged"), [(4, False), (5, True)])
def test_a_channel_with_fewer_than_five_customers_does_not_prove_whom_it_brings(
    content: Content, came: int, is_judged: bool
) -> None:
    stall = Row("stall", {"name": Answer("stall"), "crowd": Answer("wrong"), "customers": Answer(float(came))})
    last = [Row(str(nth), {"channel": Answer("stall")}) for nth in range(came)]
    for row in (stall, replace(stall, fields={key: stall.fields[key] for key in ("name", "crowd")})):
        said = statements(content, Audit("Acme", "2026-Q4", {}, {"channel": (row,), "customer": tuple(last)}))
        assert any(each.tag == "crowd.wrong" for each in said) == is_judged


@pytest.mark.parametrize(
    ("serves", "side"), [(("sellers",), "sellers"), (("sellers", "buyers"), ""), (("both",), ""), ((), "")]
)
def test_a_group_is_on_one_side_of_the_market_if_every_channel_naming_it_serves_that_side(
    content: Content, serves: tuple[str, ...], side: str
) -> None:
    channels = [
        {"id": f"c{nth}", "name": f"c{nth}", "serves": each, "groups": ["owners"]} for nth, each in enumerate(serves)
    ]
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "marketplace"},
        "groups": [{"id": "owners", "name": "owners", "needs": ["date"], "aim": "for"}],
        "channels": channels,
    }
    said = statements(content, audit_from_document(document, content))
    assert {each.party for each in said if each.subject and each.subject.kind == "group"} == {side}
