"""What a mismatch hangs on, in words: the one change that would end it, and the guess behind its best fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from trueup.answers.model import Audit
from trueup.content.model import Content, Side
from trueup.engine.model import Statement
from trueup.engine.sensitivity import Flip
from trueup.wording import changes
from trueup.wording import findings as wording


def turns(content: Content, audit: Audit, flips: Iterable[Flip], behind: Iterable[Statement]) -> tuple[str, ...]:
    """A sentence for each change that would end it, and for each answer it rests on that nobody has looked up."""
    return (*_flips(content, audit, flips), *_guesses(content, audit, behind))


def unsettled(content: Content, audit: Audit, flips: Iterable[Flip]) -> tuple[str, ...]:
    """A sentence for each answer that would end an agreement."""
    return tuple(
        f"It would no longer agree with a different answer to {_where(content, audit, flip.place)}: "
        f"{_now(content, audit, flip)}."
        for flip in flips
    )


def _flips(content: Content, audit: Audit, flips: Iterable[Flip]) -> Iterator[str]:
    for flip in flips:
        others = len(flip.gone) + len(flip.new) - 1
        more = f", and {wording.count(others, 'other')} would change," if others else ""
        what, now = _CHANGED[flip.side], _now(content, audit, flip)
        yield f"This would be gone{more} if {what} were different: {_where(content, audit, flip.place)}, {now}."


_CHANGED: Mapping[Side, str] = {"say": "your words", "sell": "your terms", "deliver": "your work"}
"""What a founder would change, by side; never an answer, which is to stay true."""


def _where(content: Content, audit: Audit, place: str) -> str:
    """Where the answer is; a promise is called by where it is published, since the card quotes its words."""
    kind, _, rest = place.partition(":")
    row = audit.row("promise", rest.partition(".")[0]) if kind == "promise" else None
    return wording.row_name(content, "promise", row) if row else changes.where(content, (audit,), place).rstrip("?")


def _now(content: Content, audit: Audit, flip: Flip) -> str:
    """The other answer; of several picks only the one that goes or comes."""
    was, now = flip.was.value, flip.now.value
    if not isinstance(was, tuple) or not isinstance(now, tuple):
        return changes.said(content, audit, flip.place, flip.now)
    gone = tuple(each for each in was if each not in now)
    come = tuple(each for each in now if each not in was)
    said = changes.said(content, audit, flip.place, replace(flip.now, value=gone or come))
    return f"without: {said}" if gone else f"also: {said}"


def _guesses(content: Content, audit: Audit, behind: Iterable[Statement]) -> Iterator[str]:
    for statement in behind:
        home = wording.source(content, audit, statement).rstrip("?")
        yield f"The best fix rests on {'a guess' if statement.evidence == 'guess' else 'memory'}: {home}."
