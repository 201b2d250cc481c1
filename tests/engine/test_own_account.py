"""The founder's account of a broken promise: which accounts read as copy, and how much is shown."""

from __future__ import annotations

from typing import Any

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.first_fixes import leading
from trueup.engine.judge import judge
from trueup.wording.findings import NOTE, to_do
from trueup.wording.own_account import LONGEST, LONGEST_FACT, reads_as_copy, told

FIT = [
    "You need to book a week ahead, and I never market it to firms.",
    "Plain white is in the price; any colour is £9 on top, picked at the checkout.",
    "I pay out at the end of each quarter, when I do the bookkeeping.",
    "Above 120 invoices I charge £2 for each one, and list each on the bill.",
    "Accounts close twelve months after the end of the round; an email goes out a week before.",
    "Without the kit, about €140, you can't get past lesson 2.",
    "If it comes back used, I keep 20 percent for wear, as paragraph 9 of my terms says.",
    "The repair takes up to five days, since clay needs time to dry.",
    "Every set is seen in person, and once you've paid you get the number.",
]
UNFIT = {
    "the third person": [
        "She pays all deposits back in one go on the last working day of the month.",
        "In the job book, where he lives near enough; on the others it's too much driving.",
        "When a subscription ends, the export is locked with it; to unlock it they pay one more month.",
    ],
    "a report": [
        "Seven of the last ten took between 21 and 38 days, and the middle is about 25.",
        "Since January I ask for €28 when the umbrella is older than two years.",
        "The club dissolved, and now Rui and two friends read each rulebook.",
        "Two of eighteen held the card in front of me, and the others paid the £35.",
        "Orders wait two days on average, more when the market is on.",
        "In October a mail goes to everyone on the list, with twenty percent off.",
        "I upload the whole list, about 2,300 addresses, to a service that shows ads.",
    ],
    "a confession": [
        "I pack the frames with chamois and true the corners for £45, without asking first.",
        "The dealers' looms stay in the first row for 60 euros a month, without a label.",
        "The lawyer sends you a bill of her own, and I only mention it when the text is ready.",
        "I add a battery fee of nine euros at the counter; it isn't on the website.",
        "Some weeks it's two or three days late, because I'm at the market.",
        "It's a stock photo, which is a lie I tell to look larger.",
    ],
    "an order or a plan": [
        "Tell customers before they order that the fee is £9, and put it on the page.",
        "I should write the nine pounds next to the price, where everyone sees it.",
        "I'll put the nine pounds next to the price when I find the time.",
    ],
    "a fragment": [
        "Read to the caller at the start; it takes two minutes.",
        "five days at most, and rarely more than that",
    ],
    "too short": ["I answer on Fridays."],
    "too long": ["It's in the price, " * 9 + "and more."],
}


@pytest.mark.parametrize("text", FIT)
def test_an_account_written_for_customers_can_be_published(text: str) -> None:
    assert reads_as_copy(text)
    assert told(text) == (text, True)


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in UNFIT.items() for text in texts])
def test_an_account_that_only_answers_the_question_is_not_published(why: str, text: str) -> None:
    assert not reads_as_copy(text), why


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Made in Stoke since 2021. Two asked.", "Made in Stoke since 2021. Two asked."),
        (
            "I answer mail from Monday to Friday, nine to five. Last Holy Week no one did.",
            "I answer mail from Monday to Friday, nine to five. Last Holy Week no one did.",
        ),
        ("Of 288 pieces 41 were back in time. It gets me in trouble.", "Of 288 pieces 41 were back in time. …"),
        ("He has no figures. It was late.", "He has no figures. It was late."),
        (f"He reads it. {'It was late, ' * 30}in 2021.", "He reads it. …"),
        (
            "Six of ten paid £45 more, for packing the frames; one wrote.",
            "Six of ten paid £45 more, for packing the frames; one wrote.",
        ),
        ("I stopped paying in January, and anything bigger would get me in trouble.", ""),
        (f"{'I add a fee, ' * 30}and say so later.", ""),
        ("", ""),
    ],
)
def test_a_fact_is_shown_up_to_the_end_of_a_sentence_or_not_at_all(text: str, shown: str) -> None:
    assert told(text) == (shown, False)


