"""All quarters of one business side by side: each answer, each mismatch, what changed, and the trend in figures.

Between two quarters, each mismatch is in exactly one group of changes. Quarters are read and judged only when they are
needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from trueup.answers.model import Answer, Audit, Found, FoundMismatch
from trueup.answers.place import Place, in_row
from trueup.content.model import AREAS, Content, Question, check_of
from trueup.engine.applicability import is_asked
from trueup.engine.judge import judge
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, cells, of_channels
from trueup.engine.model import Findings
from trueup.engine.next_quarter import found_now, without_rules
from trueup.engine.ranking import SEVERITY_WORDS

# Two quarters -------------------------------------------------------------------

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
    """One mismatch with its group. `was` or `now` is None if that quarter doesn't have it."""

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

    def by_the_rule(id: str) -> bool:
        if anyway is None:
            return was.rules.get(check_of(id)) != now.rules.get(check_of(id))
        return (id in anyway) != (id in then)

    def group(id: str) -> Group:
        earlier_one, found = then.get(id), today.get(id)
        if (earlier_one is None) != (found is None) and by_the_rule(id):
            return "by the rule"
        if found is None:
            return "no longer judged" if check_of(id) in now.undecided else "fixed"
        if found.state != "open":
            return found.state
        if earlier_one is None:
            return "reopened" if id in earlier else "new"
        return "persisting" if earlier_one.state == "open" else "reopened"

    return in_order(Change(id, group(id), then.get(id), today.get(id)) for id in dict.fromkeys((*today, *then)))


def in_order(listed: Iterable[Change]) -> tuple[Change, ...]:
    """The changes by group, with the largest impact first in each."""

    def rank(change: Change) -> tuple[int, float]:
        found = change.now or change.was
        return GROUPS.index(change.group), -found.impact if found else 0.0

    return tuple(sorted(listed, key=rank))


def answer_changes(was: Audit, now: Audit) -> tuple[AnswerChange, ...]:
    """Every answer that differs, in rows too, except the last ten customers: they are asked for again each quarter."""
    then, today = _answers(was), _answers(now)
    return tuple(
        AnswerChange(place, then.get(place), today.get(place))
        for place in dict.fromkeys((*today, *then))
        if then.get(place) != today.get(place)
    )


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


# One quarter in the trend ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flow:
    """How many people asked in one channel in three months, and how many of them bought."""

    channel: str
    """The channel's slug."""
    asked: float
    bought: float


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter in the trend. None means not known in that quarter."""

    quarter: str
    contradictions: int
    tensions: int
    unproven: int
    by_severity: Mapping[str, int]
    """The number of open mismatches of each severity, from critical to low."""
    judged: float | None
    """Share of checks that could be judged (0–1)."""
    strain: Strain | None = None
    flows: tuple[Flow, ...] = ()

    @property
    def open(self) -> int:
        """The number of open mismatches."""
        return self.contradictions + self.tensions + self.unproven

    @property
    def bought(self) -> float | None:
        """Of the people who asked, the share that bought (0–1), over all channels that know both figures."""
        asked = sum(flow.asked for flow in self.flows)
        return sum(flow.bought for flow in self.flows) / asked if asked else None

    def bought_in(self, channel: str) -> float | None:
        """Of the people who asked in one channel, the share that bought (0–1)."""
        return next((flow.bought / flow.asked for flow in self.flows if flow.channel == channel), None)


def point(content: Content, audit: Audit, found: Found) -> Point:
    """One quarter: what was found in it, and what its answers say under today's questions.

    Mismatches with the same cause are counted once, as everywhere.
    """
    standing = [each for each in found.mismatches if each.state == "open" and not each.under]
    verdicts = [each.verdict for each in standing]
    severities = sorted((each.severity for each in standing), reverse=True)
    return Point(
        audit.quarter,
        verdicts.count("contradiction"),
        verdicts.count("tension"),
        verdicts.count("unproven"),
        Counter(SEVERITY_WORDS.get(degree, "unknown") for degree in severities),
        1 - len(found.undecided) / found.possible if found.possible else None,
        strain_on_founder(content, audit),
        tuple(_flows(content, audit)),
    )


def _flows(content: Content, audit: Audit) -> Iterator[Flow]:
    for subject, (leads, bought) in of_channels(content, audit, "channel.leads", "channel.customers"):
        if 0 < leads.value >= bought.value:
            yield Flow(subject.row, leads.value, bought.value)


def tallies(content: Content, audit: Audit) -> dict[str, tuple[Question, Counter[str]]]:
    """The last ten customers as counts: question id → the question and, for each known key, how many customers have it.
    Only columns that take a position are included.
    """
    counted = ((content.questions[name], Counter(cells(audit, name.partition(".")[2]))) for name in COLUMNS
               if name in content.questions)  # fmt: skip
    return {question.id: (question, known) for question, known in counted if known}


MARKS = "feels-"
"""Questions whose field begins with this are ratings; their choices run from the hardest to the easiest."""


@dataclass(frozen=True, slots=True)
class Strain:
    """The sum of the founder's ratings, and the highest sum possible. A higher sum means a heavier strain."""

    total: int
    most: int


