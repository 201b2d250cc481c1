"""The sentences that a founder can truthfully publish: based on what they deliver and sell, never on a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.agreeing import agreements
from trueup.engine.judge import judge
from trueup.engine.phrases import in_first_person
from trueup.engine.truthful import Truth, decided_by, together, truths
from trueup.wording.say import claimed

Business = Callable[..., Audit]

PHRASES = {
    "start": {"alone": "Start on your own, whenever you like.", "talk": "We talk first, then you decide."},
    "speed": {"day": "You have it within a day.", "week": "You have it within a week."},
    "price": {"high": "I cost more than most."},
}


@pytest.fixture
def phrased(small: Content) -> Content:
    stages = {"start": "consideration", "speed": "retention", "price": "decision"}
    topics = {
        name: topic.with_changes(phrases=PHRASES.get(name, {}), stage=stages.get(name))
        for name, topic in small.topics.items()
    }
    return small.with_changes(topics=topics)


def true_of(content: Content, audit: Audit) -> list[Truth]:
    return list(truths(content, audit, judge(content, audit)))


def test_a_false_claim_is_shown_with_a_true_sentence(phrased: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")])
    (truth,) = true_of(phrased, audit)
    assert (truth.compared, truth.mismatch) == ("contradiction", "start.gated")
    assert truth.sentences == ("We talk first, then you decide.",)


def test_a_true_claim_agrees_with_the_answers(phrased: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "ad", "pays")])
    assert [truth.compared for truth in true_of(phrased, audit)] == ["agrees"]


def test_a_true_claim_agrees_even_if_no_sentence_says_so(small: Content, business: Business) -> None:
    (truth,) = true_of(small, business({"operations.speed": 12.0}, promises=[promise("speed.day")]))
    assert (truth.compared, truth.sentences) == ("agrees", ())


def test_a_claim_without_any_answer_counts_as_guessed(phrased: Content, business: Business) -> None:
    (truth,) = true_of(phrased, business(promises=[promise("speed.day")]))
    assert (truth.compared, truth.sentences) == ("guessed", ())


def test_the_question_that_would_settle_a_claim_is_named(phrased: Content, business: Business) -> None:
    paths = [channel("site", "reads", "pays")]
    audit = business(promises=[promise("speed.day")], channels=paths)
    truth = next(truth for truth in true_of(phrased, audit) if truth.topic == "speed")
    assert decided_by(phrased, judge(phrased, audit), truth) == "operations.speed"
    known = business({"operations.speed": 12.0}, promises=[promise("speed.day")], channels=paths)
    truth = next(truth for truth in true_of(phrased, known) if truth.topic == "speed")
    assert decided_by(phrased, judge(phrased, known), truth) == ""


def test_the_guess_behind_a_claim_is_named(phrased: Content, business: Business) -> None:
    guessed = {"operations.speed": {"value": 90.0, "evidence": "guess"}}
    audit = business(guessed, promises=[promise("speed.instant")])
    (truth,) = true_of(phrased, audit)
    assert (truth.compared, truth.sentences) == ("unproven", ())
    assert decided_by(phrased, judge(phrased, audit), truth) == "operations.speed"


def test_no_sentence_is_based_on_a_guess(phrased: Content, business: Business) -> None:
    audit = business({"operations.speed": {"value": 12.0, "evidence": "guess"}})
    assert true_of(phrased, audit) == []


def test_a_sentence_that_is_true_of_only_one_channel_names_that_channel(phrased: Content, business: Business) -> None:
    paths = [channel("Own site", "ad", "pays", share=0.7), channel("Guild", "talks", "pays", share=0.3)]
    paths = [{**path, "id": path["name"].lower().replace(" ", "-")} for path in paths]
    (truth,) = true_of(phrased, business(promises=[promise("start.alone")], channels=paths))
    assert truth.sentences == (
        "Start on your own, whenever you like.",
        "If you come through Guild, we talk first, then you decide.",
    )


def test_the_sentences_follow_the_stages_of_a_purchase(phrased: Content, business: Business) -> None:
    answers = {"operations.speed": 12.0, "offer.price": "high", "offer.start": "talk"}
    page = together(phrased, true_of(phrased, business(answers)))
    assert " ".join(page) == "We talk first, then you decide. I cost more than most. You have it within a day."


def test_the_page_has_a_paragraph_for_each_heading(phrased: Content, business: Business) -> None:
    headings = {"start": "starting", "speed": "getting it", "price": "starting"}
    topics = {name: topic.with_changes(heading=headings.get(name, "")) for name, topic in phrased.topics.items()}
    answers = {"operations.speed": 12.0, "offer.price": "high", "offer.start": "talk"}
    content = phrased.with_changes(topics=topics)
    assert together(content, true_of(content, business(answers))) == (
        "We talk first, then you decide. I cost more than most.",
        "You have it within a day.",
    )


def two_paths() -> list[dict[str, object]]:
    return [
        channel("Own site", "ad", "pays", id="own-site", share=0.3),
        channel("Guild", "talks", "pays", id="guild", share=0.7),
    ]


def test_a_sentence_true_of_one_channel_names_it_if_the_other_channel_has_no_sentence(
    phrased: Content, business: Business
) -> None:
    alone = {"alone": PHRASES["start"]["alone"]}
    start = phrased.topics["start"].with_changes(phrases=alone)
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    (truth,) = true_of(content, business(promises=[promise("start.alone")], channels=two_paths()))
    assert truth.sentences == ("If you come through my own site, start on your own, whenever you like.",)


def test_channels_are_only_named_where_a_promise_is_untrue_of_some(phrased: Content, business: Business) -> None:
    assert [each.sentences for each in true_of(phrased, business(channels=two_paths())) if each.sentences] == []


def test_a_channel_without_a_talk_does_not_contradict_terms_that_require_a_talk(
    phrased: Content, business: Business
) -> None:
    (truth,) = true_of(phrased, business({"offer.start": "talk"}, channels=[channel("site", "ad", "pays")]))
    assert truth.sentences == ("We talk first, then you decide.",)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("bound", "You sign up for a minimum term."),
        ("anytime", "You can stop any time, and are bound for a month at most."),
        ("once", None),
    ],
)
def test_the_way_to_cancel_is_said_together_with_the_term(term: str, said: str | None) -> None:
    content = our_content()
    answers = {"identity.kind": "software", "offer.term": term, "operations.leaving": "mail"}
    audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", "answers": answers}, content)
    (leaving,) = (truth for truth in true_of(content, audit) if truth.topic == "leaving")
    telling = "One message is enough to cancel."
    assert leaving.sentences == ((said, telling) if said else (telling,))


# A phrase to publish is put in the founder's own words: I or we, and the name of their only customer group.

PHRASE = "I usually reply. I'm here, and my shop is me."
BLANK = "Made for {group|people like you}. Others use it too."


def founder(words: str = "Open now.", *groups: str, person: str | None = None) -> Audit:
    rows = [{"id": f"g{n}", "name": name} for n, name in enumerate(groups)]
    answers = {"identity.person": person} if person else {}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "groups": rows}
    return audit_from_document(document | {"promises": [{"id": "page", "words": words}]}, our_content())


def test_a_founder_who_writes_we_is_given_sentences_with_we() -> None:
    assert (
        in_first_person(founder("We answer at our shop."), PHRASE)
        == "We usually reply. We're here, and our shop is us."
    )


def test_a_founder_who_also_writes_i_is_given_sentences_with_i() -> None:
    assert in_first_person(founder("I answer, and we talk."), PHRASE) == PHRASE


@pytest.mark.parametrize("words", ["We answer at our shop.", "I answer.", "Open now."])
def test_the_founders_answer_decides_between_i_and_we_over_the_promises(words: str) -> None:
    assert in_first_person(founder(words, person="i"), PHRASE) == PHRASE
    assert in_first_person(founder(words, person="we"), PHRASE).startswith("We usually reply.")


def test_a_founder_without_a_preference_is_given_i_or_we_as_in_their_promises() -> None:
    assert in_first_person(founder("We answer.", person="either"), PHRASE).startswith("We usually reply.")
    assert in_first_person(founder("Open now.", person="either"), PHRASE) == PHRASE


def test_the_only_group_is_named_as_the_founder_wrote_it() -> None:
    assert in_first_person(founder("Open.", "Solo dentists"), BLANK) == "Made for Solo dentists. Others use it too."


def test_the_general_words_stay_unless_there_is_one_short_group_name() -> None:
    plain = "Made for people like you. Others use it too."
    for groups in ((), ("Firms", "Clubs"), ("People who bought a house last year and regret it",)):
        assert in_first_person(founder("Open.", *groups), BLANK) == plain


@pytest.mark.parametrize(
    ("fields", "compared"), [({}, "agrees"), ({"kept": 0}, "contradiction"), ({"stays": "already"}, "contradiction")]
)
def test_a_broken_promise_neither_agrees_nor_is_offered_as_a_sentence(fields: dict[str, object], compared: str) -> None:
    content = our_content()
    archive = promise("entry.free") | {key: {"value": value, "evidence": "record"} for key, value in fields.items()}
    document = {"business": "A", "quarter": "2026-Q4", "answers": {"offer.entry": "free"}, "promises": [archive]}
    truth = next(each for each in true_of(content, audit_from_document(document, content)) if each.topic == "entry")
    assert truth.compared == compared
    assert (content.topics["entry"].phrases["free"] in truth.sentences) == (compared == "agrees")


@pytest.mark.parametrize(
    ("who", "groups", "is_said"),
    [
        ("one", (), False),
        ("one", ("Solo dentists",), True),
        (None, ("Solo dentists",), True),
        (None, (), False),
        ("few", (), False),
        ("few", ("Solo dentists",), False),
        ("everyone", (), False),
        ("one", ("Solo dentists", "Clinics"), False),
    ],
)
def test_the_phrase_made_for_one_group_is_used_only_if_there_is_one_group_with_a_name(
    who: str | None, groups: tuple[str, ...], is_said: bool
) -> None:
    content = our_content()
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods"} | ({"identity.who": who} if who else {}),
        "groups": [{"id": f"g{n}", "name": name} for n, name in enumerate(groups)],
        "customers": [{"group": {"value": "aimed", "evidence": "record"}} for _ in range(10)],
    }
    said = [each.sentences for each in true_of(content, audit_from_document(document, content)) if each.topic == "who"]
    assert bool(said and said[0]) is is_said


@pytest.mark.parametrize(("kept", "compared"), [(10, "agrees"), (6, "contradiction"), (3, "contradiction")])
def test_a_promise_that_is_not_always_kept_contradicts_its_topic(kept: int, compared: str) -> None:
    content = our_content()
    broom = promise("lasting.guarantee") | {"kept": {"value": kept, "evidence": "record"}, "words": "A broom for life."}
    answers = {"identity.kind": "goods", "offer.lifetime": "covered"}
    document = {"business": "Broom", "quarter": "2026-Q4", "answers": answers, "promises": [broom]}
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    truth = next(each for each in true_of(content, audit) if each.topic == "lasting")
    assert truth.compared == compared
    assert claimed(content, findings, truth) == ("“A broom for life.”",)


@pytest.mark.parametrize("kept", [10, 0])
def test_a_count_explained_by_one_claim_of_a_promise_says_nothing_about_its_other_claims(kept: int) -> None:
    content = our_content()
    soup = promise("origin.country", "contents.free") | {"kept": {"value": kept, "evidence": "record"}}
    answers = {
        "identity.kind": "goods",
        "operations.contents": {"value": "some", "evidence": "record"},
        "operations.origin": {"value": ["country"], "evidence": "record"},
    }
    document = {"business": "Soup", "quarter": "2026-Q4", "answers": answers, "promises": [soup]}
    found = {each.topic: each.compared for each in true_of(content, audit_from_document(document, content))}
    assert (found["origin"], found["contents"]) == ("partly", "contradiction")


def test_a_count_without_a_reason_leaves_open_which_of_several_claims_is_untrue() -> None:
    content = our_content()
    kettle = promise("origin.country", "lasting.repair") | {"kept": {"value": 0, "evidence": "record"}}
    document = {
        "business": "Kettle",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods"},
        "promises": [kettle],
    }
    found = {each.topic: each.compared for each in true_of(content, audit_from_document(document, content))}
    assert (found["origin"], found["lasting"]) == ("unproven", "unproven")


def test_the_side_of_a_market_that_a_promise_is_for_is_not_a_claim() -> None:
    content = our_content()
    line = promise("support.phone") | {"to": "buyers", "kept": {"value": 0, "evidence": "record"}}
    document = {
        "business": "Market",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "marketplace"},
        "promises": [line],
    }
    found = true_of(content, audit_from_document(document, content))
    assert "support" in [each.topic for each in found if each.claims]
    assert "sides" not in [each.topic for each in found if each.claims]


@pytest.mark.parametrize(("kept", "is_said"), [(10, True), (6, False), (0, False)])
def test_a_promise_that_fails_without_a_known_reason_gets_no_true_sentence(kept: int, is_said: bool) -> None:
    content = our_content()
    notes = promise("data.nobody") | {"kept": {"value": kept, "evidence": "record"}, "words": "No one sees your notes."}
    answers = {"identity.kind": "service", "operations.data": {"value": "nobody", "evidence": "record"}}
    document = {"business": "Notes", "quarter": "2026-Q4", "answers": answers, "promises": [notes]}
    truth = next(each for each in true_of(content, audit_from_document(document, content)) if each.topic == "data")
    assert bool(truth.sayable) is is_said


def test_the_phrase_same_price_everywhere_is_not_used_if_one_channel_is_cheaper() -> None:
    content = our_content()
    document = {
        "business": "Bears",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods"},
        "channels": [
            {"id": "site", "name": "Own site", "share": 0.5, "price": {"value": "same", "evidence": "record"}},
            {"id": "fair", "name": "The fair", "share": 0.5, "price": {"value": "less", "evidence": "record"}},
        ],
    }
    said = [s for each in true_of(content, audit_from_document(document, content)) for s in each.sentences]
    assert not any("wherever you buy it" in each for each in said)


def sentences_on(topic: str, answers: dict[str, object], *claims: str) -> tuple[str, ...]:
    """The sentences on one topic offered to a business with these answers and a page that makes these claims."""
    rows = [{"id": "page", "words": "As the page says.", "where": "page", "claims": list(claims)}]
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": rows}
    audit = audit_from_document(document, our_content())
    found = true_of(our_content(), audit)
    return next((truth.sentences for truth in found if truth.topic == topic), ())


@pytest.mark.parametrize(("claim", "says_all"), [("work.helper", False), ("work.reply", True)])
def test_a_sentence_that_hides_an_exception_admitted_on_the_page_is_not_offered(claim: str, says_all: bool) -> None:
    answers = {"identity.kind": "service", "operations.worker": {"value": ["side"], "evidence": "counted"}}
    assert ("I do the main work myself." in sentences_on("work", answers, claim)) == says_all


@pytest.mark.parametrize(("refunds", "sayable"), [(["forms"], True), (["forms", "refused"], False)])
def test_an_answer_gives_no_sentence_if_one_of_its_choices_cannot_be_said(refunds: list[str], sayable: bool) -> None:
    answers = {"identity.kind": "goods", "operations.refunds": {"value": refunds, "evidence": "counted"}}
    said = sentences_on("returns", answers, "leaving.refund")
    assert ("Before I refund you, I may ask you for more details." in said) == sayable


def test_a_count_adds_no_sentence_where_terms_and_another_claim_say_more() -> None:
    content = our_content()
    frank = content.topics["discount"].with_changes(admits=())
    content = content.with_changes(topics={**content.topics, "discount": frank})
    doc = {
        "business": "Tap Tally",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "software", "offer.codes": "rule"},
        "promises": [{"id": "members", "words": "members pay $18", "claims": ["discount.less"]}],
        "customers": [{"who": f"{nth}", "paid": "less" if nth < 4 else "full"} for nth in range(10)],
    }
    audit = audit_from_document(doc, content)
    truth = next(each for each in true_of(content, audit) if each.topic == "discount")
    assert truth.sentences == (frank.phrases["rule"],)


@pytest.mark.parametrize(("refunds", "sayable"), [(["asnamed"], True), (["asnamed", "refused"], False)])
def test_terms_give_no_sentence_if_what_is_delivered_contradicts_it(refunds: list[str], sayable: bool) -> None:
    terms = {"identity.kind": "course", "offer.refund": "refund"}
    answers = terms | {"operations.refunds": {"value": refunds, "evidence": "record"}}
    said = sentences_on("leaving", answers, "leaving.refund")
    assert ("Don't like it? Tell me in time for a refund, as my terms say." in said) == sayable


def page_of(kind: str, answers: dict[str, object], **rows: list[dict[str, object]]) -> str:
    """Everything our own content lets a business say, as one text."""
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": kind} | answers} | rows
    return " ".join(
        s for truth in true_of(our_content(), audit_from_document(document, our_content())) for s in truth.sentences
    )


def site(**fields: object) -> dict[str, object]:
    return {"id": "site", "name": "Own site", "about": "main"} | fields


def ten(**fields: object) -> list[dict[str, object]]:
    return [{"who": f"{nth}"} | fields for nth in range(10)]


@pytest.mark.parametrize("answers", [{"offer.fit": "made"}, {"offer.access": "application"}, {}])
def test_customers_who_get_no_advice_are_not_said_to_choose_for_themselves(answers: dict[str, object]) -> None:
    page = page_of("goods", answers, channels=[site(steps=["search", "page", "online"])])
    assert "choose for yourself" not in page


@pytest.mark.parametrize("terms", ["rule", "some", "often", "planned"])
def test_no_one_pays_less_only_if_the_terms_lower_no_price(terms: str) -> None:
    sentence, claims = "No one pays less than the full price.", [promise("discount.never")]
    assert sentence in page_of("service", {"offer.codes": "never"}, customers=ten(paid="full"), promises=claims)
    assert sentence not in page_of("service", {"offer.codes": terms}, customers=ten(paid="full"), promises=claims)


@pytest.mark.parametrize("codes", ["some", "often"])
def test_no_sentence_tells_customers_to_look_for_a_lower_price(codes: str) -> None:
    assert page_of("goods", {"offer.codes": codes}, promises=[promise("discount.never")]) == ""


def test_a_figure_that_only_the_best_case_reaches_gets_no_sentence() -> None:
    assert page_of("software", {"operations.figure": "best"}, promises=[promise("figure.stated")]) == ""


@pytest.mark.parametrize(
    ("kind", "answers", "said"),
    [
        ("service", {"operations.speed": "week"}, "Jobs are usually done within a week."),
        ("local", {"operations.speed": "week"}, "Jobs are usually done within a week of you asking."),
        ("software", {"operations.speed": "hours"}, "You can usually start using it the day you sign up."),
        ("shop", {"operations.speed": "hours"}, "You usually have it the same day."),
        ("service", {"operations.answered": "few"}, "I usually reply in two or three working days."),
        ("service", {"operations.answered": "week"}, "I usually reply in about a week."),
    ],
)
def test_a_typical_time_is_not_called_the_most_it_takes_or_what_most_get(
    kind: str, answers: dict[str, object], said: str
) -> None:
    topic = next(iter(answers)).partition(".")[2].replace("answered", "support")
    truth = truth_of(topic, kind, answers)
    assert truth is not None
    assert truth.sentences == (said,)


def test_customers_who_paid_more_make_no_sentence_untrue() -> None:
    paid = [*ten(paid="full")[:4], *ten(paid="more")[:6]]
    assert "Everyone pays" not in page_of("local", {}, customers=paid)


def test_terms_with_a_deposit_are_not_said_to_ask_for_the_whole_price() -> None:
    pays, trial = [site(conditions=["pay"])], "entry.trial"
    assert "You pay when you order." in page_of("goods", {}, channels=pays, promises=[promise(trial)])
    assert "You pay when you order." not in page_of(
        "goods", {"offer.deposit": "kept"}, channels=pays, promises=[promise("renewal.deposit", trial)]
    )


def test_a_channel_for_another_product_says_nothing_about_the_main_one() -> None:
    pages = [site(conditions=["email"]), {"id": "ads", "name": "Sponsors", "about": "other", "conditions": ["pay"]}]
    page = page_of("content", {"offer.entry": "email"}, channels=pages)
    assert "Sign up and get started." in page
    assert "Sponsors" not in page


def test_an_answer_about_one_group_of_several_is_not_said_of_everyone() -> None:
    groups = [{"id": "a", "name": "Collectors"}, {"id": "b", "name": "Museums", "aim": "for", "got": "weeks"}]
    claims = [promise("speed.stated")]
    assert "within three weeks" in page_of("software", {}, groups=groups[1:], promises=claims)
    assert "within three weeks" not in page_of("software", {}, groups=groups, promises=claims)


@pytest.mark.parametrize(("marked", "is_said"), [("nopiece", True), ("none", False), ("plain", False)])
def test_no_ads_are_only_said_where_no_one_pays_for_a_recommendation(marked: str, is_said: bool) -> None:
    answers = {"offer.payer": "customers", "operations.marking": marked}
    page = page_of("course", answers, promises=[promise("independence.told", "ads.none")])
    assert ("There are no ads." in page) is is_said


@pytest.mark.parametrize(("papers", "is_said"), [(["certified"], True), (["lapsed"], False)])
def test_damage_is_only_said_to_be_paid_while_the_policy_holds(papers: list[str], is_said: bool) -> None:
    answers = {"operations.damage": "covered", "operations.papers": papers}
    page = page_of("local", answers, promises=[promise("safe.insured", "safe.fund")])
    assert ("I pay for it as promised." in page) is is_said


def test_customers_who_were_given_no_date_are_not_counted_as_on_time() -> None:
    dated = [promise("punctual.mostly")]
    assert "promised date" in page_of("goods", {}, customers=ten(received="ontime"), promises=dated)
    assert "promised date" not in page_of("goods", {}, customers=ten(received="nodate"), promises=dated)


def test_a_claim_that_a_proven_mismatch_quotes_is_never_offered_again() -> None:
    audit = audit_from_document(
        {
            "business": "A",
            "quarter": "2026-Q4",
            "answers": {"identity.kind": "course", "offer.refund": "refund", "operations.refunds": ["refused"]},
            "promises": [promise("leaving.refund")],
        },
        our_content(),
    )
    refund = our_content().topics["leaving"].phrases["refund"]
    quoted = [each.tag for found in judge(our_content(), audit).mismatches for each in found.statements]
    assert "leaving.refund" in quoted
    assert all(refund not in truth.sentences for truth in true_of(our_content(), audit))


# What is worth saying, and what a mismatch on the same page makes doubtful.


def kept(*claims: str, times: float = 10, **fields: object) -> dict[str, object]:
    """A promise with these claims that was kept for some of the last ten customers, by the records."""
    return promise(*claims) | {"kept": {"value": times, "evidence": "record"}} | fields


def truth_of(topic: str, kind: str, answers: dict[str, object], **rows: list[dict[str, object]]) -> Truth | None:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": kind} | answers} | rows
    content = our_content().worded(kind)
    return next(
        (each for each in true_of(content, audit_from_document(document, content)) if each.topic == topic), None
    )


REPAIRS = "Straps are guaranteed for five years; postage is yours."


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("Attached is your whole list as a spreadsheet.", False),
        ("Your whole list as a spreadsheet, attached to every invoice.", True),
        ("Adults only. For children, here are three schools.", False),
        ("Everything here is packed by hand.", True),
        ("Nothing in this letter is an offer.", False),
        ("Above 40 kilos it goes by carrier.", True),
    ],
)
def test_a_line_that_points_to_something_near_it_is_not_repeated_elsewhere(words: str, *, is_said: bool) -> None:
    truth = truth_of("lasting", "goods", {}, promises=[kept("lasting.repair", times=10, words=words)])
    assert truth is not None
    assert truth.own == ((words,) if is_said else ())


@pytest.mark.parametrize(("broken", "is_said"), [(10, True), (0, False)])
@pytest.mark.parametrize(
    ("words", "is_reason"),
    [
        ("Twenty-four places a round, because I can't listen to more.", True),
        ("Not for teams of three: there I couldn't keep a secret.", True),
        ("Five to seven weeks, because clay won't be hurried.", False),
        ("Repaired for as long as I have the shop.", False),
    ],
)
def test_a_line_with_the_founders_reason_is_not_offered_while_a_promise_is_broken(
    words: str, *, is_reason: bool, broken: int, is_said: bool
) -> None:
    line = kept("lasting.repair", times=10, words=words)
    other = {"id": "own", "words": "I listen to every recording.", "claims": [], "kept": broken}
    truth = truth_of("lasting", "goods", {}, promises=[line, other])
    assert truth is not None
    assert truth.own == ((words,) if is_said or not is_reason else ())


@pytest.mark.parametrize(("times", "said"), [(10, (REPAIRS,)), (8, ())])
def test_a_published_line_that_is_always_kept_is_said_instead_of_a_vaguer_phrase(
    times: float, said: tuple[str, ...]
) -> None:
    line = kept("lasting.repair", times=times, words=REPAIRS)
    truth = truth_of("lasting", "goods", {"operations.repairs": "fixed"}, promises=[line])
    assert truth is not None
    assert truth.own == said
    assert truth.sentences == ()


@pytest.mark.parametrize(
    "fields", [{"where": "partner"}, {"about": "other"}, {"state": "withdrawn"}, {"stays": "ends"}]
)
def test_a_line_of_someone_else_or_about_something_else_is_not_said_in_its_place(fields: dict[str, object]) -> None:
    line = kept("lasting.repair", words=REPAIRS) | fields
    truth = truth_of("lasting", "goods", {"operations.repairs": "fixed"}, promises=[line])
    assert truth is None or truth.own == ()


@pytest.mark.parametrize(
    ("times", "words", "is_said"),
    [
        (9, "I arrive between 8 and 8.30.", True),
        (8, "I arrive between 8 and 8.30.", False),
        (9, "I always arrive between 8 and 8.30.", False),
        (10, "I always arrive between 8 and 8.30.", True),
    ],
)
def test_one_failure_keeps_a_line_out_only_if_its_words_allow_no_exception(
    times: float, words: str, *, is_said: bool
) -> None:
    truth = truth_of("punctual", "local", {}, promises=[kept("punctual.ontime", times=times, words=words)])
    assert truth is not None
    assert truth.own == ((words,) if is_said else ())


def own_lines_of(kind: str, *promises: dict[str, object], **answers: object) -> set[str]:
    """The founder's own lines that may be said, of a business with these promises."""
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": kind} | answers}
    document["promises"] = [{"id": f"nr-{nth}", **each} for nth, each in enumerate(promises)]
    content = our_content().worded(kind)
    return {line for truth in true_of(content, audit_from_document(document, content)) for line in truth.own}


