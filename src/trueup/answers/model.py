"""What the founder answered in one quarter, as frozen data: a change makes a new Audit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from trueup.answers.place import Place, in_row
from trueup.answers.rewording import OF_THE_WORDS, is_reworded
from trueup.content.model import ROW_KINDS, Evidence, RowKind

Value = str | float | tuple[str, ...]
"""By kind of question: str for choice, text and channel; float for number; tuple of str for many, steps and groups."""

State = Literal["given", "unsure", "na"]

Disclosed = Literal["never", "after", "before", "beside"]
"""When customers learn of a mismatch: never, after paying, before paying, beside the promise."""

PAGE = "page"
"""The key of a pasted page among the drafts, and the founder's place while the page is on the screen."""

TYPED = "typed:"
"""How the key of half-typed text begins among the drafts. After it comes the place of the answer, and for other fields
there `#` and the field."""

OPTIONAL_STEP = "?"
"""A step that some buyers skip is stored with this behind its key: `talks?`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given, or *not sure*, or *not applicable*. A question left blank has no Answer at all."""

    value: Value | None = None
    state: State = "given"
    evidence: Evidence | None = None
    """None: the question's default."""
    note: str = ""
    out_of: int = 0
    """For a count with a unit such as `of 10`: out of how many it was counted, if not out of that many. The value is
    what it would be out of ten: 2 of 4 is 5.0."""


AT_REST = frozenset({"withdrawn", "stopped", "planned"})
"""Values of a row's `state` that park it: it stays in the file and gives no statement."""

Span = tuple[int, int]
"""Where something begins and ends in a promise's words, in characters."""


PASTED = "pasted text"
"""The name of a page that was pasted and so has no file."""


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """Where a promise was read: the file, the line, a digest of the file at that time, and the day."""

    file: str
    line: int
    digest: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One promise, channel or customer: a slug that never changes, and an Answer per field answered."""

    id: str
    fields: Mapping[str, Answer] = field(default_factory=dict)
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """For a promise: claim → its places in the promise's current words. Only ticked claims are included."""
    source: ReadFrom | None = None
    """For a promise: where it was read, if it came from a file."""

    def text(self, name: str) -> str:
        """The field's text, or an empty string."""
        answer = self.fields.get(name)
        return answer.value if answer and answer.state == "given" and isinstance(answer.value, str) else ""

    @property
    def is_inactive(self) -> bool:
        """Whether the row is parked: withdrawn, stopped, or only planned."""
        return self.text("state") in AT_REST

    def with_field(self, name: str, answer: Answer | None) -> Row:
        """The same row with one field answered (None: left blank)."""
        fields = {key: value for key, value in self.fields.items() if key != name}
        return replace(self, fields=fields if answer is None else {**fields, name: answer})

    def many(self, name: str) -> tuple[str, ...]:
        """The choices picked in the field; empty if there are none."""
        answer = self.fields.get(name)
        return answer.value if answer and answer.state == "given" and isinstance(answer.value, tuple) else ()

    def without_what_is_outdated(self, before: Row) -> Row:
        """This promise without the answers about the words it had `before`, if it says something else now. An answer
        that has changed since is about the new words, so it stays.
        """
        if not any(name in self.fields for name in OF_THE_WORDS):
            return self
        if not is_reworded(before.text("words"), self.text("words")):
            return self
        outdated = {name for name in OF_THE_WORDS if self.fields.get(name) == before.fields.get(name)}
        return replace(self, fields={name: answer for name, answer in self.fields.items() if name not in outdated})


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted mismatch. Without a reason, it doesn't count as accepted."""

    reason: str
    cost: str = ""
    """What the trade-off is expected to cost."""
    watch: str = ""
    """The number that is watched."""
    below: str = ""
    """The number must stay above this."""
    review: str = ""
    """The quarter to look at it again: `2027-Q1`."""
    above: str = ""
    """The number must stay below this."""
    rested_on: tuple[str, ...] = ()
    """What was said when the mismatch was accepted, as `say:start.alone`. If that changes, the decision needs another
    look."""


