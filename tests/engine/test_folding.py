"""One cause counts as one mismatch: mismatches that rest on the same statements are folded under the first."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.businesses import FOLDER, on_each_business
from tests.large_business import large_business

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, RowKind, Term
from trueup.engine import folding
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import gaining_fixes, tried_fixes
from trueup.engine.folding import folded
from trueup.engine.judge import judge, total
from trueup.engine.model import Findings, Mismatch, as_reported
from trueup.engine.ranking import order
from trueup.engine.trying import MOST_TO_LOSE, every_fix, is_last_resort, state_of, try_fix
from trueup.wording.findings import outcome


def under(found: Iterable[Mismatch]) -> dict[str, str]:
    """The id of each mismatch, with the id of the mismatch that it is folded under."""
    return {each.id: each.under for each in found}


class Judged(NamedTuple):
    """A business and its findings."""

    audit: Audit
    findings: Findings


def read(path: Path, content: Content) -> Audit:
    return audit_from_document(json.loads(path.read_text("utf-8")), content)


def two_lies(small: Content) -> Audit:
    """A promise with two claims: a channel's steps contradict one claim, and the speed contradicts the other."""
    page = Row(
        "page", {"words": Answer("Start now, have it today"), "claims": Answer(("start.alone", "speed.instant"))}
    )
    site = Row("site", {"name": Answer("site"), "steps": Answer(("ad", "talks", "pays", "waits"))})
    return Audit("Acme", "2026-Q4", {"operations.speed": Answer(200.0)}, {"promise": (page,), "channel": (site,)})


def test_a_folded_mismatch_follows_its_leader_and_adds_nothing_to_the_total(small: Content) -> None:
    found = judge(small, two_lies(small)).mismatches
    check = found[0].check.with_changes(id="start.again")
    twice = folded([*found, replace(found[0], check=check)])
    assert under(twice) == {**under(found), "start.again": found[0].id}
    assert total(twice) == total(found)


def test_a_check_that_names_its_leader_is_folded_under_that_leader(small: Content) -> None:
    found = judge(small, two_lies(small)).mismatches
    assert len(found) == 2
    named = found[1].check.with_changes(under=(found[0].id,))
    again = folded([found[0], replace(found[1], check=named)])
    assert again[1].under == found[0].id


def rival(found: Mismatch, name: str, *tags: str, **changes: object) -> Mismatch:
    """A copy of a mismatch with another name, based on statements that take these positions."""
    said = tuple(found.statements[0]._replace(tag=tag) for tag in tags)
    return replace(found, check=found.check.with_changes(id=name, under=(), fixes=(), **changes), statements=said)