RAIN = "Called off by me: another day or nothing to pay."


@pytest.mark.parametrize(
    ("words", "fields", "is_said"),
    [
        (RAIN, {}, True),
        (RAIN, {"claims": ["kept.scoped"]}, True),
        (RAIN, {"kept": 6}, False),
        (RAIN, {"where": "spoken"}, False),
        ("Send my address to the sponsor", {}, False),
        ("Only until Sunday: twenty percent off.", {"claims": ["decide.hurry"]}, False),
        ("I choose eight portraits for the autumn.", {"claims": ["capacity.few"]}, True),
        ("Rush work costs 30% more.", {"about": "other", "other": "rush jobs"}, True),
        ("Up to fifteen people, 320 in all.", {"about": "other", "other": "private walks"}, False),
    ],
)
def test_a_counted_line_without_a_claim_is_said_if_it_can_be_read_on_its_own(
    words: str, fields: dict[str, object], *, is_said: bool
) -> None:
    line = {"kept": {"value": 10, "evidence": "record"}, "words": words, "claims": [], **fields}
    assert own_lines_of("local", line) == ({words} if is_said else set())


def test_of_two_promises_that_exclude_each_other_the_kept_one_is_said() -> None:
    week = {
        "id": "week",
        "words": "Done in a week.",
        "claims": ["speed.week"],
        "kept": {"value": 0, "evidence": "record"},
    }
    weeks = {"id": "weeks", "words": "Allow three weeks.", "claims": ["speed.weeks"]}
    weeks["kept"] = {"value": 10, "evidence": "record"}
    assert own_lines_of("service", week, weeks, **{"operations.speed": "weeks"}) == {"Allow three weeks."}


