"""A fix names the promise, the partner and the plan it speaks of, so that it can be read on its own."""

from __future__ import annotations

from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.marks import without_marks
from trueup.engine.analysis import Analysis
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.wording.findings import NOTE, by_a_day, to_do

CONTENT = our_content()


def of(promises: list[dict[str, Any]], **rest: Any) -> Audit:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "service"}}
    return audit_from_document(document | {"promises": promises} | rest, CONTENT)


def fixes(audit: Audit, check: str) -> list[str]:
    found = judge(CONTENT, audit).mismatch(check)
    assert found is not None
    return [fix.do for fix in found.check.fixes]


def test_the_promise_is_named() -> None:
    audit = of([promise("kept.vow", words="I always call back the same day.", kept=4)])
    assert fixes(audit, "kept.exceptions")[0] == (
        "Replace the promise “I always call back the same…” with what most people get, and tell everyone who relied or "
        "still relies on it."
    )


def test_a_backslash_in_a_promise_is_kept() -> None:
    audit = of([promise("kept.vow", words=r"I never touch C:\home.", kept=4)])
    assert r"“I never touch C:\home”" in fixes(audit, "kept.exceptions")[0]
    both = [promise(claim, id=claim[-4:], words=rf"\h {claim}") for claim in ("lasting.ever", "lasting.years")]
    assert any(r"“\h lasting." in do for do in fixes(of(both), "lasting.ever-or-years"))


def test_words_of_a_promise_that_look_like_a_mark_are_kept() -> None:
    audit = of([promise("kept.vow", words="Pay {promise|what} you like.", kept=4)])
    assert "the promise “Pay {promise|what} you like” with" in fixes(audit, "kept.exceptions")[0]


def test_promises_that_begin_alike_are_each_compared_with_the_words_of_a_fix() -> None:
    long = "Come in whenever it suits you and your whole family"
    told = [
        next(
            do.partition(" with")[0]
            for do in fixes(_waiting(f"{long}, {rest}."), "capacity.waiting")
            if do.startswith("Replace")
        )
        for rest in ("no waiting", "or have a coffee")
    ]
    assert told == ["Replace “no waiting”", "Replace “Come in whenever it suits you…”"]


def test_two_promises_are_both_named_and_more_are_not() -> None:
    rows = [
        promise("start.alone", id=f"p{n}", words=words)
        for n, words in enumerate(("Start alone.", "No call.", "Just begin.", "start alone"))
    ]
    there = [channel("site", "page", "talks", "card")]
    two = fixes(of([rows[0], rows[1], rows[3]], channels=there), "start.gated")
    every = fixes(of(rows, channels=there), "start.gated")
    assert "the promises “Start alone” and “No call”:" in two[0], "one sentence in two places is one promise"
    assert "the promise:" in every[0]


def test_the_plan_is_named_in_the_founders_words_or_by_the_promise_it_breaks() -> None:
    row = promise("kept.vow", words="I never write unasked.", stays="ends")
    told = of([row | {"instead": "A mail to 400 museums goes out in May, with an offer for our new course."}])
    plain = of([row])
    assert (
        "Drop the plan (“A mail to 400 museums goes out in May, with an offer for our…”), or"
        in fixes(told, "kept.breaks")[0]
    )
    assert "Drop the plan that breaks “I never write unasked”, or" in fixes(plain, "kept.breaks")[0]


def test_the_channel_is_named() -> None:
    audit = of([promise("start.alone")], channels=[channel("site", "page", "talks", "card")])
    assert "On this channel (site), let" in fixes(audit, "start.gated")[1]


