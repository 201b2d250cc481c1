"""The rank of a mismatch depends on what customers can lose, how certain the facts are, and where the promise is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.judge import judge
from trueup.engine.model import Findings, Mismatch
from trueup.engine.ranking import LEAST_IMPACT, order
from trueup.wording.findings import arithmetic, reach

NEVER_KEPT = {"otherwise": {"value": "otherwise", "evidence": "memory"}}


def judged(answers: dict[str, Any] | None = None, *promises: dict[str, Any]) -> Findings:
    content = our_content()
    document = {
        "business": "Here",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "service", **(answers or {})},
        "promises": list(promises),
    }
    return judge(content, audit_from_document(document, content))


def broken(stake: str = "", *claims: str) -> Mismatch:
    """The mismatch of a promise without exceptions that often wasn't kept."""
    fields = NEVER_KEPT | ({"stake": stake} if stake else {})
    return judged(None, promise("kept.vow", *claims, **fields)).mismatches[0]


@pytest.mark.parametrize(
    ("stake", "severity"),
    [("", 4), ("health", 5), ("private", 5), ("money", 5), ("day", 5), ("trouble", 4), ("trust", 3)],
)
def test_the_severity_of_a_broken_promise_follows_from_what_customers_can_lose(stake: str, severity: int) -> None:
    assert broken(stake).severity == severity


def test_the_stake_of_a_promise_counts_only_if_its_words_allow_no_exception() -> None:
    never = {"kept": {"value": 0, "evidence": "record"}, "stake": "trust"}
    (mismatch,) = judged(None, promise("start.alone", **never)).mismatches
    assert (mismatch.check.id, mismatch.severity, mismatch.stake) == ("kept.none", 5, "")


def test_a_mismatch_that_can_hurt_people_ranks_before_one_that_costs_them_money() -> None:
    words = [
        promise("kept.vow", stake=stake, **NEVER_KEPT) | {"id": stake, "words": stake}
        for stake in ("trust", "money", "health")
    ]
    assert [each.promise for each in judged(None, *words).mismatches] == ["health", "money", "trust"]


@pytest.mark.parametrize(("count", "certainty"), [(0, 0.9), (3, 0.8)])
def test_the_mismatch_of_a_promise_never_kept_is_certain_even_from_memory(count: int, certainty: float) -> None:
    (mismatch,) = judged(None, kept("line", count, "memory")).mismatches
    assert mismatch.certainty == pytest.approx(certainty)


def test_the_mismatch_of_a_promise_already_untrue_is_certain_even_from_memory() -> None:
    words = promise("start.alone", stays={"value": "already", "evidence": "memory"})
    (mismatch,) = judged(None, words).mismatches
    assert (mismatch.check.id, mismatch.certainty) == ("kept.untrue", pytest.approx(0.9))


def kept(row: str, count: int, evidence: str = "record") -> dict[str, Any]:
    return promise("start.alone", kept={"value": count, "evidence": evidence}) | {"id": row, "words": row}


def test_a_mismatch_in_the_first_two_promises_ranks_before_a_more_severe_later_one() -> None:
    words = [kept("line", 10), kept("headline", 6), kept("footer", 0)]
    assert [each.promise for each in judged(None, *words).mismatches] == ["headline", "footer"]
    in_page_order = [kept("headline", 10), kept("line", 10), kept("button", 6), kept("footer", 0)]
    assert [each.promise for each in judged(None, *in_page_order).mismatches] == ["footer", "button"]


def test_what_is_owed_and_never_given_ranks_before_a_milder_headline_even_from_memory() -> None:
    owed = kept("last", 0, "memory") | {"claims": ["returns.free"]}
    found = judged(None, kept("first", 7, "memory"), kept("second", 10), owed).mismatches
    assert [each.id for each in found] == ["kept.none@last", "kept.partly@first"]


def test_a_guessed_mismatch_in_the_headline_does_not_rank_first() -> None:
    words = [kept("headline", 0, "guess"), kept("line", 10), kept("footer", 6)]
    assert [each.promise for each in judged(None, *words).mismatches] == ["footer", "headline"]


def test_a_withdrawn_promise_does_not_count_as_one_of_the_first_promises() -> None:
    words = [kept("old", 10) | {"state": "withdrawn"}, kept("line", 10), kept("headline", 6), kept("footer", 0)]
    assert [each.promise for each in judged(None, *words).mismatches] == ["headline", "footer"]


def test_a_known_exception_and_the_founders_own_arrangements_are_certain_even_from_memory() -> None:
    assert broken().certainty == pytest.approx(0.9)
    assert broken().evidence == "memory"
    exported = {"operations.export": {"value": "some", "evidence": "memory"}, "identity.kind": "software"}
    (mismatch,) = judged(exported, promise("takeout.all")).mismatches
    assert (mismatch.check.topic, mismatch.certainty) == ("takeout", pytest.approx(0.9))


def test_a_frequency_from_memory_is_less_certain_than_a_counted_one() -> None:
    late = {"operations.answered": {"value": "week", "evidence": "memory"}}
    (mismatch,) = judged(late, promise("support.hours")).mismatches
    assert mismatch.certainty == pytest.approx(0.8)


@pytest.mark.parametrize(("impact", "is_first"), [(LEAST_IMPACT, True), (LEAST_IMPACT - 0.1, False)])
def test_what_people_read_first_comes_first_only_if_enough_people_meet_it(impact: float, *, is_first: bool) -> None:
    (found,) = judged(None, promise("start.alone", kept={"value": 2, "evidence": "record"})).mismatches
    read_first = replace(found, impact=impact, is_read_first=True)
    further_down = replace(found, impact=4.0, is_read_first=False)
    assert (order(read_first) < order(further_down)) is is_first


def test_a_plan_comes_after_what_already_happens() -> None:
    plan = promise("kept.vow", id="plan", words="Never in sizes.", stays="ends")
    now = promise("start.alone", id="now", words="Start alone.", kept={"value": 4, "evidence": "record"})
    others = [promise(id=f"p{n}", words=f"Line {n}.") for n in range(2)]
    found = [each.promise for each in judged(None, plan, *others, now).mismatches if not each.under]
    assert found == ["now", "plan"]


@pytest.mark.parametrize(("kept", "severity", "whom"), [("0 of 1", 4, "1 case so far"), ("0 of 5", 5, "everyone")])
def test_a_promise_broken_in_few_cases_weighs_less_and_says_how_few(kept: str, severity: int, whom: str) -> None:
    (found,) = judged(None, promise(kept={"value": kept, "evidence": "record"})).mismatches
    assert (found.severity, reach(found), found.leads) == (severity, whom, severity == 5)
    assert ("in few cases" in arithmetic(found)) == (severity == 4)


@pytest.mark.parametrize("words", [{"claims": ["due.given"]}, {"claims": ["kept.vow"]}, {"stake": "money"}])
def test_one_case_is_enough_to_keep_someones_money_or_to_break_a_vow(words: dict[str, Any]) -> None:
    claims = words.pop("claims", ["kept.vow"])
    few = judged(None, promise(*claims, kept={"value": "0 of 1", "evidence": "record"}, **words)).mismatches[0]
    many = judged(None, promise(*claims, kept={"value": "0 of 9", "evidence": "record"}, **words)).mismatches[0]
    assert (few.severity, few.certainty, few.leads) == (many.severity, many.certainty, many.leads)
