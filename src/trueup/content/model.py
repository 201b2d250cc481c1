"""The contents of screens/ as data: screens, questions, topics, checks and fixes.

They are frozen dataclasses. What people typed into Markdown files is checked against their types by `Part.build`. A
*tag* is a string `topic.word` that names a position on a topic. Tags are what connects questions, rows and checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from trueup.content.marks import renamed, without_marks

Side = Literal["believe", "say", "sell", "need", "deliver"]
SIDES: tuple[Side, ...] = ("believe", "say", "sell", "need", "deliver")

Area = Literal["identity", "offer", "market", "operations"]
AREAS: tuple[Area, ...] = ("identity", "offer", "market", "operations")

RowKind = Literal["group", "promise", "channel", "activity", "role", "customer"]
"""A kind of row. Its questions are in screens/<kind>.md and have ids `<kind>.<field>`."""
ROW_KINDS: tuple[RowKind, ...] = ("group", "promise", "channel", "activity", "role", "customer")

KIND_QUESTION = "identity.kind"
"""The question about the kind of business. Its answer decides which questions are asked, and how they are worded."""

PROMISE_WORDS = "promise.words"
CLAIMS = "promise.claims"
"""The checklist of a promise: its answer consists of the tags that the promise claims. Other questions may be asked
only if something is claimed.
"""

QuestionKind = Literal["choice", "many", "text", "number", "steps", "groups", "channel"]
"""`groups`: any number of names of groups. `channel`: the slug of a channel."""

Evidence = Literal["record", "counted", "published", "memory", "guess"]
"""How an answer is known. The founder can't choose `published`, which is for words copied from a page."""
CHOOSABLE_EVIDENCE: tuple[Evidence, ...] = ("record", "counted", "memory", "guess")

Stage = Literal["awareness", "consideration", "decision", "retention"]
STAGES: tuple[Stage, ...] = ("awareness", "consideration", "decision", "retention")

OF_PROMISE = "@"
"""Separates the check from the promise in the id of a broad check's mismatch, such as `kept.rarely@page`."""

PARTNER_FIX = "partner-fix"
"""The name of the text in screens/card.md that says how to fix a promise which only a partner can reword."""

USUAL_HOURS = re.compile(r"^- (hours|days|weeks): from (\d+) to (\d+)$", re.MULTILINE)
"""The lines in screens/plan.md that say how many hours a fix usually takes, by effort."""

IT = re.compile(r"\bit\b")
"""The word in a broad check's title that is replaced by the words of the promise."""

REWRITE = "rewrite:"
"""The prefix of the key of a fix that rewrites a whole promise."""

Effort = Literal["hours", "days", "weeks"]


TOLD = {
    *("text", "short", "hint", "why", "rests_on", "wording", "choices", "label"),
    *("title", "about", "positions", "claims", "phrases", "agreed", "fixes", "do", "marked", "costs_you"),
}
"""The fields of questions, topics and checks that contain texts for the founder."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frozen:
    """The base of everything in screens/."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}
    """Unknown keys are errors."""

    def with_changes(self, **changes: Any) -> Self:
        """Return a copy with some values changed."""
        return replace(self, **changes)

    def calling(self, called: str) -> Self:
        """Return a copy with *customers* replaced by `called` in its texts; the same object if nothing changes."""
        if not called:
            return self
        told = ((name, value) for name, value in vars(self).items() if name in TOLD)
        changed = {name: anew for name, value in told if (anew := renamed(called, value)) != value}
        return self.with_changes(**changed) if changed else self

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle keeps: no cached properties, and no defaults that the class has already."""
        values = ((each, getattr(self, each.name)) for each in fields(self))
        return {each.name: value for each, value in values if value != each.default}


@dataclass(frozen=True, kw_only=True)
class Location(Frozen):
    """Where something is in screens/, for messages, such as `offer.md:12`."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, kw_only=True)
class Choice(Frozen):
    """A choice of a question: its key, which is stored, the label that the founder reads, and the tags it stands for.
    In a `steps` question, a choice is a step to a sale, and `stage` is the part of the menu in which it's listed.
    """

    key: str
    label: str
    stands: tuple[str, ...] = ()
    stage: Stage | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of business to which it's offered; empty for all."""
    wording: Mapping[str, str] = field(default_factory=dict)
    """Kind of business → another label for that kind."""
    also: str = ""
    """Everyday words for it, by which a search finds it too."""
    customers: str = ""
    """If the choice is a kind of business, what such a business calls its customers, such as `clients`; empty for
    *customers*."""


