"""What is special about each kind of row: its name, its line in the list, and what is shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content

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
from trueup.ui.base.signs import sign
from trueup.ui.base.text import MUTED, STRONG, Line, paragraphs, plain, shorten
from trueup.ui.drawing.statement_list import stands
from trueup.ui.questions.question_page import Conflicting, called, in_words
from trueup.ui.records.record_fields import MOST_GROUPS
from trueup.wording import findings as wording
from trueup.wording.findings import listed, read_at

NAMED = 30
"""The most cells for the promise or channel that names a group."""
PLANNED = "planned"


class Described(NamedTuple):
    """A row in the list: its first line, the figure at the right, its second line."""

    first: Content
    figure: Content = Content("")
    second: Content = Content("")


@dataclass(frozen=True)
class Kind:
    """One kind of rows."""

    name: RowKind
    area: Area
    described: Callable[[Screens, Row, int], Described]
    """Returns a row as the list shows it; the number is the cells for its first line."""
    called: Callable[[Row, int], str] = lambda row, _: row.text("name")
    """Returns a row in a few words, for the head; the number is its place among the rows."""
    most: Callable[[Screens], int] = lambda _: MOST_ROWS
    """How many rows a business can have."""
    figure: str = ""
    """The heading over the figures at the right of the list."""
    quoted: Callable[[Screens, Row], Content] | None = None
    """Returns what is shown of the row above its other fields while they are answered."""
    named_elsewhere: Callable[[Session], Sequence[str]] = lambda _: ()
    """Returns names that other rows use but that have no row yet. The founder can add a row for every such name."""
    renamed: Callable[[Screens, Audit, Row], Audit] | None = None
    """Changes other rows that use a row's name, once the name has changed. The row given is the row before."""
    is_read_from_pages: bool = False
    """Whether a page, which has several of them, can be pasted or opened."""
    preview: Callable[[Session, Row], Iterable[Line]] | None = None
    """Returns what a planned row would conflict with."""


def chosen(screens: Screens, kind: RowKind, row: Row, field: str) -> str:
    """Return the choice in one field of a row, in the words the founder chose it by; empty if there is none."""
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
    """Return a promise: the line, how much of the checklist is ticked, where it is and whom it is for."""
    ticked = Content(str(len(row.many("claims")))) if "claims" in row.fields else Content("")
    return Described(quoted(row.text("words"), room), ticked, _place_of(screens, row))


def _promise_in_large(screens: Screens, row: Row) -> Content:
    quote, where = quoted(row.text("words"), 2 * 72).stylize("bold"), _place_of(screens, row)
    return Content.assemble(quote, "\n", where) if where else quote


# Channels ------------------------------------------------------------------


def _channel(_: Screens, row: Row, room: int) -> Described:
    """Return a channel: the name, the share of customers, the number of steps, and whom it reaches."""
    share = row.fields.get("share")
    figure = f"{share.value:.0%}" if share and isinstance(share.value, float) else ""
    steps = len(row.many("steps"))
    taken = f"{steps} step{'' if steps == 1 else 's'}" if steps else ""
    parts = [part for part in (taken, _for_groups(row)) if part]
    return Described(plain(shorten(row.text("name"), room)), Content(figure), plain(" · ".join(parts), MUTED))


# Activities ----------------------------------------------------------------


def _activity(screens: Screens, row: Row, room: int) -> Described:
    """Return an activity: the name, and what it is."""
    what = plain(chosen(screens, "activity", row, "what"), MUTED)
    return Described(plain(shorten(row.text("name"), room)), second=what)


def _once_it_runs(session: Session, row: Row) -> Iterator[Line]:
    """What a planned activity would conflict with once it runs. Nothing is saved."""
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
        yield Line(text=plain(f"With {count} about this activity still open, more may turn up.", MUTED))


def _told(session: Session, found: Mismatch) -> Iterator[Line]:
    """Return a mismatch in a few lines: its title, then what each side says, and where."""
    yield Line()
    word = Content.styled(SEVERITY_WORDS[found.severity], MUTED)
    yield Line(Content.assemble(sign(found.verdict), "  "), plain(found.title), word)
    for side, statements in stands(found.check, found.statements):
        for statement in statements[:1]:
            lead = Content.styled(f"   {side:<9}", MUTED)
            where = wording.source(session.content, session.current, statement)
            said = wording.position(session.content, statement)
            yield Line(lead, Content.assemble(plain(said, STRONG), "   ", plain(shorten(where, 44), MUTED)))


# Groups --------------------------------------------------------------------


def _group(screens: Screens, row: Row, room: int) -> Described:
    """Return a group: the name, and whether the business is meant for it."""
    aim = plain(chosen(screens, "group", row, "aim"), MUTED)
    return Described(plain(shorten(row.text("name"), room)), second=aim)


def _used(session: Session) -> list[str]:
    """Return the group names that promises and channels use."""
    own = {row.text("name").casefold() for row in session.current.of("group")}
    names = group_names(session.content, session.current)
    return [name for name in names if name.casefold() not in own]


# Roles ---------------------------------------------------------------------


def _role(screens: Screens, row: Row, room: int) -> Described:
    """Return a role, and what makes a good week in it."""
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
            called=lambda _, number: f"promise {number}",
            figure="ticked",
            quoted=_promise_in_large,
            is_read_from_pages=True,
        ),
        Kind("channel", "market", _channel, figure="share"),
        Kind("activity", "market", _activity, preview=_once_it_runs),
        Kind(
            "group",
            "identity",
            _group,
            most=lambda _: MOST_GROUPS,  # with more groups than this, none would stand for particular people
            named_elsewhere=_used,
            renamed=renamed_group,  # a new name is written into the promises and channels, too
        ),
        Kind(
            "role",
            "operations",
            _role,
            called=lambda row, _: row.text("role"),
            most=lambda screens: len(screens.questions["role.role"].choices),  # each role once
        ),
    )
}


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
    """The open mismatches a row takes part in; without a row, those of all rows of the kind. A line each."""
    for found in session.mismatches:
        subjects = (statement.subject for statement in found.statements)
        if any(each and each.kind == kind and row in (None, session.current.row(kind, each.row)) for each in subjects):
            word = Content.styled(SEVERITY_WORDS[found.severity], MUTED)
            yield Line(Content.assemble(sign(found.verdict), "  "), plain(found.title), word)


def named_in(session: Session, kind: RowKind, row: Row | None) -> Iterator[Line]:
    """Return the promises and channels that name this group, or, without a row, any group; a line each."""
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
                yield Line(text=name, right=plain(listed(named), MUTED))


def left_open(screens: Screens, audit: Audit, kind: RowKind, rows: Sequence[Row]) -> Iterator[Line]:
    """Return lines that name the fields without an answer, row by row."""
    yield Line(text=Content.styled("Still open", STRONG))
    yield Line()
    nothing = True
    for row in rows:
        needed, later = open_fields(screens, audit, kind, row)
        if needed or later:
            nothing = False
            yield Line(text=called(screens, audit, kind, row))
            yield Line(Content("  "), plain(listed(map(_name, (*needed, *later))), MUTED))
    if nothing:
        yield Line(text=Content.styled("Nothing: every question about these has been answered.", MUTED))


def _name(question: Question) -> str:
    return question.short or question.text