POSTAGE = {"words": "Postage: Italy 5.90, elsewhere 19.", "claims": ["extras.named"]}


def test_a_line_that_states_a_price_or_a_time_needs_no_count() -> None:
    closed = {"words": "Closed in August.", "claims": ["times.season"]}
    assert own_lines_of("goods", POSTAGE, closed) == {POSTAGE["words"], closed["words"]}
    assert own_lines_of("goods", POSTAGE | {"where": "spoken"}, closed) == {closed["words"]}
    assert own_lines_of("goods", POSTAGE | {"claims": ["extras.named", "kept.vow"]}, closed) == {closed["words"]}


def test_a_price_that_was_not_counted_is_not_said_while_another_line_about_prices_is_untrue() -> None:
    everything = {"words": "Everything is included.", "claims": ["extras.none"]}
    assert POSTAGE["words"] in own_lines_of("goods", POSTAGE)
    answers = {"offer.extras": {"value": ["afterwards"], "evidence": "record"}}
    assert POSTAGE["words"] not in own_lines_of("goods", POSTAGE, everything, **answers)


def test_another_claim_of_a_line_that_states_a_price_must_be_true_by_an_answer() -> None:
    line = {"words": "45 an hour, and all rights are yours.", "claims": ["extras.listed", "rights.own"]}
    assert own_lines_of("service", line) == set()
    rights = {"offer.rights": {"value": "own", "evidence": "record"}}
    assert own_lines_of("service", line, **rights) == {line["words"]}