@dataclass(frozen=True, kw_only=True)
class Band(Frozen):
    """A range of numbers that stand for a tag: from above the previous band's `upto` up to and including `upto`. None
    is no upper limit.
    """

    tag: str
    upto: float | None = None


@dataclass(frozen=True, kw_only=True)
class AskedIf(Frozen):
    """A condition: the question is asked only if an earlier `question` was answered with one of `values`, or if another
    condition is true.
    """

    question: str
    values: tuple[str, ...]
    other: AskedIf | None = None

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The values of which one is enough."""
        return frozenset(self.values)


@dataclass(frozen=True, kw_only=True)
class Question(Frozen):
    """A question of an area (`offer.start`), or about a row (`channel.steps`)."""

    id: str
    text: str
    hint: str = ""
    why: str = ""
    rests_on: Mapping[str, str] = field(default_factory=dict)
    """Kind of evidence → what an honest answer with this evidence rests on. Shown on the sheet *why*."""
    kind: QuestionKind = "choice"
    side: Side | None = None
    topic: str | None = None
    essential: bool = False
    choices: tuple[Choice, ...] = ()
    otherwise: tuple[str, ...] = ()
    """For `steps` and `many`: tags that the answer stands for unless something chosen stands for another position on
    the same topic. For `text`: tags that any answer stands for.
    """
    bands: tuple[Band, ...] = ()
    unit: str = ""
    below_zero: bool = False
    """Whether a number may be below zero, such as a loss on each sale."""
    short: str = ""
    """A short name in two or three words, such as `the button`, for headings, outlines and sources."""
    evidence: Evidence = "memory"
    """The evidence if the founder doesn't say how they know the answer."""
    about: Literal["offer", "main", "business"] = "offer"
    """What an answer is about: the thing whose claims make it asked, or else the main offer; `main`: the main offer,
    whatever makes it asked; `business`: the whole business, as with reply times."""
    party: Literal["", "buyers", "sellers"] = ""
    """In a marketplace, whether an answer is about buyers or sellers; empty for both."""
    required: bool = False
    """Whether a row can't be saved without it, like the name of a channel."""
    asked_if: AskedIf | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of business that are asked; empty for all."""
    wording: Mapping[str, str] = field(default_factory=dict)
    """Kind of business → another text for that kind."""
    hints: Mapping[str, str] = field(default_factory=dict)
    """Kind of business → another hint for that kind."""
    allow: Mapping[str, str] = field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    def worded(self, kind: str) -> Question:
        """Return the question as worded for a kind of business; the same object if nothing differs."""
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
        """The kind of row of which this is a field; None for a question of an area."""
        return next((kind for kind in ROW_KINDS if kind == self.home), None)

    @cached_property
    def conditions(self) -> tuple[AskedIf, ...]:
        """The conditions of which any is enough for this question to be asked; none if it's always asked."""
        found, condition = [], self.asked_if
        while condition is not None:
            found.append(condition)
            condition = condition.other
        return tuple(found)

    @property
    def is_checklist(self) -> bool:
        """Whether this is the checklist of a promise, whose choices are the claims of all topics."""
        return self.kind == "many" and not self.choices

    @cached_property
    def only_for(self) -> Mapping[str, tuple[str, ...]]:
        """Key of a choice → the kinds of business to which it's offered, for choices that aren't offered to all."""
        return {choice.key: choice.kinds for choice in self.choices if choice.kinds}

    @cached_property
    def by_key(self) -> Mapping[str, Choice]:
        """The choices by their keys."""
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def tags(self) -> frozenset[str]:
        """All tags for which an answer can stand. Empty for the checklist, whose tags are in `Content.claims`."""
        chosen = {tag for choice in self.choices for tag in choice.stands}
        return frozenset(chosen | set(self.otherwise) | {band.tag for band in self.bands})


