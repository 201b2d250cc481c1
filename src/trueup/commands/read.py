"""`trueup read`: lists the claims in published pages, compares them with the answers, or saves them as promises."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from trueup.answers.document import document_from_audit, readable
from trueup.answers.model import Audit
from trueup.commands.open_file import content_of, open_quarter, open_to_write, refuse_finished, with_list
from trueup.commands.output import Refused, Reply, wrapped
from trueup.content.model import SIDES, Content
from trueup.engine.analysis import Analysis
from trueup.engine.next_quarter import quarter_of
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.export.findings_json import to_json
from trueup.export.sarif import reading_document, sarif_log
from trueup.reading.blocks import SourceText
from trueup.reading.page_changes import Change, Conflict, Held, Reopened, compare, held, reopened
from trueup.reading.promises import Promise, Read, TakenOver, all_doubted, promises, taken_over
from trueup.reading.reader import Claim
from trueup.reading.reader import read as claims_in
from trueup.reading.sources import MOST_BYTES, UnreadableError, documents
from trueup.sanitize import plain_text
from trueup.storage.errors import shown
from trueup.storage.store import open_store
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, shortened

LONGEST_QUOTE = 120


def read(
    named: Sequence[str],
    path: Path,
    *,
    check: bool = False,
    format: str = "text",
    fail_on: int | None = None,
    into: bool = False,
    preview: bool = False,
    replace: bool = False,
    today: date,
) -> Reply:
    """Return the claims in the named files. With `check`, compare them with the business file at `path`; with `into`,
    add them to it as promises. Raises Refused.
    """
    if fail_on is not None and not check:
        raise Refused("--fail-on says when a mismatch makes it fail; add --check.")
    if (preview or replace) and not into:
        raise Refused(f"--{'preview' if preview else 'replace'} is about adding promises; add --into.")
    if into and (check or format != "text"):
        raise Refused("--into adds promises and checks nothing; leave --check, --json and --format out.")
    content = content_of()
    found, unreadable, notes = _read_all(content, named)
    if not found and unreadable:
        raise Refused(with_list("Nothing could be read", unreadable) if len(unreadable) > 1 else unreadable[0])
    note = "\n".join([*unreadable, *notes])
    if into:
        text = _take_over(content, path, found, today, preview=preview, replace=replace)
        return Reply(text, note, is_partial=bool(unreadable))
    judged: Held | None = None
    if check:
        audit, _, odd, content = open_quarter(path, content)
        note = "\n".join(filter(None, [note, odd]))
        judged = held(content, audit, found)
    conflicts = judged.conflicts if judged else ()
    fails = fail_on is not None and any(each.mismatch.severity >= fail_on for each in conflicts)
    if format == "json":
        text = to_json(reading_document(found, judged))
    elif format == "sarif":
        text = to_json(sarif_log(content, found, judged))
    else:
        lines = list(_checked(judged, found) if judged else _listed(found))
        text = "".join(f"{line}\n" for line in lines)
        if not lines:
            note = "\n".join(filter(None, [note, _silence(found, judged)]))
    return Reply(text, note, fails, is_partial=bool(unreadable))


def _read_all(content: Content, named: Sequence[str]) -> tuple[list[Read], list[str], list[str]]:
    """Return the files that could be read, a sentence for each that couldn't, and notes on oddities."""
    found: list[Read] = []
    unreadable: list[str] = []
    for document in documents(list(named), lambda: sys.stdin.buffer.read(MOST_BYTES + 1)):
        if isinstance(document, UnreadableError):
            unreadable.append(str(document))
        else:
            found.append(Read(document, claims_in(content, document.blocks)))
    found = all_doubted(content, found)
    return found, unreadable, [note for each in found for note in each.document.notes]


def _silence(found: Sequence[Read], judged: Held | None) -> str:
    claims = sum(len(each.reading.claims) for each in found)
    files = wording.count(len(found), "file")
    if judged is None or not claims:
        return f"no claim was found in {files}."
    return f"{wording.count(claims, 'claim')} in {files}, and none conflicts with your answers."


# Listing ----------------------------------------------------------------------


def _place(claim: Claim) -> str:
    return f"{claim.file}:{claim.line}:{claim.column}"


def _listed(found: Sequence[Read]) -> Iterator[str]:
    for each in found:
        for claim in each.reading.claims:
            yield f'{_place(claim)} {claim.tag} "{" ".join(claim.words.split())}"'


# Checking ---------------------------------------------------------------------


def _checked(judged: Held, found: Sequence[Read]) -> Iterator[str]:
    sources = {each.document.name: each.document.source for each in found}
    for nth, conflict in enumerate(judged.conflicts):
        if nth:
            yield ""
        claim, mismatch = conflict.claim, conflict.mismatch
        severity = SEVERITY_WORDS[mismatch.severity]
        yield f"{_place(claim)}: {severity}: {mismatch.title} [{mismatch.id}]"
        yield from excerpt(sources[claim.file], claim)
        yield from _reasons(judged.analysis, conflict)


