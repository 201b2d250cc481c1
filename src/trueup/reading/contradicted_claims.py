"""Claims compared with the answers on file: which of the words just read can't be true, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.reading.promises import Promise, Read, plain, promises, with_ticks_of
from trueup.reading.reader import Claim, Line


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that was read, and a mismatch that depends on it."""

    claim: Claim
    mismatch: Mismatch
    fix: TriedFix | None
    """The fix that only changes the words; None if none is offered."""


@dataclass(frozen=True, slots=True)
class Held:
    """How the answers are judged if the documents that were read are what is published."""

    content: Content
    audit: Audit
    findings: Findings
    conflicts: tuple[Conflict, ...]
    """In the order of files and lines; at the same place, the most severe first."""


def held(content: Content, audit: Audit, read: Sequence[Read]) -> Held:
    """Judge the answers on file with these documents as what is published today.

    Promises on file that were read from the same files are replaced by what those files say now; promises published
    elsewhere stay.
    """
    found = [_as_corrected(audit, promise) for promise in promises(content, audit, read, day="")]
    names = {each.document.name for each in read}
    now = {plain(promise.line.words) for promise in found}
    elsewhere = [
        row
        for row in audit.of("promise")
        if plain(row.text("words")) not in now and (row.source is None or row.source.file not in names)
    ]
    audit = audit.with_rows("promise", (*elsewhere, *(promise.row for promise in found)))
    findings = judge(content, audit)
    return Held(content, audit, findings, tuple(_conflicts(content, audit, findings, found)))


def _as_corrected(audit: Audit, promise: Promise) -> Promise:
    """A promise with the claims ticked on file, if its words are on file; it counts as published, since it was just
    read.
    """
    row = audit.row("promise", promise.row.id)
    if row is None:
        return promise
    ticked = with_ticks_of(row, promise.row)
    fields = {name: answer for name, answer in ticked.fields.items() if name != "state"}
    return Promise(promise.line, replace(ticked, fields=fields))


def _places(line: Line, tag: str) -> list[Claim]:
    """Where a claim is in a line: its words, or the whole line if the founder ticked a claim that no cue finds."""
    found = [claim for claim in line.claims if claim.tag == tag]
    extent = {name: getattr(line, name) for name in ("words", "line", "column", "end_line", "end_column")}
    whole = replace(line.claims[0], tag=tag, start=0, end=len(line.words), cue="", quantity=None, **extent)
    return found or [whole]


def _conflicts(content: Content, audit: Audit, findings: Findings, found: Sequence[Promise]) -> list[Conflict]:
    by_row = {promise.row.id: promise for promise in found}
    conflicts: list[Conflict] = []
    for mismatch in findings.mismatches:
        claims = [
            claim
            for statement in mismatch.statements
            if statement.source == CLAIMS and statement.subject and statement.subject.row in by_row
            for claim in _places(by_row[statement.subject.row].line, statement.tag)
        ]
        if claims:
            tried = tried_fixes(content, audit, findings, mismatch)
            fix = next((each for each in tried if each.fix.move == "say" and not each.fix.rewrite), None)
            conflicts += [Conflict(claim, mismatch, fix) for claim in claims]
    return sorted(conflicts, key=lambda each: (*_place(each.claim), -each.mismatch.severity, each.mismatch.id))


def _place(claim: Claim) -> tuple[str, int, int]:
    return claim.file, claim.line, claim.column
