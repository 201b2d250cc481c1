"""The changes between two quarters and the trend, as Markdown: complete, and no answer can change the structure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from tests.businesses import our_content
from tests.export.example import business
from tests.export.reading import harmless, one_line, shape, texts, words
from tests.quarters import TODAY, following, history, on_disk
from tests.strategies import fewer

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, FoundMismatch, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.history import AnswerChange, Change, Group, History
from trueup.engine.judge import judge
from trueup.engine.next_quarter import finish
from trueup.engine.statements import statements
from trueup.export.changes_and_trend import changes_markdown
from trueup.export.markdown_summary import summary
from trueup.storage.store import open_store
from trueup.wording.changes import differences, headline, label, moment, news, quarter_heads, series, where

OURS = our_content()


def two(content: Content, text: str = "words") -> History:
    """Two quarters of the example business. The second has faster delivery, one channel fewer and a new note."""
    before = finish(content, replace(business(lambda _: text), quarter="2026-Q3"), TODAY)
    after = business(lambda _: text).without_row("channel", "partner")
    after = after.with_answer("operations.speed", Answer(20.0, evidence="record", note=text))
    after = after.with_answer("offer.start", Answer("alone", note=f"{text} again"))
    return history(content, (before, after))


def written(content: Content, over_time: History, since: str = "") -> str:
    audit = over_time["2026-Q4"].audit
    return summary(Analysis(content, audit), over_time, since)


def test_the_summary_lists_what_changed_since_the_last_quarter(small: Content) -> None:
    text = written(small, two(small))
    change = text[text.index("## What changed since 2026-Q3") : text.index("## Quarter by quarter")]
    assert "Open then: 2. Open now: 1. Of all mismatches, 1 fixed and 2 persisting." in change
    assert "**Still there**\n\n- Counted: most talk first (then and now contradiction, impact 2.70)" in change
    assert "**Fixed**\n\n- Promised now, there in a week (then contradiction, impact 2.90)" in change
    trend = text[text.index("## Quarter by quarter") : text.index("## Every mismatch")]
    assert "| quarter | ≠ contradiction | ≈ tension | ? unproven | checks judged | high | medium |" in trend
    assert "| 2026-Q3 | 2 | 0 | 0 | 67% | 1 | 1 |" in trend
    assert "how it feels" not in trend, "what is known in no quarter has no column"
    answers = text[text.index("## Answers that changed since 2026-Q3") : text.index("## Appendix")]
    assert "- Operations: hours to deliver: 90 hours → **20 hours**" in answers
    assert "- words: there → **gone**" in answers, "a channel that is gone is there once"
    assert "note: “words again”" in answers


def test_the_summary_of_a_first_quarter_has_no_comparison(small: Content) -> None:
    alone = history(small, (business(),))
    assert written(small, alone) == summary(Analysis(small, business()))


def waits(late: int) -> dict[str, Any]:
    """A maker who promises three weeks, and how many of the last ten got it late."""
    received = ["late"] * late + ["ontime"] * (10 - late)
    return {
        "business": "Chairs",
        "answers": {"identity.kind": "goods"},
        "promises": [{"id": "wait", "words": "Yours in three weeks.", "where": "page", "claims": ["speed.weeks"]}],
        "customers": [{"id": f"c{nth}", "who": f"No. {nth}", "received": each} for nth, each in enumerate(received)],
    }


@pytest.mark.parametrize(
    ("late", "now"),
    [
        (0, "You say how many days or weeks, but most are late (then tension"),
        (3, "You say how many days or weeks, but some are late (then tension"),
    ],
)
def test_a_mismatch_has_the_title_of_the_later_quarter_that_found_it(tmp_path: Path, late: int, now: str) -> None:
    ours = OURS.worded("goods")
    path = on_disk(tmp_path / "business.json", following(ours, "2026-Q3", [waits(8), waits(late)]))
    with open_store(path, today=TODAY) as store:
        over_time = history(ours, [audit_from_document(each, ours) for each in store.documents().values()])
    assert now in changes_markdown(ours, over_time, "2026-Q3", "2026-Q4")


def test_a_file_that_does_not_say_what_a_mismatch_was_called_names_its_check() -> None:
    ours = OURS.worded("goods")
    then, now = following(ours, "2026-Q3", [waits(8), waits(0)])
    document = document_from_audit(then)
    for each in document["found"]["mismatches"]:
        del each["title"]
    over_time = history(ours, (audit_from_document(document, ours), now))
    assert "- You say how many days or weeks, but some are late" in changes_markdown(
        ours, over_time, then.quarter, now.quarter
    )


def test_a_quarter_can_be_compared_with_any_earlier_one(small: Content) -> None:
    over_time = two(small)
    audits = [over_time[name].audit for name in over_time.names]
    first = finish(small, Audit("Acme", "2026-Q1"), TODAY)
    text = written(small, history(small, (first, *audits)), "2026-Q1")
    assert "## What changed since 2026-Q1" in text
    assert "Of all mismatches, 2 new." in text
    assert text.count("\n| 2026-Q") == 3, "the trend is over all of them all the same"


@fewer(2)
@given(text=texts)
def test_no_answer_can_change_the_structure_of_the_changes(reader: MarkdownIt, small: Content, text: str) -> None:
    hostile = reader.parse(written(small, two(small, text)))
    peaceful = reader.parse(written(small, two(small, harmless(text))))
    assert [each for each in shape(hostile) if each[0] == "heading_open"] == [
        each for each in shape(peaceful) if each[0] == "heading_open"
    ]
    copied = reader.parse(changes_markdown(small, two(small, text), "2026-Q3", "2026-Q4"))
    allowed = {"heading", "paragraph", "bullet_list", "list_item", "inline"}
    assert {each.type.removesuffix("_open").removesuffix("_close") for each in copied} <= allowed
    if one_line(text) and len(one_line(text)) < 40:
        assert any(one_line(text) in line for line in words(copied))


def test_equal_values_with_different_evidence_are_shown_with_their_evidence(small: Content) -> None:
    was = business().with_answer("operations.speed", Answer(20.0, evidence="guess"))
    now = was.with_answer("operations.speed", Answer(20.0, evidence="record"))
    change = AnswerChange("operations.speed", was.answers["operations.speed"], now.answers["operations.speed"])
    (difference,) = differences(small, was, now, [change])
    assert (difference.then, difference.now) == ("20 hours, a guess", "20 hours, from a record")


def test_an_answer_to_a_removed_question_is_shown_unchanged(small: Content) -> None:
    (difference,) = differences(small, business(), business(), [AnswerChange("offer.gone", Answer(("a", "b")), None)])
    assert difference == ("offer.gone", "offer.gone", "a, b", "not answered")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("offer.start", "Offer: buying alone"),
        ("channel:ads.steps", "Google ads: the steps"),
        ("channel:ads", "Google ads"),
        ("channel:gone.steps", "gone: the steps"),
        ("promise:home", "“Start now”"),
    ],
)
def test_the_place_of_an_answer_has_a_readable_name(small: Content, place: str, name: str) -> None:
    assert where(small, (business(),), place) == name


@pytest.mark.parametrize(
    ("question", "answer", "word"),
    [
        ("offer.start", Answer("talk"), "talk first"),
        ("offer.start", None, "open"),
        ("offer.start", Answer(state="unsure"), "unsure"),
        ("offer.start", Answer("gone"), "gone"),
        ("operations.speed", Answer(20.0), "20 hours"),
        ("channel.steps", Answer(("talks?", "pays")), "talk first +1"),
        ("promise.claims", Answer(("start.alone",)), "alone"),
        ("promise.claims", Answer(()), "none"),
        ("market.words", Answer("too much typing"), "too much typing"),
    ],
)
def test_an_answer_is_shown_in_a_word_or_two(small: Content, question: str, answer: Answer | None, word: str) -> None:
    assert label(small, business(), small.questions[question], answer) == word


def test_the_last_ten_customers_are_compared_by_their_totals(small: Content) -> None:
    others = tuple(Row(f"d{n}", {"started": Answer("alone" if n else "talk")}) for n in range(4))
    (difference,) = differences(small, business(), business().with_rows("customer", others), ())
    started = "The last ten customers: started"
    assert difference == ("customer.started", started, "4 after a talk", "3 alone, 1 after a talk")
    assert not list(differences(small, business(), business().with_rows("customer", ()), ())), (
        "asked afresh is no change"
    )


def test_money_is_given_in_its_currency() -> None:
    audit = Audit("Acme", "2026-Q4", {"offer.currency": Answer("CHF")})
    assert label(OURS, audit, OURS.questions["operations.margin"], Answer(31.0)) == "31 CHF"


def test_the_headline_says_that_neither_quarter_has_mismatches() -> None:
    assert headline(()) == "nothing found, then or now"


# The trend ---------------------------------------------------------------------


def test_the_year_is_shown_only_when_it_changes() -> None:
    names = ["2025-Q4", "2026-Q1", "2026-Q2", "2027-Q2"]
    assert list(quarter_heads(names)) == ["25 Q4", "26 Q1", "Q2", "27 Q2"]


def test_an_unknown_figure_is_a_dash(small: Content) -> None:
    over_time = history(small, (Audit("Acme", "2026-Q4", rows={"channel": (Row("a", {}),)}),))
    figures = {each.label: each.figures for each in series(over_time.trend())}
    assert figures["how it feels"] == ("–",)
    assert figures["contradiction"] == ("0",)


def test_mismatches_that_were_listed_under_a_fixed_one_are_mentioned() -> None:
    def change(name: str, group: Group, then: str, now: str | None) -> Change:
        after = None if now is None else FoundMismatch(name, "contradiction", under=now)
        return Change(name, group, FoundMismatch(name, "contradiction", under=then), after)

    fixed = change("a.b", "fixed", "", None)
    assert moment([fixed, change("c.d", "persisting", "a.b", "")], "2027-Q1") == (
        "Since 2027-Q1, you fixed 1 mismatch. 1 with the same cause is left."
    )
    for same in (change("c.d", "persisting", "", ""), change("c.d", "persisting", "e.f", "e.f")):
        assert moment([fixed, same], "2027-Q1") == "Since 2027-Q1, you fixed 1 mismatch. Nothing new came up."


def test_a_mismatch_that_another_answer_ends_is_said_to_clash_with_it() -> None:
    """None paid more than quoted, though a fee is charged later: one of the two may be wrong."""
    page = {"id": "page", "words": "I'll reply with a fixed price.", "where": "page", "claims": ["extras.fixed"]}
    answers = {"identity.kind": "local", "offer.extras": ["afterwards"]}
    title = "You promise a fixed price, but a fee comes later"

    def told(**more: Any) -> str:
        document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": [page]}
        was, now = (audit_from_document(each, OURS) for each in (document, document | {"answers": answers | more}))
        return news(judge(OURS, was), judge(OURS, now), statements(OURS, now))

    clash = told(**{"operations.bills": "kept"})
    assert f"Ended by this answer, which may contradict an earlier one: ‘{title}’." in clash
    assert "Gone" not in clash
    assert f"Gone: ‘{title}’." in told(**{"offer.extras": ["beside"]})
