"""Compares what the pages say today with the promises on file, reopens fixes whose old words are still published, and
finds the claims that are part of a mismatch with the answers on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from trueup.answers.model import PASTED, Audit, PlannedFix, Row
from trueup.content.model import CLAIMS, Content, Fix
from trueup.engine.analysis import Analysis
from trueup.engine.fixes import fix_of
from trueup.engine.model import Mismatch, TriedFix
from trueup.engine.plan import changed
from trueup.reading.promises import Promise, Read, promises, with_ticks_of
from trueup.reading.reader import Claim, Line, Passage, bare
from trueup.reading.reader import read as claims_in
from trueup.reading.sources import UnreadableError, from_file
from trueup.reading.tokens import words

State = Literal["new", "gone", "reworded", "still there"]

ALIKE: Final = 0.5
"""If two lines have at least this share of their words in common, one is the other reworded."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one claim, with the promise on file and the claim that was read, as far as they exist."""

    state: State
    tag: str
    row: Row | None
    claim: Claim | None
    words: str = ""
    """The words of the line that makes the claim now."""


@dataclass(frozen=True, slots=True)
class StillSaid:
    """A file that still makes claims which a fix removes, and the places of these claims."""

    file: str
    claims: tuple[Claim, ...]


def compare(audit: Audit, read: Sequence[Read]) -> tuple[Change, ...]:
    """Compare the claims on file with the claims in these files. Only promises that came from these files, or are in
    them word for word, are compared.
    """
    names = {each.document.name for each in read}
    on_file = frozenset(bare(row.text("words")) for row in audit.of("promise"))
    lines = [line for each in read for line in each.reading.parts(on_file) if line.claims or line.unlikely]
    by_words = {bare(line.words): line for line in lines}
    changes: list[Change] = []
    seen: set[int] = set()
    for row in audit.of("promise"):
        line = by_words.get(bare(row.text("words")))
        if line is None and (row.source is None or row.source.file not in names):
            continue
        is_same = line is not None
        if line is None:
            line = _alike(row, [each for each in lines if id(each) not in seen and bare(each.words) not in on_file])
        if line is not None:
            seen.add(id(line))
        changes += _of_row(row, line, is_same=is_same)
    changes += [
        Change("new", tag, None, _claim(line, tag), line.words)
        for line in lines
        if id(line) not in seen
        for tag in line.tags
    ]
    return tuple(changes)


def _of_row(row: Row, line: Line | None, *, is_same: bool) -> Iterable[Change]:
    then = row.many(CLAIMS.partition(".")[2])
    now = _read(line, then) if line else ()
    said = line.words if line else ""
    for tag in then:
        if line is None or tag not in now:
            # If the words are unchanged, a claim that no cue finds was ticked by the founder, so it's still there.
            yield Change("still there" if is_same else "gone", tag, row, None, said)
        else:
            yield Change("still there" if is_same else "reworded", tag, row, _claim(line, tag), said)
    if line is not None and not is_same:
        yield from (Change("new", tag, row, _claim(line, tag), said) for tag in now if tag not in then)


def _read(line: Line, then: Sequence[str]) -> tuple[str, ...]:
    """Return the claims that a line makes now. Unlikely ones are included if they were ticked on file (`then`)."""
    return tuple(dict.fromkeys((*line.tags, *(claim.tag for claim in line.unlikely if claim.tag in then))))


def _alike(row: Row, lines: Sequence[Line]) -> Line | None:
    """Return the line that is most like a promise, if they have enough words in common."""
    then = set(words(row.text("words")).keys)
    best: tuple[float, Line] | None = None
    for line in lines:
        now = set(words(line.words).keys)
        common = len(then & now) / max(len(then | now), 1)
        if common >= ALIKE and (best is None or common > best[0]):
            best = (common, line)
    return best[1] if best else None


def _claim(line: Line, tag: str) -> Claim:
    return next(claim for claim in (*line.claims, *line.unlikely) if claim.tag == tag)


