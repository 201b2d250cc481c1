"""Page one of the summary, for a friend: what doesn't match, what to do by when, what can be said, what agrees.

It has at most `LONGEST` lines and no arithmetic, and quotes each promise once. This module also writes one mismatch
with all statements and fixes, for the details of the summary and for copying a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trueup.answers.model import UNDER_WAY, Audit
from trueup.content.model import SIDES, Content, Side
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import INSTEAD_QUESTION
from trueup.engine.due import days_to_do
from trueup.engine.model import Agreement, Findings, Mismatch, Statement, TriedFix, opening
from trueup.engine.next_quarter import quarter_of
from trueup.engine.plan import still_said
from trueup.export.markdown_writer import Item, Md, Writer, escape, quoted, strong
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.say import without_overstated, worth_publishing
from trueup.wording.shortening import is_own, shortened

GLANCE = 200
"""The most characters of a quotation that readers only need to recognise."""


def mismatch_markdown(analysis: Analysis, mismatch: Mismatch) -> str:
    """A mismatch as a document of its own."""
    audit = analysis.audit
    page = Writer()
    page.heading(2, escape(mismatch.title))
    if accepted := audit.accepted.get(mismatch.id):
        page.paragraph(Md(f"Accepted: {quoted(accepted.reason)}"))
    if reason := audit.objected.get(mismatch.id):
        page.paragraph(Md(f"Not true here: {quoted(reason)}"))
    write_mismatch(page, analysis, mismatch)
    return page.text()


def write_mismatch(page: Writer, analysis: Analysis, mismatch: Mismatch) -> None:
    """Everything about a mismatch, under its heading."""
    content, findings = analysis.content, analysis.findings
    page.paragraph(escape(f"{mismatch.verdict.capitalize()}. {wording.arithmetic(mismatch)}"))
    sayings = (saying for said in _by_side(mismatch) for saying in wording.sayings(content, said))
    page.points(Item(_saying(analysis, saying)) for saying in sayings)
    page.paragraph(
        Md(f"Why a customer feels it: {escape(mismatch.check.why)}"),
        Md(f"{escape(vocabulary.DISCLOSED[mismatch.disclosed])}.") if mismatch.disclosed else Md(""),
    )
    fixes = analysis.fixes(mismatch)
    if not fixes:
        page.paragraph(escape(wording.without_fixes(content, mismatch)))
        return
    page.paragraph(Md("Fixes, each previewed against all answers:"))
    page.points(
        Item(
            fix_line(tried, mismatch),
            points=effects(content, findings, tried, escape(wording.outcome(content, findings, tried, mismatch))),
        )
        for tried in fixes
    )


def fix_line(tried: TriedFix, mismatch: Mismatch | None) -> Md:
    """What to do, which side moves, and how long it takes."""
    who = wording.who_moves(tried.fix, mismatch.statements if mismatch else ())
    return Md(f"{strong(tried.fix.do)} ({escape(f'{who}, {tried.fix.effort}')})")


def effects(content: Content, findings: Findings, tried: TriedFix, solves: Md) -> list[Item]:
    """The points under a fix: what it solves (the text `solves`), what it creates, its gain, and its cost."""
    told = [
        Md(f"{solves}; creates {escape(wording.titles(content, tried.creates))}."),
        escape(wording.gain_in_words(findings, tried)),
    ]
    if tried.fix.costs_you:
        told.append(Md(f"Costs you {escape(tried.fix.costs_you)}."))
    return [Item(effect) for effect in told]


def _by_side(mismatch: Mismatch) -> list[list[Statement]]:
    """The statements of a mismatch, for each side in the order of sides. Those about what happens instead of a promise
    come first, because they say more than a count of how often the promise is kept.
    """
    said = sorted(mismatch.statements, key=lambda each: each.source != INSTEAD_QUESTION)
    sides = ([statement for statement in said if statement.side == side] for side in SIDES)
    return [statements for statements in sides if statements]


def at_a_glance(analysis: Analysis, mismatch: Mismatch) -> Iterator[Md]:
    """For each side, its first statement and the number of further ones. If the mismatch is within one side, the first
    two statements of that side.
    """
    sides = [wording.sayings(analysis.content, said) for said in _by_side(mismatch)]
    if len(sides) == 1:
        sides = [[saying] for saying in sides[0][:2]]
    for first, *others in sides:
        yield _saying(analysis, first, GLANCE, more=len(others))


def _saying(analysis: Analysis, statements: Sequence[Statement], longest: int | None = None, *, more: int = 0) -> Md:
    """A side's statement: the position it takes, the founder's own words, where they are said and how that is known."""
    statement = statements[0]
    position = escape(f"{statement.side}, {wording.positions(analysis.content, statements)}")
    known = escape(wording.whence(analysis, *statements))
    others = f", and {more} more" if more else ""
    return Md(f"{position}: {quoted(statement.quote, longest)} ({known}{others})")


LONGEST_TOLD = 320
"""The most characters on page one of what happens instead of a promise: its end often matters most."""

LONGEST = 45
"""The most lines of page one."""

MOST = ((4, 4, 4), (3, 4, 4), (3, 3, 3), (2, 3, 3), (2, 2, 2), (1, 2, 1))
"""Numbers of mismatches, sentences and agreements to show. Page one uses the first triple with which it fits, else the
last."""

ALSO = 3
"""The most fixes of the plan to show beside those to do first."""

WHO_DOES: dict[Side, str] = {
    "believe": "you believe",
    "say": "you say",
    "sell": "you sell",
    "need": "customers want",
    "deliver": "you deliver",
}
"""Side → who does what: at the head of a column, and after *what* for sides that agree."""


def page_one(analysis: Analysis, today: date | None = None) -> str:
    """Page one, as Markdown. If `today` is given and in the quarter, each fix has a day to be done by."""
    if today and quarter_of(today) != analysis.audit.quarter:
        today = None
    for most in MOST:
        page = _page(analysis, today, most)
        if len(page.splitlines()) <= LONGEST:
            break
    return page


def _page(analysis: Analysis, today: date | None, most: tuple[int, int, int]) -> str:
    content, audit, findings = analysis.content, analysis.audit, analysis.findings
    mismatches, sentences, agreements = most
    page = Writer()
    page.heading(1, Md(f"{escape(audit.business) or 'Your business'}, {escape(audit.quarter)}"))
    page.paragraph(escape(wording.lead(findings)))
    for gate in wording.gates(content, findings):
        page.paragraph(escape(gate))
    shown = _sharpest(findings, mismatches)
    _write_mismatches(page, analysis, shown)
    if shown and (more := len(findings.leaders) - len(shown)):
        page.paragraph(Md(f"{more} more {'is' if more == 1 else 'are'} in the details."))
    _write_fixes(page, analysis, today)
    told = without_overstated(analysis, analysis.truths)
    said = worth_publishing(analysis, told)
    # Those that can replace untrue words come first.
    page.section("What you can truthfully say", (Item(escape(sentence)) for sentence in said[:sentences]))
    if analysis.agreements or not said:
        _write_agreements(page, content, analysis.agreements, agreements)
    return page.text()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What a side says on page one about a mismatch."""

    statement: Statement
    is_quoted_above: bool
    """Whether its promise is already quoted there, about another mismatch."""