def test_mismatches_about_the_same_words_and_topic_are_folded(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    same = rival(one, "x.same", "x.claimed")
    assert [each.under for each in folded([one, same])] == ["", one.id]
    apart = rival(one, "x.apart", "x.claimed", topic="elsewhere")
    assert [each.under for each in folded([one, apart])] == ["", ""]


def test_a_disagreement_between_two_promises_is_folded_under_the_mismatch_with_the_facts(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    terms = tuple(Term(side="say", tags=(tag,), of="promise", other=True) for tag in ("x.a", "x.b"))
    disagree = rival(one, "x.a-or-b", *(each.tag for each in one.statements), between=terms, severity=5)
    assert under(folded([disagree, one])) == {one.id: "", disagree.id: one.id}


def test_an_old_copy_of_a_promise_is_folded_under_the_mismatch_that_quotes_the_same_words(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    words = one.statements[0].quote
    copied = rival(one, "message.old", "message.old", topic="message")
    old = copied.statements[0]._replace(source="market.old", subject=None, quote=f"On the flyer: {words}")
    assert under(folded([one, replace(copied, statements=(old,))]))[copied.id] == one.id
    other = old._replace(quote="The opening hours of last year")
    assert under(folded([one, replace(copied, statements=(other,))]))[copied.id] == ""


def test_a_promise_with_several_mismatches_can_be_rewritten_as_a_whole(small: Content) -> None:
    audit = two_lies(small)
    findings = judge(small, audit)
    (rewrite,) = [each for each in gaining_fixes(small, audit, findings) if each.fix.rewrite]
    assert rewrite.fix.key == "rewrite:page"
    assert set(rewrite.solves) == {found.id for found in findings.mismatches}
    assert rewrite.gain == pytest.approx(total(findings.mismatches))
    on_card = tried_fixes(small, audit, findings, findings.mismatches[0])
    assert rewrite.fix.key in [each.fix.key for each in on_card]


def test_rewriting_a_promise_names_the_other_mismatches_that_it_also_solves(small: Content) -> None:
    audit = two_lies(small)
    findings = judge(small, audit)
    found = findings.mismatches
    assert len(found) > 1
    for mismatch in found:
        (rewrite,) = [each for each in tried_fixes(small, audit, findings, mismatch) if each.fix.rewrite]
        also = outcome(small, findings, rewrite, mismatch).partition(";")[2]
        assert as_reported(mismatch.check.title) not in also
        assert all(as_reported(each.check.title) in also for each in found if each.check.id != mismatch.check.id)


@cache
def judged(business_file: Path, content: Content) -> Judged:
    """A business of the fixtures, judged once for all its tests."""
    audit = read(business_file, content)
    return Judged(audit, judge(content, audit))


@on_each_business
def test_the_gains_of_the_first_fixes_add_up(business_file: Path, content: Content) -> None:
    audit, findings = judged(business_file, content)
    chosen = leading(content, audit, findings)
    state = state_of(content, audit, findings)
    leaders = {found.id for found in findings.mismatches if not found.under}
    for tried in chosen:
        # A fix may gain nothing if others take the place of the mismatch it ends; if they weigh more, none is shown.
        assert tried.gain > 0 or (tried.gain == 0 and not tried.creates and not leaders.isdisjoint(tried.solves))
        mismatch = state.found[tried.check]
        after = state.with_fix(content, mismatch, tried.fix)
        assert tried.gain == pytest.approx(max(state.total - after.total, 0), abs=0.011)
        state = after
    assert len({tried.check for tried in chosen}) == len(chosen), "no two answer the same mismatch"
    # The first fix is for what leads the list. Untrue claims that are unproven or folded needn't come first.
    critical = [found for found in findings.leaders if found.is_unsafe or (found.is_grave and found.leads)]
    if critical and chosen:
        assert not {found.id for found in critical}.isdisjoint(chosen[0].solves) or not any(
            each.gain > 0 for found in critical for each in tried_fixes(content, audit, findings, found)
        )


@on_each_business
def test_the_first_fixes_serve_mismatches_in_the_order_of_the_list(business_file: Path, content: Content) -> None:
    audit = read(business_file, content)
    findings = judge(content, audit)
    listed = [each.id for each in findings.mismatches if not each.under]
    chosen = leading(content, audit, findings)
    served = [(fix, [listed.index(id) for id in fix.solves if id in listed]) for fix in chosen]
    first = [(fix, min(places)) for fix, places in served if places]
    gaining = [place for fix, place in first if fix.gain > 0]
    assert gaining == sorted(gaining)
    state = state_of(content, audit, findings)
    for place, id in enumerate(listed[: first[0][1] if first else None]):
        mismatch = state.found[id]
        every = every_fix(content, state, mismatch)
        good = (each for each in every if each.gain > 0 and not each.creates and each.outcome != "not enough alone")
        assert all(is_last_resort(audit, mismatch, each.fix) for each in good), f"{id} is at place {place} of the list"


@on_each_business
def test_no_harmful_fix_is_offered(business_file: Path, content: Content) -> None:
    audit, findings = judged(business_file, content)
    for mismatch in findings.mismatches:
        offered = tried_fixes(content, audit, findings, mismatch)
        assert all(each.gain >= 0 for each in offered)
        assert mismatch.under or all(each.gain > 0 or not each.creates for each in offered)
        if not offered and not mismatch.under:
            assert all(each.creates for each in every_fix(content, state_of(content, audit, findings), mismatch))


SENT = "parcels leave on Fridays"


def shop(*promises: Row) -> Audit:
    """A shop that sends everything within a week, with these promises."""
    answers = {"identity.kind": Answer("shop"), "operations.dispatch": Answer("week", note=SENT)}
    return Audit("Acme", "2026-Q4", answers, {"promise": promises})


def promise(name: str, words: str, kept: float, note: str = "", *claims: str) -> Row:
    """A promise about the main offer, and how many of ten customers got what it says."""
    fields = {"words": Answer(words), "about": Answer("main"), "claims": Answer(claims)}
    return Row(name, {**fields, "kept": Answer(float(kept), evidence="counted", note=note)})


def test_each_broken_promise_has_a_mismatch_that_names_it(content: Content) -> None:
    found = judge(
        content, shop(promise("page", "Wrapped by hand, each one.", 3), promise("flyer", "A card in every parcel", 2))
    ).mismatches
    assert under(found) == {"kept.rarely@page": "", "kept.rarely@flyer": ""}
    assert {each.title for each in found} == {
        "You promise “Wrapped by hand, each one”, but only a few got exactly that",
        "You promise “A card in every parcel”, but only a few got exactly that",
    }


def test_a_counted_mismatch_is_folded_under_its_cause_which_becomes_equally_severe(content: Content) -> None:
    posted = promise("page", "Sent the day you order", 0, "all ten left on Friday", "dispatch.today", "work.founder")
    found = judge(content, shop(posted)).mismatches
    assert under(found) == {"dispatch.late": "", "kept.none@page": "dispatch.late"}
    assert (found[0].severity, found[0].impact) == (found[1].severity, found[1].impact)
    assert found[0].alone is not None
    assert found[0].alone.severity < found[0].severity


def test_fixing_the_cause_also_solves_the_folded_mismatch(content: Content) -> None:
    posted = promise("page", "Sent the day you order", 0, "all ten left on Friday", "dispatch.today", "work.founder")
    audit = shop(posted)
    findings = judge(content, audit)
    tried = tried_fixes(content, audit, findings, findings.mismatches[0])
    assert tried
    assert all(set(each.solves) == {"dispatch.late", "kept.none@page"} for each in tried)
    assert tried[0].gain == findings.mismatches[0].impact


def test_a_counted_mismatch_with_another_cause_is_not_folded(content: Content) -> None:
    other = promise("page", "Sent by me the day you order", 3, "my brother packs", "dispatch.today", "work.founder")
    assert under(judge(content, shop(other)).mismatches) == {"dispatch.late": "", "kept.rarely@page": ""}


def test_an_objection_to_a_whole_check_holds_only_while_the_check_concerns_one_promise(content: Content) -> None:
    one = replace(shop(promise("page", "Wrapped by hand", 3)), objected={"kept.rarely": "the three were on a Monday"})
    assert [each.id for each in judge(content, one).objected] == ["kept.rarely"]
    two = one.with_row("promise", promise("flyer", "A card in every parcel", 2))
    assert judge(content, two).objected == ()


def test_a_promise_kept_ten_out_of_ten_times_isnt_compared_with_a_measured_time(content: Content) -> None:
    assert judge(content, shop(promise("page", "Sent today", 9, "", "dispatch.today"))).mismatches
    assert not judge(content, shop(promise("page", "Sent today", 10, "", "dispatch.today"))).mismatches


def own_rule(words: str, broken: str) -> Audit:
    """A shop whose founder broke a rule of their own."""
    fields = {"role": Answer("making"), "rule-words": Answer(words), "rule": Answer("broken", note=broken)}
    return shop().with_row("role", Row("making", fields))


def test_a_founders_broken_rule_is_folded_with_a_promise_that_says_the_same(content: Content) -> None:
    audit = own_rule("No frame without hand polish", "since May the polish is sprayed")
    same = promise("page", "Every frame gets a hand polish", 0, "sprayed since May")
    found = under(judge(content, audit.with_row("promise", same)).mismatches)
    assert "rule.broken" in found
    assert sorted(found.values()) in (["", "kept.none@page"], ["", "rule.broken"])
    other = promise("page", "A card in every parcel", 0, "sprayed since May")
    assert set(under(judge(content, audit.with_row("promise", other)).mismatches).values()) == {""}
    elsewhere = promise("page", "Every frame gets a hand polish", 0, "two apprentices")
    assert set(under(judge(content, audit.with_row("promise", elsewhere)).mismatches).values()) == {""}


def test_a_rule_broken_without_a_word_on_how_is_folded_with_a_promise_that_shares_most_of_its_words(
    content: Content,
) -> None:
    audit = own_rule("No frame without hand polish", "")
    same = promise("page", "Every frame gets a hand polish", 0, "sprayed since May")
    found = under(judge(content, audit.with_row("promise", same)).mismatches)
    assert sorted(found.values()) in (["", "kept.none@page"], ["", "rule.broken"])
    for words in ("A card in every parcel", "Every parcel comes with a polish and a cloth for the hand"):
        other = promise("page", words, 0, "I forgot")
        assert set(under(judge(content, audit.with_row("promise", other)).mismatches).values()) == {""}


def told_by(found: Mismatch, name: str, quote: str, source: str) -> Mismatch:
    """A mismatch on another topic that quotes this fact and no promise."""
    fact = found.statements[1]._replace(quote=quote, source=source, subject=None, is_label=False)
    check = found.check.with_changes(id=name, topic=name, under=(), fixes=())
    return replace(found, check=check, statements=(fact,))


@pytest.mark.parametrize(
    ("quote", "same"),
    [
        ("700 for three visits, and on it runs", True),
        ("nothing yet; 700 for three visits", True),
        ("700 a month for rent", False),
        ("three visits in May", False),
    ],
)
def test_mismatches_that_quote_the_same_figure_and_unit_are_folded(small: Content, quote: str, same: bool) -> None:
    found = judge(small, two_lies(small)).mismatches[0]
    one = told_by(found, "x", "fair: 700 for three visits", "activity.sofar")
    other = told_by(found, "y", quote, "role.rule")
    assert under(folded([one, other])) == {"x": "", "y": "x" if same else ""}


CHECKED = ("curation.checked", "safe.tested")


def flock(*claims: str) -> Audit:
    """A marketplace that admits anyone who ticks a box. Its page makes these claims, true in three of ten cases."""
    answers = {"identity.kind": Answer("marketplace"), "offer.curation": Answer("open", note="owners tick a box")}
    page = promise("page", "Every ram is checked and tested", 3, "paper for 37 of 112", *claims)
    return Audit("Acme", "2026-Q4", answers, {"promise": (page,)})


def test_a_counted_mismatch_is_folded_with_a_fact_if_only_that_fact_can_explain_it(content: Content) -> None:
    found = under(judge(content, flock(*CHECKED)).mismatches)
    assert found["curation.open"], "what isn't safe leads"
    assert list(found.values()).count("") == 1
    apart = under(judge(content, flock("curation.checked", "work.founder")).mismatches)
    assert apart == {"curation.open": "", "kept.rarely@page": ""}, "it may count who does the work"


def priced(note: str) -> Audit:
    """A shop that charges a fee although a promise rules fees out. For some customers, its price list didn't hold."""
    same = promise("flyer", "Everything included, on the gate too", 10, "", "extras.none")
    list_of_prices = promise("page", "Table 780, stool 90", 5, note, "shown.shown")
    audit = shop(same, list_of_prices)
    return audit.with_answer("offer.extras", Answer("added", note="40 for the gate"))


def test_a_price_list_is_folded_under_the_fee_that_makes_it_untrue(content: Content) -> None:
    found = [under(judge(content, priced(note)).mismatches) for note in ("gate only", "old list in town")]
    assert [each["kept.partly@page"] for each in found] == ["extras.fees", ""]


def test_harm_to_health_ranks_first_and_owed_money_second_however_few_they_affect(content: Content) -> None:
    owed = promise("post", "Sailed without it? All money back", 10, "", "due.given")
    due = Answer("missed", evidence="counted", note="twelve of fourteen got a credit")
    audit = shop(promise("page", "Wrapped by hand", 0), replace(owed, fields={**owed.fields, "kept": Answer(None)}))
    found = {each.id: each for each in judge(content, audit.with_answer("operations.due", due)).mismatches}
    of_few = replace(found["due.missed"], impact=0.1)
    harm = replace(of_few, check=content.checks["contents.contains"], certainty=0.8)
    ranked = sorted([found["kept.none@page"], of_few, harm], key=order)
    assert [each.id for each in ranked] == ["contents.contains", "due.missed", "kept.none@page"]


def leads(found: Iterable[Mismatch], *names: str) -> str:
    """The only one of the named mismatches that isn't folded under another."""
    (name,) = [each.id for each in found if each.id in names and not each.under]
    return name


def test_a_plan_is_folded_with_the_promise_that_the_plan_ends(content: Content) -> None:
    page = promise("page", "Stop any month", 10, "", "leaving.anytime")
    ends = replace(page, fields={**page.fields, "stays": Answer("ends", note="from January only the year")})
    audit = shop(ends).with_answer("identity.change", Answer(("terms",), note="from January only the year"))
    found = judge(content, audit).mismatches
    assert leads(found, "kept.ends@page", "change.terms")


def test_the_end_of_a_promise_and_its_partial_failure_are_separate_mismatches(content: Content) -> None:
    page = promise("page", "Wrapped by hand", 7)
    audit = shop(replace(page, fields={**page.fields, "stays": Answer("ends")}))
    folds = under(judge(content, audit).mismatches)
    assert folds["kept.ends@page"] == folds["kept.partly@page"] == ""


def test_a_guessed_count_is_folded_under_the_known_end_of_its_promise(content: Content) -> None:
    page = promise("page", "One call is enough", 6)
    guessed = {"kept": Answer(6.0, evidence="guess"), "stays": Answer("ends", note="I stop in June")}
    audit = shop(replace(page, fields={**page.fields, **guessed}))
    folds = under(judge(content, audit).mismatches)
    assert folds == {"kept.ends@page": "", "kept.partly@page": "kept.ends@page"}


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_a_promise_already_counted_as_broken_is_not_also_reported_as_ending(content: Content, kept: int) -> None:
    page = promise("page", "Wrapped by hand", kept)
    audit = shop(replace(page, fields={**page.fields, "stays": Answer("ends")}))
    assert not any(each.check.id == "kept.ends" for each in judge(content, audit).mismatches)
    assert any(each.promise == "page" for each in judge(content, audit).mismatches)


def test_a_goal_and_a_promise_contradicted_by_the_same_fact_are_folded(content: Content) -> None:
    page = promise("page", "One price, always", 10, "", "discount.never")
    answers = {"identity.goal": Answer("margin"), "offer.codes": Answer("often", note="15% in each letter")}
    found = judge(content, replace(shop(page), answers={**shop().answers, **answers})).mismatches
    assert leads(found, "discount.codes", "plan.margin") == "discount.codes"


def test_a_rule_and_a_promise_that_share_only_one_word_are_not_folded(content: Content) -> None:
    audit = own_rule("No new feature while a sync bug is open", "17 sync bugs are open")
    page = promise("page", "Sell without network and sync later", 0, "six shops locked without sync")
    assert set(under(judge(content, audit.with_row("promise", page)).mismatches).values()) == {""}


@on_each_business
def test_two_unfolded_mismatches_never_use_the_same_fact_against_one_promise(
    business_file: Path, content: Content
) -> None:
    found = [each for each in judged(business_file, content).findings.mismatches if not each.under]
    seen = set[tuple[str, str, object, str]]()
    for mismatch in found:
        facts = {each for each in mismatch.statements if each.side in ("sell", "deliver")}
        told = {(row, each.source, each.subject, each.tag) for row in mismatch.promises for each in facts}
        assert seen.isdisjoint(told)
        seen |= told


def test_a_proven_critical_mismatch_ranks_first_and_one_that_affects_nobody_last(content: Content) -> None:
    found = judge(content, shop(promise("page", "Sent today", 3, "", "dispatch.today"))).mismatches[0]
    limit = content.checks["described.refused"]
    critical = replace(found, check=limit, severity=5, impact=0.2, evidence="record", certainty=1.0, promise="")
    remembered = replace(critical, check=limit.with_changes(id="x.remembered"), evidence="memory", certainty=0.8)
    nobody = replace(found, check=found.check.with_changes(id="x.nobody"), impact=0.0)
    ranked = sorted([nobody, remembered, found, critical], key=order)
    assert [each.check.id for each in ranked] == ["described.refused", found.check.id, "x.remembered", "x.nobody"]


def test_rewording_the_broken_promise_is_enough_if_another_promise_with_its_claim_is_kept(content: Content) -> None:
    audit = flock("curation.checked").with_row("promise", promise("page-2", "Each seen by a vet", 10, "", CHECKED[0]))
    findings = judge(content, audit)
    mismatch = next(each for each in findings.mismatches if each.id == "curation.open")
    assert mismatch.promises == {"page"}
    outcomes = {
        each.outcome
        for each in every_fix(content, state_of(content, audit, findings), mismatch)
        if each.fix.move == "say"
    }
    assert outcomes == {"solved"}


@on_each_business
def test_fixes_that_create_no_mismatch_are_offered_first(business_file: Path, content: Content) -> None:
    audit, findings = judged(business_file, content)
    for mismatch in findings.mismatches:
        offered = tried_fixes(content, audit, findings, mismatch)
        able = [bool(each.creates) for each in offered if each.fix.move != "believe" and each.loses <= MOST_TO_LOSE]
        assert able == sorted(able)


def test_a_count_of_one_in_ten_leads_over_an_answer_of_some_but_a_count_of_six_does_not(content: Content) -> None:
    assert_led("nappies-certified-in-part-and-one-in-ten", "safe.some", "kept.one@every", content)
    assert_led("nappies-certified-in-part-and-six-in-ten", "kept.partly@every", "safe.some", content)


def test_a_mismatch_leads_over_another_whose_check_names_it_as_leader(content: Content) -> None:
    assert_led("thrown-by-one-pair-of-hands", "safe.exceptions", "safe.banned", content)


def assert_led(business: str, folded_one: str, leader: str, content: Content) -> None:
    """Assert that `folded_one` is folded under `leader`, whose impact is at least as high."""
    found = judge(content, read(FOLDER / f"{business}.json", content))
    led, leading_one = found.mismatch(folded_one), found.mismatch(leader)
    assert led
    assert leading_one
    assert led.under == leader
    assert leading_one.impact >= led.impact


def test_rewording_one_promise_does_not_solve_the_counted_mismatch_of_another(content: Content) -> None:
    audit = read(FOLDER / "one-fee-under-two-promises.json", content)
    findings = judge(content, audit)
    head = findings.mismatch("extras.fees")
    assert head
    assert under(findings.mismatches)["kept.rarely@flyer"] == head.id
    state = state_of(content, audit, findings)
    solved = {fix.move: try_fix(content, state, head, fix).solves for fix in head.check.fixes}
    assert "kept.rarely@flyer" not in solved["say"]
    assert "kept.rarely@flyer" in solved["sell"]
    both = next(each for each in every_fix(content, state, head) if each.fix.move == "say")
    assert "Also say so in “What we quote is what you pay”" in both.fix.do
    assert "kept.rarely@flyer" in both.solves


@pytest.mark.parametrize(
    ("flyer", "kept", "one"),
    [
        ("seven of ten paid for the ladder on the bill", 3, True),
        ("seven of ten paid for the ladder on the bill", 6, True),
        ("seven of ten paid for the ladder on the bill, and for parking", 3, True),
        ("half of them had to pay for parking", 3, False),
        ("seven of ten waited for the ladder", 3, False),
    ],
)
def test_two_broken_promises_are_folded_only_if_the_same_thing_happens_instead(
    content: Content, flyer: str, kept: float, one: bool
) -> None:
    page = promise("page", "£60, and nothing more", 3)
    other = promise("flyer", "What I quote is what you pay", kept)
    told = "seven of ten paid for the ladder on the bill"
    rows = [
        replace(row, fields={**row.fields, "instead": Answer(words)}) for row, words in ((page, told), (other, flyer))
    ]
    found = judge(content, shop(*rows)).mismatches
    assert len(found) == 2
    assert [each.under for each in found].count("") == (1 if one else 2)


def test_the_cached_cause_of_a_mismatch_keeps_no_other_cause_in_memory(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mismatch usually outlives many answers. If its cause referred to every cause it was ever compared with, none of
    these could be freed.
    """
    made: list[folding._Cause] = []

    class Watched(folding._Cause):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(folding, "_Cause", Watched)
    monkeypatch.setattr(folding, "_causes", folding.Causes())  # another test may have judged the same business
    rows: dict[RowKind, int] = {"promise": 6, "channel": 4, "activity": 3, "customer": 12, "group": 2}
    folded(replace(each) for each in judge(content, large_business(content, rows, seed=4)).mismatches)
    assert len(made) > 10
    for cause in made:
        others = sum(isinstance(each, Watched) for each in _kept_by(cause))
        assert others == 0


def _kept_by(one: object) -> list[object]:
    """Every object reachable from this one, except through mismatches and classes, which hold no causes."""
    kept, left = {id(one): one}, [one]
    while left:
        for each in gc.get_referents(left.pop()):
            if id(each) not in kept and not isinstance(each, Mismatch | type):
                kept[id(each)] = each
                left.append(each)
    del kept[id(one)]
    return list(kept.values())


def test_a_leader_becomes_as_grave_as_what_is_folded_under_it(content: Content) -> None:
    """A broken vow about money is graver than a hidden commission, under which it is listed."""
    never = {"kept": 0, "stake": "money", "claims": ["advice.personal", "kept.vow"]}
    tested = {"id": "tested", "words": "Every part is tested.", "claims": ["kept.every"], "kept": 0}
    audit = audit_from_document(
        {
            "business": "Acme",
            "quarter": "2026-Q4",
            "answers": {
                "identity.kind": "shop",
                "operations.commission": {"value": "hidden", "evidence": "counted"},
            },
            "promises": [
                tested,
                {"id": "line", "words": "Ask me.", "claims": []},
                {"id": "never", "words": "I'll never talk you into a new one.", **never},
            ],
        },
        content,
    )
    found = judge(content, audit).mismatches
    assert under(found)["kept.none@never"] == "independence.advised"
    leaders = [each.id for each in found if not each.under]
    assert leaders == ["independence.advised", "kept.none@tested"]
