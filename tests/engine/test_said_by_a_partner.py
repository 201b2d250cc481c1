"""A promise published by a partner: the founder can ask the partner for a correction, but can't make it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.content.marks import without_marks
from trueup.engine.analysis import Analysis


def said(where: str, answers: dict[str, Any], *claims: str) -> Analysis:
    promise = {"id": "it", "words": "A tenth of it goes to us.", "where": where, "claims": [*claims]}
    doc = {"business": "It", "quarter": "2026-Q4", "answers": answers, "promises": [promise]}
    return Analysis(our_content(), audit_from_document(doc, our_content()))


@pytest.mark.parametrize(("where", "is_partners"), [("partner", True), ("page", False)])
def test_the_fix_of_a_partners_words_is_to_ask_the_partner(where: str, is_partners: bool) -> None:
    found = said(where, {"identity.kind": "goods", "operations.cause": "less"}, "cause.given").findings.mismatch(
        "cause.unpaid"
    )
    texts = our_content().screens["card"].texts
    assert found is not None
    asked = without_marks(texts["partner-fix"]).replace("the promise", "the promise “A tenth of it goes to us”")
    assert (asked in [fix.do for fix in found.check.fixes if fix.move == "say"]) is is_partners
    assert found.check.why.startswith(texts["partner-why"]) is is_partners
    assert len(found.check.fixes) == len({fix.key for fix in found.check.fixes})


@pytest.mark.parametrize(("extras", "is_praised"), [([], True), (["optional"], True), (["added"], False)])
def test_a_shown_price_with_fees_added_later_does_not_count_as_agreement(extras: list[str], is_praised: bool) -> None:
    answers = {"identity.kind": "goods", "offer.shown": "shown", "offer.extras": extras}
    agreed = [agreement.topic for agreement in said("page", answers, "shown.shown").agreements]
    assert ("shown" in agreed) is is_praised
