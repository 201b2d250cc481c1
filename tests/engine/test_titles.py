"""Titles of mismatches: only the founder's own words are in quotation marks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.content.marks import Mark, pieces
from trueup.content.model import Check, Content
from trueup.engine.judge import judge
from trueup.engine.model import as_reported
from trueup.lint.style import CHECK_TITLE
from trueup.session.sample import open_sample
from trueup.wording.changes import title

QUOTED = re.compile(r"“([^”]+)”")


@pytest.mark.parametrize(
    ("title", "written", "shown"),
    [
        ("You say “one click”, but it takes a week", "Leave in One click.", "You say “one click”, but it takes a week"),
        ("You say “no fees”, but keep a share", "It costs nothing.", "You say no fees, but keep a share"),
        ("You say “unlimited”, but there's a limit", "As many as you like", "You say unlimited, but there's a limit"),
        (
            "You say “our team” in one place, “all by me” elsewhere",
            "",
            "You say our team in one place, all by me elsewhere",
        ),
        ("You advertise a “from” price, but no one pays it", "", "You advertise a “from” price, but no one pays it"),
    ],
)
def test_a_claim_keeps_quotation_marks_only_around_words_the_founder_wrote(
    title: str, written: str, shown: str
) -> None:
    assert as_reported(title, written) == shown


def test_whatever_positions_a_title_names_it_fits_on_screen() -> None:
    content = our_content()
    longest = {check.id: 0 if not check.marked else len(filled(content, check)) for check in content.checks.values()}
    assert {id: length for id, length in longest.items() if length > CHECK_TITLE} == {}


def filled(content: Content, check: Check) -> str:
    """The title of a check with the longest names of positions."""
    named = content.topics[check.topic].named
    names = {role: max(words.values(), key=len) for role, words in named.items()}
    return "".join(names[each.key] if isinstance(each, Mark) else each for each in pieces(check.marked))


def title_of(check: str, promise: dict[str, Any], **document: Any) -> str:
    business = {
        "business": "P",
        "quarter": "2026-Q4",
        "promises": [{"id": "it", "where": "page", **promise}],
        **document,
    }
    content = our_content()
    found = judge(content, audit_from_document(business, content)).mismatch(check)
    assert found is not None
    return found.title


MISSED = {"answers": {"identity.kind": "software", "operations.entitled": "missed"}}


@pytest.mark.parametrize(
    ("claims", "kept", "title"),
    [
        (["discount.less"], 0, "You publish a lower price, but most didn't get it"),
        (["discount.less"], 3, "You publish a lower price, but most didn't get it"),
        (["discount.less"], 7, "You publish a lower price, but some didn't get it"),
        (["discount.less", "entry.trial"], 0, "You publish a lower price, but some didn't get it"),
    ],
)
def test_a_title_says_most_if_the_promise_claims_nothing_else_and_most_did_not_get_it(
    claims: list[str], kept: int, title: str
) -> None:
    promise = {"words": "Members pay a quarter less.", "claims": claims, "kept": kept}
    assert title_of("discount.withheld", promise, **MISSED) == title


@pytest.mark.parametrize(("kept", "how_many"), [(3, "most"), (6, "some")])
def test_a_vow_that_most_did_not_get_is_not_said_to_fail_some(kept: int, how_many: str) -> None:
    promise = {"words": "Always answered.", "claims": ["kept.vow"], "kept": kept}
    assert title_of("kept.exceptions", promise).endswith(f"but for {how_many} it didn't")


@pytest.mark.parametrize(("late", "how_many"), [(3, "some"), (7, "most")])
def test_a_title_says_most_if_most_of_the_last_customers_are_counted(late: int, how_many: str) -> None:
    customers = [{"who": str(nth), "received": "late" if nth < late else "ontime"} for nth in range(10)]
    promise = {"words": "Always on time.", "claims": ["punctual.ontime"]}
    assert title_of("punctual.late", promise, customers=customers) == f"You say always on time, but {how_many} are late"


@pytest.mark.parametrize(("less", "how_many"), [(2, "some"), (4, "some"), (8, "most")])
def test_a_title_does_not_say_one_in_five_where_more_paid_less(less: int, how_many: str) -> None:
    customers = [{"who": str(nth), "paid": "less" if nth < less else "full"} for nth in range(10)]
    promise = {"words": "Never on sale.", "claims": ["discount.never"]}
    assert (
        title_of("discount.counted", promise, customers=customers)
        == f"You say “never on sale”, but {how_many} paid less"
    )


def test_no_title_quotes_words_that_the_founder_did_not_write() -> None:
    for check in our_content().checks.values():
        left = QUOTED.findall(as_reported(check.title))
        assert all(" " not in words for words in left), check.id


def test_the_titles_of_the_sample_quote_only_words_that_the_founder_wrote() -> None:
    session = open_sample()
    for found in session.findings.mismatches:
        written = " ".join(each.quote for each in found.statements).casefold()
        for words in QUOTED.findall(found.title):
            assert words.casefold() in written, found.title


def test_a_goal_that_gets_what_is_left_of_the_week_is_not_said_to_get_none_of_it() -> None:
    """What took most of the time leaves some of it, and *whatever's left* is some of it."""
    answers = {"identity.kind": "goods", "identity.goal": "sales", "operations.free": "upkeep"}
    title = title_of("plan.unserved", {"words": "Bowls."}, answers={**answers, "operations.setaside": "rest"})
    assert title == "You have a goal, but other work takes your time"


