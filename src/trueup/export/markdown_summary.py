"""The summary: one Markdown document to keep, print or hand to a friend.

The same answers on the same day give the same bytes.

Page one is for acting and for showing to others (`page_one.py`). The details follow: every mismatch with its
statements, the decisions, what can't be judged yet, the two pictures, and all answers as an appendix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from trueup.answers.model import Accepted, Answer, Audit, Row, Test
from trueup.content.model import AREAS, ROW_KINDS, Content, Question, RowKind
from trueup.engine import applicability as asking
from trueup.engine import experiments
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import parked
from trueup.engine.follow_up import follow_ups
from trueup.engine.history import History, strain_on_founder
from trueup.engine.model import Mismatch, NeedsAnswer, arranged, as_reported
from trueup.engine.open_questions import promise_decided
from trueup.engine.plan import PROMISE, Followed
from trueup.engine.truthful import Truth, decided_by, together
from trueup.export.changes_and_trend import write_answer_changes, write_changes, write_trend
from trueup.export.markdown_writer import Item, Md, Writer, escape, quoted, strong
from trueup.export.matrix_and_journey import write_journeys, write_matrix
from trueup.export.page_one import agreed, at_a_glance, effects, fix_line, page_one, write_mismatch
from trueup.sanitize import initials, plain_text
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.follow_up import VERDICT_WORDS, sentence
from trueup.wording.say import as_answered, claimed_in_brief, complete, instead, keeping, meant, without_overstated
from trueup.wording.shortening import one_line, shortened

Part = Literal["all", "page", "details"]
"""Which part of the summary: page one, the details, or both in one document."""


def summary(
    analysis: Analysis,
    history: History | None = None,
    since: str = "",
    *,
    today: date | None = None,
    full_names: bool = False,
    part: Part = "all",
) -> str:
    """Page one and the details, in one document, or a `part` of it; see `page_one` and `details`."""
    parts = []
    if part != "details":
        parts.append(page_one(analysis, today))
    if part != "page":
        parts.append(details(analysis, history, since, full_names=full_names))
    return "\n".join(parts)


def details(
    analysis: Analysis,
    history: History | None = None,
    since: str = "",
    *,
    full_names: bool = False,
) -> str:
    """Everything behind page one, as Markdown.

    If the `history` has other quarters, this includes what changed since one of them (`since`, or by default the
    previous one), and the trend up to this quarter. Customers are shown by their initials unless `full_names` are asked
    for.
    """
    content, audit, page = analysis.content, analysis.audit, Writer()
    earlier = history.before(audit.quarter) if history else ()
    since = since or (earlier[-1] if earlier else "")
    page.heading(1, Md("Details"))
    if marks := strain_on_founder(content, audit):
        feels = f"{marks.total} of {marks.most}"
        page.paragraph(escape(f"How it feels: {feels}, by your own ratings; nothing is judged by it."))
    _write_first_fixes(page, analysis)
    write_plan(page, analysis)
    if history:
        write_follow_ups(page, analysis, history)
    page.section("Everything that agrees", (Item(agreed(content, each)) for each in analysis.agreements))
    write_truths(page, analysis)
    if history and since:
        write_changes(page, content, history, since, audit.quarter)
        write_trend(page, content, history, audit.quarter)
    write_matrix(page, analysis)
    write_journeys(page, analysis)
    _write_mismatches(page, analysis)
    _write_settled(page, analysis)
    _write_needs_answer(page, analysis)
    if history and since:
        write_answer_changes(page, content, history, since, audit.quarter)
    write_answers(page, analysis, full_names=full_names)
    return page.text()


def _write_mismatches(page: Writer, analysis: Analysis) -> None:
    """Write every mismatch. As many are numbered as the first line of page one counts; folded ones follow, unnumbered,
    the one whose cause they share.
    """
    rank = 0
    for mismatch, is_folded in arranged(analysis.findings.mismatches):
        if not rank:
            page.heading(2, Md("Every mismatch, and what can be done"))
        rank += not is_folded
        title = escape(mismatch.title)
        page.heading(4 if is_folded else 3, Md(f"With the same cause: {title}" if is_folded else f"{rank}. {title}"))
        write_mismatch(page, analysis, mismatch)


def _write_first_fixes(page: Writer, analysis: Analysis) -> None:
    content, findings = analysis.content, analysis.findings
    page.section(
        "The first fixes, worked out",
        (
            Item(
                fix_line(tried, findings.mismatch(tried.check)),
                points=effects(
                    content, findings, tried, Md(f"Solves {escape(wording.titles(content, tried.solves, findings))}")
                ),
            )
            for tried in analysis.leading_fixes
        ),
        numbered=True,
    )


def _write_settled(page: Writer, analysis: Analysis) -> None:
    """Write the accepted mismatches with everything noted about them, and the founder's objections."""
    audit, findings = analysis.audit, analysis.findings

    def item(found: Mismatch, reason: str, more: Iterable[Md]) -> Item:
        title = Md(f"{strong(found.title)} ({escape(wording.gist(found))}): {quoted(reason)}")
        return Item(title, points=[Item(line) for line in (*more, *at_a_glance(analysis, found))])

    reports = reports_of(analysis)
    page.section(
        "Accepted",
        (
            item(found, accepted.reason, [*reports.get(found.id, ()), *_terms(accepted)])
            for found in findings.accepted
            for accepted in [audit.accepted[found.id]]
        ),
    )
    page.section(
        "Not true here",
        (item(found, audit.objected[found.id], reports.get(found.id, ())) for found in findings.objected),
    )
    page.section(
        "Decided, and no longer needed",
        (
            Item(strong(as_reported(analysis.content.checks[id].title)), points=[Item(line) for line in lines])
            for id, lines in reports.items()
            if findings.found(id) is None
        ),
    )


