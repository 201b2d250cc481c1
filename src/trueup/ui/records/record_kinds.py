"""What differs between the kinds of rows: how the list shows a row, and what is shown about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.limits import MOST_ROWS
from trueup.answers.model import Audit, Row
from trueup.answers.references import group_names, renamed_group
from trueup.content.model import Area, Question, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.applicability import fields, open_fields
from trueup.engine.model import Mismatch
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.what_if import would_conflict
from trueup.session.session import Session
from trueup.ui.base.rows import digit, entry
from trueup.ui.base.signs import sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, heading, muted, paragraphs, plain, shorten
from trueup.ui.drawing.statement_list import stands
from trueup.ui.questions.question_page import Conflicting, called, in_words
from trueup.ui.records.record_fields import MOST_GROUPS
from trueup.wording import findings as wording
from trueup.wording.changes import read_at

NAMED = 30
"""The most cells for the name of a promise or channel in the list of those that name a group."""
PLANNED = "planned"
INACTIVE_WORDS = {
    "withdrawn": "taken down, not compared",
    "stopped": "stopped, not compared",
    PLANNED: "planned, only compared with goals",
}


class Described(NamedTuple):
    """How the list shows a row: the first line, the figure at its right, and the second line."""

    first: Content
    figure: Content = Content("")
    second: Content = Content("")


@dataclass(frozen=True)
class Kind:
    """One kind of rows."""

    name: RowKind
    area: Area
    described: Callable[[Screens, Row, int], Described]
    """Returns how the list shows a row. The number is the width of the first line in cells."""
    most: Callable[[Screens], int] = lambda _: MOST_ROWS
    figure: str = ""
    """The heading above the figures at the right of the list."""
    quoted: Callable[[Screens, Row], Content] | None = None
    """If given, returns what is shown of the row above each of its questions, except the first."""
    named_elsewhere: Callable[[Session], Sequence[str]] = lambda _: ()
    """Returns names that rows of other kinds use, but for which there is no row yet. The list offers to add one."""
    renamed: Callable[[Screens, Audit, Row], Audit] | None = None
    """If given, returns the audit with other rows adapted to a new name. It gets the row before the change."""
    is_read_from_pages: bool = False
    """Whether the list offers to paste or open a page, to find such rows in it."""
    preview: Callable[[Session, Row], Iterable[Line]] | None = None
    """If given, returns lines about the mismatches that a planned row would bring."""


def chosen(screens: Screens, kind: RowKind, row: Row, field: str) -> str:
    """Return the label of the choice made in a field of a row; empty if there is none."""
    choice = screens.questions[f"{kind}.{field}"].by_key.get(row.text(field))
    return choice.label if choice else ""


def quoted(text: str, width: int) -> Content:
    """Return a published line in quotes, shortened to `width` cells."""
    return plain(f"“{shorten(text.strip(), width)}”")


def _for_groups(row: Row) -> str:
    groups = ", ".join(row.many("groups"))
    return f"for {groups}" if groups else ""


# Promises ------------------------------------------------------------------


def _place_of(screens: Screens, row: Row) -> Content:
    """Return `Home page · home.html:14 · for firms`, as far as these are known."""
    parts = (chosen(screens, "promise", row, "where"), read_at(row), _for_groups(row))
    return plain(" · ".join(part for part in parts if part), MUTED)


def _promise(screens: Screens, row: Row, room: int) -> Described:
    """Return how the list shows a promise: its words, the number of claims, where it is, and for whom."""
    ticked = Content(str(len(row.many("claims")))) if "claims" in row.fields else Content("")
    return Described(quoted(row.text("words"), room), ticked, _place_of(screens, row))


def _promise_in_large(screens: Screens, row: Row) -> Content:
    quote, where = quoted(row.text("words"), 2 * 72).stylize("bold"), _place_of(screens, row)
    return Content.assemble(quote, "\n", where) if where else quote


# Channels ------------------------------------------------------------------


def _channel(_: Screens, row: Row, room: int) -> Described:
    """Return how the list shows a channel: its name, share and steps, and for whom it is."""
    share = row.fields.get("share")
    figure = f"{share.value:.0%}" if share and isinstance(share.value, float) else ""
    steps = wording.count(len(row.many("steps")), "step") if row.many("steps") else ""
    parts = [part for part in (steps, _for_groups(row)) if part]
    return Described(plain(shorten(row.text("name"), room)), Content(figure), plain(" · ".join(parts), MUTED))


# Kinds with a name and one choice that says what they are --------------------


def _named(kind: RowKind, field: str, screens: Screens, row: Row, room: int) -> Described:
    """Return how the list shows a row: its name, and the choice made in a field."""
    return Described(plain(shorten(row.text("name"), room)), second=plain(chosen(screens, kind, row, field), MUTED))


# Activities ----------------------------------------------------------------


def _once_it_runs(session: Session, row: Row) -> Iterator[Line]:
    """Yield lines about the mismatches that a planned activity would bring once it runs. Nothing is saved."""
    found = would_conflict(session.content, session.current, session.findings, row.id)
    texts = session.content.screens["activity"].texts
    yield Line(text=plain(shorten(row.text("name"), 60), STRONG))
    yield from paragraphs(texts["would-conflict" if found else "would-fit"], MUTED)
    for each in found:
        yield from _told(session, each)
    asked = fields(session.content, session.current, "activity", row)
    if still_open := sum(question.field not in row.fields for question in asked):
        yield Line()
        count = wording.count(still_open, "question")
        yield muted(f"With {count} about this activity still open, more may turn up.")


def _told(session: Session, found: Mismatch) -> Iterator[Line]:
    """Yield the lines of a mismatch: its title, and each side's position with its source."""
    yield from (Line(), _title(found))
    for side, statements in stands(found.check, found.statements):
        for statement in statements[:1]:
            lead = Content.styled(f"   {side:<9}", MUTED)
            where = wording.source(session.analysis, statement)
            said = wording.position(session.content, statement)
            yield Line(lead, Content.assemble(plain(said, STRONG), "   ", plain(shorten(where, 44), MUTED)))


