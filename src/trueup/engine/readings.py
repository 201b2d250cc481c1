"""What measures are made of: a measure, what it reads, and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from trueup.answers.model import Answer, Audit
from trueup.answers.numbers import show_number
from trueup.content.model import Content, Evidence, Question, RowKind
from trueup.engine.model import Subject


class Reading(NamedTuple):
    """What a measure says: its position, the count or sum in words, and the share of customers concerned."""

    tag: str
    quote: str
    evidence: Evidence = "counted"
    share: float = 1.0
    subject: Subject | None = None


Read = Callable[[Content, Audit], Iterator[Reading]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure: the tags it can take, the questions it needs answers to, and how it reads them."""

    name: str
    tags: tuple[str, ...]
    needs: tuple[str, ...]
    read: Read

    @property
    def is_about_the_offer(self) -> bool:
        """Whether it's about what the founder sells most, rather than the whole business."""
        return self.name.startswith(("customer.", "channel."))

    def is_read_off(self, kind: RowKind) -> bool:
        """Whether it needs answers about rows of this kind."""
        return any(question.startswith(f"{kind}.") for question in self.needs)

    def is_in(self, content: Content) -> bool:
        """Whether the content has every question that the measure needs."""
        return all(question in content.questions for question in self.needs)


def measure(name: str, tags: tuple[str, ...], *needs: str) -> Callable[[Read], Measure]:
    """Make a function the measure of this name."""
    return lambda read: Measure(name, tags, needs, read)


class Figure(NamedTuple):
    """A number someone gave, as it is shown, and how it is known."""

    value: float
    evidence: Evidence

    def __str__(self) -> str:
        return _shown(self.value)


@lru_cache(maxsize=512)
def _shown(value: float) -> str:
    """A figure as shown in a sum; cached, because the same few numbers come back with every keypress."""
    return f"{value:,.0f}" if value >= 1000 else show_number(round(value, 2))


def figure(question: Question, answer: Answer | None) -> Figure | None:
    """The number given; None for any other kind of answer, or a blank."""
    if answer is None or answer.state != "given" or not isinstance(answer.value, float):
        return None
    return Figure(answer.value, answer.evidence or question.evidence)


COUNTED = ("record", "counted")
"""The kinds of evidence that are more than memory."""

WEAKEST_FIRST: tuple[Evidence, ...] = ("guess", "memory", "published", "counted", "record")


def weakest(*figures: Figure) -> Evidence:
    """How the least certain of some figures is known."""
    return min((each.evidence for each in figures), key=WEAKEST_FIRST.index)