Shown = tuple[Mismatch, tuple[_Spoken, ...]]
"""A mismatch, and what each of its sides says on page one."""


def _sharpest(findings: Findings, most: int) -> list[Shown]:
    """The first mismatches, one per cause, leaving out any of which every promise and answer was already quoted."""
    quoted: set[str] = set()
    shown: list[Shown] = []
    for found in findings.leaders:
        spoken = tuple(_speaks(said, quoted) for said in _by_side(found))
        if len(shown) < most and not all(each.is_quoted_above for each in spoken):
            shown.append((found, spoken))
            quoted |= {words for each in spoken if (words := _quoted(each.statement))}
    return shown


def _speaks(said: Sequence[Statement], quoted: set[str]) -> _Spoken:
    """The first statement of a side that quotes no promise already quoted; if there is none, its first."""
    new = next((each for each in said if _quoted(each) not in quoted), None)
    return _Spoken(new or said[0], is_quoted_above=new is None)


def _quoted(statement: Statement) -> str:
    """The words of the promise a statement quotes; empty if it quotes none. The same words may be published in two
    places.
    """
    return statement.quote if statement.row_of("promise") else ""


def _write_mismatches(page: Writer, analysis: Analysis, shown: Sequence[Shown]) -> None:
    if not shown:
        return
    page.heading(2, Md("What doesn't match"))
    for found, spoken in shown:
        page.paragraph(strong(found.title))
        page.table(
            [
                Md(f"{WHO_DOES[each.statement.side].capitalize()} ({_whence(analysis, each.statement)})")
                for each in spoken
            ],
            [[_cell(analysis, found, each) for each in spoken]],
        )


