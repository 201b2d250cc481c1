"""A page that is being turned into promises: its lines, the claims found in them, and the founder's corrections."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from trueup.answers.limits import MOST_ROWS
from trueup.answers.model import PASTED, Answer, Audit, Row
from trueup.answers.references import new_row_id
from trueup.content.model import CLAIMS, Content
from trueup.engine.model import MAIN
from trueup.engine.offered_claims import claims
from trueup.engine.things import OTHER
from trueup.paths import expanded
from trueup.reading.headings import Heading, thing_named
from trueup.reading.likely_claims import doubted
from trueup.reading.promises import Read, about, all_doubted, promises, published_again
from trueup.reading.reader import Claim, Line, bare, plain, read, spans_of
from trueup.reading.sources import SUFFIXES, UnreadableError, documents, pasted, tried

CLAIMED: Final = CLAIMS.partition(".")[2]
"""The field of a promise in which its claims are ticked."""

WHERE: Final = "promise.where"
"""The question of where people read a promise."""

ABOUT: Final = "promise.about"
"""The question of what a promise is about."""

MOST_NAMED: Final = 200
"""A text with more lines than this can't be a list of file names, so it's a page."""

SAME_PAGE: Final = 1 / 2
"""If at least this share of a page's sentences on file are in what was read, it's the same page, read whole."""
PERHAPS_SAME_PAGE: Final = 1 / 4
"""If at least this share are, it may be the same page, or a part of it."""


Extent = Heading | Literal["line", "page"]
"""Which lines a choice counts for: only one, or also those after it, under a heading or on the whole page."""


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
    likely: frozenset[str] = frozenset()
    """The claims that are ticked for someone who never unticked one."""

    @property
    def is_taken(self) -> bool:
        """Whether the line becomes a new promise, or changes one."""
        return bool(self.taken) or self.on_file

    def found(self, tag: str) -> tuple[Claim, ...]:
        """Return the places of a claim in the line; empty if the founder added it."""
        return tuple(claim for claim in (*self.line.claims, *self.line.unlikely) if claim.tag == tag)

    @property
    def is_about(self) -> tuple[str, str]:
        """What the line is about: a key of the choices, empty for what sells most, and the name of another thing."""
        what = self.row.text("about")
        return ("", "") if what == MAIN else (what, self.row.text("other") if what == OTHER else "")

    def about(self, what: str, name: str = "") -> Part:
        """Return the part about what sells most, everything, or another thing with this name."""
        return replace(self, row=about(self.row, what, name))

    def toggled(self, tag: str) -> Part:
        """Return the part with a claim unticked, or ticked again."""
        return replace(self, taken=self.taken ^ {tag})

    def with_claim(self, tag: str) -> Part:
        """Return the part with a missed claim added."""
        claims = self.claims if tag in self.claims else (*self.claims, tag)
        return replace(self, claims=claims, taken=self.taken | {tag})


@dataclass(frozen=True, slots=True)
class Missing:
    """A promise on file whose words are no longer on the page it came from."""

    row: Row
    is_taken_down: bool
    """Whether it's ticked: whether it becomes one of the promises that people can't find any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many promises a page adds, changes and takes down."""

    added: int
    changed: int
    """On file, with other claims, about something else, or published again."""
    taken_down: int

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.taken_down)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was read, line by line."""

    parts: tuple[Part, ...]
    names: tuple[str, ...]
    """The files it comes from."""
    notes: tuple[str, ...] = ()
    """Sentences about oddities of the page, and about files that couldn't be read."""
    missing: tuple[Missing, ...] = ()
    """The promises on file that are no longer on the page."""
    missing_at: Mapping[str, tuple[Missing, ...]] = field(default_factory=dict)
    """Place → the promises on file there that are no longer on the page, if the page is at that place."""

    @property
    def promises(self) -> int:
        """How many lines become promises."""
        return sum(bool(part.taken) for part in self.parts)

    @property
    def claims(self) -> int:
        """How many claims are ticked in all."""
        return sum(len(part.taken) for part in self.parts)

    @property
    def where(self) -> str:
        """Where people read the page, as a key of the choices; empty if its new lines are in more than one place."""
        places = {part.row.text("where") for part in self.parts if not part.on_file}
        return places.pop() if len(places) == 1 else ""

    def published_at(self, where: str) -> Page:
        """Return the page with this place for all lines that aren't on file yet. What it misses is then what was at
        this place only.
        """
        return replace(
            self,
            missing=self.missing_at.get(where, ()),
            parts=tuple(
                part if part.on_file else replace(part, row=part.row.with_field("where", Answer(where)))
                for part in self.parts
            ),
        )

    def lines_from(self, at: int, extent: Extent) -> tuple[int, ...]:
        """Return the indexes of the line at `at` and, as the extent says, of those after it."""
        if extent == "line":
            return (at,)
        file = self.parts[at].line.file
        after = (nth for nth, part in enumerate(self.parts[at:], at) if part.line.file == file)
        return tuple(nth for nth in after if extent == "page" or _is_under(self.parts[nth].line, extent))

    def extents(self, at: int) -> tuple[Extent, ...]:
        """Return what a choice about the line at `at` can count for, first the usual: the nearest heading under which
        other lines follow, or else only the line. Only the line comes first, too, if the nearest heading has others
        under it, which may be about something else.
        """
        several: list[Extent] = [*reversed(self.parts[at].line.headings), "page"]
        found: dict[Extent, list[int]] = {}
        for extent in several:
            others = [nth for nth in self.lines_from(at, extent) if nth != at and self.parts[nth].claims]
            if others and others not in found.values():
                found[extent] = others
        under = [each for each in found if isinstance(each, Heading)]
        whole: list[Extent] = [each for each in found if each == "page"]
        if under and self.headings_within(at, under[0]):
            return ("line", *under, *whole)
        return (*under, "line", *whole)

    def headings_within(self, at: int, extent: Heading) -> tuple[Heading, ...]:
        """Return the headings under this one that come after the line at `at`."""
        below = (self.parts[nth].line.headings for nth in self.lines_from(at, extent) if self.parts[nth].claims)
        here = self.parts[at].line.headings
        after = (each[each.index(extent) + 1 :][:1] for each in below)
        return tuple(dict.fromkeys(each[0] for each in after if each and each[0] not in here))

    def about(self, at: int, extent: Extent, what: str, name: str = "") -> Page:
        """Return the page with a line, and those after it that the extent includes, about something. Lines of which the
        founder hasn't said what they are about follow if they, or their headings, name this thing.
        """
        chosen = frozenset(self.lines_from(at, extent))
        named = {
            nth
            for nth, part in enumerate(self.parts)
            if name and "about" not in part.row.fields and _is_named(name, part.line)
        }
        parts = (
            part.about(what, name) if nth in chosen else part.about(OTHER, name) if nth in named else part
            for nth, part in enumerate(self.parts)
        )
        return replace(self, parts=tuple(parts))

    @property
    def things(self) -> tuple[str, ...]:
        """The names of the other things that lines are about, each once."""
        names = (part.is_about[1] for part in self.parts)
        return tuple({name.casefold(): name for name in names if name}.values())

    @property
    def has_sections(self) -> bool:
        """Whether several headings have lines with claims."""
        return len({part.line.headings[-1:] for part in self.parts if part.claims} - {()}) > 1

    @property
    def is_of_one_thing(self) -> bool:
        """Whether nothing says what any line is about."""
        return not any("about" in part.row.fields for part in self.parts)

    def with_part(self, at: int, part: Part) -> Page:
        """Return the page with one part replaced."""
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]))

    @property
    def are_all_taken_down(self) -> bool:
        """Whether every missing promise is ticked."""
        return all(each.is_taken_down for each in self.missing)

    def with_all_missing_toggled(self) -> Page:
        """Return the page with every missing promise ticked or, if all were, with none."""
        is_down = not self.are_all_taken_down
        return replace(self, missing=tuple(replace(each, is_taken_down=is_down) for each in self.missing))

    def with_missing_toggled(self, row_id: str) -> Page:
        """Return the page with a missing promise unticked, or ticked again."""
        return replace(
            self,
            missing=tuple(
                replace(each, is_taken_down=not each.is_taken_down) if each.row.id == row_id else each
                for each in self.missing
            ),
        )