def test_a_line_that_a_mismatch_quotes_is_not_said_as_the_founders_own() -> None:
    line = kept("entry.nocard", "signup.none", words="No card, no account.")
    asks = [site(conditions=["card"])]
    truth = truth_of("signup", "software", {}, promises=[line], channels=asks)
    assert truth is not None
    assert (truth.own, truth.compared) == ((), "partly")
    truth = truth_of("signup", "software", {}, promises=[line], channels=[site(conditions=[])])
    assert truth is not None
    assert (truth.own, truth.compared) == (("No card, no account.",), "agrees")


@pytest.mark.parametrize(
    ("kind", "answers", "sentence"),
    [
        ("service", {"offer.codes": "never"}, "No one pays less than the full price."),
        ("local", {"offer.guarantee": "redo"}, "If it isn't right, I'll do it again for free, as my terms say."),
        ("goods", {"offer.extras": ["optional"]}, "Extras are there if you want them."),
        ("course", {"offer.payer": "customers"}, "There are no ads."),
        ("local", {"operations.worker": ["side"]}, "I do the main work myself."),
        ("goods", {"offer.changed": "same"}, "My prices and terms are the same as a year ago."),
        ("content", {"operations.sponsored": "plain"}, "If someone paid for it, I say so at the start."),
        ("service", {"offer.model": "once"}, "Most jobs have one price."),
        ("goods", {"offer.codes": "rule"}, "Some people pay less, by a rule I've published."),
        ("service", {"operations.source": "word"}, "Most people come because someone told them about me."),
        ("goods", {"operations.due": "given"}, "If I owe you something, you'll get it without asking."),
    ],
)
def test_what_no_one_would_ask_is_only_said_where_the_page_speaks_of_it(
    kind: str, answers: dict[str, object], sentence: str
) -> None:
    assert sentence not in page_of(kind, answers)