def test_the_partner_is_named() -> None:
    there = channel("fair", "named", "page", promised=["inside"], honoured="mine") | {"name": "The fair's list"}
    told = fixes(of([], channels=[there]), "partner.promised")
    assert all("the partner (The fair's list)" in do for do in told)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"kept": 0, "instead": "Nobody gets a call; I write."},
            "Take the promise “I call first” out everywhere today, and say what people really get instead. "
            "Also tell everyone it wasn't or won't be true for, or make it up to them. "
            "Your note, to write from and not to copy: “Nobody gets a call; I write.”",
        ),
        (
            {"kept": 0},
            "Take the promise “I call first” out everywhere today, and say what people really get instead. "
            "Also tell everyone it wasn't or won't be true for, or make it up to them.",
        ),
        (
            {"kept": 6},
            "Rewrite the promise “I call first” so that it's true of everyone, or say in it when it isn't so.",
        ),
    ],
)
def test_what_to_write_is_quoted_if_the_founder_said_it(fields: dict[str, Any], told: str) -> None:
    audit = of([promise(words="I call first.", **fields)])
    findings = judge(CONTENT, audit)
    assert to_do(audit, findings, leading(CONTENT, audit, findings)[0]) == told


def test_a_fix_that_does_not_speak_of_the_promise_is_followed_by_it() -> None:
    page = promise("capacity.exclusive", words="One shop in each town.")
    audit = of([page], answers={"identity.kind": "service", "operations.cap": "beyond"})
    findings = judge(CONTENT, audit)
    assert to_do(audit, findings, leading(CONTENT, audit, findings)[0]).endswith(" (“One shop in each town”).")


def test_the_note_comes_last_where_the_fix_says_to_write_what_happens() -> None:
    told = "Four of the last ten waited for a month, because the walls were damp."
    page = promise("dispatch.week", words="Posted in a week.", kept=2, instead=told)
    answers = {"identity.kind": "goods", "operations.dispatch": {"value": "later", "evidence": "counted"}}
    audit = of([page], answers=answers)
    findings = judge(CONTENT, audit)
    said = to_do(audit, findings, leading(CONTENT, audit, findings)[0])
    assert "so that it says what happens. Also tell" in said
    assert said.endswith(f" {NOTE}: “{told}”")


@pytest.mark.parametrize(
    ("activity", "is_named"),
    [
        ({"what": "paper", "state": "planned"}, True),
        ({"what": "ads", "state": "booked"}, True),
        ({"what": "paper", "state": "running"}, False),
        ({"what": "event", "state": "planned"}, False),
        ({"what": "paper", "state": "planned", "about": "other", "other": "vouchers"}, False),
    ],
)
def test_what_is_still_to_go_out_is_checked_for_the_same_words(activity: dict[str, str], *, is_named: bool) -> None:
    row = {"id": "hangers", "name": "3,000 door hangers", "about": "main"} | activity
    audit = of([promise(words="I call first.", kept=0, about="main")], activities=[row])
    findings = judge(CONTENT, audit)
    told = to_do(audit, findings, leading(CONTENT, audit, findings)[0])
    assert ("Check what's still to go out: 3,000 door hangers." in told) is is_named


@pytest.mark.parametrize(
    ("nth", "where", "what", "is_named"),
    [(0, "page", "ads", True), (0, "page", "posts", False), (1, "page", "ads", False), (1, "paper", "paper", True)],
)
def test_what_may_not_repeat_a_promise_is_not_named(nth: int, where: str, what: str, *, is_named: bool) -> None:
    rows = [promise(words=f"Promise number {n}.", id=f"p{n}", where="page") for n in range(2)]
    rows[nth] |= {"kept": 0, "where": where}
    audit = of(rows, activities=[{"id": "it", "name": "The thing", "state": "planned", "what": what, "about": "main"}])
    findings = judge(CONTENT, audit)
    told = to_do(audit, findings, leading(CONTENT, audit, findings)[0])
    assert ("go out: The thing" in told) is is_named


@pytest.mark.parametrize(("where", "is_out"), [("page", False), ("paper", True), ("mail", True)])
def test_copies_already_printed_or_sent_are_to_be_corrected(where: str, *, is_out: bool) -> None:
    audit = of([promise(words="I call first.", kept=0, where=where)])
    findings = judge(CONTENT, audit)
    told = to_do(audit, findings, leading(CONTENT, audit, findings)[0])
    assert ("Also correct any copies already printed or sent." in told) is is_out