def strain_on_founder(content: Content, audit: Audit) -> Strain | None:
    """The founder's strain. None while any rating is missing; ratings marked as not applicable don't count."""
    total = most = 0
    rated = (each for area in AREAS for each in content.of(area) if each.field.startswith(MARKS))
    for question in rated:
        if not is_asked(content, audit, question):
            continue
        answer = audit.answers.get(question.id)
        if answer is not None and answer.state == "na":
            continue
        keys = [choice.key for choice in question.choices]
        if answer is None or answer.state != "given" or answer.value not in keys:
            return None
        total += len(keys) - keys.index(str(answer.value))
        most += len(keys)
    return Strain(total, most) if most else None


Stood = FoundMismatch | Literal["fine", "not judged"]
"""The state of one mismatch in a quarter: found, judged and not found, or not judged."""


class Quarter:
    """One quarter. Its answers are read only once and judged only once, when first needed."""

    def __init__(
        self, content: Content, read: Callable[[], Audit], findings: Callable[[], Findings] | None = None
    ) -> None:
        self._content = content
        self._read = read
        self._findings = findings or (lambda: judge(content, self.audit))

    @cached_property
    def audit(self) -> Audit:
        """The answers."""
        return self._read()

    @cached_property
    def findings(self) -> Findings:
        """What today's rules find in this quarter."""
        return self._findings()

    @cached_property
    def found(self) -> Found:
        """What was found, by the rules of that time; by today's if the quarter never ended."""
        return self.audit.found or self.found_today

    @cached_property
    def found_today(self) -> Found:
        """What today's rules find in this quarter, in the form in which it's kept."""
        return found_now(self._content, self.findings)

    @cached_property
    def tallies(self) -> Mapping[str, tuple[Question, Counter[str]]]:
        """The totals of each column of this quarter's last ten customers."""
        return tallies(self._content, self.audit)

    @cached_property
    def point(self) -> Point:
        """The quarter as a point in the trend."""
        return point(self._content, self.audit, self.audit.found or without_rules(self.findings))


def _is_added(change: Change) -> bool:
    return change.group in ("new", "reopened") and change.was is None


def _with_customers_of(then: Audit, now: Audit) -> Audit | None:
    """The newer quarter, with the last customers' columns that are still too empty to count filled in from the older
    quarter; None if there are no such columns.
    """
    missing = [name for name in _FIELDS if len(cells(now, name)) < ROWS_TO_COUNT <= len(cells(then, name))]
    if not missing:
        return None
    today, before = now.of("customer"), then.of("customer")
    filled = [
        replace(row, fields={**{name: old.fields[name] for name in missing if name in old.fields}, **row.fields})
        for row, old in zip(today, before, strict=False)
    ]
    return now.with_rows("customer", (*filled, *today[len(filled) :], *before[len(filled) :]))