def test_an_account_that_no_one_expects_is_not_mentioned() -> None:
    free = [site(conditions=[])]
    assert "account" not in page_of("local", {}, channels=free)
    assert "account" in page_of("software", {}, channels=free, promises=[promise("signup.none")])


def test_a_condition_is_not_added_to_a_page_that_states_one() -> None:
    answers = {"offer.access": "condition"}
    assert "some conditions" not in page_of("service", answers, promises=[promise("access.condition")])
    assert "some conditions" not in page_of("service", answers)


def test_a_sentence_that_answers_another_question_does_not_replace_an_untrue_claim() -> None:
    answers = {"operations.data": "carriers", "operations.readable": "readable"}
    assert truth_of("data", "software", {"operations.data": "carriers"}) is not None
    truth = truth_of("data", "software", answers, promises=[promise("data.sealed")])
    assert truth is not None
    assert (truth.compared, truth.sentences) == ("contradiction", ())


def test_one_price_is_not_praised_where_customers_pay_more_than_was_quoted() -> None:
    def said(bills: str) -> tuple[str, ...]:
        answers = {"offer.model": "once", "operations.bills": bills}
        van = {"id": "van", "words": "Pay once.", "about": "other", "other": "the van", "claims": ["model.once"]}
        truth = truth_of("model", "service", answers, promises=[promise("extras.fixed"), van])
        return truth.sentences if truth else ()

    assert said("kept") == ("Most jobs have one price.",)
    assert said("above") == ()


def test_a_claim_that_no_answer_is_about_is_not_marked_as_true() -> None:
    truth = truth_of("access", "content", {"offer.access": "basic"}, promises=[promise("access.together")])
    assert truth is not None
    assert truth.compared == "guessed"


def test_each_claim_on_a_topic_is_marked_as_true_only_by_an_answer_about_it() -> None:
    answers = {"identity.kind": "goods", "operations.answered": {"value": "sameday", "evidence": "record"}}
    answers["operations.calls"] = {"value": "pickup", "evidence": "record"}
    lines = [promise("support.sameday"), promise("support.hour"), promise("support.pickup"), promise("support.week")]
    audit = ours(answers, *({**line, "id": f"nr-{nth}"} for nth, line in enumerate(lines)))
    found = truths(our_content(), audit, judge(our_content(), audit))
    compared = {each.tag: truth.compared for truth in found for each in truth.claims if each.topic == "support"}
    assert compared == {
        "support.sameday": "agrees",
        "support.hour": "guessed",
        "support.pickup": "agrees",
        "support.week": "agrees",
    }