Standing = Literal["open", "accepted", "objected"]
"""What was decided about a mismatch that was found."""


@dataclass(frozen=True, slots=True)
class FoundMismatch:
    """One mismatch as it was when its quarter ended."""

    id: str
    verdict: str
    impact: float = 0.0
    state: Standing = "open"
    severity: int = 0
    """Its severity then: 5 critical to 1 low."""
    under: str = ""
    """The mismatch with the same cause that this one was listed under; empty if there was none."""
    title: str = ""
    """What it was called then, which depended on the answers. Empty in older files."""


def mark(text: str) -> str:
    """A short hash of a text, to tell later whether the text is unchanged."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a finished quarter and the rules behind them, so that a change of the rules is never mistaken for
    a change in the business.
    """

    day: str
    content: str
    """The version of the content."""
    mismatches: tuple[FoundMismatch, ...] = ()
    undecided: tuple[str, ...] = ()
    """Checks that could not be judged."""
    possible: int = 0
    rules: Mapping[str, str] = field(default_factory=dict)
    """Check id → a short hash of everything in the check that affected judging."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Question id → a short hash of its text, for every question of that time, including fields of rows."""


Status = Literal["chosen", "doing", "testing", "done", "dropped"]
UNDER_WAY: tuple[Status, ...] = ("chosen", "doing", "testing")
"""How far a fix of the plan is that isn't done yet."""

TouchpointState = Literal["todo", "done", "na"]


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A place where a fix has to be made: to do, done, or not applicable."""

    state: TouchpointState = "todo"
    since: str = ""
    """The day on which the touchpoint got this state; empty: not known, or the state never changed."""


@dataclass(frozen=True, slots=True)
class Test:
    """A small test of a fix in one channel: what it is measured against, how far it has got, and when it ends."""

    started: str
    """A day: `2026-11-02`."""
    ends: str
    channel: str = ""
    """Slug of the channel, empty: all customers."""
    column: str = ""
    """The column of the last ten customers that is counted, such as `customer.started`: *asked* is all customers,
    *bought* those for whom it went as promised. Empty: people who asked, and those of them who bought."""
    asked_before: float = 0.0
    bought_before: float = 0.0
    asked: float = 0.0
    bought: float = 0.0
    asked_again: float = 0.0
    """How many asked when the numbers were counted again, two sales cycles after the test."""
    bought_again: float = 0.0
    confirmed: bool = False
    """Whether the result still held when counted again."""
    counted: str = ""
    """The day on which `asked` and `bought` were last entered; empty in older files."""


class FixId(NamedTuple):
    """Which fix: its check, and its key among the check's fixes. As text it's `start.gated say:start.announced`."""

    check: str
    key: str

    def __str__(self) -> str:
        return f"{self.check} {self.key}"

    @classmethod
    def of(cls, text: str) -> FixId:
        """Return the id that is written as `text`."""
        check, _, key = text.partition(" ")
        return cls(check, key)


@dataclass(frozen=True, slots=True)
class PlannedFix:
    """A fix being followed through, until every touchpoint says the same and nothing conflicts any more."""

    check: str
    fix: str
    """The key of the fix among the check's fixes: `say:start.announced`, `stop:channel`."""
    status: Status = "chosen"
    since: str = ""
    """The day on which the fix got this status."""
    touchpoints: Mapping[str, Touchpoint] = field(default_factory=dict)
    """The places where the fix has to be made, by name."""
    test: Test | None = None
    wording: Mapping[str, str] = field(default_factory=dict)
    """Promise id → its planned new words, which aren't published yet."""
    do: str = ""
    """What to do, in the words that the founder chose. The check's own words for this fix can change with the answers.
    Empty in older files."""

    @property
    def id(self) -> FixId:
        """Which fix is planned."""
        return FixId(self.check, self.fix)


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """The limits the founder last noted before searching for the best set of fixes."""

    hours: str = ""
    """The hours as typed: `12` in the quarter, or `2 a week`."""
    must: tuple[str, ...] = ()
    """Checks whose mismatch must be gone."""
    untouchable: tuple[str, ...] = ()
    """What must not be changed: `side:sell`, `topic:price`, `channel:own-site`, `promise:home-page`."""
    leaning: str = ""
    """`words` or `work`: which the founder would rather change."""
    estimates: Mapping[str, float] = field(default_factory=dict)
    """Hours expected of a fix, by its check and key: `start.gated say:start.announced`."""