# Groups --------------------------------------------------------------------


def _used(session: Session) -> list[str]:
    """Return the names of groups that promises and channels use, without those that have a row."""
    own = {row.text("name").casefold() for row in session.current.of("group")}
    names = group_names(session.content, session.current)
    return [name for name in names if name.casefold() not in own]


# Roles ---------------------------------------------------------------------


def _role(screens: Screens, row: Row, room: int) -> Described:
    """Return how the list shows a role: its name, and what makes a good week in it."""
    labels = {choice.key: choice.label for choice in screens.questions["role.reward"].choices}
    weeks = "; ".join(labels[key].lower() for key in row.many("reward") if key in labels)
    good = plain(shorten(f"a good week: {weeks}", room), MUTED) if weeks else Content("")
    return Described(plain(shorten(chosen(screens, "role", row, "role"), room + 10)), second=good)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "promise",
            "offer",
            _promise,
            figure="ticked",
            quoted=_promise_in_large,
            is_read_from_pages=True,
        ),
        Kind("channel", "market", _channel, figure="share"),
        Kind("activity", "market", partial(_named, "activity", "what"), preview=_once_it_runs),
        Kind(
            "group",
            "identity",
            partial(_named, "group", "aim"),
            most=lambda _: MOST_GROUPS,  # with more, none would mean particular people
            named_elsewhere=_used,
            renamed=renamed_group,  # promises and channels get the new name too
        ),
        Kind(
            "role",
            "operations",
            _role,
            most=lambda screens: len(screens.questions["role.role"].choices),  # each role once
        ),
    )
}


def row_option(screens: Screens, audit: Audit, kind: Kind, number: int, row: Row, room: int) -> Option:
    """Return the row of the list, with its first line in `room` cells, and how many of its questions are open."""
    first, figure, second = kind.described(screens, row, room)
    needed, later = open_fields(screens, audit, kind.name, row)
    left = f"{len(needed)} open" if needed else f"{len(later)} can wait" if later else ""
    parked = INACTIVE_WORDS[row.text("state")] if row.is_inactive else ""
    parts = (plain(parked, f"italic {MUTED}"), second, Content.styled(left, f"italic {MUTED}"))
    under = Content("   ").join(part for part in parts if part)
    first = first.stylize(MUTED) if parked else first
    return entry(digit(number), first, right=figure, under=[Line(text=under)], id=row.id)


