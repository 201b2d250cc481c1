"""Which questions apply, how far the founder has got, and what to ask next. A question that doesn't apply is parked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import ceil

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.place import in_row
from trueup.content.model import (
    AREAS,
    CLAIMS,
    KIND_QUESTION,
    ROW_KINDS,
    Area,
    AskedIf,
    Check,
    Choice,
    Content,
    Question,
    RowKind,
    Topic,
)
from trueup.engine.model import Findings
from trueup.engine.slow_work import Remembered
from trueup.engine.things import is_about_the_offer
from trueup.engine.vague_words import is_pleasantry

ROWS_IN: dict[Area, tuple[RowKind, ...]] = {
    "identity": ("group",),
    "offer": ("promise",),
    "market": ("channel", "activity"),
    "operations": ("role", "customer"),
}
"""Area → the kinds of row it asks for after its questions."""

ROWS_WANTED: dict[RowKind, int] = {"promise": 1, "channel": 2, "customer": 10}
"""How many rows of each kind a founder is expected to add before the first comparison; used to estimate the time it
takes. One row of each kind is enough to go on."""

KEPT_QUESTION = "promise.kept"
"""The question that asks how many of ten recent people got what a promise says."""
STAYS_QUESTION = "promise.stays"
"""The question that asks whether a promise will still be true in three months."""

GOALS = frozenset({"identity.goal", "identity.second"})
"""The questions that ask what the founder wants this quarter."""

INSTEAD_QUESTION = "promise.instead"
"""The question that asks what happens instead if a promise isn't kept."""

OF_A_FACT = frozenset({KEPT_QUESTION, STAYS_QUESTION, INSTEAD_QUESTION, "promise.otherwise", "promise.stake"})
"""The questions about whether a promise is kept. A line that only sets a mood isn't asked them."""
OF_ANOTHER_THING = frozenset({"promise.price", "promise.refund"})
"""The questions about terms of another thing. Those of what sells most are asked once, for the whole business."""
WITHOUT_A_FACT = frozenset({"kept.vow", "kept.every"})
"""Claims that say how often something is true, and not what."""

BROKEN = {
    "otherwise": frozenset({"slipped", "otherwise"}),
    "terms": frozenset({"less", "against"}),
    "stays": frozenset({"old", "already", "ends"}),
}
"""A field of a promise → the answers that mean the promise isn't kept as published, or soon won't be."""

ALL_OF_THEM = 9.5
"""An answer to `promise.kept` of at least this counts as ten out of ten."""

DEMANDS = frozenset({"proof.needs", "proof.level", "entry.card", "who.one"})
"""Claims that say what customers need, or who they are: they ask for something and promise nothing."""

TESTIMONIALS = frozenset({"reviews.quotes"})
"""Claims that quote what a customer said."""

PRICES = frozenset({"shown.shown"})
"""Claims that name today's prices."""

ADMITS = frozenset({"access.condition", "access.application"})
"""Claims about who may buy. In a text that asks people to apply, such claims promise nothing."""

SECONDS = {"choice": 20, "many": 20, "number": 40, "text": 40}
"""Kind of question → the seconds an answer takes. Questions are written so that this is enough."""
SECONDS_A_ROW = 60
SECONDS_OF: dict[RowKind, int] = {"promise": 200, "channel": 240}
"""Kind of row → the seconds that one row takes. Other kinds take SECONDS_A_ROW."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the founder has got in one area: questions and rows answered, their total, and the minutes left."""

    done: int
    total: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One stop on the way through an area: a question, or one of the kinds of row that the area ends with."""

    area: Area
    question: Question | None = None
    rows: RowKind | None = None

    @property
    def id(self) -> str:
        """The question's id, or the kind of row."""
        return self.question.id if self.question else str(self.rows)


def business_kind(audit: Audit) -> str:
    """The kind of business, or an empty string until the founder has said."""
    return audit.text(KIND_QUESTION)


def fits(kind: str, what: Question | Choice | Topic | Check) -> bool:
    """Whether something fits a kind of business. Until the kind is known, everything does."""
    return not what.kinds or not kind or kind in what.kinds


def is_for(audit: Audit, what: Question | Choice | Topic | Check) -> bool:
    """Whether a question, a choice, a topic or a check fits this business."""
    return fits(business_kind(audit), what)


def asked_of(content: Content, kind: str, question: Question) -> bool:
    """Whether a business of this kind could be asked this question: the question fits the kind and, if it depends on an
    earlier answer, so do that answer and the earlier question.
    """
    if not fits(kind, question) or question.asked_if is None:
        return fits(kind, question)
    return any(_could_be_met(content, kind, condition) for condition in question.conditions)


def _could_be_met(content: Content, kind: str, condition: AskedIf) -> bool:
    parent = content.questions[condition.question]
    if parent.is_checklist:
        return any(fits(kind, content.topics[tag.partition(".")[0]]) for tag in condition.values)
    offered = any(fits(kind, choice) for choice in parent.choices if choice.key in condition.values)
    return offered and asked_of(content, kind, parent)


