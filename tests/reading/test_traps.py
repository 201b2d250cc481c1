"""Sentences that contain the words of a claim but don't make the claim, and why."""

from __future__ import annotations

import pytest

from trueup.content.model import Content
from trueup.reading.reader import read_words

CLAIMS = [
    "Cancel any time.",
    "No contract, cancel any time.",
    "You don't have to wait; cancel any time.",
    "Not only do we reply, you can also cancel any time.",
    "We never lock you in, so cancel any time.",
    "It isn't hard: cancel any time.",
    "If you don't like it, cancel any time.",
    "Once you've paid, you can still cancel any time.",
    "Our “any time” rule: cancel any time.",
    "Unlike gyms, we let you cancel any time.",
    "Other shops don't, but we let you cancel any time.",
    "As soon as you're in, you can cancel any time.",
    "Cancel any time, except on Sundays.",
    "Some like us, and all of them cancel any time.",
    "Nobody stops you when you cancel any time.",
    "“Cancel any time” is what we promise.",
    "In May you can cancel any time.",
    "How soon? Today. Cancel any time.",
    "No joining fee & cancel any time.",
    "You can cancel any time for no fee.",
    "More than 300 people cancel any time they like.",
    "Studios love us, and you can cancel any time.",
    "Big firms tie you in, here you cancel any time.",
    "The bus stops outside, and you can cancel any time.",
]

NONE = {
    "negation": [
        "You can't cancel any time.",
        "You can never cancel any time you like.",
        "Don't expect to cancel any time.",
        "Cancel any time is not possible here.",
        "Cancel any time: no.",
        "What I don't do: cancel any time.",
        "Not included: cancel any time.",
        "You cannot pause or cancel any time.",
        "You can no longer cancel any time.",
        "Nobody gets to cancel any time.",
        "No one has a right to cancel any time.",
    ],
    "question": ["Can I cancel any time?", "Want to cancel any time?"],
    "quotation": [
        "“I love that I can cancel any time,” says Ben.",
        'Ben wrote: "They let me cancel any time I liked."',
        "Customers say they can cancel any time.",
        "My teacher said I can cancel any time.",
        "“Cancel any time” is what other gyms promise.",
    ],
    "comparison": [
        "Most gyms let you cancel any time.",
        "Unlike studios where you cancel any time we ask for a year.",
        "Other tools let you cancel any time.",
        "Traditional agencies let you cancel any time.",
        "Gyms tell you that you can cancel any time.",
        "A gym will let you cancel any time.",
        "The chains let you cancel any time.",
        "Unlike Vaulter, which lets you cancel any time, we don't.",
        "Amazon lets you cancel any time.",
        "My competitor has no shop and lets you cancel any time.",
        "A good gym lets you cancel any time.",
        "The library lets you cancel any time.",
        "The mill calls itself a place where you cancel any time.",
        "Big firms promise a lot and let people cancel any time.",
        "The village bus, now and then, lets people cancel any time.",
    ],
    "condition": [
        "On the Pro plan you can cancel any time.",
        "Members on the annual plan cancel any time.",
        "If you upgrade, you can cancel any time.",
        "Once you're on Pro, cancel any time.",
        "Cancel any time with the premium package.",
        "In some cases you can cancel any time.",
        "You may sometimes cancel any time.",
        "The Pro plan lets you cancel any time.",
        "Cancel any time on the Studio plan.",
        "If you could cancel any time, we'd be broke.",
        "You'd gladly cancel any time.",
        "If you come through the guild, you can cancel any time.",
    ],
    "limit": [
        "Part of the clubs cancel any time.",
        "Some of you can cancel any time.",
        "Some plans you cancel any time, others after a year.",
        "Cancel any time, except for yearly plans.",
        "Cancel any time, apart from the first month.",
        "Cancel any time. If you buy through the guild, you sign up for a year.",
    ],
    "plan": [
        "Coming soon: cancel any time.",
        "Soon you can cancel any time.",
        "We're working on a way to cancel any time.",
        "You used to be able to cancel any time.",
        "Until 2023 you could cancel any time.",
        "When I was a member you could cancel any time.",
        "In my last job you could cancel any time.",
        "Cancel any time was our rule.",
        "My father made them all: cancel any time.",
    ],
    "legal": ["© 2026 Plumbline, cancel any time.", "Cancel any time. Terms and conditions apply."],
    "code": ["Write `cancel any time` in the field."],
}


def claimed(content: Content, text: str) -> bool:
    return "leaving.anytime" in {claim.tag for claim in read_words(content, text).claims}