@dataclass(frozen=True, kw_only=True)
class ClaimCues(Frozen):
    """The cues by which a claim is found on a page, and examples that test them."""

    cues: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    """The `not` cues: a match near one of them isn't this claim."""
    match: tuple[str, ...] = ()
    """Sentences in which the claim must be found."""
    miss: tuple[str, ...] = ()
    """Similar sentences in which the claim must not be found."""
    none: str = ""
    """Why there can be no cue. If given, the other fields are empty."""
    location: Location


@dataclass(frozen=True, kw_only=True)
class Topic(Frozen):
    """A topic, on which sides can agree or conflict, with the positions they can take."""

    id: str
    title: str
    about: str
    heading: str
    """The heading above its claims in the checklist of a promise, such as `money`."""
    positions: Mapping[str, str]
    """Word of a position → its label of at most 12 characters, such as `talk` → `talk first`."""
    claims: Mapping[str, str] = field(default_factory=dict)
    """Word of a position → its claim in the checklist, such as `alone` → `start on your own, no call needed`."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Word of a position → the sentence that the founder can truthfully publish if they deliver or sell it."""
    stage: Stage | None = None
    """The stage at which a buyer meets this topic."""
    measures: tuple[str, ...] = ()
    """Names of the measures that can take a position on this topic, for the side *deliver*."""
    kinds: tuple[str, ...] = ()
    """The kinds of business whose pages can make its claims; empty for all."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Sets of claims, as words, of which only one can be true of the same thing. Two promises that claim two of one set
    contradict each other."""
    parts: bool = False
    """Whether its claims are often about a part of the product, so that two promises may be about different parts."""
    apart: bool = False
    """Whether its claims are about different matters. If so, two answers that break one sentence are different
    causes.
    """
    agreed: Mapping[str, str] = field(default_factory=dict)
    """Word of a position → the sentence that tells the founder what two sides agree on if both take it."""
    in_brief: Mapping[str, str] = field(default_factory=dict)
    """Word of a claim → the claim in a few words, for the title of a mismatch between two promises. Without it, the
    position's label is used."""
    named: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What titles call a position that is `believed` or `found`, and fixes the `work` on it: each with word → words."""
    admits: tuple[str, ...] = ()
    """Words whose phrase admits a condition or a limit. Such a phrase belongs on a page, but not in its headline. Where
    the page speaks of the topic already and nothing contradicts it, the founder's own words say more."""
    minor: tuple[str, ...] = ()
    """Words whose phrase is true but helps no one to decide. Page one of the summary leaves them out, unless they
    replace words that aren't true."""
    of_some: tuple[str, ...] = ()
    """Words of positions that are about some customers only: those who live further away, or asked for their money."""
    if_claimed: tuple[str, ...] = ()
    """Words whose phrase is only offered where the page claims something on this topic: otherwise no one would ask."""
    phrases_for: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of business → word → another phrase for that kind; an empty one if no phrase fits that kind."""
    phrases_unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word of a position → positions, of any topic, beside which its phrase isn't true. If one of them is sold or
    delivered, the phrase isn't offered."""
    phrases_add: Mapping[str, str] = field(default_factory=dict)
    """Word of a position → what founders should add to its phrase because no answer tells it, such as `how long`."""
    claims_for: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of business → word → another claim for that kind."""
    allow: Mapping[str, str] = field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    def worded(self, kind: str) -> Topic:
        """Return the topic as worded for a kind of business; the same object if nothing differs."""
        if kind not in self.phrases_for and kind not in self.claims_for:
            return self
        return self.with_changes(
            claims={**self.claims, **self.claims_for.get(kind, {})},
            phrases={
                word: phrase for word, phrase in {**self.phrases, **self.phrases_for.get(kind, {})}.items() if phrase
            },
        )


@dataclass(frozen=True, kw_only=True)
class Term(Frozen):
    """A term of a check. It's true if a statement of this side has one of these tags.

    `of`: only statements about this kind of row count. `other`: only statements about another row of the same kind
    count. `group`, in `between`: only rows for the same group are compared; in `unless`: the term is true only if the
    promise is for a named group, and the exception is for this group too. `everyone`: groups are ignored, because the
    check is about the wrong group coming.
    """

    side: Side
    tags: tuple[str, ...]
    of: RowKind | None = None
    other: bool = False
    group: bool = False
    everyone: bool = False


@dataclass(frozen=True, kw_only=True)
class Fix(Frozen):
    """Something the founder can do: `move` a side `to` another tag (None: just stop taking the position), or `stop`
    rows of a kind.
    """

    do: str
    """What to do, in words that fit every business."""
    marked: str = ""
    """The same with marks where names can be put; empty if it has none."""
    effort: Effort
    move: Side | None = None
    to: str | None = None
    stop: RowKind | None = None
    replaces: bool = False
    """Whether the fix replaces the whole promise with other words."""
    whole: bool = False
    """Whether the fix takes the whole promise down or rewrites it: nothing that it claims is read any more."""
    adds: bool = False
    """Whether the fix only adds words to a promise: what isn't true stays in it."""
    ends: bool = False
    """Whether the fix ends, or makes known, something that goes on harming people. Fixes that only change words come
    after it."""
    tells: bool = False
    """Whether the fix also does something for the people who came before: it tells them, pays them, protects them or
    keeps the promise for them."""
    inward: bool = False
    """Whether the fix only changes what the founder watches or aims for: then customers get the same as before, and no
    count of a promise is settled."""
    alone: bool = False
    """Whether the fix leads only if no promise is mended by those that lead: they mend this mismatch too."""
    turns_away: bool = False
    """Whether the fix ends the mismatch by selling less to the customers it affects."""
    rewrite: str = ""
    """The slug of the promise to rewrite as a whole. Such a fix isn't in screens/ but is made for one business."""
    also: tuple[str, ...] = ()
    """The mismatches that its second half settles, if it's made for one business: their words or terms go as well."""
    costs_you: str = ""
    hours: tuple[float, float] | None = None
    """The least and the most hours that the fix takes. None for those usual for its effort."""
    do_for: Mapping[str, str] = field(default_factory=dict)
    """Kind of business → another text for that kind, with its marks."""
    kinds: tuple[str, ...] = ()
    """The kinds of business to which it's offered; empty for all."""
    only: tuple[Term, ...] = ()
    """Terms of which one must be true where the mismatch is, or the fix isn't offered. Empty: it needs none."""
    unless: tuple[Term, ...] = ()
    """Terms of which none may be true where the mismatch is, or the fix isn't offered."""

    @property
    def is_conditional(self) -> bool:
        """Whether the fix is only offered to some businesses."""
        return bool(self.kinds or self.only or self.unless)

    @property
    def key(self) -> str:
        """The fix's key in a plan, such as `say:start.announced`, `say`, `stop:channel` or `rewrite:page`. Of the
        fixes of one check with the same key, a business is only offered the first that fits.
        """
        if self.rewrite:
            return f"{REWRITE}{self.rewrite}"
        return f"stop:{self.stop}" if self.stop else f"{self.move}:{self.to}" if self.to else str(self.move)

    @property
    def texts(self) -> tuple[str, ...]:
        """The fix's texts with their marks: the usual one, and those for kinds of business."""
        return (self.marked or self.do, *self.do_for.values())

    def saying(self, text: str) -> Fix:
        """Return the fix with another text, which can have marks."""
        return self.with_changes(**fix_text(text))


