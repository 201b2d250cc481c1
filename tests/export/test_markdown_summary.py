"""The summary is complete and the same every time, and no answer can change its structure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt
from tests.business import promise
from tests.businesses import our_content
from tests.export.example import business
from tests.export.reading import harmless, one_line, passages, shape, texts, words
from tests.strategies import fewer

from trueup.answers.document import audit_from_document
from trueup.answers.model import Accepted, Answer, Audit, PlannedFix, Row
from trueup.content.model import SIDES, Choice, Content, Question, Screen
from trueup.engine.analysis import Analysis
from trueup.engine.first_fixes import leading
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.engine.model import Gate
from trueup.engine.next_quarter import first_day
from trueup.export.markdown_summary import summary
from trueup.export.markdown_writer import escape
from trueup.export.page_one import page_one
from trueup.paths import screens_folder
from trueup.wording.findings import by_a_day, reach, to_do

BUSINESSES = Path(__file__).parents[1] / "fixtures" / "businesses"


def written(content: Content, audit: Audit) -> str:
    return summary(Analysis(content, audit))


@example(text="http://a.example/b?c=d www.a.com a@b.com //localhost mailto:x@y.org HTTPS://Z.DE ftp://q")
@example(text=":\r000/00:0")
@example(text="**a** [f](http://g.example) ![h](i)\x1b[31mred\x1b]0;t\x07\x00")
@fewer(2)
@given(text=texts)
def test_no_answer_can_change_the_structure_of_the_summary(reader: MarkdownIt, small: Content, text: str) -> None:
    hostile = reader.parse(written(small, business(lambda _: text)))
    peaceful = reader.parse(written(small, business(lambda _: harmless(text))))
    assert shape(hostile) == shape(peaceful)
    seen = words(hostile)
    if one_line(text):
        assert seen[0] == f"{one_line(text)}, 2026-Q4"
        assert any(f"Note: “{one_line(text)}”" in line for line in seen)
    if len(passages(text)) > 1:
        for lines in passages(text):
            assert "\n".join(lines) in seen


def test_the_same_answers_give_the_same_bytes(small: Content) -> None:
    assert written(small, business()) == written(small, business())


def first_page(content: Content, audit: Audit, today: date | None = None) -> str:
    return page_one(Analysis(content, audit), today)


def test_page_one_shows_the_mismatches_the_first_fixes_and_the_agreements(small: Content) -> None:
    page = first_page(small, business())
    assert written(small, business()).startswith(f"{page}\n# Details\n")
    assert page.splitlines()[0] == "# Plumbline, 2026-Q4"
    assert "2 mismatches in 4 of 6 checks: 2 contradictions. 2 more need an answer" in page
    heads = ["## What doesn't match", "## Do these first", "## What agrees"]
    assert heads == sorted(heads, key=page.index)
    first = judge(small, business()).mismatches[0]
    assert f"**{first.check.title}**" in page
    assert "| You say (Home page) | You deliver (Operations: hours to deliver, from a record) |" in page
    assert "\n| “Start now” | 90 hours: “invoices” |\n" in page


def test_page_one_names_the_promise_of_each_fix(content: Content) -> None:
    page = {"where": "page", "claims": ["kept.every"]}
    once = page | {"id": "once", "words": "Paid once, yours for life.", "kept": {"value": 0, "evidence": "record"}}
    care = page | {"id": "care", "words": "No plastic.", "claims": ["green.packed"]}
    answers = {"identity.kind": "goods", "operations.packing": {"value": "plastic", "evidence": "record"}}
    document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": [once, care]}
    told = first_page(content, audit_from_document(document, content))
    assert "Take the promise “Paid once, yours for life” out everywhere today, and say what people" in told
    assert "Take the promise “No plastic” down until it's true" in told


def test_a_fix_marked_done_is_not_listed_as_still_to_do(small: Content) -> None:
    today = date(2026, 11, 30)
    audit = business()
    fixes = leading(small, audit, judge(small, audit))
    before = first_page(small, audit, today)
    assert "[x]" not in before
    done = replace(audit, plan=tuple(PlannedFix(each.check, each.fix.key, "done") for each in fixes))
    page = first_page(small, done, today)
    assert page.count("[x]") == len(fixes) > 0
    assert "[ ]" not in page
    assert "**By " not in page, "what is done has no day left"
    assert "Done, but " in page, "its mismatch is still found"


FETCHED = "I collect and deliver free of charge within 20 miles, and most chairs are home again within three weeks."


def menders(content: Content, plan: tuple[PlannedFix, ...] = ()) -> Audit:
    """A workshop that breaks two promises of one sentence, and one each of two others."""
    promises = [
        {"id": "fetched", "words": FETCHED, "claims": ["area.free", "speed.weeks"]},
        {"id": "six", "words": "There are never more than six of you.", "claims": ["capacity.capped"]},
        {"id": "rush", "words": "I use only English rush.", "claims": ["origin.grown"]},
    ]
    answers = {
        "identity.kind": "local",
        "offer.area": "beyond",
        "operations.cap": "beyond",
        "operations.origin": {"value": ["parts"], "evidence": "counted"},
        "operations.speed": {"value": "longer", "evidence": "counted"},
    }
    rows = [each | {"where": "page", "about": "main"} for each in promises]
    document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": rows}
    return replace(audit_from_document(document, content), plan=plan)


def test_page_one_shows_what_else_a_promise_already_quoted_breaks(content: Content) -> None:
    page = first_page(content, menders(content))
    assert page.index("**You say travel is included") < page.index("**You say three weeks, but most wait")
    assert "| The same promise, “I collect and deliver free of…” | Longer than a month |" in page
    assert page.count(f"“{FETCHED}”") == 1


def test_page_one_shows_every_chosen_fix_beside_those_to_do_first(content: Content) -> None:
    chosen = [
        ("capacity.beyond", "deliver:capacity.capped"),
        ("origin.material", "say:origin.finished"),
        ("speed.weekslonger", "say:speed.stated"),
        ("area.charged", "say"),
    ]
    page = first_page(content, menders(content, tuple(PlannedFix(*each) for each in chosen)))
    assert page.count("- [ ]") == len(chosen)
    _, also = page.split("Also chosen for your plan:")
    assert "- [ ] Replace the promise “I collect and deliver free of…”: say where travel is free" in also
    assert "Also chosen" not in first_page(content, menders(content, tuple(PlannedFix(*each) for each in chosen[:3])))


def test_an_untrue_claim_without_a_sentence_shows_the_answer_to_put_in_its_place(content: Content) -> None:
    table = [line for line in written(content, menders(content)).splitlines() if "| ≠ |" in line]
    (six,) = [line for line in table if "never more than six" in line]
    assert "(your answer, to put in your own words: Once or more, by more than a fifth)" in six
    (free,) = [line for line in table if "travel included" in line]
    assert "Travel is free nearby" in free
    assert "your answer" not in free, "a sentence is ready"


def test_what_is_about_some_customers_is_not_said_to_affect_everyone(content: Content) -> None:
    findings = Analysis(content, menders(content)).findings
    whom = {each.check.id: reach(each) for each in findings.leaders}
    assert whom["area.charged"] == "everyone it applies to", "only those who live further away"
    assert whom["capacity.beyond"] == "everyone it applies to", "only those who came when there were more"
    assert whom["speed.weekslonger"] == whom["origin.material"] == "everyone"
    day = {"id": "day", "words": "Ready in three weeks.", "claims": ["speed.weeks"], "about": "other", "other": "Day"}
    answers = {"identity.kind": "local", "operations.speed": {"value": "longer", "evidence": "counted"}}
    counted = {"name": "Day", "about": "other", "other": "Day", "id": "d"}
    document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": [day], "channels": [counted]}
    apart = Analysis(content, audit_from_document(document, content)).findings
    assert all(each.reach < 1 or each.is_of_some for each in apart.mismatches)


def test_page_one_quotes_only_what_the_founder_wrote(small: Content) -> None:
    audit = business()
    bare = replace(audit, answers={**audit.answers, "operations.speed": Answer(90.0, evidence="record")})
    assert "| “Start now” | 90 hours |" in first_page(small, bare)


def businesses() -> list[Path]:
    """The sample, and one in forty of the fixture businesses."""
    every = sorted(file for file in BUSINESSES.glob("*.json") if not file.name.endswith(".expect.json"))
    return [*sorted((screens_folder() / "sample").glob("*.json"))[-1:], *every[::40]]


@pytest.mark.parametrize("file", businesses(), ids=lambda file: file.stem)
def test_page_one_fits_a_page_has_no_calculations_and_shows_each_promise_once(file: Path, content: Content) -> None:
    audit = audit_from_document(json.loads(file.read_text("utf-8")), content)
    analysis = Analysis(content, audit)
    page = page_one(analysis, first_day(audit.quarter))
    assert len(page.splitlines()) <= 45
    assert not re.search(r"impact \d|Gain [-\d]|\d × \d", page)
    # titles and fixes name a promise by its first words, which are all of a short one
    told = "\n".join(line for line in page.splitlines() if not line.startswith(("- [ ]", "**You ")))
    for row in audit.of("promise"):
        assert told.count(f"“{escape(row.text('words'))}”") <= 1
    for tried in analysis.leading_fixes:
        assert escape(by_a_day(to_do(audit, analysis.findings, tried, analysis.leading_fixes))) in page
    assert page.count("- [ ] **By ") == len(analysis.leading_fixes)


@pytest.mark.parametrize(
    ("day", "is_dated"),
    [(date(2026, 9, 30), False), (date(2026, 10, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_fixes_have_a_day_only_while_the_quarter_lasts(small: Content, day: date, *, is_dated: bool) -> None:
    page = first_page(small, business(), day)
    assert "- [ ] " in page
    assert ("- [ ] **By " in page) is is_dated


def test_page_one_says_how_many_mismatches_it_leaves_out(content: Content) -> None:
    rows = [
        {"id": f"p{n}", "words": f"Promise number {n}.", "where": "page", "claims": [], "kept": 0} for n in range(5)
    ]
    for number in (2, 4, 5):
        document = {"business": "A", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}}
        told = first_page(content, audit_from_document(document | {"promises": rows[:number]}, content))
        left = number - told.count("\n**You promise")
        assert ("in the details." in told) is bool(left)
        assert f"{left} more" in told or not left


def test_page_one_fits_on_a_page_even_with_every_notice(content: Content) -> None:
    (sample,) = businesses()[:1]
    audit = audit_from_document(json.loads(sample.read_text("utf-8")), content)
    every = tuple(Gate(name) for name in ("crisis", "early", "systemic", "uncounted"))
    analysis = Analysis(content, audit)
    analysis.findings = replace(analysis.findings, gates=every)
    page = page_one(analysis, date(2026, 11, 10))
    assert len(page.splitlines()) <= 45
    assert page.count("\n**") >= 1, "a mismatch is left"


def test_each_fix_has_its_own_working_day_after_the_previous_one(small: Content) -> None:
    page = first_page(small, business(), date(2026, 11, 12))  # a Thursday
    days = re.findall(r"- \[ \] \*\*By (\w{3}) (\d+) (\w{3}):\*\*", page)
    assert len(days) == len(leading(small, business(), judge(small, business())))
    assert not {"Sat", "Sun"} & {day for day, _, _ in days}
    when = [datetime.strptime(f"{number} {month} 2026", "%d %b %Y") for _, number, month in days]
    assert when == sorted(set(when))
    without = first_page(small, business())
    assert "**By" not in without
    assert without.count("- [ ] ") == len(days)


def test_customers_are_shown_by_initials_unless_full_names_are_requested(small: Content) -> None:
    audit = business()
    named = replace(
        audit,
        rows={
            **audit.rows,
            "customer": (Row("c1", {"who": Answer("Nora Berg, dentist")}), Row("c2", {"who": Answer("7")})),
        },
    )
    text = written(small, named)
    assert "Nora" not in text
    assert "| N. B. D. |" in text
    assert "| 2 |" in text
    assert "Nora Berg, dentist" in summary(Analysis(small, named), full_names=True)


def test_each_of_the_first_fixes_solves_something_the_earlier_ones_do_not(small: Content) -> None:
    audit = business()
    solved: set[str] = set()
    for tried in leading(small, audit, judge(small, audit)):
        assert set(tried.solves) - solved
        solved |= set(tried.solves)
    assert solved == {"speed.slow", "start.counted", "start.gated"}


def test_every_mismatch_has_its_statements_its_calculation_and_its_fixes(small: Content) -> None:
    text = written(small, business())
    gated = text[text.index("Promised self-serve, gated by a talk", text.index("## Every mismatch")) :]
    gated = gated[: gated.index("## What can")]
    assert "Impact 2 × 0.6 × 0.8 = 0.96: severity 2 of 5 (low), customers affected: 60% of customers" in gated
    assert "They came to begin at once. They meet a calendar instead." in gated
    assert "Customers are told before paying" in gated
    assert "**Say beside the button that it starts with a talk** (message, hours)" in gated
    assert "Costs you buyers who won't talk." in gated
    assert "**Leave the channel that insists on a talk** (stop, days)" in gated


def decided(text: Callable[[str], str] = str) -> Audit:
    """The example business, with one mismatch accepted and one marked as not true here."""
    accepted = Accepted(text("They ask for it"), text("one in ten"), text("calls a week"), text("three"), "2027-Q1")
    return replace(business(), accepted={"start.gated": accepted}, objected={"speed.slow": text("Only in August")})


def test_decisions_are_listed_after_the_mismatches_with_their_reasons(small: Content) -> None:
    text = written(small, decided())
    assert "1 accepted and 1 not true here." in text[: text.index("##")]
    accepted = text[text.index("## Accepted") : text.index("## Not true here")]
    assert "- **Promised self-serve, gated by a talk** (tension, low, 60% of customers, impact 0.96): “They" in accepted
    for term in ("What it costs: one in ten", "Watched: calls a week", "Stops below: three", "again in 2027-Q1"):
        assert term in accepted
    assert "say, alone: “Start now”" in accepted
    objected = text[text.index("## Not true here") : text.index("## What can't be judged yet")]
    assert "“Only in August”" in objected
    assert "Every mismatch" not in text[text.index("## Accepted") :]
    assert "Accepted" not in written(small, business())


@fewer(2)
@given(text=texts.filter(one_line))
def test_no_reason_for_a_decision_can_change_the_structure_of_the_summary(
    reader: MarkdownIt, small: Content, text: str
) -> None:
    hostile = reader.parse(written(small, decided(lambda _: text)))
    assert shape(hostile) == shape(reader.parse(written(small, decided(lambda _: harmless(text)))))
    assert any(f"What it costs: {one_line(text)}" == line for line in words(hostile))


def test_the_founders_rating_of_how_it_feels_is_shown_in_the_details(small: Content) -> None:
    mark = Question(
        id="identity.feels-week",
        text="How does the week feel?",
        choices=(Choice(key="1", label="Heavy"), Choice(key="2", label="Light")),
        location=small.questions["identity.goal"].location,
    )
    marked = small.with_changes(questions={**small.questions, mark.id: mark})
    audit = business()
    assert "How it feels" not in written(marked, audit)
    text = written(marked, audit.with_answer(mark.id, Answer("1")))
    assert "# Details\n\nHow it feels: 2 of 2, by your own ratings; nothing is judged by it.\n" in text


def test_an_unanswered_question_is_listed_with_the_checks_that_it_would_decide(small: Content) -> None:
    text = written(small, business())
    open_questions = text[text.index("## What can't be judged yet") : text.index("## Appendix")]
    assert "- **How does your price compare?**\n  - Priced above what they expect" in open_questions


@pytest.mark.parametrize(
    "line",
    [
        "- Can somebody buy without talking to you? **Yes, alone, any time** Note: “but few do”",
        "- What do these people expect to pay? **not sure** Note: “ask three”",
        "- What is this business for this quarter? **not applicable** Note: “later”",
        "- How many hours until a customer has what they bought? **90 hours** (from a record) Note: “invoices”",
        "- **Google ads**",
        "  - Whom does it reach? **inspectors**",
        "  - Which share of customers comes this way? **60%**",
        "| N. B. |  | Google ads | after a talk |  |  |",
        "Left blank: 2 questions.",
    ],
)
def test_the_appendix_has_all_answers(small: Content, line: str) -> None:
    text = written(small, business())
    assert line in text[text.index("## Appendix") :].splitlines()


def test_the_summary_of_an_empty_audit_reports_no_mismatch_and_no_agreement(small: Content) -> None:
    text = written(small, Audit("", "2026-Q4"))
    assert text.startswith("# Your business, 2026-Q4\n")
    assert "Nothing conflicts in what has been judged: 0 of 6 checks. 6 more need an answer" in text
    assert "What doesn't match" not in text
    assert "Nothing is proven to match yet." in text


def test_nothing_proven_is_only_told_where_there_is_nothing_true_to_say(small: Content) -> None:
    start = small.topics["start"].with_changes(phrases={"alone": "Start on your own."})
    phrased = small.with_changes(topics={**small.topics, "start": start})
    page = page_one(Analysis(phrased, Audit("A", "2026-Q4", {"offer.start": Answer("alone")})))
    assert "Start on your own." in page
    assert "What agrees" not in page


def test_an_agreement_names_its_sides(small: Content) -> None:
    customers = tuple(Row(f"c{n}", {"started": Answer("alone")}) for n in range(4))
    text = written(small, Audit("Acme", "2026-Q4", {"offer.start": Answer("alone")}, {"customer": customers}))
    assert "- **How a customer starts: alone.** What you sell and what you deliver match.\n" in text
    assert "Nothing conflicts in what has been judged" in text


def test_whatever_two_sides_can_agree_on_has_a_sentence_of_its_own() -> None:
    content = our_content()
    takers = {(side, tag) for side, tag in content.speakers}
    takers |= {("deliver", tag) for measure in MEASURES.values() for tag in measure.tags}
    lacking = [
        f"{topic.id}.{word}"
        for topic in content.topics.values()
        for word in topic.positions
        if word not in topic.agreed and sum((side, f"{topic.id}.{word}") in takers for side in SIDES) > 1
    ]
    assert lacking == []


def test_what_agrees_begins_with_what_is_published_and_delivered() -> None:
    content = our_content().worded("goods")
    answers = {
        "identity.kind": "goods",
        "offer.codes": "never",
        "offer.start": "alone",
        "operations.speed": {"value": "week", "evidence": "record"},
    }
    rows = [{"who": f"{n}", "started": "alone", "paid": "full"} for n in range(10)]
    document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": [promise("speed.week")]}
    audit = audit_from_document(document | {"customers": rows}, content)
    page = page_one(Analysis(content, audit))
    listed = [line for line in page.splitlines() if line.endswith("match.")]
    assert listed[0] == "- **It usually takes up to a week.** What you say and what you deliver match."
    assert len(listed) > 1


def test_notices_come_before_the_mismatches(small: Content) -> None:
    compare = Screen(name="compare", title="Compare", intro="", texts={"crisis": "See to the *cash* first."})
    gated = small.with_changes(screens={**small.screens, "compare": compare})
    audit = business()
    analysis = Analysis(gated, audit)
    analysis.findings = replace(analysis.findings, gates=(Gate("crisis"),))
    assert "\n\nSee to the \\*cash\\* first.\n\n## What doesn't match" in summary(analysis)


def test_two_fixes_with_the_same_sentence_each_name_their_promise() -> None:
    content = our_content()
    rows = [
        {
            "id": name,
            "words": words,
            "where": "page",
            "claims": ["kept.vow"],
            "kept": {"value": 0, "evidence": "counted"},
        }
        for name, words in (("late", "No late fees, ever."), ("watch", "Nobody watches you."))
    ]
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "local"}, "promises": rows}
    audit = audit_from_document(document, content)
    first = page_one(Analysis(content, audit))
    fixes = [line for line in first.splitlines() if line.startswith("- [ ]")]
    assert len(fixes) == len({*fixes}) == 2
    assert any("No late fees" in line for line in fixes)


def test_a_fix_that_gains_nothing_by_itself_shows_no_sum(content: Content) -> None:
    file = BUSINESSES / "a-choir-that-stays-and-reels-for-others.json"
    audit = audit_from_document(json.loads(file.read_text("utf-8")), content)
    text = summary(Analysis(content, audit))
    assert "Gain 0.00 while others with the same cause stay." in text
    assert not re.search(r"Gain \d.* = 0\.00", text)