def _reasons(analysis: Analysis, conflict: Conflict) -> Iterator[str]:
    content = analysis.content
    others = [each for each in conflict.mismatch.statements if each.side != "say"]
    for saying in wording.sayings(content, sorted(others, key=lambda each: SIDES.index(each.side))):
        quote = in_marks(shortened(saying[0].quote, LONGEST_QUOTE))
        said = f"{wording.positions(content, saying)}: {quote} ({wording.whence(analysis, *saying)})"
        yield from wrapped(f"{saying[0].side}: {said}", indent=4, hang=6)
    if conflict.fix:
        yield from wrapped(f"fix: {wording.do_about(conflict.mismatch, conflict.fix)}", indent=4, hang=6)


# Taking over ------------------------------------------------------------------


def _take_over(
    content: Content, path: Path, found: Sequence[Read], today: date, *, preview: bool, replace: bool
) -> str:
    with open_store(path, today=today, read_only=True) if preview else open_to_write(path, today) as store:
        stored = store.load()
        audit = readable(stored, content)[0] if stored else Audit("", quarter_of(today))
        refuse_finished(audit)
        taken = taken_over(audit, promises(content, audit, found, today.isoformat()), replace=replace)
        changes = compare(audit, found)
        after, again = reopened(content, taken.audit, found, today)
        if not preview:
            store.save(document_from_audit(after))
    lines = [*_since(changes, again), *_told(path, taken, preview=preview)]
    return "\n".join(lines) + "\n"


def _since(changes: Sequence[Change], again: Sequence[Reopened]) -> Iterator[str]:
    """Yield lines about promises that the files no longer make or put in other words, and about fixes that were
    reopened because their old words are still published.
    """
    for _, group in groupby(changes, key=lambda change: (change.row.id if change.row else "", change.state)):
        said = list(group)
        row, state, tags = said[0].row, said[0].state, [change.tag for change in said]
        if row is not None and state in _SINCE:
            quote = in_marks(shortened(" ".join(row.text("words").split()), LONGEST_QUOTE))
            file = f"{row.source.file} " if row.source else ""
            yield from wrapped(f"- {file}{_SINCE[state]} {quote} ({', '.join(tags)})", hang=4)
    for each in again:
        still = each.still[0].claims[0]
        words = in_marks(" ".join(still.words.split()))
        yield from wrapped(f"! Not done yet: {each.do}. {_place(still)} still says {words}.", hang=4)


_SINCE: Final = {"gone": "no longer says", "reworded": "puts it in other words:"}


def _told(path: Path, taken: TakenOver, *, preview: bool) -> Iterator[str]:
    for sign, listed in (("+", taken.added), ("~", taken.changed), ("=", taken.kept)):
        for promise in listed:
            yield from wrapped(f"{sign} {_line(promise)}", hang=4)
    added, changed = wording.count(len(taken.added), "promise"), wording.count(len(taken.changed), "promise")
    done = "Would be added" if preview else "Added"
    yield from wrapped(f"{done} to {shown(path)}: {added}; other claims in {changed}; {taken.same} on file already.")
    if taken.kept:
        left = wording.count(len(taken.kept), "promise")
        yield from wrapped(f"{left} (=) on file with other claims, left as they are; --replace changes that.")


def _line(promise: Promise) -> str:
    words = in_marks(shortened(" ".join(promise.line.words.split()), LONGEST_QUOTE))
    return f"{promise.line.file}:{promise.line.line} {words} ({', '.join(promise.line.tags)})"


WIDTH = 100
"""The most characters of a line that are shown, because a whole page may be one line."""

_MARGIN = 30
"""How many characters before the words are shown if the line is too long."""


def excerpt(source: SourceText, claim: Claim) -> Iterator[str]:
    """Yield two lines: the line of the file in which the claim begins, and carets below its words."""
    line = source.line(claim.line)
    start = claim.column - 1
    end = claim.end_column - 1 if claim.end_line == claim.line else len(line)
    first = 0 if len(line) <= WIDTH or end <= WIDTH else max(start - _MARGIN, 0)
    first += len(line[first:start]) - len(line[first:start].lstrip())
    shown = line[first : first + WIDTH]
    number = f"{claim.line:>5} | "
    before, under = (plain_text(line[begin:stop]) for begin, stop in ((first, start), (start, min(end, first + WIDTH))))
    after = plain_text(line[min(end, first + WIDTH) : first + WIDTH])
    dots = ("…" if first and line[:first].strip() else "", "…" if first + len(shown) < len(line) else "")
    yield f"{number}{dots[0]}{before}{under}{after}{dots[1]}".rstrip()
    yield f"{' ' * 5} | {' ' * (_cells(before) + len(dots[0]))}{'^' * max(_cells(under), 1)}"


def _cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