def fix_text(text: str) -> dict[str, Any]:
    """Return the fields of a fix for a text that can have marks."""
    do = without_marks(text)
    return {"do": do, "marked": text if text != do else ""}


@dataclass(frozen=True, kw_only=True)
class Check(Frozen):
    """A rule: the positions of sides that can't all be true for one customer, why that hurts, and fixes for it."""

    id: str
    title: str
    topic: str
    severity: int
    between: tuple[Term, ...]
    unless: tuple[Term, ...] = ()
    disclosed: bool = False
    first: bool = False
    safety: bool = False
    """Whether people may come to harm, or customers don't get money that is theirs. Such mismatches come first, however
    few customers they affect."""
    tension: bool = False
    under: tuple[str, ...] = ()
    """Checks with the same cause. If one of them finds a mismatch too, that of this check is folded under it."""
    broad: bool = False
    """Whether the check looks at every promise, whatever it claims. It finds a mismatch for each promise; in its title,
    the words of the promise replace the first *it*."""
    mild: bool = False
    """Whether the check only says that some customers are affected. A count that shows that nearly all are outweighs
    it.
    """
    unlawful: bool | tuple[str, ...] = False
    """Whether the law often forbids what the founder does, or the kinds of business to which it forbids it. To publish
    it then isn't a way out: it must end."""
    mostly: str = ""
    """The title if more than half are known to be affected; empty if the usual title is right then too."""
    aloud: str = ""
    """The title for words that are only said in conversation and claim nothing: they tell something, and promise
    nothing. Empty if the usual title is right then too."""
    apart: bool = False
    """The same as `Topic.apart` of its topic."""
    times: bool = False
    """Whether it only finds promises whose words state different times."""
    kinds: tuple[str, ...] = ()
    """The kinds of business in which it can find something; empty for all."""
    marked: str = ""
    """The title with marks where names can be put; empty if it has none."""
    is_made: bool = False
    """Whether no file writes it: it's made from two claims that exclude each other."""
    fixes: tuple[Fix, ...]
    why: str
    allow: Mapping[str, str] = field(default_factory=dict)
    """A word that the style check would refuse in these texts → why it is needed here."""
    location: Location

    @cached_property
    def is_between_promises(self) -> bool:
        """Whether the check only compares promises with each other."""
        return any(term.other for term in self.between) and all(term.side == "say" for term in self.between)

    def is_unlawful_for(self, kind: str) -> bool:
        """Whether the law often forbids this kind of business what the check finds."""
        return self.unlawful if isinstance(self.unlawful, bool) else kind in self.unlawful

    def worded(self, kind: str) -> Check:
        """Return the check as worded for a kind of business; the same object if nothing differs."""
        if not any(kind in fix.do_for or fix.kinds for fix in self.fixes):
            return self
        offered = (fix for fix in self.fixes if not fix.kinds or kind in fix.kinds)
        fixes = tuple(fix.saying(fix.do_for[kind]) if kind in fix.do_for else fix for fix in offered)
        return self.with_changes(fixes=fixes)

    def of_most(self) -> Check:
        """Return the check with its title for more than half; the same object if there is none."""
        return self.with_changes(title=self.mostly) if self.mostly else self

    def of_talk(self) -> Check:
        """Return the check with its title for what is only said aloud; the same object if there is none."""
        return self.with_changes(title=self.aloud) if self.aloud else self

    def with_fixes(self, fixes: tuple[Fix, ...]) -> Check:
        """Return the check with only these of its fixes; the same object if that's all of them."""
        return self if len(fixes) == len(self.fixes) else self.with_changes(fixes=fixes)

    def as_said_by_a_partner(self, do: str, why: str) -> Check:
        """Return the check with other fixes and reasons, for a mismatch caused only by the words of a partner. The
        founder can't change these, but can ask the partner to.
        """
        reworded = [fix.saying(do) if fix.move == "say" else fix for fix in self.fixes]
        fixes = tuple({fix.do: fix for fix in reversed(reworded)}.values())[::-1]
        return self.with_changes(fixes=fixes, why=f"{why} {self.why}")


