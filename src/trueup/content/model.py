"""What screens/ holds, as data: screens, questions, topics, checks, fixes.

Frozen pydantic models, few and flat, because this is a border: everything here was typed by hand into a
Markdown file. A *tag* is a string `topic.word`; it is the only thing that questions, rows and checks share.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

Side = Literal["believe", "say", "sell", "need", "deliver"]
SIDES: tuple[Side, ...] = ("believe", "say", "sell", "need", "deliver")

Area = Literal["identity", "offer", "market", "operations"]
AREAS: tuple[Area, ...] = ("identity", "offer", "market", "operations")

RowKind = Literal["group", "promise", "channel", "activity", "role", "customer"]
"""A kind of row. Its questions stand in screens/<kind>.md and have ids `<kind>.<field>`."""
ROW_KINDS: tuple[RowKind, ...] = ("group", "promise", "channel", "activity", "role", "customer")

KIND_QUESTION = "identity.kind"
"""The question whose answer is the kind of business: it decides which questions appear, and their wording."""

QuestionKind = Literal["choice", "many", "text", "number", "steps", "groups", "channel"]
"""`groups`: names of the groups a row is for, any number. `channel`: the slug of one channel row."""

Evidence = Literal["record", "counted", "published", "memory", "guess"]
"""How an answer is known. `published` is never chosen: it is what a line copied off a page is worth."""
CHOOSABLE_EVIDENCE: tuple[Evidence, ...] = ("record", "counted", "memory", "guess")

Stage = Literal["awareness", "consideration", "decision", "retention"]
STAGES: tuple[Stage, ...] = ("awareness", "consideration", "decision", "retention")

Effort = Literal["hours", "days", "weeks"]


class Frozen(BaseModel):
    """Base of everything read from screens/: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Location(Frozen):
    """Where something stands in screens/, for messages: `offer.md`, line 12."""

    file: str
    line: int


class Choice(Frozen):
    """One answer to pick: its key (what is stored), what the founder reads, the tags it stands for.

    In a `steps` question a choice is a step of the path, and `stage` says in which part of the menu it is.
    """

    key: str
    label: str
    stands: tuple[str, ...] = ()
    stage: Stage | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of business this is offered to; empty: all."""


class Band(Frozen):
    """A stretch of a number: up to and including `upto` (None: everything above) it counts as `tag`."""

    tag: str
    upto: float | None = None


class AskedIf(Frozen):
    """This question appears only when `question` (an earlier one) was answered with one of `values`."""

    question: str
    values: tuple[str, ...]


class Question(Frozen):
    """One question, in an area (`offer.start`) or about a row (`channel.steps`)."""

    id: str
    text: str
    hint: str = ""
    why: str = ""
    rests_on: Mapping[str, str] = {}
    """Evidence word → what an answer known that way looks like, for the sheet behind `?`."""
    kind: QuestionKind = "choice"
    side: Side | None = None
    topic: str | None = None
    essential: bool = False
    choices: tuple[Choice, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Tags that hold when nothing picked stands for another position of the same topic (steps, many)."""
    bands: tuple[Band, ...] = ()
    unit: str = ""
    short: str = ""
    """Two or three words for column heads, outlines and sources: `the button`."""
    evidence: Evidence = "memory"
    """What the answer is worth when the founder doesn't say; only *deliver* questions ask."""
    required: bool = False
    """A row without it isn't one: the words of a promise, the name of a channel."""
    asked_if: AskedIf | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of business this is asked of; empty: all."""
    wording: Mapping[str, str] = {}
    """Kind of business → the text for it, where the plain one doesn't fit."""
    location: Location

    @cached_property
    def field(self) -> str:
        """The part of the id after the dot: the key of this field in a row."""
        return self.id.split(".", 1)[1]

    @cached_property
    def home(self) -> str:
        """The part of the id before the dot: an area, or a kind of row."""
        return self.id.split(".", 1)[0]

    @cached_property
    def row_kind(self) -> RowKind | None:
        """The kind of row this is a field of; None for a question of an area."""
        return next((kind for kind in ROW_KINDS if kind == self.home), None)

    @property
    def is_checklist(self) -> bool:
        """Whether this is the checklist of a promise: its ticks are tags out of every topic's claims."""
        return self.kind == "many" and not self.choices

    @cached_property
    def only_for(self) -> Mapping[str, tuple[str, ...]]:
        """The choices that only some kinds of business are offered, by key."""
        return {choice.key: choice.kinds for choice in self.choices if choice.kinds}

    @cached_property
    def by_key(self) -> Mapping[str, Choice]:
        """The choices by their keys."""
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag an answer to this question can stand for; a checklist's are `Content.claims`."""
        chosen = {tag for choice in self.choices for tag in choice.stands}
        return frozenset(chosen | set(self.otherwise) | {band.tag for band in self.bands})


