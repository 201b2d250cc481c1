"""A page that is being turned into promises: its lines, the claims found in them, and the founder's corrections."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote, urlsplit

from trueup.answers.limits import MOST_ROWS
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import new_row_id
from trueup.content.model import CLAIMS, Content
from trueup.paths import expanded
from trueup.reading.likely_claims import doubted
from trueup.reading.promises import Read, plain, promises
from trueup.reading.reader import Claim, Line, read
from trueup.reading.sources import SUFFIXES, Document, UnreadableError, documents, pasted

MOST_NAMED: Final = 200
"""A text with more lines than this can't be a list of file names, so it's a page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a page, the row that it becomes, and its claims: those found and those that the founder added.
    Unlikely ones aren't ticked at first.
    """

    line: Line
    row: Row
    claims: tuple[str, ...]
    """All claims of the line, ticked or not: first likely, then unlikely ones, then those that the founder added."""
    taken: frozenset[str]
    """The claims that are ticked."""
    on_file: bool = False
    """Whether these words are already a promise on file."""

    @property
    def is_taken(self) -> bool:
        """Whether the line becomes a new promise, or changes one."""
        return bool(self.taken) or self.on_file

    def found(self, tag: str) -> tuple[Claim, ...]:
        """Return the places of a claim in the line; empty if the founder added it."""
        return tuple(claim for claim in (*self.line.claims, *self.line.unlikely) if claim.tag == tag)

    def toggled(self, tag: str) -> Part:
        """Return the part with a claim unticked, or ticked again."""
        return replace(self, taken=self.taken ^ {tag})

    def with_claim(self, tag: str) -> Part:
        """Return the part with a missed claim added."""
        claims = self.claims if tag in self.claims else (*self.claims, tag)
        return replace(self, claims=claims, taken=self.taken | {tag})


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was read, line by line."""

    parts: tuple[Part, ...]
    names: tuple[str, ...]
    """The files it comes from."""
    notes: tuple[str, ...] = ()
    """Sentences about oddities of the page, and about files that couldn't be read."""

    @property
    def promises(self) -> int:
        """How many lines become promises."""
        return sum(bool(part.taken) for part in self.parts)

    @property
    def claims(self) -> int:
        """How many claims are ticked in all."""
        return sum(len(part.taken) for part in self.parts)

    def with_part(self, at: int, part: Part) -> Page:
        """Return the page with one part replaced."""
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]))


def gathered(content: Content, audit: Audit, typed: str, day: str) -> Page:
    """Return the page that was pasted or, if the text names files and folders, what they contain, with the claims
    found.
    """
    named = files_named(typed)
    documented = documents(list(named), bytes) if named else iter([_pasted(typed)])
    found: list[Read] = []
    notes: list[str] = []
    for document in documented:
        if isinstance(document, UnreadableError):
            notes.append(str(document))
        else:
            found.append(Read(document, doubted(content, read(content, document.blocks))))
            notes += document.notes
    parts = tuple(
        _part(audit, promise.line, promise.row) for promise in promises(content, audit, found, day, whole=True)
    )
    return Page(parts, tuple(each.document.name for each in found), tuple(notes))


def taken_over(audit: Audit, page: Page) -> Audit:
    """Return the audit with each line that has ticked claims, or is on file, as a promise."""
    for part in page.parts:
        if part.is_taken:
            audit = audit.with_row("promise", _row(audit, part))
    return audit


def is_too_much(audit: Audit, page: Page) -> bool:
    """Whether the business would have too many promises if this page were taken over."""
    return len(taken_over(audit, page).of("promise")) > MOST_ROWS


def several(content: Content, text: str) -> int:
    """Return how many promises a text of several lines would make; 0 if it's one promise."""
    if len([line for line in text.splitlines() if line.strip()]) < 2:
        return 0
    document = _pasted(text)
    if isinstance(document, UnreadableError):
        return 0
    count = len(doubted(content, read(content, document.blocks)).lines())
    return count if count > 1 else 0


def files_named(typed: str) -> tuple[str, ...]:
    """Return the files and folders that a text names, also as terminals write them when files are dropped on the
    window. Empty if the text contains anything else, so it's a page.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_NAMED:
        return ()
    names: list[str] = []
    for line in lines:
        found = _in_line(line)
        if not found:
            return ()
        names += found
    return tuple(names)


def _in_line(line: str) -> list[str]:
    whole = _unwrapped(line)
    if _is_there(whole) and _looks_like_path(whole):
        return [whole]
    try:
        parts = [_unwrapped(part) for part in shlex.split(line)]
    except ValueError:  # an apostrophe: prose
        return []
    if _begins_like_path(whole) and not any(_begins_like_path(part) for part in parts[1:]):
        return [whole if len(parts) > 1 else parts[0]]  # blanks in a typed name
    return parts if all(_looks_like_path(part) for part in parts) else []


def _unwrapped(name: str) -> str:
    """Return a name without quotation marks and `file://`."""
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1]
    if name.startswith("file://"):
        name = unquote(urlsplit(name).path)
    return name


def _looks_like_path(name: str) -> bool:
    is_name = name.lower().endswith(SUFFIXES) and " " not in name
    return is_name or _begins_like_path(name) or (_is_there(name) and not name.isalpha())


def _begins_like_path(name: str) -> bool:
    return name.startswith(("/", "~/", "./", "../")) or name[1:3] in (":\\", ":/")


def _is_there(name: str) -> bool:
    try:
        return os.path.exists(expanded(name))  # noqa: PTH110 (a name may be anything: too long, with NUL in it)
    except ValueError:
        return False


def _pasted(text: str) -> Document | UnreadableError:
    try:
        return pasted(text)
    except UnreadableError as error:
        return error


def _part(audit: Audit, line: Line, row: Row) -> Part:
    before = audit.row("promise", row.id)
    is_answered = before is not None and "claims" in before.fields
    taken = before.many("claims") if before and is_answered else line.tags
    shown = (*line.tags, *(claim.tag for claim in line.unlikely), *taken)
    return Part(line, row, tuple(dict.fromkeys(shown)), frozenset(taken), before is not None)


def _row(audit: Audit, part: Part) -> Row:
    """Return the row for a part. If the words are on file, other answers about them are kept."""
    field = CLAIMS.partition(".")[2]
    before = audit.row("promise", part.row.id)
    slug = part.row.id
    if before is not None and plain(before.text("words")) != plain(part.line.words):
        slug = new_row_id("promise", part.line.words, [row.id for row in audit.of("promise")])
        before = None
    claims = tuple(tag for tag in part.claims if tag in part.taken)
    was = before.fields.get(field) if before else None
    fields = {**part.row.fields, field: replace(was, value=claims, state="given") if was else Answer(claims)}
    spans = {tag: tuple((each.start, each.end) for each in part.found(tag)) for tag in claims if part.found(tag)}
    return Row(slug, fields, spans, part.row.source)
