"""What changed between two quarters: each mismatch in exactly one group, the answers, and the product's own rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from trueup.answers.model import Answer, Audit, Found, FoundMismatch
from trueup.answers.place import Place, in_row
from trueup.content.model import check_of

Group = Literal[
    "fixed",
    "new",
    "reopened",
    "persisting",
    "not counted yet",
    "accepted",
    "objected",
    "no longer judged",
    "by the rule",
]
GROUPS: tuple[Group, ...] = get_args(Group)
"""The groups in the order they are shown: what got better comes first. A mismatch is *not counted yet* if it's open
only because the last customers haven't been entered again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One mismatch with its group, as found in each of two quarters. `was` or `now` is None if that quarter doesn't
    have it.
    """

    id: str
    group: Group
    was: FoundMismatch | None
    now: FoundMismatch | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that has changed. `place` is a question id, or `channel:own-site.steps`."""

    place: str
    was: Answer | None
    now: Answer | None


def changes(was: Found, now: Found, before: Sequence[Found] = (), was_today: Found | None = None) -> tuple[Change, ...]:
    """Every mismatch found in either of two quarters, by group, with the largest impact first in each group.

    `before` are the quarters before `was`: a mismatch found in one of them, gone in `was` and back in `now` is
    *reopened*. `was_today` is what the rules of `now` find in the answers of `was`. A mismatch is *by the rule* if it
    is in only one of the two quarters, and the change of rules alone explains why. Without `was_today`, it is *by the
    rule* if its rule was changed. Comparing a quarter with itself finds nothing new, reopened, fixed or changed by the
    rule.
    """
    earlier = {found.id for quarter in before for found in quarter.mismatches}
    then = {found.id: found for found in was.mismatches}
    today = {found.id: found for found in now.mismatches}
    anyway = None if was_today is None else {found.id for found in was_today.mismatches}

    def by_the_rule(name: str) -> bool:
        if anyway is None:
            return was.rules.get(check_of(name)) != now.rules.get(check_of(name))
        return (name in anyway) != (name in then)

    return in_order(
        Change(
            name,
            _group(name, then.get(name), today.get(name), now, earlier, by_the_rule),
            then.get(name),
            today.get(name),
        )
        for name in dict.fromkeys((*today, *then))
    )


def in_order(listed: Iterable[Change]) -> tuple[Change, ...]:
    """The changes by group, with the largest impact first in each."""
    return tuple(sorted(listed, key=lambda change: (GROUPS.index(change.group), -_impact(change))))


def _group(
    name: str,
    then: FoundMismatch | None,
    today: FoundMismatch | None,
    now: Found,
    earlier: set[str],
    by_the_rule: Callable[[str], bool],
) -> Group:
    if (then is None) != (today is None) and by_the_rule(name):
        return "by the rule"
    if today is None:
        return "no longer judged" if check_of(name) in now.undecided else "fixed"
    if today.state != "open":
        return today.state
    if then is None:
        return "reopened" if name in earlier else "new"
    return "persisting" if then.state == "open" else "reopened"


def _impact(change: Change) -> float:
    found = change.now or change.was
    return found.impact if found else 0.0


def answer_changes(was: Audit, now: Audit) -> tuple[AnswerChange, ...]:
    """Every answer that differs, including rows' fields; the last ten customers are left out, because they are asked
    for again each quarter.
    """
    then, today = _answers(was), _answers(now)
    return tuple(
        AnswerChange(place, then.get(place), today.get(place))
        for place in dict.fromkeys((*today, *then))
        if then.get(place) != today.get(place)
    )


def history(quarters: Sequence[Audit], place: str) -> tuple[tuple[str, Answer | None], ...]:
    """One answer in every quarter, as pairs of quarter and answer, oldest first."""
    at = Place.of(place)
    return tuple((audit.quarter, audit.answer_at(at)) for audit in quarters)


def _answers(audit: Audit) -> Mapping[str, Answer]:
    rows = ((kind, row) for kind, listed in audit.rows.items() if kind != "customer" for row in listed)
    in_rows = {in_row(kind, row.id, name): answer for kind, row in rows for name, answer in row.fields.items()}
    return {**audit.answers, **in_rows}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The product's rules and questions that changed between two quarters, by id."""

    new_rules: tuple[str, ...] = ()
    gone_rules: tuple[str, ...] = ()
    changed_rules: tuple[str, ...] = ()
    """Rules that now judge differently."""
    new_questions: tuple[str, ...] = ()
    gone_questions: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return self != Rewritten()


def rewritten(was: Found, now: Found) -> Rewritten:
    """Which rules and questions are new, gone or changed."""
    return Rewritten(*_compared(was.rules, now.rules), *_compared(was.questions, now.questions))


def _compared(
    was: Mapping[str, str], now: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids that are new, gone and changed. All empty if nothing was recorded for one of the quarters."""
    if not was or not now:
        return (), (), ()
    return (
        tuple(name for name in now if name not in was),
        tuple(name for name in was if name not in now),
        tuple(name for name in now if name in was and was[name] != now[name]),
    )
