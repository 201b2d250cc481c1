"""A sentence isn't offered where a plan ends it, or where the answers beside it say that it isn't so."""

from __future__ import annotations

from typing import Any

import pytest
from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.judge import judge
from trueup.engine.truthful import Truth, truths


def offered(kind: str, answers: dict[str, Any], *promises: dict[str, Any]) -> tuple[Truth, ...]:
    """What our own content lets a business say, topic by topic."""
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": kind} | answers}
    content = our_content().worded(kind)
    audit = audit_from_document(document | {"promises": list(promises)}, content)
    return truths(content, audit, judge(content, audit))


def page_of(kind: str, answers: dict[str, Any], *promises: dict[str, Any]) -> str:
    return " ".join(said for truth in offered(kind, answers, *promises) for said in truth.sayable)


LETTER: dict[str, Any] = {"words": "Free for ever: every issue.", "kept": 10, "otherwise": "never"}


@pytest.mark.parametrize(("stays", "is_said"), [("stays", True), ("ends", False)])
def test_words_that_a_plan_ends_are_not_replaced_with_what_is_true_only_today(stays: str, *, is_said: bool) -> None:
    letter = promise("lasting.ever", "model.free", **LETTER, stays=stays)
    assert (
        "It lasts as long as I keep it going." in page_of("content", {"offer.lasting": ["terms"]}, letter)
    ) is is_said


@pytest.mark.parametrize(("stays", "compared"), [("stays", "agrees"), ("ends", "unproven")])
def test_a_claim_of_words_that_a_plan_ends_is_not_said_to_hold(stays: str, compared: str) -> None:
    letter = promise("archive.open", "model.free", **LETTER, stays=stays)
    found = offered(
        "content", {"offer.archive": "open", "identity.change": ["unfree"] if stays == "ends" else []}, letter
    )
    assert [each.compared for each in found if each.topic == "archive"] == [compared]


@pytest.mark.parametrize(
    ("kind", "sentence", "alone", "beside"),
    [
        ("course", "I earn nothing from anything I recommend.", {"operations.commission": "customer"},
         {"identity.change": ["ads"]}),
        ("course", "You can use it for as long as you pay.", {"offer.rights": "while"}, {"offer.model": "once"}),
    ],
)  # fmt: skip
def test_a_sentence_is_withheld_beside_a_plan_or_terms_that_make_it_untrue(
    kind: str, sentence: str, alone: dict[str, Any], beside: dict[str, Any]
) -> None:
    asking = promise(
        "rights.own", "ads.none", "independence.customer", about="other", other="the van", words="Read this."
    )
    assert sentence in page_of(kind, alone, asking)
    assert sentence not in page_of(kind, alone | beside, asking)


@pytest.mark.parametrize(("influence", "is_said"), [("marked", True), ("text", False)])
def test_a_kept_line_about_another_thing_is_not_offered_while_its_topic_is_disputed(
    influence: str, *, is_said: bool
) -> None:
    words = "Headline sponsors may ask for changes to the draft."
    line = promise("influence.told", id="draft", words=words, about="other", other="Headline sponsorship", kept=10)
    reader = promise("influence.none", id="none", words="No sponsor changes a word.")
    answers = {"offer.influence": influence, "offer.payer": "advertisers"}
    promises = [line] if is_said else [line, reader]
    assert any(words in truth.own for truth in offered("content", answers, *promises)) is is_said


@pytest.mark.parametrize(
    ("words", "is_said"), [("By the next working day", False), ("I answer by the next working day.", True)]
)
def test_a_line_that_only_says_a_time_is_not_offered_alone(words: str, *, is_said: bool) -> None:
    line = promise("support.day", words=words, kept=10)
    answers = {"operations.answered": {"value": "day", "evidence": "counted"}, "offer.support": "day"}
    assert any(words in truth.own for truth in offered("service", answers, line)) is is_said


@pytest.mark.parametrize(("worker", "compared"), [([], "agrees"), (["helper"], "guessed")])
def test_words_that_a_helper_breaks_are_not_true_in_part_of_the_same_sentence(worker: list[str], compared: str) -> None:
    line = promise("work.founder", "own.all", words="I write every word myself.")
    found = offered("service", {"operations.worker": worker, "operations.parts": []}, line)
    assert [each.compared for each in found if each.topic == "own"] == [compared]