@pytest.mark.parametrize(("words", "compared"), [("Trusted by 150 families.", "guessed"), ("Trusted.", "agrees")])
def test_a_number_of_customers_is_not_marked_as_true_by_how_they_are_counted(words: str, compared: str) -> None:
    answers = {"identity.kind": "goods", "operations.published": {"value": "first", "evidence": "record"}}
    audit = ours(answers, promise("counts.first", words=words))
    (truth,) = (each for each in truths(our_content(), audit, judge(our_content(), audit)) if each.topic == "counts")
    assert truth.compared == compared


def test_a_better_answer_to_the_same_question_makes_a_claim_true() -> None:
    truth = truth_of("support", "software", {"operations.answered": "sameday"}, promises=[promise("support.day")])
    assert truth is not None
    assert truth.compared == "agrees"


@pytest.mark.parametrize(
    ("claims", "times", "compared"),
    [
        (("model.once",), None, "agrees"),
        (("model.once", "kept.vow"), None, "guessed"),
        (("model.once", "kept.vow"), 10, "agrees"),
    ],
)
def test_an_answer_about_most_customers_does_not_make_a_promise_without_exceptions_true(
    claims: tuple[str, ...], times: int | None, compared: str
) -> None:
    line = promise(*claims) if times is None else kept(*claims, times=times)
    truth = truth_of("model", "software", {"offer.model": "once"}, promises=[line])
    assert truth is not None
    assert truth.compared == compared


def test_that_no_call_is_needed_is_only_said_if_the_terms_say_so() -> None:
    path = [site(steps=["search", "page", "online"])]
    assert page_of("software", {}, channels=path) == ""
    assert page_of("software", {"offer.start": "alone"}, channels=path) == "Start on your own, without a call."


def test_a_free_look_on_the_way_is_not_called_a_trial_unless_the_terms_have_one() -> None:
    path = [site(steps=["search", "page", "tries", "done"])]
    assert "Try it before you pay." not in page_of("service", {"offer.entry": "deposit"}, channels=path)
    assert "Try it before you pay." in page_of("service", {"offer.entry": "trial"}, channels=path)


def test_claims_on_a_topic_that_no_mismatch_quotes_are_compared_by_themselves() -> None:
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "software", "offer.refund": "refund", "operations.leaving": "mail"},
        "promises": [
            promise("leaving.click", "leaving.refund"),
            {"id": "back", "words": "Money back.", "claims": ["leaving.refund"]},
        ],
    }
    content = our_content().worded("software")
    found = [each for each in true_of(content, audit_from_document(document, content)) if each.topic == "leaving"]
    assert [(each.compared, {claim.word for claim in each.claims}) for each in found] == [
        ("contradiction", {"click", "refund"}),
        ("partly", {"refund"}),
    ]
    assert found[1].sentences == ("Don't like it? Tell me in time for a refund, as my terms say.",)


@pytest.mark.parametrize(("refund", "is_said"), [("refund", False), ("norefund", True)])
def test_paying_back_what_is_left_is_not_offered_by_those_who_refund_all(refund: str, *, is_said: bool) -> None:
    rest = "I can pay back anything I haven't spent on your order."
    answers = {"offer.refund": refund, "operations.held": "enough"}
    other = {
        "id": "due",
        "words": "Repaid at once.",
        "about": "other",
        "other": "x",
        "claims": ["due.given", "renewal.back"],
    }
    assert (rest in page_of("goods", answers, promises=[other])) is is_said
    assert rest not in page_of("goods", answers)


def test_that_advertisers_pay_is_not_said_while_they_have_a_say() -> None:
    answers = {"offer.payer": "advertisers", "offer.influence": "topic"}
    free = "Free for you, because advertisers pay for it."
    assert free in page_of("content", answers)
    assert free not in page_of("content", answers, promises=[promise("influence.none")])


def test_a_line_that_only_says_it_is_always_so_is_said_as_the_founders_own() -> None:
    line = kept("kept.every", words="Every reed lies two winters.")
    assert (truth := truth_of("kept", "goods", {}, promises=[line])) is not None
    assert truth.own == ("Every reed lies two winters.",)
    line["claims"] = ["kept.every", "lasting.repair"]
    assert (truth := truth_of("kept", "goods", {}, promises=[line])) is None or truth.own == ()


def test_a_part_of_a_sentence_is_not_offered_as_a_line_of_the_founders_own() -> None:
    for words, own in (("One price for all.", ("One price for all.",)), ("one price for all", ())):
        truth = truth_of("lasting", "goods", {}, promises=[kept("lasting.repair", words=words)])
        assert truth is not None
        assert truth.own == own


def test_how_paid_pieces_are_marked_is_not_said_while_payers_have_a_say() -> None:
    other = {"id": "ad", "words": "One ad.", "about": "other", "other": "ads", "claims": ["marked.plain"]}
    answers = {"operations.sponsored": "plain", "offer.influence": "topic"}
    marked = "If someone paid for it, I say so at the start."
    assert marked in page_of("content", answers, promises=[other])
    assert marked not in page_of("content", answers, promises=[other, promise("influence.none")])


def test_a_note_in_brackets_is_not_offered_as_a_line_of_the_founders_own() -> None:
    said = kept("lasting.repair", words="(that the straps are repaired)")
    truth = truth_of("lasting", "goods", {}, promises=[said])
    assert truth is not None
    assert truth.own == ()


def test_an_answer_that_admits_what_the_claim_denies_does_not_make_it_true() -> None:
    asks = [site(conditions=["email"])]
    truth = truth_of("signup", "content", {"offer.entry": "email"}, promises=[promise("signup.none")], channels=asks)
    assert truth is not None
    assert truth.compared != "agrees"


def test_help_that_anyone_at_a_stall_gets_is_not_said_of_that_channel_alone() -> None:
    paths = [
        {"id": "site", "name": "Own site", "share": 0.6, "steps": ["search", "page", "online"], "conditions": ["pay"]},
        {"id": "fair", "name": "The fair", "share": 0.4, "steps": ["shelf", "asks", "online"], "conditions": ["pay"]},
    ]
    assert "If you come through the fair" not in page_of("goods", {}, channels=paths)


@pytest.mark.parametrize(("when", "said"), [("later", "You only pay once the job is done."), ("before", "")])
def test_paying_afterwards_is_said_if_customers_do(when: str, said: str) -> None:
    line = promise("paying.after")
    truth = truth_of("paying", "local", {"offer.paid": when}, promises=[line])
    assert truth is not None
    assert (" ".join(truth.sentences), truth.compared) == (said, "agrees" if said else "contradiction")


def test_customers_who_pay_afterwards_are_not_offered_their_money_back() -> None:
    refund = {"offer.refund": "refund"}
    assert "for a refund" in page_of("local", refund)
    assert "for a refund" not in page_of("local", refund | {"offer.paid": "later"}, promises=[promise("paying.after")])


OPEN = [{"id": "open", "words": "Open to everyone.", "claims": ["access.open"]}]
ANYONE = "you don't have to apply"