def gathered(content: Content, audit: Audit, typed: str, day: str) -> Page:
    """Return the page that was pasted or, if the text names files and folders, what they contain, with the claims
    found.
    """
    named = files_named(typed)
    documented = documents(list(named), bytes) if named else [tried(pasted, typed)]
    found: list[Read] = []
    notes: list[str] = []
    for document in documented:
        if isinstance(document, UnreadableError):
            notes.append(str(document))
        else:
            found.append(Read(document, read(content, document.blocks)))
            notes += document.notes
    offered = frozenset(tag for _, labels in claims(content, audit) for tag in labels)
    found = all_doubted(content, found, audit)
    parts = tuple(
        _part(audit, promise.line, promise.row, offered) for promise in promises(content, audit, found, day, whole=True)
    )
    names = tuple(each.document.name for each in found)
    page = Page(parts, names, tuple(notes))
    if "promise.state" not in content.questions:
        return page
    on_file = _OnFile(audit, found)
    places = {row.text("where") for row in audit.of("promise")}
    return replace(page, missing=on_file.missing(page.where), missing_at={each: on_file.at(each) for each in places})


class _OnFile:
    """The pages on file beside what was read: which of their promises aren't in it."""

    def __init__(self, audit: Audit, found: Sequence[Read]) -> None:
        self._names = {each.document.name for each in found}
        text = _apart(" ".join(block.text for each in found for block in each.document.blocks))
        self._pages: dict[tuple[str, str], list[Row]] = {}
        """File and place → the promises on file from there."""
        for row in audit.of("promise"):
            if not row.is_inactive and row.text("where") != "spoken" and bare(row.text("words")):
                file = row.source.file if row.source and row.source.file != PASTED else ""
                self._pages.setdefault((file, row.text("where")), []).append(row)
        self._gone = {
            page: [row for row in rows if _apart(row.text("words")) not in text] for page, rows in self._pages.items()
        }

    def missing(self, where: str) -> tuple[Missing, ...]:
        """Return the promises that were on the pages that were read and no longer are.

        All that came from the same file are listed. Pasted text, or another file, is taken for the page on file with
        which it shares most sentences, if it shares enough. If that page is at another place than `where`, where the
        new lines are, none is ticked.
        """
        nearest = max(self._pages, key=lambda page: len(self._pages[page]) - len(self._gone[page]), default=None)
        missing: list[Missing] = []
        for page in self._pages:
            if page[0] in self._names or page == nearest:
                missing += self._of(page, is_there=not where or page[1] == where)
        return tuple(missing)

    def at(self, where: str) -> tuple[Missing, ...]:
        """Return the promises at one place that aren't on the page, if the page is at that place."""
        return tuple(each for page in self._pages if page[1] == where for each in self._of(page, is_there=True))

    def _of(self, page: tuple[str, str], *, is_there: bool) -> list[Missing]:
        gone = self._gone[page]
        share = 1 - len(gone) / len(self._pages[page])
        if page[0] in self._names:  # if none is left, the file may lack the page's text
            return [Missing(row, share > 0) for row in gone]
        if share < PERHAPS_SAME_PAGE:
            return []
        # A file with another name may be another page, which shares sentences with this one.
        is_same = share >= SAME_PAGE and (not page[0] or PASTED in self._names)
        return [Missing(row, is_same and is_there) for row in gone]


