"""Questions that are asked only if a promise makes a claim that they can prove or contradict."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import SMALL, content_of, our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.content.problems import ContentError
from trueup.engine.applicability import field_applies, is_asked
from trueup.engine.judge import judge
from trueup.engine.statements import statements


def content_with(tmp_path: Path, condition: str) -> Content:
    """The small content, with `operations.speed` asked only under a condition."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    file = folder / "operations.md"
    old = 'id = "operations.speed"\n'
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, f"{old}asked_if = {condition}\n"), "utf-8")
    return content_of(folder)


def business(*claims: str, state: str = "") -> Audit:
    fields = {"words": Answer("Here today"), "claims": Answer(claims)}
    if state:
        fields["state"] = Answer(state)
    return Audit("Acme", "2026-Q4", {"operations.speed": Answer(30.0)}, {"promise": (Row("page", fields),)})


CONDITION = '{ question = "promise.claims", is = ["speed.instant"] }'


@pytest.mark.parametrize(
    ("claims", "state", "asked"),
    [
        (("speed.instant",), "", True),
        (("start.alone",), "", False),
        ((), "", False),
        (("speed.instant",), "withdrawn", False),
    ],
)
def test_a_question_is_asked_only_if_a_promise_publishes_its_claim(
    tmp_path: Path, claims: tuple[str, ...], state: str, asked: bool
) -> None:
    content = content_with(tmp_path, CONDITION)
    audit = business(*claims, state=state)
    assert is_asked(content, audit, content.questions["operations.speed"]) is asked
    heard = any(each.source == "operations.speed" for each in statements(content, audit))
    assert heard is asked, "a question that isn't asked takes no position"


EITHER = '{ question = "promise.claims", is = ["speed.instant"], or = { question = "offer.model", is = ["once"] } }'


@pytest.mark.parametrize(
    ("claims", "model", "asked"),
    [((), "once", True), (("speed.instant",), "subscription", True), ((), "subscription", False), ((), "", False)],
)
def test_either_condition_is_enough_for_a_question_to_be_asked(
    tmp_path: Path, claims: tuple[str, ...], model: str, asked: bool
) -> None:
    content = content_with(tmp_path, EITHER)
    audit = business(*claims).with_answer("offer.model", Answer(model) if model else None)
    assert is_asked(content, audit, content.questions["operations.speed"]) is asked


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('["once"]', '["twice"]', r'"twice" isn\'t an answer to offer\.model'),
        ('"offer.model"', '"offer.modle"', r'"offer\.modle" isn\'t a question'),
        ('is = ["once"]', 'if = ["once"]', r'"if" means nothing here'),
    ],
)
def test_a_mistake_in_the_other_condition_is_reported(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    with pytest.raises(ContentError, match=wrong):
        content_with(tmp_path, EITHER.replace(old, new))


def test_deleting_a_promise_doesnt_solve_what_sponsors_pay_for_unmarked() -> None:
    promise = Row("page", {"words": Answer("No one pays us"), "claims": Answer(("independence.customer",))})
    audit = Audit(
        "Acme",
        "2026-Q4",
        {"identity.kind": Answer("software"), "offer.payer": Answer("both"), "operations.marking": Answer("none")},
        {"promise": (promise,)},
    )
    content = our_content()
    assert "marked.sold" in {found.id for found in judge(content, audit).mismatches}
    assert "marked.sold" in {found.id for found in judge(content, audit.without_row("promise", "page")).mismatches}


def test_a_condition_on_an_unknown_claim_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"speed\.never"):
        content_with(tmp_path, '{ question = "promise.claims", is = ["speed.never"] }')


@pytest.mark.parametrize(
    ("claims", "asked"), [(("reviews.quotes",), False), (("reviews.quotes", "leaving.refund"), True)]
)
def test_no_one_is_asked_how_many_customers_got_what_another_customer_said(
    claims: tuple[str, ...], asked: bool
) -> None:
    content = our_content()
    audit = business(*claims)
    (row,) = audit.of("promise")
    assert field_applies(content, audit, row, content.questions["promise.kept"]) is asked