@pytest.mark.parametrize(
    ("where", "claims", "title"),
    [
        ("spoken", [], "You tell people “No parts for it exist”, but it isn't so"),
        ("spoken", ["exists.shelf"], "You promise “No parts for it exist”, but no one got exactly that"),
        ("page", [], "You promise “No parts for it exist”, but no one got exactly that"),
    ],
)
def test_what_is_only_told_in_conversation_is_not_called_a_promise(where: str, claims: list[str], title: str) -> None:
    told = {"words": "No parts for it exist.", "where": where, "claims": claims, "kept": 0}
    assert title_of("kept.none", told) == title


def test_a_mismatch_of_another_quarter_is_named_by_the_words_of_its_promise() -> None:
    content = our_content()
    rows = [{"id": "page", "where": "page", "words": "Open every day.", "claims": []}]
    now, then = (
        audit_from_document({"business": "P", "quarter": name, "promises": promises}, content)
        for name, promises in (("2027-Q1", []), ("2026-Q4", rows))
    )
    assert title(content, "kept.none@page", now, then) == "You promise “Open every day”, but no one got exactly that"
    assert title(content, "kept.none@page", now) == "You promise it, but no one got exactly that"
    assert title(content, "gone.check", now) == "A check that is gone: gone.check"


@pytest.mark.parametrize(
    ("words", "spans", "named"),
    [
        ("I rehair bows. Back in a week.", {"speed.stated": [[15, 29]]}, "Back in a week"),
        ("I rehair bows. £40, back in a week.", {"speed.stated": [[15, 34]]}, "£40, back in a week"),
        ("Back in a week. I rehair bows.", {"speed.stated": [[0, 14]]}, "Back in a week. I rehair bows"),
        ("I rehair bows. Back in a week.", {}, "I rehair bows. Back in a week"),
    ],
    ids=["second", "in money", "first", "typed"],
)
def test_a_title_quotes_a_promise_from_the_sentence_that_makes_its_claim(
    words: str, spans: dict[str, list[list[int]]], named: str
) -> None:
    promise = {"words": words, "claims": ["speed.stated"], "spans": spans, "kept": 0}
    said = f"You promise “{named}”, but no one got exactly that"
    assert title_of("kept.none", promise) == said
    document = {"business": "P", "quarter": "2026-Q4", "promises": [{"id": "it", "where": "page", **promise}]}
    content = our_content()
    assert title(content, "kept.none@it", audit_from_document(document, content)) == said