def _apart(text: str) -> str:
    """Return a text's words and numbers, each between blanks, without capitals and punctuation."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])


def taken_over(audit: Audit, page: Page) -> Audit:
    """Return the audit with each line that has ticked claims, or is on file, as a promise, with the ticked missing
    promises taken down, and with the claims that the founder unticked.
    """
    for part in page.parts:
        if part.is_taken:
            audit = audit.with_row("promise", _row(audit, part))
    for each in page.missing:
        if each.is_taken_down:
            fields = {**each.row.fields, "state": Answer("withdrawn")}
            audit = audit.with_row("promise", replace(each.row, fields=fields))
    return with_unticked(audit, page)


def with_unticked(audit: Audit, page: Page) -> Audit:
    """Return the audit with the claims that the founder unticked on sentences of the page that aren't promises."""
    now = {plain(part.line.words): () if part.is_taken else tuple(sorted(part.likely)) for part in page.parts}
    kept = {words: tags for words, tags in audit.unticked.items() if words not in now}
    added = {words: tags for words, tags in now.items() if tags}
    return replace(audit, unticked=dict([*kept.items(), *added.items()][-MOST_ROWS:]))


def outcome(audit: Audit, page: Page) -> Outcome:
    """Return how many promises this page would add, change and take down."""
    added = changed = 0
    for part in page.parts:
        if part.is_taken:
            before = _on_file(audit, part)
            added += before is None
            changed += before is not None and _differs(before, part)
    return Outcome(added, changed, sum(each.is_taken_down for each in page.missing))


