"""The summary: one Markdown document to keep, print or hand to a friend.

The same answers on the same day give the same bytes.

Page one is for acting and for showing around (`page_one.py`). The details follow: every mismatch with its statements,
what was decided, what can't be judged yet, the two pictures, and all answers as an appendix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from trueup.answers.model import Accepted, Audit
from trueup.content.model import Content
from trueup.engine.fixes import leading
from trueup.engine.history import History
from trueup.engine.model import Findings, Mismatch
from trueup.engine.trend import strain_on_founder
from trueup.engine.truthful import Truth, decided_by, together, truths
from trueup.export.appendix import write_answers
from trueup.export.followed import reports_of, write_follow_ups, write_plan
from trueup.export.markdown import Item, Md, Writer, escape, quoted, strong
from trueup.export.mismatch import at_a_glance, effects, fix_line, write_mismatch
from trueup.export.page_one import agreed, page_one
from trueup.export.pictures import write_journeys, write_matrix
from trueup.export.quarters import write_answer_changes, write_changes, write_trend
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.text import one_line, shortened
from trueup.wording.truthful import claimed, meant

Part = Literal["all", "page", "details"]
"""Which part of the summary: page one, what is behind it, or both in one document."""


def summary(
    content: Content,
    audit: Audit,
    findings: Findings,
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
        parts.append(page_one(content, audit, findings, today))
    if part != "page":
        parts.append(details(content, audit, findings, history, since, full_names=full_names))
    return "\n".join(parts)


def details(
    content: Content,
    audit: Audit,
    findings: Findings,
    history: History | None = None,
    since: str = "",
    *,
    full_names: bool = False,
) -> str:
    """Everything behind page one, as Markdown.

    With the `history` of a business that has other quarters, also what changed since one of them (`since`; else the
    one before), and the trend up to this quarter. Customers go by their initials unless `full_names` are asked for.
    """
    page = Writer()
    earlier = history.before(audit.quarter) if history else ()
    since = since or (earlier[-1] if earlier else "")
    page.heading(1, Md("Details"))
    if marks := strain_on_founder(content, audit):
        page.paragraph(escape(wording.strain_in_words(marks)))
    _write_first_fixes(page, content, audit, findings)
    write_plan(page, content, audit, findings)
    if history:
        write_follow_ups(page, content, history, audit, findings)
    _write_agreements(page, content, findings)
    write_truths(page, content, audit, findings)
    if history and since:
        write_changes(page, content, history, since, audit.quarter)
        write_trend(page, content, history, audit.quarter)
    write_matrix(page, content, audit, findings)
    write_journeys(page, content, audit, findings)
    for rank, mismatch in enumerate(findings.mismatches, 1):
        if rank == 1:
            page.heading(2, Md("Every mismatch, and what can be done"))
        page.heading(3, Md(f"{rank}. {escape(mismatch.title)}"))
        write_mismatch(page, content, audit, findings, mismatch)
    _write_settled(page, content, audit, findings)
    _write_needs_answer(page, content, audit, findings)
    if history and since:
        write_answer_changes(page, content, history, since, audit.quarter)
    write_answers(page, content, audit, full_names=full_names)
    return page.text()


def _write_first_fixes(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    fixes = leading(content, audit, findings)
    if fixes:
        page.heading(2, Md("The first fixes, worked out"))
    page.points(
        (
            Item(
                fix_line(tried, findings.mismatch(tried.check)),
                points=effects(content, findings, tried, Md(f"Solves {escape(wording.titles(content, tried.solves))}")),
            )
            for tried in fixes
        ),
        numbered=True,
    )


def _write_agreements(page: Writer, content: Content, findings: Findings) -> None:
    if findings.agreements:
        page.heading(2, Md("Everything that agrees"))
    page.points(Item(agreed(content, agreement)) for agreement in findings.agreements)


def _write_settled(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    """What is accepted, with all that was written down for it; and what the founder objects to."""

    def item(found: Mismatch, reason: str, more: Iterable[Md]) -> Item:
        title = Md(f"{strong(found.title)} ({escape(wording.gist(found))}): {quoted(reason)}")
        return Item(title, points=[Item(line) for line in (*more, *at_a_glance(content, audit, found))])

    reports = reports_of(audit, findings)
    if findings.accepted:
        page.heading(2, Md("Accepted"))
    page.points(
        item(found, audit.accepted[found.id].reason, [*reports.get(found.id, ()), *_terms(audit.accepted[found.id])])
        for found in findings.accepted
    )
    if findings.objected:
        page.heading(2, Md("Not true here"))
    page.points(item(found, audit.objected[found.id], reports.get(found.id, ())) for found in findings.objected)
    gone = {id: lines for id, lines in reports.items() if findings.found(id) is None}
    if gone:
        page.heading(2, Md("Decided, and no longer needed"))
    page.points(Item(strong(content.checks[id].title), points=[Item(line) for line in gone[id]]) for id in gone)


def _terms(accepted: Accepted) -> Iterator[Md]:
    """What a trade-off costs, what is watched, and when it is looked at again; as far as it was written down."""
    named = {
        "What it costs": accepted.cost,
        "Watched": accepted.watch,
        "Stops below": accepted.below,
        "Stops above": accepted.above,
    }
    yield from (Md(f"{name}: {escape(text)}") for name, text in named.items() if one_line(text))
    if accepted.review:
        yield Md(f"To be looked at again in {escape(accepted.review)}")


def _write_needs_answer(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    if not findings.needs_answer:
        return
    page.heading(2, Md("What can’t be judged yet"))
    page.paragraph(Md("Each of these answers would decide what stands under it."))
    page.points(
        Item(
            strong(wording.ask(content, audit, needed.question)),
            points=[Item(escape(content.checks[check].title)) for check in needed.decides],
        )
        for needed in findings.needs_answer
    )


LONGEST_CLAIM = 200
"""Characters of a published line in the table; the whole of it stands in the appendix."""


def write_truths(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    """The shortest page that is true, and under it every claim beside what could be said in its place."""
    told = truths(content, audit, findings)
    claimed_of = [truth for truth in told if truth.claims]
    if not told:
        return
    page.heading(2, Md("What you can truthfully say today"))
    for said in together(content, told) or ("Nothing yet: what happens is not known well enough.",):
        page.paragraph(escape(said))
    if claimed_of:
        head = [Md("what you say"), Md("what it claims"), Md(""), Md("what you deliver lets you say")]
        page.table(head, (_row(content, audit, findings, truth) for truth in claimed_of))


def _row(content: Content, audit: Audit, findings: Findings, truth: Truth) -> list[Md]:
    lines = [escape(shortened(line, LONGEST_CLAIM)) for line in claimed(content, findings, truth)]
    said = [escape(" ".join(truth.sentences))]
    if ask := decided_by(content, findings, truth):
        said.append(escape(f"(To be answered: {wording.ask(content, audit, ask)})"))
    return [
        Md(" · ".join(lines)),
        escape(meant(content, findings, truth)),
        Md(vocabulary.SIGNS[truth.compared]),
        Md(" ".join(filter(None, said))),
    ]