@pytest.mark.parametrize(
    ("start", "who", "is_said"),
    [
        ("alone", "open", True),
        ("talk", "open", False),
        ("write", "open", False),
        ("tender", "open", False),
        ("both", "open", False),
        ("alone", "basic", False),
        ("alone", "minimum", False),
    ],
)
def test_anyone_can_book_is_only_said_where_nothing_comes_first_and_no_one_is_left_out(
    start: str, who: str, is_said: bool
) -> None:
    said = page_of("local", {"offer.start": start, "offer.access": who}, promises=OPEN)
    assert (ANYONE in said) is is_said
    assert ANYONE not in page_of("local", {"offer.start": start, "offer.access": who})


@pytest.mark.parametrize(
    ("kind", "sentence", "alone", "beside"),
    [
        ("local", "The price you see is all you pay.", {"offer.extras": []}, {"offer.area": "beyond"}),
        ("goods", "The price you see is all you pay.", {"offer.extras": []}, {"offer.postage": "charged"}),
        (
            "local",
            "Any postage, tax or fee is shown next to the price.",
            {"offer.extras": ["beside"]},
            {"offer.extras": ["beside", "afterwards"]},
        ),
        ("goods", "You can see my prices before you ask.", {"offer.shown": "shown"}, {"offer.extras": ["afterwards"]}),
        (
            "goods",
            "It comes from this region.",
            {"operations.origin": ["here"]},
            {"operations.origin": ["here", "parts"]},
        ),
        (
            "local",
            "We talk first, and you decide afterwards.",
            {"offer.start": "talk"},
            {"offer.extras": ["afterwards"]},
        ),
        (
            "local",
            "You get a quote first, then you decide.",
            {"offer.start": "tender"},
            {"offer.extras": ["afterwards"]},
        ),
        (
            "software",
            "You can see my prices before you ask.",
            {"offer.shown": "shown"},
            {"offer.shown": {"value": "shown", "note": "both plans; what the board pays isn't on the page"}},
        ),
        ("software", "Most customers pay once.", {"offer.model": "once"}, {"offer.extras": ["afterwards"]}),
        (
            "content",
            "Free for you, because advertisers pay for it.",
            {"offer.payer": "advertisers"},
            {"offer.archive": "paid"},
        ),
        (
            "software",
            "Only I see what you send me.",
            {"operations.data": "nobody"},
            {"operations.worker": ["answers"]},
        ),
        (
            "content",
            "Sponsors choose their own ad and nothing else.",
            {"offer.influence": "none"},
            {"operations.sponsored": "none"},
        ),
        (
            "service",
            "I won't send you follow-up emails once you've bought.",
            {"operations.after": "nothing"},
            {"operations.letters": "own"},
        ),
    ],
)
def test_a_sentence_is_withheld_beside_an_answer_that_makes_it_untrue(
    kind: str, sentence: str, alone: dict[str, object], beside: dict[str, object]
) -> None:
    claims = ["area.free", "postage.free", "origin.here", "data.nobody", "mailing.asked", "marked.plain", "model.once"]
    van = {"words": "Read this.", "about": "other", "other": "the van"}
    asking = [{"id": f"nr-{nth}", **van, "claims": [claim]} for nth, claim in enumerate(claims)]
    assert sentence in page_of(kind, alone, promises=asking)
    assert sentence not in page_of(kind, alone | beside, promises=asking)


@pytest.mark.parametrize(
    ("kind", "claims", "sentence", "alone", "beside"),
    [
        (
            "marketplace",
            ("fees.nolisting", "placing.fit"),
            "Sellers pay to be listed.",
            {"offer.fees": ["listing"]},
            {"offer.first": "paid"},
        ),
        (
            "software",
            ("lasting.ever",),
            "It lasts for a set time, not for ever.",
            {"offer.lasting": ["date"]},
            {"offer.lasting": ["date", "founder"]},
        ),
    ],
)
def test_no_sentence_is_offered_that_another_answer_makes_untrue(
    kind: str, claims: tuple[str, ...], sentence: str, alone: dict[str, object], beside: dict[str, object]
) -> None:
    untrue = [promise(*claims)]
    assert sentence in page_of(kind, alone, promises=untrue)
    assert sentence not in page_of(kind, alone | beside, promises=untrue)


@pytest.mark.parametrize(("pausing", "is_said"), [("pauses", True), ("never", False)])
def test_pausing_is_not_offered_where_no_one_can_pause(pausing: str, is_said: bool) -> None:
    promise = {"id": "pause", "words": "Skip a week.", "about": "other", "other": "boxes", "claims": ["leaving.pause"]}
    assert ("You can pause" in page_of("goods", {"offer.pause": pausing}, promises=[promise])) is is_said


def test_a_marketplace_speaks_of_its_sellers_orders_and_not_of_its_own() -> None:
    promise = {"id": "sent", "words": "Sent in a day.", "about": "other", "other": "x", "claims": ["dispatch.day"]}
    truth = truth_of("dispatch", "marketplace", {"operations.dispatch": "days"}, promises=[promise])
    assert truth is not None
    assert truth.sentences == ("Most sellers send orders within three working days.",)


@pytest.mark.parametrize(("kept", "said"), [(0.0, True), (4.0, False)])
def test_who_makes_it_is_not_said_where_some_got_what_was_promised(kept: float, *, said: bool) -> None:
    document = {
        "business": "Umbrellas",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods", "operations.maker": {"value": "bought", "evidence": "record"}},
        "promises": [{"id": "hands", "words": "Made by my hands.", "claims": ["making.hands"], "kept": kept}],
    }
    content = our_content()
    true = true_of(content, audit_from_document(document, content))
    sentences = [each for truth in true for each in truth.sentences]
    assert ("Made by others, chosen by me." in sentences) is said


def test_a_quote_first_is_not_said_where_bills_were_higher_than_their_quotes() -> None:
    quote, fixed = "You get a quote first, then you decide.", [promise("extras.fixed")]
    for bills, is_said in (("kept", True), ("agreed", True), ("above", False)):
        answers = {"offer.start": "tender", "operations.bills": {"value": bills, "evidence": "counted"}}
        assert (quote in page_of("local", answers, promises=fixed)) is is_said


VAGUE = re.compile(
    r"\bset (?:time|amount|number|date|term)|\bstated time\b|\bafter a while\b|\bminimum (?:order|booking|term)\b"
    r"|\bmore than a (?:week|month)\b|\b[Pp]art of\b|\bfrom abroad\b|\bcost extra\b|\ba fee\b|\bone-off fee\b"
    r"|\bdon't (?:all )?send (?:every order|orders)\b|\bmay have to move\b"
)
RARELY = re.compile(r"\b(?:now and then|sometimes|a few days|occasionally|once in a while|rarely)\b", re.IGNORECASE)


