"""The contents of screens/ as data: screens, questions, topics, checks, fixes.

Frozen pydantic models, few and flat, because this is a boundary: everything here was typed by hand into a Markdown
file. A *tag* is a string `topic.word`; tags are all that questions, rows and checks share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Side = Literal["believe", "say", "sell", "need", "deliver"]
SIDES: tuple[Side, ...] = ("believe", "say", "sell", "need", "deliver")

Area = Literal["identity", "offer", "market", "operations"]
AREAS: tuple[Area, ...] = ("identity", "offer", "market", "operations")

RowKind = Literal["group", "promise", "channel", "activity", "role", "customer"]
"""A kind of row. Its questions are in screens/<kind>.md and have ids `<kind>.<field>`."""
ROW_KINDS: tuple[RowKind, ...] = ("group", "promise", "channel", "activity", "role", "customer")

KIND_QUESTION = "identity.kind"
"""The question whose answer is the kind of business: it decides which questions appear, and their wording."""

CLAIMS = "promise.claims"
PROMISE_WORDS = "promise.words"
"""`CLAIMS` is the checklist of a promise: the tags that its words claim. A question can depend on it, so that it is
asked only if something is claimed."""

QuestionKind = Literal["choice", "many", "text", "number", "steps", "groups", "channel"]
"""`groups`: names of the groups a row is for, any number. `channel`: the slug of one channel row."""

Evidence = Literal["record", "counted", "published", "memory", "guess"]
"""How an answer is known. `published` is never chosen: it is the evidence of words copied from a page."""
CHOOSABLE_EVIDENCE: tuple[Evidence, ...] = ("record", "counted", "memory", "guess")

Stage = Literal["awareness", "consideration", "decision", "retention"]
STAGES: tuple[Stage, ...] = ("awareness", "consideration", "decision", "retention")

OF_PROMISE = "@"
"""What separates check and promise in the id of a broad check's mismatch: `kept.rarely@page`."""

ReadT = TypeVar("ReadT", bound="Frozen")

_CUSTOMER = re.compile(r"\b([Cc])ustomer(s?)\b")

USUAL_HOURS = re.compile(r"^- (hours|days|weeks): from (\d+) to (\d+)$", re.MULTILINE)
"""How screens/plan.md says how many hours a fix of each effort takes."""

IT = re.compile(r"\bit\b")
"""The word in a broad check's title that the promise's words replace."""

REWRITE = "rewrite:"
"""The prefix of a fix's key that rewrites a whole promise."""

Effort = Literal["hours", "days", "weeks"]


class Frozen(BaseModel):
    """Base of everything read from screens/: unknown keys are errors, values never change.

    An empty mapping is made by a factory: pydantic would make a deep copy of a plain `{}` thousands of times at each
    start.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other values. Unlike `model_copy`, it doesn't copy cached properties."""
        return cast(
            Self,
            type(self).model_construct(**{name: getattr(self, name) for name in type(self).model_fields} | changes),
        )


class Location(Frozen):
    """Where something is in screens/, for messages: `offer.md`, line 12."""

    file: str
    line: int


class Choice(Frozen):
    """One answer to pick: its key (which is stored), the text the founder reads, and the tags it stands for.

    In a `steps` question a choice is a step of the path, and `stage` says which part of the menu it is in.
    """

    key: str
    label: str
    stands: tuple[str, ...] = ()
    stage: Stage | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of business this is offered to; empty: all."""
    wording: Mapping[str, str] = Field(default_factory=dict)
    """Kind of business → the label for it, where the plain one doesn't fit."""
    customers: str = ""
    """For a kind of business: its name for customers, such as `clients`; empty: customers."""