_FIELDS = tuple(column.partition(".")[2] for column in COLUMNS)


class History:
    """The quarters of a business by their names, oldest first."""

    def __init__(self, content: Content, quarters: Mapping[str, Quarter]) -> None:
        self._content = content
        self._quarters = {name: quarters[name] for name in sorted(quarters)}

    @classmethod
    def reading(cls, content: Content, quarters: Iterable[str], read: Callable[[str], Audit]) -> History:
        """A history whose quarters are read by name, when they are needed."""
        return cls(content, {name: Quarter(content, lambda name=name: read(name)) for name in quarters})  # type: ignore[misc]

    def now(self, audit: Audit, findings: Callable[[], Findings]) -> History:
        """This history with `audit` in place of its quarter. What was worked out for the others is kept."""
        return History(
            self._content, {**self._quarters, audit.quarter: Quarter(self._content, lambda: audit, findings)}
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The quarters, oldest first."""
        return tuple(self._quarters)

    def __getitem__(self, name: str) -> Quarter:
        return self._quarters[name]

    def before(self, name: str) -> tuple[str, ...]:
        """The quarters before `name`, oldest first."""
        return tuple(each for each in self._quarters if each < name)

    # Two quarters -----------------------------------------------------------

    def changes(self, since: str, name: str) -> tuple[Change, ...]:
        """Each mismatch of the quarters `since` and `name`, in its group: what became of the earlier ones, and which
        are new. One that is only found because the last customers haven't been entered again isn't new.
        """
        then, now = self[since], self[name]
        earlier = [self[each].found for each in self.before(since)]
        found = changes(then.found, now.found, earlier, self._by_the_rules_of(then, now))
        if not any(_is_added(each) for each in found) or (counted := _with_customers_of(then.audit, now.audit)) is None:
            return found
        still = {each.id for each in judge(self._content, counted).mismatches}
        return in_order(
            replace(each, group="not counted yet") if _is_added(each) and each.id not in still else each
            for each in found
        )

    def _by_the_rules_of(self, then: Quarter, now: Quarter) -> Found | None:
        """What the rules of `now` find in the answers of `then`; None if those rules are gone."""
        if then.found.content == now.found.content:
            return then.found
        return then.found_today if now.found.content == self._content.version else None

    def answers(self, since: str, name: str) -> tuple[AnswerChange, ...]:
        """The answers that differ between two quarters."""
        return answer_changes(self[since].audit, self[name].audit)

    def rewritten(self, since: str, name: str) -> Rewritten:
        """Which rules and questions are new, gone or changed."""
        return rewritten(self[since].found, self[name].found)

    # All quarters -----------------------------------------------------------

    def trend(self, names: Iterable[str] | None = None) -> tuple[Point, ...]:
        """One point per quarter, oldest first; for the named quarters, or for all."""
        return tuple(self[name].point for name in (self.names if names is None else names))

    def of_answer(self, place: str) -> tuple[tuple[str, Answer | None], ...]:
        """One answer in every quarter, by question id or as `channel:own-site.steps`."""
        at = Place.of(place)
        return tuple((name, self[name].audit.answer_at(at)) for name in self.names)

    def of_mismatch(self, check: str) -> tuple[tuple[str, Stood], ...]:
        """The state of one mismatch in every quarter."""
        return tuple((name, self.stood(name, check)) for name in self.names)

    def stood(self, name: str, check: str) -> Stood:
        """The state of one mismatch in one quarter."""
        found = self[name].found
        there = next((each for each in found.mismatches if each.id == check), None)
        if there is not None:
            return there
        rule = check_of(check)
        return "not judged" if rule in found.undecided or (found.rules and rule not in found.rules) else "fine"