@pytest.mark.parametrize(
    ("do", "told"),
    [
        ("Today, delete the deadline.", "Delete the deadline."),
        ("Take it out everywhere today, and say why.", "Take it out everywhere, and say why."),
        ("Replace it today with the fee.", "Replace it with the fee."),
        ("Let nothing go out, and today warn everyone.", "Let nothing go out, and warn everyone."),
        ("Stop today whatever breaks it.", "Stop whatever breaks it."),
        ("Charge it from today, and say so.", "Charge it from today, and say so."),
        ("From today, do what it says.", "From today, do what it says."),
        ("Say what isn't accessible today, and why.", "Say what isn't accessible today, and why."),
    ],
)
def test_a_line_with_a_day_does_not_say_today(do: str, told: str) -> None:
    assert by_a_day(do) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Come in, no waiting.", "Replace “no waiting” with"),
        ("We can see you today.", "Replace “We can see you today” with"),
    ],
)
def test_a_fix_quotes_only_words_that_the_promise_contains(words: str, told: str) -> None:
    assert any(told in do for do in fixes(_waiting(words), "capacity.waiting"))


def test_a_fix_does_not_quote_words_that_none_of_many_promises_contains() -> None:
    rows = [promise("leaving.click", id=id, words=f"{id}, leave when you like.") for id in ("one", "two", "three")]
    answers = {"identity.kind": "software", "operations.leaving": "mail"}
    assert fixes(of(rows, answers=answers), "leaving.click")[0].startswith("Replace those words with")
    named = [*rows[:2], rows[2] | {"words": "Cancel with one click."}]
    assert fixes(of(named, answers=answers), "leaving.click")[0].startswith("Replace “one click” with")


def _waiting(words: str) -> Audit:
    """A business that promises free places, and has none."""
    row = promise("capacity.room", words=words)
    answers = {"identity.kind": "local", "offer.hours": "sold", "operations.full": "full"}
    return audit_from_document(
        {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": [row]}, CONTENT
    )


@pytest.mark.parametrize("words", ["Up to \\1 a week.", "C:\\g<0> only."])
def test_a_backslash_in_a_promise_is_printed_as_it_is(words: str) -> None:
    both = [
        promise("making.hands", id="a", words=words),
        promise("making.machine", id="b", words="By our machines.", where="partner"),
    ]
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, "promises": both}
    told = fixes(audit_from_document(document, CONTENT), "making.hands-or-machine")
    assert any(f"delete “{words.rstrip('.')}”" in do for do in told)


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        (
            "The last ten reports took between nine and 26 days because I write slowly; four asked.",
            f" {NOTE}: “The last ten reports took between nine and 26 days because I write slowly; four asked.”",
        ),
        (
            "The club closed; now two friends read each rulebook.",
            " “The club closed; now two friends read each rulebook.”",
        ),
        (
            "In a good half of the jobs I find something in the box; I add £25 a window; they hear it at the end.",
            " “In a good half of the jobs I find something in the box; I add £25 a window; they hear it at the end.”",
        ),
        ("I stopped paying in January and something bigger would get me in trouble.", ""),
    ],
)
def test_the_founders_account_is_quoted_in_the_fix_unless_it_is_private(told: str, fact: str) -> None:
    audit = of([promise(words="I call first.", kept=0, instead=told)])
    findings = judge(CONTENT, audit)
    said = to_do(audit, findings, leading(CONTENT, audit, findings)[0])
    assert said.endswith(fact) if fact else ("“I stopped" not in said and NOTE not in said)


@pytest.mark.parametrize(
    ("stays", "rest"),
    [
        ("ends", "so that it says what changes and when. Give people who came because of it what it said."),
        ("already", "so that it says what happens. Give people who came because of it what it said."),
    ],
)
def test_words_that_a_plan_breaks_say_what_changes_and_no_one_who_pays_nothing_has_bought(
    stays: str, rest: str
) -> None:
    instead = "From 15 May old issues cost €3 a month, for existing readers also."
    page = promise("lasting.ever", words="Free for ever.", kept=4, stays=stays, instead=instead)
    audit = of([page], answers={"identity.kind": "content", "offer.lasting": ["terms"]})
    findings = judge(CONTENT, audit)
    told = [each.fix.do for found in findings.mismatches for each in tried_fixes(CONTENT, audit, findings, found)]
    assert f"Rewrite “Free for ever” {rest}" in told


# A promise published by a partner: the founder can ask for a correction, but can't make it


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
