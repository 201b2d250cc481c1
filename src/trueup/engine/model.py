"""What the engine finds, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from trueup.answers.model import Disclosed, Standing
from trueup.content.model import Check, Evidence, Fix, RowKind, Side

Verdict = Literal["contradiction", "tension", "unproven"]
Outcome = Literal["solved", "measure again", "not enough alone"]


MAIN = "main"
"""What a statement is about when it is about what the founder sells most."""


class Subject(NamedTuple):
    """The row a statement speaks about."""

    kind: RowKind
    row: str


class Statement(NamedTuple):
    """One source taking one position. A named tuple, because a key press makes hundreds: it costs a third."""

    tag: str
    side: Side
    source: str
    """Question id, for a row's field too (`channel.steps`); for a measure `measure:<name>`."""
    quote: str
    """The founder's own words where there are some: the pasted line, the step, the count."""
    evidence: Evidence
    subject: Subject | None = None
    groups: frozenset[str] = frozenset()
    """Groups the subject is for; empty: everyone."""
    channel: str = ""
    """The one channel the subject is about (an activity's); empty: any."""
    party: str = ""
    """In a marketplace, whom the subject is for: `buyers` or `sellers`; empty: both."""
    share: float = 1.0
    """Share of customers this statement is about, where it comes from a count; 1.0 otherwise."""
    measured: bool = False
    """Read off numbers or a count, so a fix can't set it by wishing."""
    about: str = ""
    """What it is about: `MAIN`, the name of another thing that is sold, or empty: everything."""

    heard: str = ""
    """Who says a promise that isn't the founder's own publication: `partner`, or `spoken`, which nobody can read."""
    is_label: bool = False
    """Whether its quote is the label of a choice, so nobody's own words."""

    @property
    def topic(self) -> str:
        """The topic it takes a position on."""
        return self.tag.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One check found in this business, with all its statements."""

    check: Check
    verdict: Verdict
    statements: tuple[Statement, ...]
    severity: int
    """The check's, or less where customers are told in time."""
    reach: float
    """The share of people affected (0–1)."""
    reach_assumed: bool
    certainty: float
    evidence: Evidence
    """The weaker side's best evidence."""
    impact: float
    """severity × reach × certainty, two decimals."""
    disclosed: Disclosed | None = None
    lost: int | None = None
    """People who asked and didn't buy in the channels involved, over three months; None where that isn't known."""
    under: str = ""
    """The mismatch this one is folded under, because it has the same cause; empty: it stands by itself."""

    leads: bool = False
    """Whether it leads whatever its impact: an untrue claim, proven, and made to everyone."""

    @property
    def id(self) -> str:
        """The check's id."""
        return self.check.id


@dataclass(frozen=True, slots=True)
class Agreement:
    """What agrees: a topic on which two or more sides speak and agree."""

    topic: str
    tags: tuple[str, ...]
    sides: tuple[Side, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class NeedsAnswer:
    """A question (or `promise`, `channel`, `customer`: a row to add) and the checks it would help decide."""

    question: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Something to see to before any mismatch: too early, a crisis, every channel against the promise."""

    id: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the engine found, mismatches in rank order."""

    mismatches: tuple[Mismatch, ...]
    """The open ones: neither accepted nor objected to."""
    accepted: tuple[Mismatch, ...]
    objected: tuple[Mismatch, ...]
    agreements: tuple[Agreement, ...]
    needs_answer: tuple[NeedsAnswer, ...]
    open_checks: frozenset[str]
    """Checks that can't be judged yet."""
    gates: tuple[Gate, ...]
    possible: int
    decided: int

    def mismatch(self, check: str) -> Mismatch | None:
        """The open mismatch of a check, if there is one."""
        return next((found for found in self.mismatches if found.id == check), None)

    def found(self, check: str) -> Mismatch | None:
        """The mismatch of a check, whatever was decided about it."""
        return next((m for m in (*self.mismatches, *self.accepted, *self.objected) if m.id == check), None)

    def standing(self, check: str) -> Standing | None:
        """What was decided about the mismatch of a check; None where there is none."""
        by_standing: dict[Standing, tuple[Mismatch, ...]] = {
            "open": self.mismatches,
            "accepted": self.accepted,
            "objected": self.objected,
        }
        return next((name for name, listed in by_standing.items() if any(m.id == check for m in listed)), None)


@dataclass(frozen=True, slots=True)
class TriedFix:
    """A fix previewed: what it would solve and create, exactly, on these answers."""

    fix: Fix
    check: str
    outcome: Outcome
    solves: tuple[str, ...]
    creates: tuple[str, ...]
    gain: float
    """Impact before minus impact after, over all mismatches."""
    loses: float
    """Share of customers who came through what it stops (0–1)."""
    changes: frozenset[tuple[str, str]]
    """What it sets, as (where, what): two fixes with the same changes are one move."""