@pytest.mark.parametrize("kind", [choice.key for choice in our_content().questions["identity.kind"].choices])
def test_a_sentence_that_leaves_an_amount_open_says_what_to_add(kind: str) -> None:
    topics = our_content().worded(kind).topics.values()
    vague = {
        (topic.id, word): word in topic.phrases_add
        for topic in topics
        for word, phrase in topic.phrases.items()
        if VAGUE.search(phrase)
    }
    assert ("leaving", "bound") in vague
    assert [tag for tag, says_what_to_add in vague.items() if not says_what_to_add] == []


def test_a_sentence_does_not_say_how_rare_something_is() -> None:
    for topic in our_content().topics.values():
        for phrases in (topic.phrases, *topic.phrases_for.values()):
            admitted = {word: phrase for word, phrase in phrases.items() if word in topic.admits}
            assert {word: phrase for word, phrase in admitted.items() if RARELY.search(phrase)} == {}


def test_a_talk_and_a_quote_before_the_decision_are_said_once() -> None:
    paths = [site(steps=["search", "page", "talks", "done"])]
    assert page_of("service", {"offer.start": "tender"}, channels=paths) == "You get a quote first, then you decide."
    assert page_of("service", {"offer.start": "talk"}, channels=paths) == "We talk first, and you decide afterwards."


def test_a_sentence_does_not_list_alternatives() -> None:
    assert page_of("content", {"offer.payer": "both"}, promises=[promise("ads.none")]) == "There are some ads."
    outlet = [site(shelf="discount")]
    assert page_of("goods", {}, channels=outlet, promises=[promise("access.exclusive")]) == ""


def ours(answers: dict[str, Any], *promises: dict[str, Any]) -> Audit:
    """A business as our own content asks about it."""
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": list(promises)}
    return audit_from_document(document, our_content())


@pytest.mark.parametrize(
    ("renews", "compared", "sentences", "asks"),
    [
        (None, "guessed", ("Most customers pay once.",), "offer.renews"),
        ("never", "agrees", ("Most customers pay once.", "Nothing renews by itself."), ""),
        ("either", "contradiction", (), ""),
    ],
)
def test_what_most_customers_pay_does_not_prove_that_no_one_has_a_subscription(
    renews: str | None, compared: str, sentences: tuple[str, ...], asks: str
) -> None:
    content = our_content()
    answers = {"identity.kind": "software", "offer.model": "once"} | ({"offer.renews": renews} if renews else {})
    audit = ours(answers, promise("model.once", "model.never"))
    findings = judge(content, audit)
    said = {each.tag: truth for truth in truths(content, audit, findings) for each in truth.claims}
    truth = said["model.never"]
    assert (truth.compared, truth.sentences) == (compared, sentences)
    assert decided_by(content, findings, truth) == asks
    assert ("model" in {each.topic for each in agreements(content, audit, findings)}) == (compared == "agrees")


def test_a_kept_promise_does_not_prove_a_sentence_about_something_else() -> None:
    content = our_content()
    kept = [promise("origin.here", kept=10, otherwise="never")]
    answers = {"identity.kind": "software", "operations.answered": "few", "offer.support": "none"}
    for promises in ([], kept):
        audit = ours(answers, *promises)
        offered = [sentence for each in true_of(content, audit) for sentence in each.sentences]
        assert "I usually reply within two or three working days." not in offered


@pytest.mark.parametrize(("other", "is_said"), [("support.two", False), ("support.person", True)])
def test_no_sentence_is_offered_that_excludes_a_line_that_stays(other: str, *, is_said: bool) -> None:
    """An answer the same day beside a line that says two days would be two promises."""
    quick = {"id": "quick", "words": "Within four hours.", "where": "page", "claims": ["support.hours"]}
    line = {"id": "line", "words": "As the help page says.", "where": "site", "claims": [other]}
    said = page_of("software", {"operations.answered": "sameday"}, promises=[quick, line])
    assert ("the same working day" in said) is is_said


CALLED = [{"id": f"customer-{n}", "who": str(n), "started": "talk"} for n in range(10)]
AFTERWARDS, EITHER = "You only pay once the job is done.", "You can pay up front or once the job is done."
TALK = "We talk first, and you decide afterwards."
STORED, PASSED = "Outside services only store or send what you give me.", "Others only get what they need for your job."
ALL = "The price you see is all you pay."


PERSON = "A real person answers your messages."
SAME = "It costs the same wherever you buy it."


@pytest.mark.parametrize(
    ("shop", "is_said"),
    [({"price": "same"}, True), ({}, False), ({"price": "more"}, False), (None, False)],
    ids=["known", "open", "dearer", "only channel"],
)
def test_that_it_costs_the_same_everywhere_is_only_said_if_every_price_is_known(
    shop: dict[str, str] | None, *, is_said: bool
) -> None:
    channels = [{"id": "site", "name": "Own site", "price": "same"}]
    channels += [{"id": "shop", "name": "The shop in town", **shop}] if shop is not None else []
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods"},
        "promises": [{"id": "page", "where": "page", "words": "As agreed.", "claims": ["partner.same"]}],
        "channels": channels,
    }
    content = our_content().worded("goods")
    told = {each for truth in true_of(content, audit_from_document(document, content)) for each in truth.sentences}
    assert (SAME in told) is is_said


@pytest.mark.parametrize(
    ("answers", "claims", "customers", "sentence", "is_said"),
    [
        ({"offer.paid": "later"}, ["paying.after"], [], AFTERWARDS, True),
        ({"offer.paid": "later"}, ["paying.part"], [], AFTERWARDS, False),
        ({"offer.paid": "choose"}, ["paying.after"], [], AFTERWARDS, False),
        ({"offer.paid": "choose"}, ["paying.after"], [], EITHER, True),
        ({"offer.paid": "choose"}, ["paying.part"], [], EITHER, False),
        ({"operations.data": "carriers"}, [], [], STORED, True),
        ({"operations.data": "parties"}, [], [], STORED, False),
        ({"operations.data": "parties"}, [], [], PASSED, True),
        ({"operations.data": "carriers"}, [], [], PASSED, False),
        ({"operations.worker": []}, ["support.day"], [], PERSON, True),
        ({"operations.worker": []}, ["support.phone"], [], PERSON, False),
        ({"offer.start": "talk"}, [], CALLED, TALK, True),
        ({}, [], CALLED, TALK, False),
        ({"offer.extras": [], "identity.change": ["others"]}, ["change.none"], [], ALL, True),
        ({"offer.extras": [], "identity.change": ["unfree"]}, ["change.none"], [], ALL, False),
        ({"offer.extras": [], "identity.change": ["least"]}, ["change.none"], [], ALL, False),
    ],
)
def test_no_sentence_is_offered_that_says_more_than_was_answered_or_that_a_line_or_a_plan_rules_out(
    answers: dict[str, object], claims: list[str], customers: list[dict[str, str]], sentence: str, is_said: bool
) -> None:
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "local", **answers},
        "promises": [{"id": "page", "where": "page", "words": "As agreed.", "claims": claims}] if claims else [],
        "customers": customers,
    }
    content = our_content().worded("local")
    told = {each for truth in true_of(content, audit_from_document(document, content)) for each in truth.sentences}
    assert (sentence in told) is is_said
