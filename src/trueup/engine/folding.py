"""One cause is one mismatch: which mismatches are shown below another one, because they rest on the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trueup.content.model import CLAIMS
from trueup.engine.model import Mismatch, Statement, Subject

FACTS = ("sell", "deliver")
"""Sides that say what is so: where two mismatches of one topic rest on one fact, that fact is their cause."""

RUNS = ((3, 2), (4, 1))
"""So many words in a row, so many of them longer than the small ones: quoted twice, they are one sentence."""

_CLAIMS = ".claims"
_COPIES = ("message.old", "message.spoken")
_SHORT = 4
_WORD = re.compile(r"[^\W_]+")


def folded(found: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """The same mismatches in the same order, each marked with the one it is folded under, if any.

    Of several with one cause the most severe leads, then the best proven, then one about a claim. Copies of a
    promise, and two promises that merely disagree, lead only where nothing else shows that they are broken. What is
    folded counts nothing, because its cause is counted already.
    """
    every = [_Cause(mismatch) for mismatch in _sharpest(tuple(found))]
    under: dict[str, str] = {}
    before: list[_Cause] = []
    for cause in sorted(every, key=lambda each: (any(map(each.yields_to, every)), each.weight)):
        leader = next((other for other in before if other.is_named_by(cause) or other.has_cause_of(cause)), None)
        under[cause.id] = (under[leader.id] or leader.id) if leader else ""
        before.append(cause)
    return tuple(replace(cause.mismatch, under=under[cause.id]) for cause in every)


def _sharpest(found: Sequence[Mismatch]) -> Iterator[Mismatch]:
    """The same mismatches, where a broad one leaves out the promises that a sharper one has found.

    One that has nothing else to say comes last, whole: it is folded under the first that has found its promises.
    """
    by_promise: dict[Subject, Mismatch] = {}
    for mismatch in found:
        if not mismatch.check.broad and any(each.side in ("sell", "deliver") for each in mismatch.statements):
            for promise in _promises(mismatch):
                by_promise.setdefault(promise, mismatch)
    last: list[Mismatch] = []
    for mismatch in found:
        sharper = [by_promise[each] for each in _promises(mismatch) if each in by_promise]
        if not mismatch.check.broad or not sharper:
            yield mismatch
        elif left := tuple(each for each in mismatch.statements if each.subject not in by_promise):
            yield replace(mismatch, statements=left)
        else:
            under = (*mismatch.check.under, *(each.id for each in sharper))
            last.append(replace(mismatch, check=mismatch.check.with_changes(under=under)))
    yield from last


def _promises(mismatch: Mismatch) -> tuple[Subject, ...]:
    """The promises whose claims, or whose words as a whole, a mismatch rests on."""
    said = (each.subject for each in mismatch.statements if each.side == "say" and each.subject)
    return tuple(dict.fromkeys(subject for subject in said if subject.kind == "promise"))


def could_fold(found: Iterable[Mismatch]) -> list[list[Mismatch]]:
    """The mismatches in groups: what could be folded under another one is in its group, whichever of them leads."""
    groups: list[list[_Cause]] = []
    for cause in map(_Cause, found):
        same = [group for group in groups if any(map(cause.is_one_with, group))]
        groups = [group for group in groups if group not in same]
        groups.append([cause, *(each for group in same for each in group)])
    return [[cause.mismatch for cause in group] for group in groups]


@dataclass(frozen=True, eq=False)
class _Cause:
    """What one mismatch rests on."""

    mismatch: Mismatch

    @property
    def id(self) -> str:
        return self.mismatch.id

    @property
    def topic(self) -> str:
        return self.mismatch.check.topic

    @cached_property
    def keeps_to_its_topic(self) -> bool:
        """Whether a promise of its very topic is quoted: broken by the same fact, it is still a promise of its own."""
        return any(tag.partition(".")[0] == self.topic for tag in self.claimed)

    @property
    def weight(self) -> tuple[bool, bool, int, float, bool]:
        """What makes it lead, least first."""
        mismatch = self.mismatch
        tension = mismatch.verdict == "tension"
        claims = bool(self.claimed or self.echoed)
        return not mismatch.leads, tension, -mismatch.severity, -mismatch.certainty, not claims

    @cached_property
    def is_disagreement(self) -> bool:
        """Whether only published words stand against each other."""
        return all(term.side == "say" for term in self.mismatch.check.between)

    def yields_to(self, other: _Cause) -> bool:
        """Whether another one says what really happens to the words this one is about."""
        if not self.is_copy and not (self.is_disagreement and other.topic == self.topic):
            return False
        if other.is_disagreement or other.is_copy or not other.facts or other.mismatch.verdict == "tension":
            return False
        return other.has_cause_of(self)

    def is_named_by(self, other: _Cause) -> bool:
        """Whether the file of one folds it under the other."""
        return self.id in other.mismatch.check.under or other.id in self.mismatch.check.under

    def is_one_with(self, other: _Cause) -> bool:
        """Whether one of two is to be folded under the other."""
        return self.is_named_by(other) or self.has_cause_of(other) or other.has_cause_of(self)

    def has_cause_of(self, other: _Cause) -> bool:
        """Whether both have one cause: the same claim or fact, the same sentence with the same remedy, or all of it."""
        if not self.claims.isdisjoint(other.claims) or other.said <= self.said:
            return True
        if self.claimed & other.echoed or self.echoed & other.claimed:
            return True
        if not self.promises.isdisjoint(other.promises):
            return self.topic == other.topic or not self.moves.isdisjoint(other.moves)
        if self.topic == other.topic and not self.facts.isdisjoint(other.facts):
            return not (self.promises and other.keeps_to_its_topic)
        return other.is_copy != self.is_copy and self._repeats(other)

    @cached_property
    def said(self) -> frozenset[tuple[object, ...]]:
        return frozenset(map(_said, self.mismatch.statements))

    @cached_property
    def claims(self) -> frozenset[tuple[object, ...]]:
        """What is claimed, promise by promise."""
        return frozenset((each.tag, each.subject) for each in self.mismatch.statements if each.source == CLAIMS)

    @cached_property
    def claimed(self) -> frozenset[str]:
        """What is claimed, whichever promise says it."""
        return frozenset(each.tag for each in self.mismatch.statements if each.source == CLAIMS)

    @cached_property
    def echoed(self) -> frozenset[str]:
        """What an activity or a channel claims again."""
        return frozenset(
            each.tag for each in self.mismatch.statements if each.source.endswith(_CLAIMS) and each.source != CLAIMS
        )

    @cached_property
    def promises(self) -> frozenset[str]:
        """The promises quoted."""
        return frozenset(
            each.subject.row for each in self.mismatch.statements if each.subject and each.subject.kind == "promise"
        )

    @cached_property
    def facts(self) -> frozenset[tuple[object, ...]]:
        return frozenset(
            (each.source, each.subject, each.tag) for each in self.mismatch.statements if each.side in FACTS
        )

    @cached_property
    def moves(self) -> frozenset[tuple[str, str]]:
        """What its fixes would set."""
        return frozenset((fix.move, fix.to) for fix in self.mismatch.check.fixes if fix.move and fix.to)

    @cached_property
    def is_copy(self) -> bool:
        """Whether it is about words that are still out there, or are said aloud, whatever they are."""
        return any(each.tag in _COPIES for each in self.mismatch.statements)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every few words in a row that are quoted, where some of them carry meaning."""
        found = set()
        for statement in self.mismatch.statements:
            words = tuple(word.casefold() for word in _WORD.findall(statement.quote))
            for length, meaning in RUNS:
                runs = (words[nth : nth + length] for nth in range(len(words) - length + 1))
                found |= {run for run in runs if sum(map(_means, run)) >= meaning}
        return frozenset(found)

    def _repeats(self, other: _Cause) -> bool:
        return not self.runs.isdisjoint(other.runs)


def _means(word: str) -> bool:
    return len(word) >= _SHORT or word.isdigit()


def _said(statement: Statement) -> tuple[object, ...]:
    """What was said, by whom: a promise says each of its claims, any other source what is quoted of it."""
    words = statement.tag if statement.source == CLAIMS else statement.quote
    return statement.source, statement.subject, words