@dataclass(frozen=True)
class Audit:
    """One quarter of one business: answers by question id, rows by kind, and decisions by check id.

    `compared`, `deeper` and `place` record how far the founder has got: whether they asked to compare, whether they
    asked for all questions before that, and which question they last looked at. No judgement depends on them.
    """

    business: str
    quarter: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    rows: Mapping[RowKind, tuple[Row, ...]] = field(default_factory=dict)
    disclosed: Mapping[str, Disclosed] = field(default_factory=dict)
    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    objected: Mapping[str, str] = field(default_factory=dict)
    """Check id → why it is not true here."""
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Check id → what was said when the founder objected to it, as `say:start.alone`."""
    plan: tuple[PlannedFix, ...] = ()
    """The fixes chosen, in the founder's order."""
    limits: PlanLimits = PlanLimits()
    unconfirmed: frozenset[str] = frozenset()
    """Answers by id, and rows as `channel:own-site`, taken over from the quarter before and not yet confirmed."""
    compared: bool = False
    deeper: bool = False
    """Whether the founder asked for all questions before comparing."""
    place: str = ""
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Notes to questions that have no answer yet, by the place of the answer; under `PAGE`, a pasted page whose
    promises aren't added yet; under keys that begin with `TYPED`, text that was being typed when it was last written.
    Drafts aren't judged."""
    unticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentence of a page that isn't a promise → the claims found in it that the founder unticked, which aren't ticked
    when the page is read again. The sentence is written without capitals and extra blanks."""
    found: Found | None = None
    """What was found when this quarter ended; None while the founder still works on the quarter."""
    what_ifs: Mapping[str, Any] = field(default_factory=dict)
    """Saved trials by name: parts of a document that only count when they're tried again."""
    set_aside: Mapping[str, Any] = field(default_factory=dict)
    """Data that fits no current question: kept as part of a document, and not judged."""

    @cached_property
    def judged(self) -> tuple[object, ...]:
        """Every field that judging may depend on, in a fixed order. A copy of the audit that differs only in other
        fields shares these objects, so results worked out for the one hold for the other.
        """
        rest = ("place", "unconfirmed", "drafts", "unticked")
        return tuple(getattr(self, each.name) for each in fields(self) if each.name not in rest)

    @cached_property
    def claimed(self) -> tuple[str, ...]:
        """Every claim made by a promise that isn't parked, each once."""
        active = (row for row in self.of("promise") if not row.is_inactive)
        return tuple(dict.fromkeys(tag for row in active for tag in row.many("claims")))

    def of(self, kind: RowKind) -> tuple[Row, ...]:
        """The rows of a kind, in the founder's order."""
        return self.rows.get(kind, ())

    def row(self, kind: RowKind, row_id: str) -> Row | None:
        """The row with this slug, if there is one."""
        return self._by_id.get((kind, row_id))

    def answer_at(self, place: Place) -> Answer | None:
        """The answer at a place; None if it's blank, or if the place is a whole row."""
        if place.kind is None:
            return self.answers.get(place.question)
        row = self.row(place.kind, place.row)
        return row.fields.get(place.field) if row else None

    def text(self, question: str) -> str:
        """The choice picked for a question, or the text written; an empty string if it isn't answered."""
        answer = self.answers.get(question)
        return answer.value if answer and answer.state == "given" and isinstance(answer.value, str) else ""

    def with_answer_at(self, place: Place, answer: Answer | None) -> Audit:
        """The same audit with another answer at a place (None: left blank). If the row isn't there, it's added."""
        if place.kind is None:
            return self.with_answer(place.question, answer)
        row = self.row(place.kind, place.row) or Row(place.row)
        return self.with_row(place.kind, row.with_field(place.field, answer))

    @cached_property
    def _by_id(self) -> dict[tuple[RowKind, str], Row]:
        found: dict[tuple[RowKind, str], Row] = {}
        for kind, rows in self.rows.items():
            for row in rows:
                found.setdefault((kind, row.id), row)
        return found

    def with_answer(self, question: str, answer: Answer | None) -> Audit:
        """The same audit with one question answered (None: left blank). A draft note on the question moves to the
        answer. Half-typed text goes.
        """
        answers = {key: value for key, value in self.answers.items() if key != question}
        audit = self.without_typed(question)
        if answer is None:
            return replace(audit, answers=answers)
        return replace(audit.with_draft(question, ""), answers={**answers, question: answer})

    def with_draft(self, place: str, note: str) -> Audit:
        """The same audit with a note on a question that has no answer yet; an empty note is removed."""
        others = {where: text for where, text in self.drafts.items() if where != place}
        return replace(self, drafts={**others, place: note} if note else others)

    @property
    def typed(self) -> Mapping[str, str]:
        """Half-typed text, by the place of the answer."""
        return {key.removeprefix(TYPED): text for key, text in self.drafts.items() if key.startswith(TYPED)}

    def with_typed(self, texts: Mapping[str, str]) -> Audit:
        """The same audit with half-typed text at these places; empty text is removed."""
        drafts = {**self.drafts, **{f"{TYPED}{place}": text for place, text in texts.items()}}
        return replace(self, drafts={key: text for key, text in drafts.items() if text})

    def without_typed(self, *places: str) -> Audit:
        """The same audit without half-typed text at these places, and in the fields of theirs."""
        gone = {where: "" for where in self.typed if where.partition("#")[0] in places}
        return self.with_typed(gone) if gone else self

    def with_rows(self, kind: RowKind, rows: tuple[Row, ...]) -> Audit:
        """The same audit with the rows of one kind replaced."""
        changed = {**self.rows, kind: rows}
        return replace(self, rows={each: changed[each] for each in ROW_KINDS if changed.get(each)})

    def with_row(self, kind: RowKind, row: Row) -> Audit:
        """The same audit with this row in place of the row with the same slug, or added at the end.

        If a promise's words changed and the row brings no new places for its claims, all places are dropped. The places
        of a claim that is no longer ticked are always dropped. If a promise now says something else, the answers about
        its old words are dropped too, unless they changed with it. A draft note on a field that has an answer now
        moves to the answer.
        """
        rows, before = self.of(kind), self.row(kind, row.id)
        if before is None:
            new = (f"{in_row(kind, '')}.{name}" for name in row.fields)
            return self.without_typed(*new).with_rows(kind, (*rows, row))
        if kind == "promise":
            row = row.without_what_is_outdated(before)
        if row.spans:
            is_as_it_was = before.text("words") == row.text("words") or before.spans != row.spans
            ticked = row.many("claims") if is_as_it_was else ()
            row = replace(row, spans={tag: spans for tag, spans in row.spans.items() if tag in ticked})
        return self._without_drafts_of(kind, row, before).with_rows(
            kind, tuple(row if old.id == row.id else old for old in rows)
        )

    def _without_drafts_of(self, kind: RowKind, row: Row, before: Row) -> Audit:
        """The same audit without the drafts on fields that were answered between two versions of a row, and without
        half-typed text in fields that changed.
        """
        names = row.fields.keys() | before.fields.keys()
        changed = [name for name in names if row.fields.get(name) != before.fields.get(name)]
        audit = self.without_typed(*(in_row(kind, row.id, name) for name in changed))
        answered = {in_row(kind, row.id, name) for name in changed if name in row.fields}
        if answered.isdisjoint(audit.drafts):
            return audit
        return replace(audit, drafts={place: note for place, note in audit.drafts.items() if place not in answered})

    def without_row(self, kind: RowKind, row_id: str) -> Audit:
        """The same audit with one row removed, and the half-typed text in it."""
        typed = [place for where in self.typed if (place := where.partition("#")[0]).startswith(f"{kind}:{row_id}.")]
        return self.without_typed(*typed).with_rows(kind, tuple(row for row in self.of(kind) if row.id != row_id))