def check_of(mismatch: str) -> str:
    """Return the id of the check that found a mismatch, from the mismatch's id."""
    return mismatch.partition(OF_PROMISE)[0]


class Checks(dict[str, Check]):
    """Checks by id. The ids of mismatches of broad checks also work as keys."""

    def __missing__(self, name: str) -> Check:
        check = check_of(name)
        if check == name or not self[check].broad:
            raise KeyError(name)
        return self[check]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """Return the check with this id, or of this mismatch; otherwise the default."""
        try:
            return self[name]
        except KeyError:
            return default


@dataclass(frozen=True, kw_only=True)
class Screen(Frozen):
    """The texts of one screen: title, introduction, and further texts by id, such as `help`."""

    name: str
    title: str
    intro: str
    texts: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Text id → the line of its heading, for messages."""
    allow: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Text id → a word that the style check would refuse in it → why it is needed there."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Content(Frozen):
    """All of screens/, checked. `version` is a hash of the files.

    It equals only itself: it's a key of caches, and comparing all of it would take longer than the caches save.
    """

    screens: Mapping[str, Screen]
    questions: Mapping[str, Question]
    """All questions by id, also those about rows, in the order in which they are asked."""
    topics: Mapping[str, Topic]
    checks: Checks
    cues: Mapping[str, ClaimCues] = field(default_factory=dict)
    """Tag of a claim → the cues that find it on a page."""
    version: str

    def text(self, screen: str, id: str) -> str:
        """A text of a screen; empty if it has none."""
        return self.screens[screen].texts.get(id, "") if screen in self.screens else ""

    def said_to(self, kind: str, text: str) -> str:
        """Return a sentence with *customers* replaced by what this kind of business calls them."""
        called = self._called(kind)
        return str(renamed(called, text)) if called else text

    def _called(self, kind: str) -> str:
        """Return what a kind of business calls its customers; empty for *customers*."""
        asked = self.questions.get(KIND_QUESTION)
        choice = asked.by_key.get(kind) if asked else None
        return choice.customers if choice else ""

    def worded(self, kind: str) -> Content:
        """Return the content as worded for a kind of business. It's cached. An empty kind returns it as written."""
        if self.as_written is not self:
            return self.as_written.worded(kind)
        if not kind:
            return self
        known = self._worded.get(kind)
        if known is None:
            called = self._called(kind)
            questions = {id: question.worded(kind).calling(called) for id, question in self.questions.items()}
            topics = {id: topic.worded(kind).calling(called) for id, topic in self.topics.items()}
            checks = Checks({id: check.worded(kind).calling(called) for id, check in self.checks.items()})
            known = self.with_changes(questions=questions, topics=topics, checks=checks)
            known.__dict__["_as_written"] = self  # the model is frozen
            self._worded[kind] = known
        return known

    @property
    def as_written(self) -> Content:
        """The content before it was worded for a kind of business. It isn't cached: a changed copy is another one."""
        written: Content = self.__dict__.get("_as_written", self)
        return written

    @cached_property
    def _worded(self) -> dict[str, Content]:
        return {}

    def label(self, tag: str) -> str:
        """Return the label of a tag, such as `talk first` for `start.talk`."""
        topic, _, word = tag.partition(".")
        return self.topics[topic].positions[word]

    @cached_property
    def claims(self) -> Mapping[str, str]:
        """The tags that can be ticked in the checklist of a promise → their labels there."""
        return {f"{topic.id}.{word}": text for topic in self.topics.values() for word, text in topic.claims.items()}

    def hours_of(self, fix: Fix) -> tuple[float, float]:
        """Return the least and the most hours that a fix takes; both are 0 if nothing says."""
        return fix.hours or self._usual_hours.get(fix.effort, (0.0, 0.0))

    @cached_property
    def _usual_hours(self) -> Mapping[str, tuple[float, float]]:
        plan = self.screens.get("plan")
        said = USUAL_HOURS.findall(plan.texts.get("usual-hours", "")) if plan else ()
        return {effort: (float(least), float(most)) for effort, least, most in said}

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The ids of the questions that decide whether other questions are asked."""
        hung_on = {condition.question for q in self.questions.values() for condition in q.conditions}
        return frozenset(hung_on | {KIND_QUESTION})

    def touches(self, check: str) -> frozenset[tuple[Side, str]]:
        """Return the positions (side, tag) that matter to a check, including those of its exceptions."""
        return self._touches[check_of(check)]

    @cached_property
    def _touches(self) -> Mapping[str, frozenset[tuple[Side, str]]]:
        return {
            check.id: frozenset((t.side, tag) for t in (*check.between, *check.unless) for tag in t.tags)
            for check in self.checks.values()
        }

    @cached_property
    def speakers(self) -> Mapping[tuple[Side, str], tuple[Question, ...]]:
        """(side, tag) → the questions with an answer that stands for this position. Questions about the last ten
        customers are left out, because their answers count only through measures.
        """
        found: dict[tuple[Side, str], list[Question]] = {}
        for question in self.questions.values():
            if question.side is not None and question.home != "customer":
                for tag in self.claims if question.is_checklist else question.tags:
                    found.setdefault((question.side, tag), []).append(question)
        return {position: tuple(questions) for position, questions in found.items()}

    def of(self, home: str) -> tuple[Question, ...]:
        """Return the questions of an area, or about a kind of row, in order."""
        return self._by_home.get(home, ())

    @cached_property
    def _by_home(self) -> Mapping[str, tuple[Question, ...]]:
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            found.setdefault(question.home, []).append(question)
        return {home: tuple(questions) for home, questions in found.items()}
