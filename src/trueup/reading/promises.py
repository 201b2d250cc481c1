"""Turns what was read into promises: makes a row of each line with a claim, and adds these rows to those on file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import PurePath

from trueup.answers.limits import LONGEST
from trueup.answers.model import PASTED, Answer, Audit, ReadFrom, Row
from trueup.answers.references import new_row_id
from trueup.answers.validation import clean_text
from trueup.content.model import Content
from trueup.engine.things import OTHER, things_named
from trueup.reading.headings import offer_named, second_offers, thing_named
from trueup.reading.likely_claims import PRICES, doubted
from trueup.reading.reader import Line, Reading, bare, plain, read_words, spans_of
from trueup.reading.sources import STANDARD_INPUT, Document

OTHER_PAGES = ("faq", "question", "about", "help", "readme", "contact", "booking", "how-it-works", "privacy", "terms")
"""Words in the name of a file that show that it's neither the home page nor the page with prices."""


@dataclass(frozen=True, slots=True)
class Read:
    """One document, and what was found in it."""

    document: Document
    reading: Reading


def all_doubted(content: Content, read: Sequence[Read], audit: Audit | None = None) -> list[Read]:
    """Return documents read together, without their unlikely claims. What is unlikely also depends on the prices in the
    other documents and in the promises on file.
    """
    on_file = audit.of("promise") if audit else ()
    priced = [row for row in on_file if not PRICES.isdisjoint(row.many("claims"))]
    beside = [*(each.reading for each in read), *(read_words(content, row.text("words")) for row in priced)]
    return [replaced(each, reading=doubted(content, each.reading, beside)) for each in read]


@dataclass(frozen=True, slots=True)
class Promise:
    """One line that was read, and the row that it becomes."""

    line: Line
    row: Row


@dataclass(frozen=True, slots=True)
class TakenOver:
    """An audit to which the promises read were added, and what that changed."""

    audit: Audit
    added: tuple[Promise, ...] = ()
    changed: tuple[Promise, ...] = ()
    """Promises on file with the same words, whose claims were replaced."""
    kept: tuple[Promise, ...] = ()
    """Promises on file with the same words, whose claims differ but were kept."""
    same: int = 0
    """How many lines were already on file with the same claims."""


def promises(
    content: Content, audit: Audit, read: Iterable[Read], day: str, *, whole: bool = False
) -> tuple[Promise, ...]:
    """Return each line of all documents once, with the row it becomes. If a row with the same words is on file, the new
    row takes over its id and answers. If nothing says yet what the row is about, a thing named in the line, or in a
    heading above it, does; so does a heading that names a second offer of the page.

    Claims that the founder unticked on these words aren't ticked; a line with no others is left out. Sentences that are
    one promise on file stay one. With `whole`, return every line, also those in which no claim was found.
    """
    on_file = {bare(row.text("words")): row for row in audit.of("promise")}
    asks_about = "promise.about" in content.questions
    names = things_named(audit) if asks_about else []
    taken = [row.id for row in audit.of("promise")]
    together = {*on_file, *map(bare, audit.unticked)}
    found: dict[str, Promise] = {}
    for each in read:
        offers = second_offers(each.reading.blocks) if asks_about else {}
        where = _where(content, each.document)
        for line in each.reading.parts(together) if whole else each.reading.lines(together):
            words = bare(line.words)
            if words in found or len(line.words) > LONGEST or line.words != clean_text(line.words):
                continue
            row, unticked = on_file.get(words), audit.unticked.get(plain(line.words), ())
            if row is None and not whole and set(line.tags) <= set(unticked):
                continue
            if row is None:
                row = Row(new_row_id("promise", line.words, taken), where)
                taken.append(row.id)
            if "about" not in row.fields and (name := _thing(names, offers, line)):
                row = about(row, OTHER, name)
            found[words] = Promise(line, _filled(row, line, _read_from(each.document, line, day), unticked))
    return tuple(found.values())