def _terms(accepted: Accepted) -> Iterator[Md]:
    """What a trade-off costs, what is watched, and when to review it, as far as that was noted."""
    named = {
        "What it costs": accepted.cost,
        "Watched": accepted.watch,
        "Stops below": accepted.below,
        "Stops above": accepted.above,
    }
    yield from (Md(f"{name}: {escape(text)}") for name, text in named.items() if one_line(text))
    if accepted.review:
        yield Md(f"To be looked at again in {escape(accepted.review)}")


def _of_promise(analysis: Analysis, needed: NeedsAnswer) -> str:
    promise = promise_decided(analysis.content, analysis.audit, needed)
    return f" ({quoted(promise.text('words'), LONGEST_CLAIM)})" if promise else ""


def _write_needs_answer(page: Writer, analysis: Analysis) -> None:
    needs_answer = analysis.findings.needs_answer
    if not needs_answer:
        return
    page.heading(2, Md("What can't be judged yet"))
    page.paragraph(Md("Each of these answers would decide what's listed under it."))
    page.points(
        Item(
            Md(f"{strong(wording.ask(analysis, needed.question))}{_of_promise(analysis, needed)}"),
            points=[Item(escape(as_reported(analysis.content.checks[check].title))) for check in needed.decides],
        )
        for needed in needs_answer
    )


LONGEST_CLAIM = 200
"""The most characters of a published line in the table; the appendix has the whole line."""

NAMED_AGAIN = 32
"""The most characters of a line that was already shown further up in the same table."""


def write_truths(page: Writer, analysis: Analysis) -> None:
    """Write the shortest page that is true, then every claim beside what could be said instead."""
    told = without_overstated(analysis, analysis.truths)
    claimed_of = [truth for truth in told if truth.claims]
    if not told:
        return
    page.heading(2, Md("What you can truthfully say today"))
    for said in together(analysis.content, told) or ("Nothing yet: what really happens isn't known well enough.",):
        page.paragraph(escape(said))
    if claimed_of:
        head = [Md("what you say"), Md("what it claims"), Md(""), Md("what you deliver lets you say")]
        told_before: set[str] = set()
        page.table(head, [_row(analysis, truth, told_before) for truth in claimed_of])


