"""Names that schemas before 4 used are translated to current names. A document with current names stays unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import our_content

from trueup.answers.former_names import with_current_names
from trueup.answers.model import mark

QUESTIONS = our_content().questions

FORMER: dict[str, Any] = {
    "business": "Acme",
    "quarter": "2026-Q4",
    "answers": {"identity.load-week": "2", "offer.start": "alone"},
    "hats": [{"id": "seller", "hat": "Selling", "says": "told"}],
    "ten": [{"id": "customer-1", "who": "Ten & Sons"}],
    "told": {"start.gated": "before"},
    "kept": {"speed.slow": {"reason": "kept on purpose"}},
    "plan": [
        {
            "clash": "start.gated",
            "fix": "say:start.told",
            "places": {"ten": {"state": "todo"}},
            "test": {"started": "2026-11-02", "ends": "2026-11-15", "column": "ten.started"},
        },
    ],
    "unconfirmed": ["hat:seller", "identity.load-week", "offer.start", "ten"],
    "found": {
        "day": "2026-12-30",
        "content": "v",
        "mismatches": [
            {"id": "start.gated", "verdict": "strain", "state": "open"},
            {"id": "speed.slow", "verdict": "contradiction", "state": "kept"},
        ],
        "undecided": ["renewal.told"],
        "questions": {"hat.hat": "Which?", "hat.says": "What?", "ten.who": "Who?", "tender.size": "How big?"},
    },
    "place": "ten.who",
    "misfits": {"told": {"gone.rule": "after"}, "hats": [{"id": "seller", "mood": "fine"}]},
}
CURRENT: dict[str, Any] = {
    "business": "Acme",
    "quarter": "2026-Q4",
    "answers": {"identity.feels-week": "2", "offer.start": "alone"},
    "roles": [{"id": "seller", "role": "Selling", "says": "told"}],
    "customers": [{"id": "customer-1", "who": "Ten & Sons"}],
    "disclosed": {"start.gated": "before"},
    "accepted": {"speed.slow": {"reason": "kept on purpose"}},
    "plan": [
        {
            "check": "start.gated",
            "fix": "say:start.told",
            "touchpoints": {"ten": {"state": "todo"}},
            "test": {"started": "2026-11-02", "ends": "2026-11-15", "column": "customer.started"},
        },
    ],
    "unconfirmed": ["role:seller", "identity.feels-week", "offer.start", "customer"],
    "found": {
        "day": "2026-12-30",
        "content": "v",
        "mismatches": [
            {"id": "start.gated", "verdict": "tension", "state": "open"},
            {"id": "speed.slow", "verdict": "contradiction", "state": "accepted"},
        ],
        "undecided": ["renewal.told"],
        "questions": {
            id: mark(text)
            for id, text in (
                ("role.role", "Which?"),
                ("role.says", "What?"),
                ("customer.who", "Who?"),
                ("tender.size", "How big?"),
            )
        },
    },
    "place": "customer.who",
    "set_aside": {"disclosed": {"gone.rule": "after"}, "roles": [{"id": "seller", "mood": "fine"}]},
}


def test_former_names_become_current_ones_and_nothing_else_changes() -> None:
    document, _ = with_current_names(FORMER)
    assert document == CURRENT
    assert list(document) == list(CURRENT), "in the same order"


def test_each_translated_name_is_reported_once() -> None:
    _, translated = with_current_names(FORMER)
    assert sorted(translated) == sorted(
        (
            *("hats → roles", "hat → role", "ten → customers", "told → disclosed", "kept → accepted"),
            *("clash → check", "places → touchpoints", "ten.started → customer.started", "strain → tension"),
            *("identity.load-week → identity.feels-week", "hat:seller → role:seller", "misfits → set_aside"),
            *("hat.hat → role.role", "hat.says → role.says", "ten.who → customer.who"),
        )
    )


@pytest.mark.parametrize(
    ("former", "current"),
    [
        ({"operations.reply": 20}, {"operations.answered": "day"}),
        ({"operations.reply": 0.5}, {"operations.answered": "hour"}),
        ({"operations.reply": 900}, {"operations.answered": "later"}),
        ({"operations.reply": {"unsure": True}}, {"operations.answered": {"unsure": True}}),
        (
            {"operations.reply": {"value": 70, "evidence": "counted", "note": "my inbox"}},
            {"operations.answered": {"value": "few", "evidence": "counted", "note": "my inbox"}},
        ),
        (
            {"operations.origin": ["here", "natural"]},
            {"operations.origin": ["here"], "operations.material": "natural"},
        ),
        (
            {"operations.origin": {"value": ["synthetic"], "evidence": "record"}},
            {"operations.material": {"value": "synthetic", "evidence": "record"}},
        ),
        ({"operations.full": "capped"}, {"operations.cap": "capped"}),
        ({"operations.full": "full"}, {"operations.full": "full"}),
    ],
)
def test_an_answer_to_a_former_question_moves_to_the_question_that_replaced_it(
    former: dict[str, Any], current: dict[str, Any]
) -> None:
    document, translated = with_current_names({"answers": former})
    assert document["answers"] == current
    assert bool(translated) == (former != current)
    assert all(question in QUESTIONS for question in current)


def test_a_document_with_current_names_stays_unchanged() -> None:
    assert with_current_names(CURRENT) == (CURRENT, ())


keys = st.sampled_from(
    [
        *("hats", "roles", "ten", "customers", "told", "disclosed", "kept", "accepted", "misfits", "set_aside"),
        *("plan", "answers", "unconfirmed", "found", "mismatches", "questions", "place", "test", "column"),
        *("clash", "check", "places", "touchpoints", "hat", "role", "hat.hat", "hat.role", "hat:a", "ten.who"),
        *("operations.reply", "operations.origin", "natural", "operations.full", "capped", "value"),
        *("customer.who", "identity.load-week", "identity.feels-week", "verdict", "state", "strain"),
    ]
)
odd_documents = st.recursive(
    st.none() | st.integers() | keys,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(keys, odd_documents, max_size=8))
def test_a_second_translation_changes_nothing_and_no_key_is_lost(document: dict[str, Any]) -> None:
    once, _ = with_current_names(document)
    assert with_current_names(once) == (once, ())
    assert len(once) == len(document)


@pytest.mark.parametrize(
    ("document", "left"),
    [
        ({"told": {"a": "after"}, "disclosed": {"a": "before"}}, "told"),
        ({"ten": [], "customers": [{"id": "c"}]}, "ten"),
    ],
)
def test_a_former_key_stays_if_the_document_has_the_current_key_too(document: dict[str, Any], left: str) -> None:
    assert with_current_names(document) == (document, ())
    assert left in document


def test_if_two_former_ids_mean_the_same_question_only_the_first_is_translated() -> None:
    document, _ = with_current_names({"answers": {"hat.hat": "a", "hat.role": "b"}})
    assert document["answers"] == {"role.role": "a", "hat.role": "b"}


def test_every_translated_question_id_belongs_to_a_current_question() -> None:
    _, translated = with_current_names(FORMER)
    ids = {now for _, _, now in (each.partition(" → ") for each in translated) if "." in now}
    assert ids
    assert ids <= set(QUESTIONS)