def test_a_fact_may_be_longer_than_a_sentence_to_publish() -> None:
    text = f"Last year {'it was late, ' * 15}mostly."
    assert LONGEST < len(text) < LONGEST_FACT
    assert told(text) == (text, False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It costs 60 euros more; customers aren't told.", "It costs 60 euros more …"),
        ("It costs 60 euros; I don't tell all 40.", "It costs 60 euros; I don't tell all 40."),
        ("Three of ten were wrong; one group had to saw its flats.", "Three of ten were wrong …"),
        ("Three of ten went on Mondays; a couple from Lima lost a day. Rain never stops me.",
         "Three of ten went on Mondays … Rain never stops me."),
        ("Customers aren't told what it costs.", "Customers aren't told what it costs."),
    ],
)  # fmt: skip
def test_one_customers_case_and_what_no_one_was_told_are_left_out_of_a_note(text: str, shown: str) -> None:
    assert told(text) == (shown, False)


@pytest.mark.parametrize(
    ("text", "shown", "is_copy"),
    [
        ("The cloth is whatever is on the shelf, so its colour may differ; said on the questions page.",
         "The cloth is whatever is on the shelf, so its colour may differ.", True),
        ("They need a lever and an app (€35), named only in lesson five, and €49 a year after the first.",
         "They need a lever and an app (€35), and €49 a year after the first.", False),
        ("Access ends after twelve months and I ask €49; Glasgow paid, Bergen didn't.",
         "Access ends after twelve months and I ask €49 …", False),
        ("Three of nine came in another colour; counted in the order book.",
         "Three of nine came in another colour …", False),
        ("You get two years of updates and then keep what you have, as the help page says.",
         "You get two years of updates and then keep what you have.", True),
        ("Counted from the order book: three of nine were blue.", "Three of nine were blue.", False),
        ("From memory.", "", False),
        ("I checked only the first ten in person.", "I checked only the first ten in person.", False),
        ("Bergen didn't pay the €49 that I ask for after a year.", "", False),
    ],
)  # fmt: skip
def test_a_note_neither_names_customers_nor_says_where_it_was_said_or_counted(
    text: str, shown: str, is_copy: bool
) -> None:
    assert told(text, {"Glasgow", "Bergen"}) == (shown, is_copy)


def test_what_someone_did_is_left_out_whoever_it_was() -> None:
    assert told("I ask €49 after a year; Oslo paid, Lviv didn't.")[0] == "I ask €49 after a year …"
    assert told("I ask €49 after a year; I paid it back once.")[0] == "I ask €49 after a year; I paid it back once."


def line(customers: tuple[str, ...] = (), **fields: Any) -> str:
    """The first fix of a business whose only promise is broken."""
    promise = {"id": "post", "words": "Posted within a day.", "where": "page", "kept": 0, **fields}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, "promises": [promise]}
    document["customers"] = [{"id": who.lower(), "who": who} for who in customers]
    audit = audit_from_document(document, our_content())
    findings = judge(our_content(), audit)
    return to_do(audit, findings, leading(our_content(), audit, findings)[0])


COPY, REPORT = "I post everything on Fridays, whatever day you order.", "Nine of the last ten waited for a Friday."


@pytest.mark.parametrize(
    ("fields", "head"),
    [
        ({"instead": COPY}, "In your words"),
        ({"instead": REPORT}, NOTE),
        ({"instead": COPY, "where": "partner"}, NOTE),
        ({"instead": COPY, "claims": ["kept.vow"]}, NOTE),
    ],
)
def test_only_what_could_be_published_there_is_called_the_founders_words(fields: dict[str, Any], head: str) -> None:
    assert f" {head}: “{fields['instead']}”" in line(**fields)


def test_the_names_of_the_last_customers_stay_out_unless_a_promise_has_them() -> None:
    note = "Posted on Fridays only; parcels to Bergen wait a week."
    assert "Bergen" in line(instead=note)
    assert "Bergen" not in line(("Bergen", "Cork"), instead=note)
    assert "Bergen" in line(("Bergen", "Cork"), instead=note, words="Posted within a day, to Bergen too.")