def in_full(screens: Screens, audit: Audit, kind: RowKind, row: Row, conflicting: Conflicting) -> Iterator[Line]:
    """Return a row in full: its name, then every field with its answer and note.

    Each field in `conflicting` has a sign in front.
    """
    _, *rest = fields(screens, audit, kind, row)
    yield Line(text=called(screens, audit, kind, row).stylize(STRONG))
    widest = max((len(_name(question)) for question in rest), default=0)
    for question in rest:
        answer = row.fields.get(question.field)
        verdict = conflicting.get((question.id, row.id))
        lead = Content.assemble(sign(verdict) if verdict else " ", " ", plain(_name(question).ljust(widest + 2), MUTED))
        yield Line(lead, in_words(screens, audit, question, answer))
        if answer and answer.note:
            yield Line(Content(" " * lead.cell_length), plain(f"“{answer.note}”", MUTED))


def mismatches_of(session: Session, kind: RowKind, row: Row | None) -> Iterator[Line]:
    """Yield a line for each open mismatch that involves a row or, without one, any row of the kind."""
    for found in session.findings.mismatches:
        subjects = (statement.subject for statement in found.statements)
        if any(each and each.kind == kind and row in (None, session.current.row(kind, each.row)) for each in subjects):
            yield _title(found)


def _title(found: Mismatch) -> Line:
    word = Content.styled(SEVERITY_WORDS[found.severity], MUTED)
    return Line(Content.assemble(sign(found.verdict), "  "), plain(found.title), word)


def named_in(session: Session, kind: RowKind, row: Row | None) -> Iterator[Line]:
    """Yield a line for each promise and channel that names a group, or, without a row, any group."""
    if kind != "group":
        return
    audit = session.current
    groups = [row] if row else audit.of("group")
    called = {word.casefold(): each.text("name") for each in groups for word in (each.id, each.text("name"))}
    kinds: tuple[RowKind, ...] = ("promise", "channel")
    for other in kinds:
        for each in audit.of(other):
            words = [word.casefold() for word in each.many("groups")]
            if named := dict.fromkeys(called[word] for word in words if word in called):
                is_promise = other == "promise"
                name = quoted(each.text("words"), NAMED) if is_promise else plain(shorten(each.text("name"), NAMED))
                yield Line(text=name, right=plain(wording.listed(named), MUTED))


def left_open(screens: Screens, audit: Audit, kind: RowKind, rows: Sequence[Row]) -> Iterator[Line]:
    """Yield lines that list the fields without an answer, for each row."""
    yield heading("Still open")
    yield Line()
    nothing = True
    for row in rows:
        needed, later = open_fields(screens, audit, kind, row)
        if needed or later:
            nothing = False
            yield Line(text=called(screens, audit, kind, row))
            yield Line(Content("  "), plain(wording.listed(map(_name, (*needed, *later))), MUTED))
    if nothing:
        yield muted("Nothing: every question about these has been answered.")


def what_can_wait(screens: Screens, audit: Audit, kind: RowKind, row: Row, key: str) -> list[Line]:
    """Return a line that says which fields of a row are still needed, and how many can wait: `key` leaves them."""
    needed, later = open_fields(screens, audit, kind, row)
    if not later:
        return []
    lacks = ", ".join(map(_name, needed))
    so_far = f"Still needed to compare: {lacks}." if needed else "Enough to compare."
    more, them = ("One more question", "it") if len(later) == 1 else (f"{len(later)} more questions", "them")
    said = Content.assemble((f"{so_far} {more} can wait: ", MUTED), (key, KEY), (f" leaves {them}.", MUTED))
    return [Line(text=said)]


def _name(question: Question) -> str:
    return question.short or question.text