def _differs(before: Row, part: Part) -> bool:
    """Whether a promise on file would be published again, have other claims or be about something else."""
    is_about_another = any(before.text(field) != part.row.text(field) for field in ("about", "other"))
    return before.is_inactive or set(before.many(CLAIMED)) != part.taken or is_about_another


def is_too_much(audit: Audit, page: Page) -> bool:
    """Whether the business would have too many promises if this page were taken over."""
    return len(taken_over(audit, page).of("promise")) > MOST_ROWS


def several(content: Content, text: str) -> int:
    """Return how many promises a text of several lines would make; 0 if it's one promise."""
    if len([line for line in text.splitlines() if line.strip()]) < 2:
        return 0
    document = tried(pasted, text)
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


def _part(audit: Audit, line: Line, row: Row, offered: frozenset[str]) -> Part:
    """Return a line with its claims. Where some are `offered` to this kind of business, others aren't ticked: nothing
    that the business answers could bear them out or contradict them.
    """
    before = audit.row("promise", row.id)
    is_answered = before is not None and "claims" in before.fields
    found = tuple(tag for tag in line.tags if tag in offered) or line.tags
    unticked = audit.unticked.get(plain(line.words), ())
    taken = before.many("claims") if before and is_answered else tuple(tag for tag in found if tag not in unticked)
    shown = (*found, *line.tags, *(claim.tag for claim in line.unlikely), *taken)
    return Part(line, row, tuple(dict.fromkeys(shown)), frozenset(taken), before is not None, frozenset(found))


def _is_named(name: str, line: Line) -> bool:
    return bool(thing_named([name], line.words, line.headings, line.before))


def _is_under(line: Line, heading: Heading) -> bool:
    """Whether a line is under a heading. Under a page's title are only the lines before the next heading."""
    return heading in (line.headings[-1:] if heading.is_title else line.headings)


def _on_file(audit: Audit, part: Part) -> Row | None:
    """Return the promise on file with the words of a part; None if there is none."""
    before = audit.row("promise", part.row.id)
    return before if before is not None and bare(before.text("words")) == bare(part.line.words) else None


def _row(audit: Audit, part: Part) -> Row:
    """Return the row for a part. If the words are on file, other answers about them are kept."""
    before, slug = _on_file(audit, part), part.row.id
    if before is None and audit.row("promise", slug) is not None:
        slug = new_row_id("promise", part.line.words, [row.id for row in audit.of("promise")])
    claims = tuple(tag for tag in part.claims if tag in part.taken)
    was = before.fields.get(CLAIMED) if before else None
    fields = {**part.row.fields, CLAIMED: replace(was, value=claims, state="given") if was else Answer(claims)}
    spans = spans_of((*part.line.claims, *part.line.unlikely), claims)
    return published_again(Row(slug, fields, spans, part.row.source))