class Band(Frozen):
    """A range of a number: up to and including `upto` (None: no upper limit), the number counts as `tag`."""

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
    rests_on: Mapping[str, str] = Field(default_factory=dict)
    """Evidence word → what an answer known that way looks like, for the sheet behind `?`."""
    kind: QuestionKind = "choice"
    side: Side | None = None
    topic: str | None = None
    essential: bool = False
    choices: tuple[Choice, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Tags that hold if nothing picked takes another position on the same topic (steps, many), or that any answer takes
    (text)."""
    bands: tuple[Band, ...] = ()
    unit: str = ""
    below_zero: bool = False
    """Whether a number may be below zero: a loss on each sale."""
    short: str = ""
    """Two or three words for column heads, outlines and sources: `the button`."""
    evidence: Evidence = "memory"
    """The evidence if the founder doesn't say how they know the answer."""
    about: Literal["offer", "business"] = "offer"
    """What an answer is about: what the founder sells most, or the whole business, as with reply times and data."""
    party: Literal["", "buyers", "sellers"] = ""
    """In a marketplace, the side that an answer is about; empty: both."""
    required: bool = False
    """Whether a row needs it: the words of a promise, the name of a channel."""
    asked_if: AskedIf | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of business that are asked this; empty: all."""
    wording: Mapping[str, str] = Field(default_factory=dict)
    """Kind of business → the text for it, where the plain one doesn't fit."""
    hints: Mapping[str, str] = Field(default_factory=dict)
    """Kind of business → the hint for it, where the plain one doesn't fit."""
    allow: Mapping[str, str] = Field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    def worded(self, kind: str) -> Question:
        """This question worded for a kind of business; the question itself if nothing differs."""
        changed: dict[str, object] = {}
        if kind in self.wording:
            changed["text"] = self.wording[kind]
        if kind in self.hints:
            changed["hint"] = self.hints[kind]
        if any(kind in choice.wording for choice in self.choices):
            changed["choices"] = tuple(
                choice.with_changes(label=choice.wording.get(kind, choice.label)) for choice in self.choices
            )
        return self.with_changes(**changed) if changed else self

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
    def is_promise_words(self) -> bool:
        """Whether this question asks for a promise's exact words."""
        return self.id == PROMISE_WORDS

    @property
    def is_checklist(self) -> bool:
        """Whether this is the checklist of a promise: its ticks are tags from every topic's claims."""
        return self.kind == "many" and not self.choices

    @cached_property
    def only_for(self) -> Mapping[str, tuple[str, ...]]:
        """The choices offered only to some kinds of business, by key."""
        return {choice.key: choice.kinds for choice in self.choices if choice.kinds}

    @cached_property
    def by_key(self) -> Mapping[str, Choice]:
        """The choices by their keys."""
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag an answer to this question can stand for. A checklist's tags aren't here but in
        `Content.claims`.
        """
        chosen = {tag for choice in self.choices for tag in choice.stands}
        return frozenset(chosen | set(self.otherwise) | {band.tag for band in self.bands})


class ClaimCues(Frozen):
    """How a published page makes one claim: phrases in the language of cues, each proved by examples."""

    cues: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    """Cues that, near a match, make it another claim or none."""
    match: tuple[str, ...] = ()
    """Sentences in which the claim must be found."""
    miss: tuple[str, ...] = ()
    """Similar sentences in which the claim must not be found."""
    none: str = ""
    """Why no cue can exist; then the other fields are empty."""
    location: Location


class Topic(Frozen):
    """Something on which sides can agree or conflict, with its positions, each in one or two words."""

    id: str
    title: str
    about: str
    heading: str
    """The heading its claims are under in the checklist of a promise: `starting`, `money`, `time`."""
    positions: Mapping[str, str]
    """word → label, at most 12 characters: `talk` → `talk first`."""
    claims: Mapping[str, str] = Field(default_factory=dict)
    """word → how a published line would say it: `alone` → `start on your own, no call needed`. The checklist."""
    phrases: Mapping[str, str] = Field(default_factory=dict)
    """word → the sentence that the founder could truthfully publish if this position is delivered or sold."""
    stage: Stage | None = None
    """The stage at which a buyer meets this topic."""
    measures: tuple[str, ...] = ()
    """Names of the engine's measures that can take a position here, on the *deliver* side."""
    kinds: tuple[str, ...] = ()
    """Kinds of business whose pages could claim something here; empty: all."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Words of claims that can't both be true of the same thing: two promises that claim two of them disagree."""
    parts: bool = False
    """Whether a claim is often about one part of the product, so that two promises may be about different parts."""
    apart: bool = False
    """Whether its claims are about different matters, so that two answers that break one sentence are two causes."""
    in_brief: Mapping[str, str] = Field(default_factory=dict)
    """word → its claim in a few words, for the title of two promises that disagree; else the position's label."""
    admits: tuple[str, ...] = ()
    """Words whose phrase admits a condition or a limit: it belongs on a page, but makes a poor headline."""
    phrases_for: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """Kind of business → word → the sentence for it, where the plain one doesn't fit."""
    phrases_unless: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """word → positions, of any topic, that its phrase isn't true beside: where one is sold or delivered, it isn't
    said."""
    claims_for: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """Kind of business → word → how its lines would say it, where the plain claim doesn't fit."""
    cues: Mapping[str, ClaimCues] = Field(default_factory=dict)
    """word → how a page says it: what finds the claim in published copy."""
    allow: Mapping[str, str] = Field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    def worded(self, kind: str) -> Topic:
        """This topic with the claims and phrases for a kind of business; the topic itself if nothing differs."""
        if kind not in self.phrases_for and kind not in self.claims_for:
            return self
        return self.with_changes(
            claims={**self.claims, **self.claims_for.get(kind, {})},
            phrases={**self.phrases, **self.phrases_for.get(kind, {})},
        )


class Term(Frozen):
    """One part of a check: true if a statement of this side has any of these tags.

    `of`: only statements of this kind of row count. `other`: only statements of another row of the same kind count.
    `group` in `between`: only rows for the same group are compared. `group` in `unless`: true only if the promise is
    for a named group and the exception is for that group too. `everyone`: groups are ignored, because the check is
    about the wrong group coming.
    """

    side: Side
    tags: tuple[str, ...]
    of: RowKind | None = None
    other: bool = False
    group: bool = False
    everyone: bool = False


class Fix(Frozen):
    """A concrete move: `move` a side `to` a tag (None: the side just stops saying it), or `stop` the rows."""

    do: str
    effort: Effort
    move: Side | None = None
    to: str | None = None
    stop: RowKind | None = None
    inward: bool = False
    """Whether the fix only changes what the founder watches or aims for: then customers get the same as before, and no
    count of a promise is settled."""
    rewrite: str = ""
    """The id of the promise to rewrite as a whole. Such a fix isn't in screens/; it is made for one business."""
    costs_you: str = ""
    hours: tuple[float, float] | None = None
    """How many hours the fix takes, from and to. None: as many as screens/plan.md says are usual for its effort."""
    do_for: Mapping[str, str] = Field(default_factory=dict)
    """Kind of business → what to do there, where the plain text doesn't fit."""

    @property
    def key(self) -> str:
        """The name of this fix in a plan, unique within its check: `say:start.announced`, `say`, `stop:channel`,
        `rewrite:page`.
        """
        if self.rewrite:
            return f"{REWRITE}{self.rewrite}"
        return f"stop:{self.stop}" if self.stop else f"{self.move}:{self.to}" if self.to else str(self.move)


class Check(Frozen):
    """A rule: which positions of which sides can't all be true for one customer, why that hurts, and what helps."""

    id: str
    title: str
    topic: str
    severity: int
    between: tuple[Term, ...]
    unless: tuple[Term, ...] = ()
    disclosed: bool = False
    first: bool = False
    safety: bool = False
    """Whether people may come to harm, or customers don't get money that's theirs: then it comes first, however few
    people it's about."""
    tension: bool = False
    under: tuple[str, ...] = ()
    """Checks with the same cause: if one of them is found as well, this one is folded under it."""
    broad: bool = False
    """Whether the check looks at every promise, whatever the promise claims. Each promise has a mismatch of its own,
    and the promise's words replace the first *it* in the title."""
    mild: bool = False
    """Whether the check only says that some are affected. A count that shows it of nearly everyone says more."""
    apart: bool = False
    """Whether the claims of its topic are about different matters."""
    fixes: tuple[Fix, ...]
    why: str
    allow: Mapping[str, str] = Field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    @property
    def is_between_promises(self) -> bool:
        """Whether the check only compares what one promise says with what another promise says."""
        return any(term.other for term in self.between) and all(term.side == "say" for term in self.between)

    def worded(self, kind: str) -> Check:
        """This check with its fixes worded for a kind of business; the check itself if nothing differs."""
        if not any(kind in fix.do_for for fix in self.fixes):
            return self
        fixes = tuple(fix.with_changes(do=fix.do_for.get(kind, fix.do)) for fix in self.fixes)
        return self.with_changes(fixes=fixes)

    def as_said_by_a_partner(self, do: str, why: str) -> Check:
        """This check with the fixes and the reason for a mismatch caused only by a partner's words, which the founder
        can't change but can ask to have corrected.
        """
        reworded = [fix.with_changes(do=do) if fix.move == "say" else fix for fix in self.fixes]
        fixes = tuple({fix.do: fix for fix in reversed(reworded)}.values())[::-1]
        return self.with_changes(fixes=fixes, why=f"{why} {self.why}")


def check_of(mismatch: str) -> str:
    """The id of the check behind a mismatch, from the mismatch's name; a broad check finds one for each promise."""
    return mismatch.partition(OF_PROMISE)[0]


class Checks(dict[str, Check]):
    """Checks by id, and by the names of their mismatches."""

    def __missing__(self, name: str) -> Check:
        check = check_of(name)
        if check == name or not self[check].broad:
            raise KeyError(name)
        return self[check]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """The check of this name, or the default."""
        try:
            return self[name]
        except KeyError:
            return default


class Screen(Frozen):
    """The words of one screen: title, introduction, and further texts by id (empty state, help)."""

    name: str
    title: str
    intro: str
    texts: Mapping[str, str] = Field(default_factory=dict)
    lines: Mapping[str, int] = Field(default_factory=dict)
    """Text id → the line of its heading, for messages."""
    allow: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """Text id → a word that the style check would refuse in it → why it is needed there."""


class Content(Frozen):
    """All of screens/, checked. `version` changes when a question or a rule does (a hash of the files)."""

    screens: Mapping[str, Screen]
    questions: Mapping[str, Question]
    """Every question by id, rows' fields included, in the order they are asked."""
    topics: Mapping[str, Topic]
    checks: Annotated[Mapping[str, Check], AfterValidator(Checks)]
    version: str

    def __eq__(self, other: object) -> bool:
        """Equal only to itself: comparing the whole content would take longer than working out again the results that
        are cached for it.
        """
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def said_to(self, kind: str, text: str) -> str:
        """A sentence from the code, with the word for customers that this kind of business uses."""
        asked = self.questions.get(KIND_QUESTION)
        choice = asked.by_key.get(kind) if asked else None
        called = choice.customers if choice else ""
        return str(_renamed(called, text)) if called else text

    def worded(self, kind: str) -> Content:
        """All content worded for a kind of business. The same kind gives the same object; no kind gives this one."""
        if not kind:
            return self
        known = self._worded.get(kind)
        if known is None:
            asked = self.questions.get(KIND_QUESTION)
            choice = asked.by_key.get(kind) if asked else None
            called = choice.customers if choice else ""
            questions = {id: _calling(called, question.worded(kind)) for id, question in self.questions.items()}
            topics = {id: _calling(called, topic.worded(kind)) for id, topic in self.topics.items()}
            checks = Checks({id: _calling(called, check.worded(kind)) for id, check in self.checks.items()})
            known = self.with_changes(questions=questions, topics=topics, checks=checks)
            self._worded[kind] = known
        return known

    @cached_property
    def _worded(self) -> dict[str, Content]:
        return {}

    def label(self, tag: str) -> str:
        """The one or two words shown for a tag: `start.talk` → `talk first`."""
        topic, _, word = tag.partition(".")
        return self.topics[topic].positions[word]

    @cached_property
    def claims(self) -> frozenset[str]:
        """Every tag that can be ticked for a published line."""
        return frozenset(f"{topic.id}.{word}" for topic in self.topics.values() for word in topic.claims)

    def hours_of(self, fix: Fix) -> tuple[float, float]:
        """The least and the most hours a fix takes; both 0 if neither the fix nor screens/plan.md says."""
        return fix.hours or self._usual_hours.get(fix.effort, (0.0, 0.0))

    @cached_property
    def _usual_hours(self) -> Mapping[str, tuple[float, float]]:
        plan = self.screens.get("plan")
        said = USUAL_HOURS.findall(plan.texts.get("usual-hours", "")) if plan else ()
        return {effort: (float(least), float(most)) for effort, least, most in said}

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The questions that decide whether other questions are asked, so that a change to their answers can park
        others.
        """
        hung_on = {q.asked_if.question for q in self.questions.values() if q.asked_if}
        return frozenset(hung_on | {KIND_QUESTION})

    def touches(self, check: str) -> frozenset[tuple[Side, str]]:
        """The sides and tags a check looks at, including its exceptions."""
        return self._touches[check_of(check)]

    @cached_property
    def _touches(self) -> Mapping[str, frozenset[tuple[Side, str]]]:
        return {
            check.id: frozenset((t.side, tag) for t in (*check.between, *check.unless) for tag in t.tags)
            for check in self.checks.values()
        }

    @cached_property
    def speakers(self) -> Mapping[tuple[Side, str], tuple[Question, ...]]:
        """For each side and tag, the questions with an answer that takes this position.

        Questions about the last ten customers aren't included: their answers count only through measures.
        """
        found: dict[tuple[Side, str], list[Question]] = {}
        for question in self.questions.values():
            if question.side is not None and question.home != "customer":
                for tag in self.claims if question.is_checklist else question.tags:
                    found.setdefault((question.side, tag), []).append(question)
        return {position: tuple(questions) for position, questions in found.items()}

    def of(self, home: str) -> tuple[Question, ...]:
        """The questions of an area or the fields of a kind of row, in order."""
        return self._by_home.get(home, ())

    @cached_property
    def _by_home(self) -> Mapping[str, tuple[Question, ...]]:
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            found.setdefault(question.home, []).append(question)
        return {home: tuple(questions) for home, questions in found.items()}


_READ = (
    *("text", "short", "hint", "why", "rests_on", "wording", "choices", "label"),
    *("title", "about", "positions", "claims", "phrases", "fixes", "do", "costs_you"),
)
"""The fields of questions, topics and checks that a founder reads."""


def _calling(called: str, told: ReadT) -> ReadT:
    """The same text, with this kind of business's word for customers; an empty name changes nothing."""
    if not called:
        return told
    changed = {}
    for name in _read(type(told)):
        given = getattr(told, name)
        renamed = _renamed(called, given)
        if renamed != given:
            changed[name] = renamed
    return told.with_changes(**changed) if changed else told


@cache
def _read(kind: type[Frozen]) -> tuple[str, ...]:
    return tuple(name for name in _READ if name in kind.model_fields)


def _renamed(called: str, given: Any) -> Any:
    if not given:
        return given
    if isinstance(given, str):
        if "ustomer" not in given:
            return given
        return _CUSTOMER.sub(lambda found: _as_written(called, found), given)
    if isinstance(given, Mapping):
        return {key: _renamed(called, text) for key, text in given.items()}
    return tuple(_calling(called, each) for each in given)


def _as_written(called: str, found: re.Match[str]) -> str:
    noun = called if found[2] else called.removesuffix("s")
    return noun.capitalize() if found[1] == "C" else noun
