"""`trueup check`: the mismatches by rank, as text or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from trueup.commands.open_file import content_of, open_quarter
from trueup.commands.output import Reply, wrapped
from trueup.content.model import SIDES
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import INSTEAD_QUESTION
from trueup.engine.model import Mismatch, Statement
from trueup.export.findings_json import findings_document, to_json
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, shortened
from trueup.wording.vocabulary import SIGNS

LONGEST_QUOTE = 160
LONGEST_REASON = 320
"""The most characters of a quote. A quote of what happens instead of a promise may be longer, because its end often
matters most."""
NEEDED_SHOWN = 5


def check(path: Path, *, as_json: bool, fail_on: int | None, quarter: str | None = None) -> Reply:
    """Return the findings of a quarter, by default the newest. The command fails if a mismatch has at least the
    severity `fail_on` (1 to 5).
    """
    audit, _, note, content = open_quarter(path, content_of(), quarter)
    analysis = Analysis(content, audit)
    fails = fail_on is not None and any(found.severity >= fail_on for found in analysis.findings.mismatches)
    if as_json:
        return Reply(to_json(findings_document(analysis)), note, fails)
    return Reply("\n".join(_lines(analysis)) + "\n", note, fails)


def _lines(analysis: Analysis) -> Iterator[str]:
    content, audit, findings = analysis.content, analysis.audit, analysis.findings
    yield from wrapped(f"{audit.business or 'Your business'}, {audit.quarter}")
    yield from wrapped(wording.lead(findings))
    for gate in wording.gates(content, findings):
        yield ""
        yield from wrapped(gate)
    shown = findings.leaders
    if order := wording.order(findings):
        yield from wrapped(order)
    for rank, mismatch in enumerate(shown, 1):
        yield ""
        yield from _mismatch(analysis, rank, mismatch)
    if analysis.agreements:
        yield ""
        yield from wrapped("What agrees: " + " ".join(wording.agreed(content, each) for each in analysis.agreements))
    if findings.needs_answer:
        yield ""
        yield "What needs an answer, the most important first:"
    for needed in findings.needs_answer[:NEEDED_SHOWN]:
        decided = wording.decides(analysis, needed)
        yield from wrapped(f"{wording.ask(analysis, needed.question)} ({decided})", indent=4)
    more = len(findings.needs_answer) - NEEDED_SHOWN
    if more > 0:
        yield f"    and {more} more"


def _sayings(analysis: Analysis, statements: Iterable[Statement]) -> Iterator[str]:
    content = analysis.content
    in_order = sorted(statements, key=lambda statement: SIDES.index(statement.side))
    for saying in wording.sayings(content, in_order):
        statement = saying[0]
        longest = LONGEST_REASON if statement.source == INSTEAD_QUESTION else LONGEST_QUOTE
        words = shortened(statement.quote, longest)
        quote = words if statement.is_label else in_marks(words)
        said = f"{wording.positions(content, saying)}: {quote} ({wording.whence(analysis, *saying)})"
        yield from wrapped(f"{statement.side:<9}{said}", indent=7, hang=16)


def _mismatch(analysis: Analysis, rank: int, mismatch: Mismatch) -> Iterator[str]:
    content = analysis.content
    yield from wrapped(f"{rank:>2}  {SIGNS[mismatch.verdict]}  {mismatch.title}", hang=7)
    yield from wrapped(f"{wording.gist(mismatch)} ({mismatch.id})", indent=7)
    yield from _sayings(analysis, mismatch.statements)
    quoted = set(map(_words, mismatch.statements))
    for other in analysis.folded_under(mismatch.id):
        yield from wrapped(f"{'also':<9}{other.title} ({other.id})", indent=7, hang=16)
        disagree = all(each.side == "say" for each in other.statements)  # two promises make sense only together
        said = [each for each in other.statements if disagree or _words(each) not in quoted]
        yield from _sayings(analysis, said)
        quoted.update(map(_words, other.statements))
    fixes = analysis.fixes(mismatch)
    if not fixes:
        yield from wrapped(f"{'fix':<9}{wording.without_fixes(content, mismatch)}", indent=7, hang=16)
    for tried in fixes:
        who = wording.who_moves(tried.fix, mismatch.statements)
        effect = wording.outcome(content, analysis.findings, tried, mismatch)
        if tried.creates:
            effect += f"; creates {wording.titles(content, tried.creates)}"
        yield from wrapped(
            f"{'fix':<9}{tried.fix.do} ({who}, {tried.fix.effort}). {effect}. {wording.gain(tried)}.",
            indent=7,
            hang=16,
        )


def _words(statement: Statement) -> tuple[object, ...]:
    """Return a key for a statement that doesn't depend on its side, to recognise the same words on two sides."""
    return statement._replace(side="say")