@pytest.mark.parametrize("text", CLAIMS)
def test_unrelated_words_nearby_do_not_cancel_a_claim(content: Content, text: str) -> None:
    assert claimed(content, text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in NONE.items() for text in texts])
def test_a_sentence_that_does_not_make_the_claim_is_left_out_with_its_reason(
    content: Content, kind: str, text: str
) -> None:
    assert not claimed(content, text)
    assert kind in {out.kind for out in read_words(content, text).left_out}


@pytest.mark.parametrize("text", ["No contract.", "There is no contract.", "Without any contract.", "Never tied in."])
def test_a_claim_expressed_as_a_negation_is_found(content: Content, text: str) -> None:
    assert claimed(content, text)


@pytest.mark.parametrize("text", ["There isn't “no contract” here.", "We don't work without a contract."])
def test_a_double_negation_makes_no_claim(content: Content, text: str) -> None:
    assert not claimed(content, text)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The new edition is coming in March.", "exists.soon"),
        ("More than 400 customers trust us.", "counts.first"),
        ("We have public liability insurance.", "safe.insured"),
        ("Every seller is vetted.", "curation.checked"),
        ("You hear back in two days.", "support.two"),
        ("Unlike Vaulter, which ties you in, cancel any time.", "leaving.anytime"),
        ("I was trained in Lyon.", "safe.trained"),
        ("It was £50, now £40.", "discount.was"),
    ],
)
def test_a_word_that_often_undoes_a_claim_can_be_part_of_a_claim(content: Content, text: str, tag: str) -> None:
    assert tag in {claim.tag for claim in read_words(content, text).claims}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Tea is served in the cups my mother made.", "work.helper"),
        ("My daughter drew the logo when she was nine.", "work.helper"),
        ("The client wanted the joke kept, and it took a day.", "speed.stated"),
        ("The first version had a bug that doubled every refund.", "leaving.refund"),
        ("A candle should burn for an hour the first time.", "figure.stated"),
        ("People often ask if I can recommend an electrician.", "advice.personal"),
        ("Soap was a luxury once.", "price.premium"),
        ("The waiting list at the hospital is now eleven months.", "capacity.next"),
        ("A colour looks different on every screen.", "described.stated"),
        ("A terrier bit me and we are friends now.", "tone.team"),
        ("We have no plans to ship worldwide.", "area.world"),
        ("I wish I could offer same-day delivery.", "speed.hours"),
        ("Imagine a tool that set itself up in minutes.", "start.easy"),
        ("If enough people ask, I'll add an app that works offline.", "works.offline"),
        ("We stopped doing evening classes last year.", "times.evenings"),
        ("People ask whether we're insured.", "safe.insured"),
        ("A survey costs you nothing if you go ahead.", "entry.noobligation"),
        ("We were voted best café in 2016, under the owner before us.", "price.best"),
        ("I had two assistants before the move.", "work.helper"),
        ("The vet answers the phone until eight.", "support.pickup"),
        ("The test centre can cancel at any time.", "leaving.anytime"),
    ],
)
def test_a_story_advice_or_another_sense_of_a_word_makes_no_claim(content: Content, text: str, tag: str) -> None:
    assert tag not in [claim.tag for claim in read_words(content, text).claims]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("My sister draws the labels.", "work.helper"),
        ("It takes about five days.", "speed.stated"),
        ("Each candle burns for 40 hours.", "figure.stated"),
        ("We're a small friendly team.", "tone.team"),
        ("Delivery is free if you order over £30.", "postage.over"),
        ("I have two assistants.", "work.helper"),
        ("The first call costs you nothing if you walk away.", "entry.noobligation"),
    ],
)
def test_a_statement_about_today_stays_a_claim(content: Content, text: str, tag: str) -> None:
    assert tag in [claim.tag for claim in read_words(content, text).claims]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("It usually takes me more than a week to reply.", ""),
        ("You wait longer than a week for an answer.", ""),
        ("It never takes me more than a week to reply.", "support.week"),
        ("You hear back in no more than a week.", "support.week"),
    ],
)
def test_more_than_a_time_is_no_promise_of_that_time(content: Content, text: str, tag: str) -> None:
    found = {claim.tag for claim in read_words(content, text).claims}
    assert {each for each in found if each.startswith("support.")} == {tag} - {""}


def test_an_exception_of_some_days_is_part_of_the_claim(content: Content) -> None:
    claims = read_words(content, "We're here all year, except two weeks in August.").claims
    assert "times.allyear" in {claim.tag for claim in claims}