class Topic(Frozen):
    """Something on which sides can agree or conflict, with its positions in one or two words each."""

    id: str
    title: str
    about: str
    heading: str
    """The heading its claims stand under in the checklist of a promise: `starting`, `money`, `time`."""
    positions: Mapping[str, str]
    """word → label, at most 12 characters: `talk` → `talk first`."""
    claims: Mapping[str, str] = {}
    """word → how a published line would say it: `alone` → `alone, no talk needed`. The checklist."""
    phrases: Mapping[str, str] = {}
    """word → the sentence one could truthfully publish where this position is what is delivered or sold."""
    stage: Stage | None = None
    """Where on the way a buyer meets this topic."""
    measures: tuple[str, ...] = ()
    """Names of the engine's measures that can take a position here, on the *deliver* side."""
    kinds: tuple[str, ...] = ()
    """Kinds of business whose lines could claim something here; empty: all."""
    location: Location


class Term(Frozen):
    """One part of a check: a side and any of some tags, maybe only `of` a kind of row or an `other` row.

    `group` (in `unless`): it holds only where a promise is for a group by name, and what silences it is for that group.
    """

    side: Side
    tags: tuple[str, ...]
    of: RowKind | None = None
    other: bool = False
    group: bool = False


class Fix(Frozen):
    """A concrete move: `move` a side `to` a tag (None: it just stops saying it), or `stop` the rows."""

    do: str
    effort: Effort
    move: Side | None = None
    to: str | None = None
    stop: RowKind | None = None
    costs_you: str = ""

    @property
    def key(self) -> str:
        """What it is called in a plan, within its check: `say:start.announced`, `say`, `stop:channel`."""
        return f"stop:{self.stop}" if self.stop else f"{self.move}:{self.to}" if self.to else str(self.move)


class Check(Frozen):
    """A rule: which positions of which sides can't all be true for one customer, why it hurts, what helps."""

    id: str
    title: str
    topic: str
    severity: int
    between: tuple[Term, ...]
    unless: tuple[Term, ...] = ()
    disclosed: bool = False
    first: bool = False
    tension: bool = False
    fixes: tuple[Fix, ...]
    why: str
    location: Location


class Screen(Frozen):
    """The words of one screen: title, introduction, further texts by id (empty state, help), questions."""

    name: str
    title: str
    intro: str
    texts: Mapping[str, str] = {}
    questions: tuple[Question, ...] = ()


class Content(Frozen):
    """All of screens/, checked. `version` changes when a question or a rule does (a hash of the files)."""

    screens: Mapping[str, Screen]
    questions: Mapping[str, Question]
    """Every question by id, rows' fields included, in the order they are asked."""
    topics: Mapping[str, Topic]
    checks: Mapping[str, Check]
    version: str

    def label(self, tag: str) -> str:
        """The one or two words shown for a tag: `start.talk` → `talk first`."""
        topic, _, word = tag.partition(".")
        return self.topics[topic].positions[word]

    @cached_property
    def claims(self) -> frozenset[str]:
        """Every tag a published line can be ticked for."""
        return frozenset(f"{topic.id}.{word}" for topic in self.topics.values() for word in topic.claims)

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The questions other questions hang on: changing their answer can park others."""
        hung_on = {q.asked_if.question for q in self.questions.values() if q.asked_if}
        return frozenset(hung_on | {KIND_QUESTION})

    def touches(self, check: str) -> frozenset[tuple[Side, str]]:
        """The sides and tags a check looks at, its exceptions included."""
        return self._touches[check]

    @cached_property
    def _touches(self) -> Mapping[str, frozenset[tuple[Side, str]]]:
        return {
            check.id: frozenset((t.side, tag) for t in (*check.between, *check.unless) for tag in t.tags)
            for check in self.checks.values()
        }

    @cached_property
    def speakers(self) -> Mapping[tuple[Side, str], tuple[Question, ...]]:
        """Who can take a position: side and tag → the questions with an answer that stands for it.

        The last ten customers are not among them: they speak only through measures.
        """
        found: dict[tuple[Side, str], list[Question]] = {}
        for question in self.questions.values():
            if question.side is not None and question.home != "customer":
                for tag in self.claims if question.is_checklist else question.tags:
                    found.setdefault((question.side, tag), []).append(question)
        return {position: tuple(questions) for position, questions in found.items()}

    def of(self, home: str) -> tuple[Question, ...]:
        """The questions of an area or the fields of a kind of row, in order."""
        screen = self.screens.get(home)
        return screen.questions if screen else ()