def _row(analysis: Analysis, truth: Truth, told_before: set[str]) -> list[Md]:
    """A row of the table: one claim. Published lines already in `told_before` were shown in an earlier row and are
    shortened; the lines of this row are added to it.
    """
    content, findings = analysis.content, analysis.findings
    said_by, more = claimed_in_brief(content, findings, truth)
    lines = [escape(shortened(line, NAMED_AGAIN if line in told_before else LONGEST_CLAIM)) for line in said_by]
    lines += [escape(more)] if more else []
    told_before.update(said_by)
    said = [escape(keeping(truth) or complete(analysis, truth, instead(truth)))]
    if answered := as_answered(content, findings, truth):
        said.append(escape(answered))
    if ask := decided_by(content, findings, truth):
        said.append(escape(f"(To be answered: {wording.ask(analysis, ask)})"))
    return [
        Md(" · ".join(lines)),
        escape(meant(content, findings, truth)),
        Md(vocabulary.SIGNS[truth.compared]),
        Md(" ".join(filter(None, said))),
    ]


def write_plan(page: Writer, analysis: Analysis) -> None:
    """Write the fixes of the plan in the founder's order, each with what is left to do and the result of its test."""

    def head(each: Followed) -> Md:
        since = f" since {escape(each.planned.since)}" if each.planned.since else ""
        return Md(f"{strong(each.fix.do)} ({escape(vocabulary.CONDITIONS[each.condition])}{since})")

    page.section(
        "What is being done",
        (Item(head(each), points=[Item(line) for line in _lines(analysis, each)]) for each in analysis.plan),
    )


def write_follow_ups(page: Writer, analysis: Analysis, history: History) -> None:
    """Write what was said or decided in earlier quarters, and what came of it."""
    found = follow_ups(analysis.content, history, analysis.audit, analysis.findings)
    page.section(
        "What you said or decided, and what came of it",
        (
            Item(Md(f"{strong(VERDICT_WORDS[each.verdict].capitalize())}: {escape(sentence(analysis, each))}"))
            for each in found
        ),
    )


def reports_of(analysis: Analysis) -> dict[str, list[Md]]:
    """For each accepted or objected check, sentences on what has changed since that decision."""
    return {
        each.check: [Md(f"{escape(vocabulary.REPORTS[report])}.") for report in each.reports]
        for each in analysis.reported
    }


def _lines(analysis: Analysis, each: Followed) -> Iterator[Md]:
    yield Md(f"Against {escape(wording.titles(analysis.content, [each.planned.check], analysis.findings))}")
    done, total = each.touchpoints_done
    if total:
        left = [_touchpoint(analysis, name) for name, at in each.touchpoints.items() if at.state == "todo"]
        missing = f"; still to change: {', '.join(left)}" if left else ""
        yield Md(f"{done} of {total} changed{missing}")
    test = each.planned.test
    if test is not None:
        yield from _test(analysis, test)


def _touchpoint(analysis: Analysis, name: str) -> Md:
    row = analysis.audit.row("promise", name.removeprefix(PROMISE)) if name.startswith(PROMISE) else None
    return escape(wording.place_name(analysis, row) if row else name)