def wording(audit: Audit, question: Question) -> str:
    """The text of a question, worded for this kind of business."""
    return question.wording.get(business_kind(audit), question.text)


def choices(audit: Audit, question: Question) -> tuple[Choice, ...]:
    """The choices offered to this kind of business."""
    return tuple(choice for choice in question.choices if is_for(audit, choice))


def is_offered(audit: Audit, question: Question, answer: Answer | None) -> bool:
    """Whether this business can give this answer: a choice meant for another kind of business is parked."""
    picked = answer.value if answer and isinstance(answer.value, str) else ""
    choice = question.by_key.get(picked)
    return choice is None or is_for(audit, choice)


def answer_of(audit: Audit) -> Callable[[str], Answer | None]:
    """Return a function that looks up answers by question id; for `CLAIMS`, the claims of all promises together."""

    def found(question: str) -> Answer | None:
        if question != CLAIMS:
            return audit.answers.get(question)
        return Answer(audit.claimed) if audit.claimed else None

    return found


def applies(content: Content, question: Question, answer_of: Callable[[str], Answer | None]) -> bool:
    """Whether a question is asked, given the earlier answers. Questions that depend on a parked one are parked too."""
    if question.asked_if is None:
        return True
    return any(_is_met(content, condition, answer_of) for condition in question.conditions)


def _is_met(content: Content, condition: AskedIf, answer_of: Callable[[str], Answer | None]) -> bool:
    parent = content.questions[condition.question]
    if not applies(content, parent, answer_of):
        return False
    answer = answer_of(parent.id)
    if answer is None or answer.state != "given":
        return False
    given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return not condition.wanted.isdisjoint(given)


def is_asked(content: Content, audit: Audit, question: Question) -> bool:
    """Whether this business is asked a question about the whole business. For a field of a row, see `field_applies`."""
    return is_for(audit, question) and (question.asked_if is None or applies(content, question, answer_of(audit)))


def asked(content: Content, audit: Audit, area: Area | None = None) -> tuple[Question, ...]:
    """The questions this business is asked, in order, for one area or all four."""
    if area is None:
        return tuple(question for each in AREAS for question in asked(content, audit, each))
    if area not in content.screens:
        return ()
    return _ASKED.get(
        (content, audit.answers, audit.rows),
        area,
        lambda: tuple(question for question in content.of(area) if is_asked(content, audit, question)),
    )


_ASKED: Remembered[tuple[Question, ...]] = Remembered(16)


def field_applies(content: Content, audit: Audit, row: Row, question: Question) -> bool:
    """Whether a field applies to one row; this may depend on another field of the row or on a question of an area."""
    if not is_for(audit, question) or (question.id == KEPT_QUESTION and _only_demands(row)):
        return False
    if question.id in OF_A_FACT and _only_pleases(row):
        return False
    if question.id == STAYS_QUESTION and _only_names_prices(row):
        return False
    if question.id == INSTEAD_QUESTION and not is_broken(row):
        return False
    if question.id in OF_ANOTHER_THING and is_about_the_offer(row):
        return False
    if question.asked_if is None:
        return True

    everywhere = answer_of(audit)

    def here(other: str) -> Answer | None:
        home, _, name = other.partition(".")
        return row.fields.get(name) if home == question.home else everywhere(other)

    return applies(content, question, here)


def _only_demands(row: Row) -> bool:
    """Whether a line only says what customers must do or be, or quotes one: no one can count how many got that."""
    claims = row.many("claims")
    demands = DEMANDS | ADMITS if row.text("asks") == "apply" else DEMANDS
    return bool(claims) and (demands | TESTIMONIALS).issuperset(claims)


def _only_pleases(row: Row) -> bool:
    """Whether a published line only sets a mood, such as “Made with love”, and claims nothing else."""
    return WITHOUT_A_FACT.issuperset(row.many("claims")) and is_pleasantry(row.text("words"))


def _only_names_prices(row: Row) -> bool:
    """Whether a published line only names today's prices: no reader takes that as a promise that they'll stay."""
    claims = row.many("claims")
    return bool(claims) and PRICES.issuperset(claims)


def kept_for(promise: Row, *, guessed: bool = False) -> float | None:
    """How many of ten people got what a promise says; None if no one counted, or if it's a guess, unless `guessed`."""
    kept = promise.fields.get("kept")
    if kept is None or not isinstance(kept.value, float) or (kept.evidence == "guess" and not guessed):
        return None
    return kept.value


def is_broken(row: Row) -> bool:
    """Whether a promise isn't kept for everyone as it is published, or soon won't be kept any more."""
    kept = kept_for(row, guessed=True)
    return (kept is not None and kept < ALL_OF_THEM) or breaks_its_words(row)


def breaks_its_words(row: Row) -> bool:
    """Whether an answer about a promise, other than the count of who got it, means that it isn't or won't be kept."""
    return any(row.text(field) in broken for field, broken in BROKEN.items())