def _whence(analysis: Analysis, statement: Statement) -> Md:
    """Where a statement is said: for a promise, the place it is published; otherwise the source, and how it's known.
    What happens instead of a promise, or how often it is kept, isn't said in that place: then only how it's known.
    """
    content = analysis.content
    row = analysis.audit.row("promise", statement.row_of("promise"))
    if row is None:
        return escape(wording.whence(analysis, statement))
    if statement.side == "say":
        return escape(wording.row_name(content, "promise", row))
    return escape(wording.backing(content, statement))


def _cell(analysis: Analysis, found: Mismatch, spoken: _Spoken) -> Md:
    """What a side says. A short promise may stand in the title as a whole already."""
    if spoken.statement.side == "say" and f"“{_quoted(spoken.statement)}”" in found.title:
        return Md("These words")
    if spoken.is_quoted_above:
        return Md(f"The same promise, “{escape(opening(spoken.statement.quote))}”")
    return _words(analysis, spoken.statement)


CALCULATED = re.compile(r"[\d.,]+ [÷×] [\d.,]+ = ")
"""How a figure was worked out: a friend only reads the result."""


def _words(analysis: Analysis, statement: Statement) -> Md:
    """The founder's own words in quotation marks; picked or counted answers without."""
    if is_own(analysis, statement):
        return quoted(statement.quote, LONGEST_TOLD if statement.source == INSTEAD_QUESTION else GLANCE)
    result = CALCULATED.sub("", statement.quote)
    return escape(shortened(result or wording.position(analysis.content, statement), GLANCE))


def _write_fixes(page: Writer, analysis: Analysis, today: date | None) -> None:
    audit, findings, fixes = analysis.audit, analysis.findings, analysis.leading_fixes
    marked = {each.planned.id: each for each in analysis.plan if each.planned.status == "done"}
    if fixes:
        page.heading(2, Md("Do these first"))
    left = [tried for tried in fixes if tried.id not in marked]
    days = dict(zip(map(id, left), days_to_do(left, today, findings) if today else (), strict=False))

    def item(tried: TriedFix) -> Md:
        each = marked.get(tried.id)
        if each is None:
            day = days.get(id(tried))
            return Md(f"[ ] {_by(day)}{escape(_to_do(audit, findings, tried, fixes, day))}")
        words = still_said(audit, each) if each.condition == "still conflicting" else ""
        still = (
            f" Done, but your list still has {quoted(words, GLANCE)}." if words else " Done, but it still conflicts."
        )
        note = still if each.condition == "still conflicting" else ""
        return Md(f"[x] {escape(_to_do(audit, findings, tried, fixes, None))}{note}")

    page.points(Item(item(tried)) for tried in fixes)
    if also := also_chosen(analysis):
        page.paragraph(Md("Also chosen for your plan:"))
        page.points(Item(Md(f"[ ] {escape(_to_do(audit, findings, tried, fixes, None))}")) for tried in also[:ALSO])
    if len(also) > ALSO:
        page.paragraph(
            Md(f"{len(also) - ALSO} more of your plan {'is' if len(also) == ALSO + 1 else 'are'} in the details.")
        )


def also_chosen(analysis: Analysis) -> list[TriedFix]:
    """The fixes of the plan that are under way, solve something and have no place among those to do first."""
    first = {each.id for each in analysis.leading_fixes}
    under_way = (each for each in analysis.plan if each.planned.status in UNDER_WAY and each.planned.id not in first)
    return [each.tried for each in under_way if each.tried is not None]


def _to_do(audit: Audit, findings: Findings, tried: TriedFix, fixes: Sequence[TriedFix], day: date | None) -> str:
    do = wording.to_do(audit, findings, tried, fixes)
    return wording.by_a_day(do) if day else do


def _by(day: date | None) -> Md:
    return strong(f"By {day:%a} {day.day} {day:%b}:") + " " if day else Md("")  # type: ignore[return-value]


def _write_agreements(page: Writer, content: Content, agreements: Sequence[Agreement], most: int) -> None:
    page.heading(2, Md("What agrees"))
    if not agreements:
        page.paragraph(Md("Nothing is proven to match yet. That takes a count or a record of what you deliver."))
    published_and_delivered_first = sorted(agreements, key=lambda each: len({"say", "deliver"} - {*each.sides}))
    lines = [agreed(content, agreement) for agreement in published_and_delivered_first[:most]]
    if len(agreements) > most:
        lines.append(Md(f"and {len(agreements) - most} more."))
    page.points(map(Item, lines))


def agreed(content: Content, agreement: Agreement) -> Md:
    """What two or more sides agree on, and which sides these are, in one line."""
    sides = wording.listed(f"what {WHO_DOES[side]}" for side in agreement.sides)
    return Md(f"{strong(wording.agreed(content, agreement))} {sides[:1].upper()}{sides[1:]} match.")
