"""Compare what the pages say today with the promises on file: what is new, gone, reworded or still there, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from trueup.answers.model import Audit, PlannedFix, Row
from trueup.content.model import CLAIMS, Content, Fix
from trueup.engine.plan import changed, fix_of
from trueup.reading.promises import Read, plain
from trueup.reading.reader import Claim, Line
from trueup.reading.reader import read as claims_in
from trueup.reading.sources import UnreadableError, from_file
from trueup.reading.tokens import words

State = Literal["new", "gone", "reworded", "still there"]

ALIKE: Final = 0.5
"""Two lines that share at least this part of their words are one line, reworded."""


@dataclass(frozen=True, slots=True)
class Change:
    """One claim then and now, with the promise on file and the words that were read, if there are any."""

    state: State
    tag: str
    row: Row | None
    claim: Claim | None
    words: str = ""
    """The line that makes the claim now."""


@dataclass(frozen=True, slots=True)
class StillSaid:
    """A file that still makes claims which a fix removes, and the places of these claims."""

    file: str
    claims: tuple[Claim, ...]


def compare(audit: Audit, read: Sequence[Read]) -> tuple[Change, ...]:
    """Compare the claims of promises that were read from these files, or occur in them word for word, with the claims
    in the files now. Promises published elsewhere aren't compared."""
    names = {each.document.name for each in read}
    lines = [line for each in read for line in each.reading.parts() if line.claims or line.unlikely]
    by_words = {plain(line.words): line for line in lines}
    on_file = frozenset(plain(row.text("words")) for row in audit.of("promise"))
    changes: list[Change] = []
    seen: set[int] = set()
    for row in audit.of("promise"):
        line = by_words.get(plain(row.text("words")))
        if line is None and (row.source is None or row.source.file not in names):
            continue
        is_same = line is not None
        if line is None:
            line = _alike(row, [each for each in lines if id(each) not in seen and plain(each.words) not in on_file])
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
            # a claim the founder ticked, though no cue finds it, counts as still there while the words are unchanged
            yield Change("still there" if is_same else "gone", tag, row, None, said)
        else:
            yield Change("still there" if is_same else "reworded", tag, row, _claim(line, tag), said)
    if line is not None and not is_same:
        yield from (Change("new", tag, row, _claim(line, tag), said) for tag in now if tag not in then)


def _read(line: Line, then: Sequence[str]) -> tuple[str, ...]:
    """The claims that a line makes now, including those that are unlikely but that the founder had ticked (`then`)."""
    return tuple(dict.fromkeys((*line.tags, *(claim.tag for claim in line.unlikely if claim.tag in then))))


def _alike(row: Row, lines: Sequence[Line]) -> Line | None:
    """The line most similar to a promise, if they have at least half of their words in common."""
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
    """The documents that make any of these claims, each with the places."""
    wanted = frozenset(tags)
    by_file: dict[str, tuple[Claim, ...]] = {}
    for each in read:
        claims = tuple(claim for claim in each.reading.claims if claim.tag in wanted)
        by_file[each.document.name] = (*by_file.get(each.document.name, ()), *claims)
    return tuple(StillSaid(file, claims) for file, claims in by_file.items() if claims)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A fix of the words that was marked done although its old words are still published, and where they are."""

    planned: PlannedFix
    do: str
    still: tuple[StillSaid, ...]


def reopened(content: Content, audit: Audit, read: Sequence[Read], today: date) -> tuple[Audit, tuple[Reopened, ...]]:
    """Set each fix that is marked done back to under way if its old claim is in what was read. Return the audit, and
    those fixes.
    """
    found = tuple(
        Reopened(planned, fix.do, still)
        for planned, fix, old in _done(content, audit)
        if (still := still_carrying(old, read))
    )
    return _under_way(audit, [each.planned for each in found], today), found


def reopened_by(content: Content, audit: Audit, tags: Set[str], today: date) -> tuple[Audit, int]:
    """Set each fix that is marked done back to under way if its old claim is among these published ones. Return the
    audit, and the number of those fixes.
    """
    again = [planned for planned, _, old in _done(content, audit) if not tags.isdisjoint(old)]
    return _under_way(audit, again, today), len(again)


def _done(content: Content, audit: Audit) -> Iterator[tuple[PlannedFix, Fix, frozenset[str]]]:
    """The fixes marked done, each with the claims it removes from the words."""
    for planned in audit.plan:
        fix = fix_of(content, audit, planned) if planned.status == "done" else None
        if fix is not None:
            yield planned, fix, old_claims(content, planned.check, fix)


def _under_way(audit: Audit, again: Iterable[PlannedFix], today: date) -> Audit:
    for planned in again:
        audit = changed(audit, planned, lambda each: replace(each, status="doing", since=today.isoformat()))
    return audit


def old_claims(content: Content, check: str, fix: Fix) -> frozenset[str]:
    """The claims that a fix of the words removes; empty for the rewrite of a whole promise, and for any other fix."""
    if fix.move != "say" or fix.rewrite or check not in content.checks:
        return frozenset()
    between = content.checks[check].between
    return frozenset(tag for term in between if term.side == "say" for tag in term.tags) - {fix.to or ""}


def read_again(content: Content, audit: Audit, tags: Iterable[str], folder: Path) -> tuple[Read, ...]:
    """The current text of every file from which promises on file were read, searched only for these claims.

    A name that isn't found from the current folder is tried from `folder`; missing files are left out.
    """
    names = dict.fromkeys(row.source.file for row in audit.of("promise") if row.source)
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