def still_carrying(tags: Iterable[str], read: Sequence[Read]) -> tuple[StillSaid, ...]:
    """Return the documents that make any of these claims, with the places."""
    wanted = frozenset(tags)
    by_file: dict[str, tuple[Claim, ...]] = {}
    for each in read:
        claims = tuple(claim for claim in each.reading.claims if claim.tag in wanted)
        by_file[each.document.name] = (*by_file.get(each.document.name, ()), *claims)
    return tuple(StillSaid(file, claims) for file, claims in by_file.items() if claims)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A fix that changes words and was marked done, although its old claims are still published."""

    planned: PlannedFix
    do: str
    still: tuple[StillSaid, ...]


def reopened(content: Content, audit: Audit, read: Sequence[Read], today: date) -> tuple[Audit, tuple[Reopened, ...]]:
    """Set fixes back from *done* to *doing* if the documents read still make their old claims. Return the audit, and
    these fixes.
    """
    found = tuple(
        Reopened(planned, fix.do, still)
        for planned, fix, old in _done(content, audit)
        if (still := still_carrying(old, read))
    )
    return _under_way(audit, [each.planned for each in found], today), found


def reopened_by(content: Content, audit: Audit, tags: Set[str], today: date) -> tuple[Audit, int]:
    """Set fixes back from *done* to *doing* if their old claims are among `tags`, which are published. Return the
    audit, and the number of these fixes.
    """
    again = [planned for planned, _, old in _done(content, audit) if not tags.isdisjoint(old)]
    return _under_way(audit, again, today), len(again)


def _done(content: Content, audit: Audit) -> Iterator[tuple[PlannedFix, Fix, frozenset[str]]]:
    """Yield the fixes marked done, each with the claims that it removes from the words."""
    for planned in audit.plan:
        fix = fix_of(content, audit, planned) if planned.status == "done" else None
        if fix is not None:
            yield planned, fix, old_claims(content, planned.check, fix)


def _under_way(audit: Audit, again: Iterable[PlannedFix], today: date) -> Audit:
    for planned in again:
        audit = changed(audit, planned, lambda each: replace(each, status="doing", since=today.isoformat()))
    return audit


def old_claims(content: Content, check: str, fix: Fix) -> frozenset[str]:
    """Return the claims that a fix removes from the words; empty if it rewrites a whole promise or changes no words."""
    if fix.move != "say" or fix.rewrite or check not in content.checks:
        return frozenset()
    between = content.checks[check].between
    return frozenset(tag for term in between if term.side == "say" for tag in term.tags) - {fix.to or ""}


def read_again(content: Content, audit: Audit, tags: Iterable[str], folder: Path) -> tuple[Read, ...]:
    """Read again the files from which promises came, and search them for these claims only.

    If a file isn't found from the current folder, it's tried from `folder`. Missing files are left out.
    """
    sources = (row.source for row in audit.of("promise") if row.source and row.source.file != PASTED)
    names = dict.fromkeys(source.file for source in sources)
    found: list[Read] = []
    for name in names:
        for path in (Path(name), folder / name):
            try:
                page = from_file(path, name)
            except UnreadableError:
                continue
            found += [Read(page, claims_in(content, page.blocks, tag)) for tag in sorted(tags)]
            break
    return tuple(found)


# Contradictions ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that was read, and a mismatch of which it is part."""

    claim: Claim
    mismatch: Mismatch
    fix: TriedFix | None
    """The best fix that only changes the words; None if there is none."""


@dataclass(frozen=True, slots=True)
class Held:
    """The result of judging the answers on file together with the documents just read."""

    analysis: Analysis
    conflicts: tuple[Conflict, ...]
    """Sorted by file and place; at the same place, the most severe first."""


def held(content: Content, audit: Audit, read: Sequence[Read]) -> Held:
    """Judge the answers on file as if these documents were what is published today.

    Promises that were read earlier from the same files are replaced by what the files say now. Promises published
    elsewhere stay.
    """
    found = [_as_corrected(audit, promise) for promise in promises(content, audit, read, day="")]
    names = {each.document.name for each in read}
    now = {bare(promise.line.words) for promise in found}
    elsewhere = [
        row
        for row in audit.of("promise")
        if bare(row.text("words")) not in now and (row.source is None or row.source.file not in names)
    ]
    published = (*elsewhere, *(promise.row for promise in found))
    analysis = Analysis(content, audit.with_rows("promise", published))
    return Held(analysis, tuple(_conflicts(analysis, found)))


def _as_corrected(audit: Audit, promise: Promise) -> Promise:
    """Return a promise with the claims as ticked on file, if its words are on file. Its state on file is ignored,
    because it was just read, so it's published.
    """
    row = audit.row("promise", promise.row.id)
    if row is None:
        return promise
    ticked = with_ticks_of(row, promise.row)
    fields = {name: answer for name, answer in ticked.fields.items() if name != "state"}
    return Promise(promise.line, replace(ticked, fields=fields))


def _places(line: Line, tag: str) -> list[Claim]:
    """Return the places of a claim in a line. If no cue finds it, because the founder ticked it, that is the whole
    line.
    """
    found = [claim for claim in line.claims if claim.tag == tag]
    passage = {field.name: getattr(line, field.name) for field in fields(Passage)}
    whole = replace(line.claims[0], tag=tag, start=0, end=len(line.words), cue="", quantity=None, **passage)
    return found or [whole]


def _conflicts(analysis: Analysis, found: Sequence[Promise]) -> list[Conflict]:
    by_row = {promise.row.id: promise for promise in found}
    conflicts: list[Conflict] = []
    for mismatch in analysis.findings.mismatches:
        claims = [
            claim
            for statement in mismatch.statements
            if statement.source == CLAIMS and statement.subject and statement.subject.row in by_row
            for claim in _places(by_row[statement.subject.row].line, statement.tag)
        ]
        if claims:
            fixes = analysis.fixes(mismatch)
            fix = next((each for each in fixes if each.fix.move == "say" and not each.fix.rewrite), None)
            conflicts += [Conflict(claim, mismatch, fix) for claim in claims]

    def order(each: Conflict) -> tuple[str, int, int, int, str]:
        return each.claim.file, each.claim.line, each.claim.column, -each.mismatch.severity, each.mismatch.id

    return sorted(conflicts, key=order)
