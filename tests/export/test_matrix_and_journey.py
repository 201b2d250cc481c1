"""The matrix and the journey as Markdown: they show the findings, and no answer can change their structure."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from markdown_it import MarkdownIt
from tests.export.example import business
from tests.export.reading import harmless, shape, texts
from tests.strategies import fewer

from trueup.answers.model import Accepted, Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.journey import journey
from trueup.engine.judge import judge
from trueup.engine.matrix import matrix
from trueup.export.markdown_writer import Writer
from trueup.export.matrix_and_journey import journey_markdown, matrix_markdown, write_journeys, write_matrix


def pictures(content: Content, audit: Audit) -> str:
    page = Writer()
    analysis = Analysis(content, audit)
    write_matrix(page, analysis)
    write_journeys(page, analysis)
    return page.text()


def test_the_matrix_is_a_table_with_aligned_columns(small: Content) -> None:
    lines = pictures(small, business()).split("\n")
    rows = [line for line in lines if line.startswith("|")]
    start = next(row for row in rows if "| start" in row)
    assert [cell.strip() for cell in start.split("|")[1:-1]] == [
        "≠", "start", "·", "**alone**", "**alone**", "·", "**talk first** 1/2",
    ]  # fmt: skip
    assert len({len(row) for row in rows[: rows.index(start) + 1]}) == 1, "every row is as long as the head"


def test_topics_without_any_statement_are_counted_and_not_drawn(small: Content) -> None:
    text = pictures(small, Audit("Acme", "2026-Q4", {"offer.price": Answer("low")}))
    assert text.count("\n| ") == 3
    assert "On 3 more topics nothing is said yet." in text
    assert "The journey" not in text


def test_a_business_without_answers_has_no_matrix_and_no_journey(small: Content) -> None:
    assert pictures(small, Audit("Acme", "2026-Q4")) == "\n"


def test_the_journey_says_at_which_step_a_promise_breaks(small: Content) -> None:
    text = pictures(small, replace(business(), disclosed={}))
    journeys = text[text.index("## The journey") :]
    assert "### Promise 1 on Google ads" in journeys
    assert "“Start now” Breaks at step 2: ‘Promised now, there in a week’" in journeys
    assert "at step 2: ‘Promised self-serve, gated by a talk’" in journeys
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in journeys.split("\n") if row.startswith("|")]
    assert cells[2:5] == [
        ["awareness", "for: inspectors and offices", "1", "sees an ad", ""],
        ["consideration", "**alone, no talk needed**, **at once**", "2", "≠ **talks to you**", ""],
        ["decision", "", "3", "pays", ""],
    ]


def test_a_promise_that_breaks_the_same_way_on_two_channels_is_drawn_once(small: Content) -> None:
    twice = Row("fair", {"name": Answer("Trade fair"), "steps": Answer(("ad", "talks", "pays"))})
    audit = business()
    audit = audit.with_row("channel", twice)
    text = pictures(small, replace(audit, answers={}, disclosed={}))
    assert text.count("### Promise 1") == 1
    assert "The same promise breaks on Trade fair too." in text


def test_the_journey_names_accepted_mismatches_and_says_when_nothing_breaks(small: Content) -> None:
    audit = replace(business(), answers={}, accepted={"start.gated": Accepted("they ask for it")}, disclosed={})
    assert "Accepted at step 2: ‘Promised self-serve" in pictures(small, audit)
    seen = journey(small, audit, judge(small, audit), "home", "partner")
    assert "Nothing breaks here, as far as it can be judged." in journey_markdown(small, seen)


def test_a_copy_of_one_topic_of_the_matrix_has_only_its_row(small: Content) -> None:
    audit = business()
    lines = matrix(small, audit, judge(small, audit))
    (start,) = (line for line in lines if line.topic == "start")
    assert matrix_markdown(small, [start]).count("\n") == 3


@fewer(2)
@given(text=texts)
def test_no_answer_can_change_the_structure_of_the_matrix_and_the_journey(
    reader: MarkdownIt, small: Content, text: str
) -> None:
    hostile = reader.parse(pictures(small, business(lambda _: text)))
    peaceful = reader.parse(pictures(small, business(lambda _: harmless(text))))
    assert shape(hostile) == shape(peaceful)
