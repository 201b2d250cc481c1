"""One mismatch as Markdown: both sides, why a customer feels it, and every fix. For the summary, and to copy a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.answers.model import Audit
from trueup.content.model import SIDES, Content
from trueup.engine.fixes import tried_fixes
from trueup.engine.model import Findings, Mismatch, Statement, TriedFix
from trueup.export.markdown import Item, Md, Writer, escape, quoted, strong
from trueup.wording import findings as wording
from trueup.wording import vocabulary

GLANCE = 140
"""Characters of a quotation that is only to be recognised."""


def mismatch_markdown(content: Content, audit: Audit, findings: Findings, mismatch: Mismatch) -> str:
    """A mismatch as a document of its own."""
    page = Writer()
    page.heading(2, escape(mismatch.title))
    if accepted := audit.accepted.get(mismatch.id):
        page.paragraph(Md(f"Accepted: {quoted(accepted.reason)}"))
    if reason := audit.objected.get(mismatch.id):
        page.paragraph(Md(f"Not true here: {quoted(reason)}"))
    write_mismatch(page, content, audit, findings, mismatch)
    return page.text()


def write_mismatch(page: Writer, content: Content, audit: Audit, findings: Findings, mismatch: Mismatch) -> None:
    """Everything about a mismatch, under its heading."""
    page.paragraph(escape(f"{mismatch.verdict.capitalize()}. {wording.arithmetic(mismatch)}"))
    page.points(Item(_saying(content, audit, saying)) for sayings in _by_side(content, mismatch) for saying in sayings)
    page.paragraph(
        Md(f"Why a customer feels it: {escape(mismatch.check.why)}"),
        Md(f"{escape(vocabulary.DISCLOSED[mismatch.disclosed])}.") if mismatch.disclosed else Md(""),
    )
    fixes = tried_fixes(content, audit, findings, mismatch)
    if not fixes:
        page.paragraph(escape(content.screens["card"].texts["no-fix"]))
        return
    page.paragraph(Md("Fixes, each previewed against all answers:"))
    page.points(
        Item(
            fix_line(tried, mismatch),
            points=effects(content, findings, tried, escape(wording.outcome(content, tried))),
        )
        for tried in fixes
    )


def fix_line(tried: TriedFix, mismatch: Mismatch | None) -> Md:
    """What to do, who moves, and how long it takes."""
    who = wording.who_moves(tried.fix, mismatch.statements if mismatch else ())
    return Md(f"{strong(tried.fix.do)} ({escape(f'{who}, {tried.fix.effort}')})")


def effects(content: Content, findings: Findings, tried: TriedFix, solves: Md) -> list[Item]:
    """What a fix does to everything else, and what it costs."""
    told = [
        Md(f"{solves}; creates {escape(wording.titles(content, tried.creates))}."),
        Md(f"Gain {escape(wording.gain_in_words(findings, tried))}, the impact of everything before and after."),
    ]
    if tried.fix.costs_you:
        told.append(Md(f"Costs you {escape(tried.fix.costs_you)}."))
    return [Item(effect) for effect in told]


def _by_side(content: Content, mismatch: Mismatch) -> list[list[list[Statement]]]:
    """The sayings of each side that takes part, sides in their order."""
    sides = [[statement for statement in mismatch.statements if statement.side == side] for side in SIDES]
    return [wording.sayings(content, statements) for statements in sides if statements]


def at_a_glance(content: Content, audit: Audit, mismatch: Mismatch) -> Iterator[Md]:
    """What each side says: its first saying, and how many more there are."""
    for first, *others in _by_side(content, mismatch):
        yield _saying(content, audit, first, GLANCE, more=len(others))


def _saying(
    content: Content, audit: Audit, statements: Sequence[Statement], longest: int | None = None, *, more: int = 0
) -> Md:
    """What a side says, in the founder's own words, where it says so, and how that is known."""
    statement = statements[0]
    position = escape(f"{statement.side}, {wording.position(content, statement)}")
    known = escape(wording.whence(content, audit, *statements))
    others = f", and {more} more" if more else ""
    return Md(f"{position}: {quoted(statement.quote, longest)} ({known}{others})")