def fields(content: Content, audit: Audit, kind: RowKind, row: Row) -> tuple[Question, ...]:
    """The fields that apply to one row, in order."""
    return tuple(question for question in content.of(kind) if field_applies(content, audit, row, question))


def open_fields(content: Content, audit: Audit, kind: RowKind, row: Row) -> tuple[list[Question], list[Question]]:
    """The open fields of a row: those needed for a first comparison, and those for later.

    An essential field that takes no position and isn't required, such as a channel's groups, is in neither list: left
    blank, it means everyone.
    """
    asked = [question for question in fields(content, audit, kind, row) if question.field not in row.fields]
    needed = [question for question in asked if question.essential and (question.side or question.required)]
    return needed, [question for question in asked if not question.essential]


def items(content: Content, audit: Audit, area: Area) -> tuple[Item, ...]:
    """The stops of an area in this round, in order: its questions, then its rows.

    The first round covers the essentials and whatever else already has an answer. After *Compare now*, or when the
    founder asks for more before that, everything that applies is asked.
    """
    stops = all_items(content, audit, area)
    if audit.compared or audit.deeper:
        return stops
    return tuple(stop for stop in stops if is_essential(stop) or is_done(audit, stop))


def all_items(content: Content, audit: Audit, area: Area) -> tuple[Item, ...]:
    """Every stop of an area that applies to this business, in order: its questions, then its rows."""
    stops = [Item(area, question=question) for question in asked(content, audit, area)]
    stops += [Item(area, rows=kind) for kind in ROWS_IN[area] if kind in content.screens]
    return tuple(stops)


def is_done(audit: Audit, item: Item) -> bool:
    """Whether a stop is done: its question has an answer that this kind of business can give, or it has a row."""
    if item.question is None:
        return bool(item.rows and audit.of(item.rows))
    answer = audit.answers.get(item.id)
    return answer is not None and is_offered(audit, item.question, answer)


def seconds(item: Item) -> int:
    """The seconds a stop takes if the founder has to look things up."""
    if item.question:
        return SECONDS.get(item.question.kind, SECONDS_A_ROW)
    return seconds_of_rows(item.rows, ROWS_WANTED.get(item.rows, 1)) if item.rows else 0


def seconds_of_rows(kind: RowKind, count: int) -> int:
    """The seconds that this number of rows of a kind take."""
    return SECONDS_OF.get(kind, SECONDS_A_ROW) * count


def progress(content: Content, audit: Audit, pace: float = 1.0) -> dict[Area, Progress]:
    """How far the founder has got in each area this round. Minutes are at the founder's `pace`, rounded up."""
    result: dict[Area, Progress] = {}
    for area in AREAS:
        stops = items(content, audit, area)
        left = [item for item in stops if not is_done(audit, item)]
        minutes = ceil(sum(seconds(item) for item in left) * pace / 60)
        result[area] = Progress(len(stops) - len(left), len(stops), minutes)
    return result


def is_essential(item: Item) -> bool:
    """Whether a stop is needed for a first comparison."""
    return item.question.essential if item.question else item.rows in ROWS_WANTED


def essentials_left(content: Content, audit: Audit) -> tuple[Item, ...]:
    """The essentials still open, in order. Empty once there is enough for a first comparison."""
    return tuple(
        item
        for area in AREAS
        for item in items(content, audit, area)
        if is_essential(item) and not is_done(audit, item)
    )


def has_only_kind(audit: Audit) -> bool:
    """Whether only the name and kind of the business are known so far."""
    return set(audit.answers) == {KIND_QUESTION} and not any(audit.rows.values()) and not audit.compared


def next_item(
    content: Content, audit: Audit, findings: Findings | None = None, passed: Collection[str] = ()
) -> Item | None:
    """The first open essential, else the item that would decide most, else the first open item that isn't `passed`."""
    left = [item for item in essentials_left(content, audit) if item.id not in passed]
    if left:
        return left[0]
    every = (item for area in AREAS for item in items(content, audit, area))
    by_id = {item.id: item for item in every if item.id not in passed}
    for needed in findings.needs_answer if findings else ():
        stop = by_id.get(needed.question) or by_id.get(needed.question.partition(".")[0])
        if stop is not None and not is_done(audit, stop):
            return stop
    return next((item for item in by_id.values() if not is_done(audit, item)), None)


def parked(content: Content, audit: Audit) -> frozenset[str]:
    """The places of parked answers, such as `offer.refund` or `channel:own-site.rules`.

    Answers are parked because of the kind of business or of another answer. A row that's inactive as a whole
    (withdrawn, stopped, planned) isn't included: the founder chose that deliberately.
    """
    heard = {
        question.id: question
        for question in asked(content, audit)
        if is_offered(audit, question, audit.answers.get(question.id))
    }
    places = {place for place in audit.answers if place not in heard}
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            live = {
                question.field
                for question in fields(content, audit, kind, row)
                if is_offered(audit, question, row.fields.get(question.field))
            }
            places |= {in_row(kind, row.id, field) for field in row.fields if field not in live}
    return frozenset(places)
