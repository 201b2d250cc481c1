"""What one change was, in a few words, and where it shows: `Offer: How is it paid?`, `HomeGuild removed`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trueup.answers.model import Audit, Row
from trueup.answers.place import Place
from trueup.content.model import AREAS, ROW_KINDS, Question, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.applicability import all_items, items, parked, wording
from trueup.engine.model import as_reported
from trueup.wording import findings as told
from trueup.wording import vocabulary


class Change(NamedTuple):
    """The first difference between two states of a business."""

    what: str
    """What changed, in a few words; they may include the founder's own."""
    source: str = ""
    """The question, field of a row or kind of row that changed; empty if it's a decision."""
    row: str = ""


def change_between(screens: Screens, before: Audit, after: Audit) -> Change:
    """What happened between two states, in the words of the screens. One keypress changes one thing; side effects (such
    as on the customers of a removed channel) aren't mentioned.
    """
    return next(_changes(screens, before, after), Change("the last change"))


MOST_CELLS = 74


def saved(screens: Screens, before: Audit, after: Audit) -> str:
    """The text of the notice after a change: which answers it parked, and how many parked ones are back."""
    was, now = parked(screens, before), parked(screens, after)
    gone, back = len(now - was), len(was - now)
    if gone and back:
        return f"Saved. Parked now: {told.count(gone, 'answer')}; ? names them. Back again: {back}."
    if gone:
        answers = "1 answer no longer applies" if gone == 1 else f"{gone} answers no longer apply"
        names = [_in_short(screens, after, place) for place in sorted(now - was)]
        for shown in range(gone, 0, -1):
            more = [f"{gone - shown} more"] if shown < gone else []
            said = f"Saved. {answers}: {told.listed([*names[:shown], *more])}.{' ? names them.' if more else ''}"
            if len(said) <= MOST_CELLS:
                return said
        return f"Saved. {answers}; ? names them."
    if back:
        return "Saved. 1 parked answer is back." if back == 1 else f"Saved. {back} parked answers are back."
    return "Saved"


def parked_answers(screens: Screens, audit: Audit) -> list[tuple[str, str]]:
    """Every parked answer: its question, after the name of the row it belongs to, and the answer."""
    found = []
    for place in sorted(parked(screens, audit)):
        question, row = _at(screens, audit, place)
        answer = audit.answer_at(Place.of(place))
        if question and answer:
            named = f"{_named(screens, row_kind, row)}: " if row and (row_kind := question.row_kind) else ""
            found.append((f"{named}{wording(audit, question)}", told.answer(screens, audit, question, answer)))
    return found


def _at(screens: Screens, audit: Audit, place: str) -> tuple[Question | None, Row | None]:
    """The question at a place such as `offer.refund` or `channel:own-site.rules`, and the row."""
    at = Place.of(place)
    return screens.questions.get(at.question), audit.row(at.kind, at.row) if at.kind else None


def _in_short(screens: Screens, audit: Audit, place: str) -> str:
    question, row = _at(screens, audit, place)
    if question is None:
        return place
    short = question.short or question.field
    return f"{_named(screens, question.row_kind, row)}: {short}" if row and question.row_kind else short


def _changes(screens: Screens, before: Audit, after: Audit) -> Iterator[Change]:
    if before.business != after.business:
        yield Change("the name of the business")
    for kind in ROW_KINDS:
        had, has = before.of(kind), after.of(kind)
        yield from (Change(f"{_named(screens, kind, row)} removed", kind, row.id) for row in _only(had, has))
        added = _only(has, had)
        if kind == "promise" and (down := _taken_down(before, after)) and len(added) + len(down) > 1:
            # a page was read again
            both = [f"{told.count(len(added), 'promise')} added, "] if added else []
            whose = "" if added else " promises"
            yield Change("".join([*both, f"{len(down)}{whose} taken down"]), kind, (added or down)[0].id)
        if len(added) > 1:  # a page's promises, or pasted customers
            called = "customers" if kind == "customer" else vocabulary.ROWS[kind].lower()
            yield Change(f"{len(added)} {called} added", kind, added[0].id)
        yield from (Change(f"{_named(screens, kind, row)} added", kind, row.id) for row in added)
    for question in screens.questions.values():
        if question.row_kind is None and before.answers.get(question.id) != after.answers.get(question.id):
            area = screens.screens[question.home].title
            yield Change(f"{area}: {wording(after, question)}", question.id)
    for kind in ROW_KINDS:
        for row in after.of(kind):
            was = before.row(kind, row.id) or row
            for question in screens.of(kind):
                if was.fields.get(question.field) != row.fields.get(question.field):
                    what = f"{_named(screens, kind, row)}: {question.short or question.field}"
                    yield Change(what, question.id, row.id)
    for was_decided, decided, words in (
        (before.disclosed, after.disclosed, "when customers learn of {}"),
        (before.accepted, after.accepted, "accepting {}"),
        (before.objected, after.objected, "the objection to {}"),
    ):
        for check in {**was_decided, **decided}:
            if was_decided.get(check) != decided.get(check):
                yield Change(
                    words.format(f"‘{as_reported(screens.checks[check].title)}’" if check in screens.checks else check)
                )
    if before.plan != after.plan:
        earlier = {each.id for each in before.plan}
        changed = [each for each in after.plan if each not in before.plan]
        chosen = [each for each in changed if each.id not in earlier]
        if len(chosen) > 1:
            yield Change(f"chose {len(chosen)} fixes")
        what = "chose" if chosen else "in the plan,"
        yield from (Change(f"{what} “{each.do}”") for each in changed if each.do)
        yield Change("the plan")
    if before.limits != after.limits:
        yield Change("your hours and limits")
    if before.unticked != after.unticked:
        yield Change("what you unticked on a page")
    if before.unconfirmed != after.unconfirmed:
        yield Change("an answer that still holds")


def _taken_down(before: Audit, after: Audit) -> list[Row]:
    """The promises that were taken down between two states."""
    active = {row.id for row in before.of("promise") if not row.is_inactive}
    return [row for row in after.of("promise") if row.is_inactive and row.id in active]


def _only(these: tuple[Row, ...], not_those: tuple[Row, ...]) -> list[Row]:
    """The rows that are in the first tuple but not in the second."""
    there = {row.id for row in not_those}
    return [row for row in these if row.id not in there]


def _named(screens: Screens, kind: RowKind, row: Row) -> str:
    if kind == "customer":
        return f"customer {told.row_name(screens, kind, row)}"
    return told.row_name(screens, kind, row)


def stop_names(screens: Screens, audit: Audit) -> dict[str, str]:
    """The name of every stop by its id, such as `Offer 7`: its number in this round, or else in the area."""
    names: dict[str, str] = {}
    for area in AREAS:
        for stops in (items(screens, audit, area), all_items(screens, audit, area)):
            for number, stop in enumerate(stops, 1):
                names.setdefault(stop.id, f"{screens.screens[area].title} {number}")
    return names
