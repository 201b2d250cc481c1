"""How it feels for the founder: a sum of marks that nothing is judged by."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.engine.trend import MARKS, Strain, strain_on_founder


@pytest.fixture(scope="module")
def ours() -> Content:
    return our_content()


def marked(content: Content, *keys: str) -> Audit:
    """An audit with these marks, in the order they are asked; an empty one is left blank."""
    names = [name for name in content.questions if name.partition(".")[2].startswith(MARKS)]
    assert len(names) == 5
    return Audit("Acme", "2026-Q4", {name: Answer(key) for name, key in zip(names, keys, strict=True) if key})


@pytest.mark.parametrize(("keys", "total"), [("11111", 25), ("55555", 5), ("33333", 15), ("12345", 15), ("21454", 14)])
def test_the_heavier_the_marks_the_higher_the_sum(ours: Content, keys: str, total: int) -> None:
    assert strain_on_founder(ours, marked(ours, *keys)) == Strain(total, 25)


def test_the_first_choice_of_every_mark_is_the_heavy_one(ours: Content) -> None:
    for name, question in ours.questions.items():
        if question.field.startswith(MARKS):
            labels = [choice.label for choice in question.choices]
            assert (labels[0], labels[-1]) == ("Very hard", "Very easy"), name
            assert question.side is None, "a mark takes no position"


def test_a_mark_that_is_missing_is_no_mark_of_zero(ours: Content) -> None:
    assert strain_on_founder(ours, marked(ours, "1", "2", "", "4", "5")) is None
    assert strain_on_founder(ours, Audit("Acme", "2026-Q4")) is None


def test_what_does_not_apply_is_left_out_of_both_figures(ours: Content) -> None:
    audit = marked(ours, *"12345")
    first = next(iter(audit.answers))
    assert strain_on_founder(ours, audit.with_answer(first, Answer(state="na"))) == Strain(10, 20)
    assert strain_on_founder(ours, audit.with_answer(first, Answer(state="unsure"))) is None


def test_nothing_is_judged_by_it(ours: Content) -> None:
    found = [judge(ours, marked(ours, *keys)) for keys in ("11111", "55555")]
    assert found[0] == found[1]