def _test(analysis: Analysis, test: Test) -> Iterator[Md]:
    content = analysis.content
    row = analysis.audit.row("channel", test.channel)
    counted = content.questions.get(test.column)
    of_customers = f"the last ten customers, {counted.short or counted.text}" if counted else ""

    def told(asked: float, bought: float) -> Md:
        """How many of the people who asked bought, or for how many customers it went as promised. A percentage is
        given only for ten or more: for fewer it would be misleading.
        """
        if not asked:
            return Md("nothing was counted")
        said = f"{bought:,.0f} of {asked:,.0f} {'customers as promised' if counted else 'who asked bought'}"
        return escape(said + (f", {bought / asked:.0%}" if asked >= 10 else ""))

    where = of_customers or (wording.row_name(content, "channel", row) if row else "all customers")
    yield Md(f"Tested in {escape(where)} from {escape(test.started)}, ends {escape(test.ends)} or at "
             f"{experiments.enough(test)}")  # fmt: skip
    needed = experiments.needed(test)
    counts = (
        f"better from {needed} of {experiments.enough(test)} on" if needed is not None else "too few to show a change"
    )
    yield Md(f"Before {told(test.asked_before, test.bought_before)}; {counts}")
    result = experiments.result(test)
    if result is not None:
        yield Md(f"Since {told(test.asked, test.bought)}: {escape(vocabulary.RESULTS[result])}")
    if test.asked_again:
        lasted = "it lasted" if test.confirmed else "it did not last"
        yield Md(f"Two sales cycles later {told(test.asked_again, test.bought_again)}: {lasted}")


def write_answers(page: Writer, analysis: Analysis, *, full_names: bool = False) -> None:
    """Write every question this business is asked with its answer, then the promises, channels and customers.

    A summary is handed around, so customers appear by their initials, or with `full_names` by their names.
    """
    content, audit = analysis.content, analysis.audit
    page.heading(2, Md("Appendix: all answers"))
    for area in AREAS:
        questions = asking.asked(content, audit, area)
        if questions:
            page.heading(3, escape(content.screens[area].title))
        page.points(_answers(content, audit, ((each, audit.answers.get(each.id)) for each in questions)))
        blank = sum(question.id not in audit.answers for question in questions)
        if blank:
            page.paragraph(Md(f"Left blank: {wording.count(blank, 'question')}."))
    for kind in ROW_KINDS:
        if audit.of(kind):
            page.heading(3, Md(vocabulary.ROWS[kind]))
        if kind != "customer":
            page.points(_answered_row(content, audit, kind, row) for row in audit.of(kind))
        elif audit.of(kind):
            _write_table(page, content, audit, full_names=full_names)
    if still_there := parked(content, audit):
        apart = wording.count(len(still_there), "answer")
        page.paragraph(Md(f"Parked, because they don't apply: {apart}."))


def _answers(content: Content, audit: Audit, answers: Iterable[tuple[Question, Answer | None]]) -> Iterator[Item]:
    for question, answer in answers:
        if answer is None:
            continue
        said = wording.answer(content, audit, question, answer)
        is_long = question.kind == "text" and "\n" in plain_text(said, lines=True).strip()
        parts = [
            escape(asking.wording(audit, question)),
            Md("") if is_long else strong(said) or strong("nothing"),
            escape(wording.known(question, answer)),
            Md(f"Note: {quoted(answer.note)}" if one_line(answer.note) else ""),
        ]
        yield Item(Md(" ".join(filter(None, parts))), passage=said if is_long else "")


def _answered_row(content: Content, audit: Audit, kind: RowKind, row: Row) -> Item:
    named = vocabulary.NAMED_BY[kind]
    others = (question for question in asking.fields(content, audit, kind, row) if question.field != named)
    lines = _answers(content, audit, ((each, row.fields.get(each.field)) for each in others))
    return Item(strong(wording.row_name(content, kind, row)), points=list(lines))


def _write_table(page: Writer, content: Content, audit: Audit, *, full_names: bool) -> None:
    columns = content.of("customer")
    page.table(
        [escape(question.short or question.text) for question in columns],
        [
            [_cell(content, audit, question, row, "" if full_names else str(number)) for question in columns]
            for number, row in enumerate(audit.of("customer"), 1)
        ],
    )


def _cell(content: Content, audit: Audit, question: Question, row: Row, number: str) -> Md:
    """A table cell. With a `number`, a customer's name becomes initials, or the number if there are none."""
    answer = row.fields.get(question.field)
    if number and question.field == vocabulary.NAMED_BY["customer"]:
        return escape(initials(row.text(question.field)) or number)
    return escape(wording.answer(content, audit, question, answer)) if answer else Md("")