def _thing(names: Sequence[str], offers: Mapping[int, str], line: Line) -> str:
    """Return what a line is about, if not what sells most: a thing that the founder named, or a second offer."""
    return thing_named(names, line.words, line.headings, line.before) or offer_named(offers, line.headings)


def taken_over(audit: Audit, found: Iterable[Promise], *, replace: bool = False) -> TakenOver:
    """Return the audit with the promises that were read. A promise already on file keeps its ticked claims; with
    `replace`, the newly read claims overwrite them. Its source and the places of its claims are updated in both cases.
    """
    added: list[Promise] = []
    changed: list[Promise] = []
    kept: list[Promise] = []
    same = 0
    for promise in found:
        row = audit.row("promise", promise.row.id)
        if row is None:
            added.append(promise)
        elif set(row.many("claims")) == set(promise.row.many("claims")):
            same += 1
        elif replace:
            changed.append(promise)
        else:
            kept.append(promise)
            promise = Promise(promise.line, with_ticks_of(row, promise.row))
        audit = audit.with_row("promise", promise.row)
    return TakenOver(audit, tuple(added), tuple(changed), tuple(kept), same)


def with_ticks_of(row: Row, read: Row) -> Row:
    """Return the row `read` with the answers of `row`, which is on file, so that the founder's corrections stay."""
    ticked = row.many("claims")
    spans = {tag: spans for tag, spans in read.spans.items() if tag in ticked}
    fields = {**read.fields, **row.fields, "words": read.fields["words"]}
    return published_again(replaced(read, fields=fields, spans=spans))


def reworded(content: Content, row: Row, words: str) -> Row:
    """Return a promise with other words and the claims that these make. Claims that the founder ticked although no cue
    found them stay ticked.
    """
    then = {claim.tag for claim in read_words(content, row.text("words")).claims}
    reading, ticked = doubted(content, read_words(content, words)), row.many("claims")
    now = (*reading.claims, *(out.claim for out in reading.unlikely if out.claim.tag in ticked))
    tags = dict.fromkeys([*(claim.tag for claim in now), *(tag for tag in ticked if tag not in then)])
    fields = {**row.fields, "words": Answer(words), "claims": Answer(tuple(tags))}
    return replaced(row, fields=fields, spans=spans_of(now, tags))


def about(row: Row, what: str, name: str = "") -> Row:
    """Return a promise that is about something: `what` is a choice of `promise.about`, `name` that of another thing."""
    was = row.fields.get("about")
    answer = replaced(was, value=what, state="given") if was else Answer(what)
    return row.with_field("other", Answer(name) if name else None).with_field("about", answer)


def published_again(row: Row) -> Row:
    """Return a promise that was just read on a page. If it was taken down, it's compared again."""
    return row.with_field("state", None) if row.is_inactive else row


def _filled(row: Row, line: Line, source: ReadFrom | None, unticked: Collection[str]) -> Row:
    tags = tuple(tag for tag in line.tags if tag not in unticked)
    fields = {**row.fields, "words": Answer(line.words), "claims": Answer(tags)}
    return published_again(Row(row.id, fields, spans_of(line.claims, tags), source or row.source))


def _read_from(document: Document, line: Line, day: str) -> ReadFrom | None:
    if document.name == STANDARD_INPUT:
        return None
    return ReadFrom(document.name, line.line, document.digest, day)


LONGEST_NAME = 4
"""The most words of a heading that names a page (our choice)."""


def _where(content: Content, document: Document) -> Mapping[str, Answer]:
    """Return the answer to where a promise appears, as far as the file's name shows or, for pasted text, its first line
    if that is a heading.
    """
    name = document.name
    if name == PASTED:
        first = document.blocks[0]
        name = first.text if first.kind == "heading" and len(first.text.split()) <= LONGEST_NAME else ""
    path = PurePath(name.lower())
    is_another = any(word in path.stem for word in OTHER_PAGES)
    key = "mail" if path.suffix == ".eml" else "pricing" if "pric" in path.stem else "site" if is_another else "page"
    question = content.questions.get("promise.where")
    return {"where": Answer(key)} if question and key in question.by_key else {}
