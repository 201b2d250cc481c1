"""Compares the claims just read with the answers on file: finds the claims that are part of a mismatch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content
from trueup.engine.analysis import Analysis
from trueup.engine.model import Mismatch, TriedFix
from trueup.reading.promises import Promise, Read, promises, with_ticks_of
from trueup.reading.reader import Claim, Line, Passage, bare


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
