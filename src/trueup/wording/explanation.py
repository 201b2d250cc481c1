"""Why a check found something in this business or not, and what that depends on, in words.

For a card, and for `trueup explain --here`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from trueup.answers.place import Place
from trueup.content.model import Content, Side
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import business_kind
from trueup.engine.explanation import Explanation, Flip, Heard, Reason
from trueup.engine.model import MAIN, Mismatch, Statement
from trueup.engine.telling import why_to_tell
from trueup.wording import changes
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, one_line, quoted
from trueup.wording.vocabulary import SPEAKS

REASONS: Mapping[Reason, str] = {
    "found": "Found here: all of these are said.",
    "folded": "Found here, and listed under the mismatch with the same cause.",
    "accepted": "Found here, and accepted by you.",
    "objected": "Found here, and you say it isn't true here.",
    "silenced": "Not found here: an exception applies.",
    "never meet": "Not found here: the statements are about different things, customers or channels.",
    "answered otherwise": "Not found here: one side says something else.",
    "open": "Not judged yet: an answer is missing.",
    "off": "It doesn't apply to this business.",
}


class Part(NamedTuple):
    """A heading and the lines under it."""

    head: str
    points: tuple[str, ...]


def why(analysis: Analysis, told: Explanation) -> str:
    """Whether the check found something here and why, in one or two sentences."""
    audit = analysis.audit
    reason = REASONS[told.reason]
    if told.reason == "folded" and told.mismatch is not None:
        return f"{reason[:-1]}, {wording.titles(analysis.content, [told.mismatch.under], analysis.findings)}."
    if told.reason == "objected":
        return f"{reason} Your reason: {one_line(audit.objected[told.check])}"
    if told.reason == "accepted":
        return f"{reason} Your reason: {one_line(audit.accepted[told.check].reason)}"
    if told.reason == "never meet" and (thing := _other_thing(analysis, told)):
        return (
            f"{reason} Answers about what you sell most aren't compared with promises about {thing}. On the channel"
            f" where people find {thing}, say what they have to do or give before they start."
        )
    return reason


def _whom_to_tell(analysis: Analysis, mismatch: Mismatch) -> str:
    """Whom a fix that changes the words should also tell, and why; empty if no one, or if the fixes say so already."""
    if all(fix.tells or fix.move != "say" for fix in mismatch.check.fixes):
        return ""
    why = why_to_tell(analysis.content, analysis.audit, mismatch)
    return analysis.content.said_to(business_kind(analysis.audit), why)


def _other_thing(analysis: Analysis, told: Explanation) -> str:
    """The one other thing that all these promises are about, in the founder's words, if what the other sides say is
    only about what sells most.
    """
    every = [each for heard in told.between for each in heard.saying]
    rows = {each.row_of("promise") for each in every if each.side == "say"} - {""}
    about = {each.about for each in every if each.side == "say"}
    facts = {each.about for each in every if each.side != "say"}
    if len(about) != 1 or not about.isdisjoint({"", MAIN}) or facts != {MAIN}:
        return ""
    named = (row.text("other") for row in analysis.audit.of("promise") if row.id in rows)
    return next((in_marks(one_line(name)) for name in named if name), "")


def parts(analysis: Analysis, told: Explanation) -> Iterator[Part]:
    """Statement by statement: what each side says, which exceptions apply, and what would decide the check."""
    for heard in told.between:
        yield Part(_listens(analysis.content, heard), tuple(_heard(analysis, heard)))
    silent = set(told.silenced_by)
    if silent:
        yield Part("What makes it fair", tuple(_each(analysis, told.silenced_by)))
    others = [each for heard in told.exceptions for each in heard.saying if each not in silent]
    if others:
        yield Part("Exceptions that are stated but don't cover it", tuple(_each(analysis, others)))
    if told.mismatch is not None and (told_why := _whom_to_tell(analysis, told.mismatch)):
        yield Part("Who to tell if the words change", (told_why,))
    if told.asks:
        yield Part("What would decide it", tuple(wording.ask(analysis, each) for each in told.asks))


def _listens(content: Content, heard: Heard) -> str:
    side = SPEAKS[heard.term.side]
    positions = wording.listed((content.label(tag) for tag in heard.term.tags), last="or")
    return f"{side[:1].upper()}{side[1:]}: {positions}"


def _heard(analysis: Analysis, heard: Heard) -> Iterator[str]:
    if heard.saying:
        yield from _each(analysis, heard.saying)
        return
    if heard.instead:
        yield from (f"Instead: {each}" for each in _each(analysis, heard.instead))
    elif heard.asks:
        yield from (f"Not answered: {wording.ask(analysis, each)}" for each in heard.asks)
    else:
        yield "Nothing is said about it."


def _each(analysis: Analysis, statements: Iterable[Statement]) -> Iterator[str]:
    content = analysis.content
    for saying in wording.sayings(content, statements):
        said = one_line(quoted(analysis, saying[0]))
        position = wording.positions(content, saying)
        words = f": {said}" if said and said != position else ""
        yield f"{position}{words} ({wording.whence(analysis, *saying)})"


def turns(analysis: Analysis, flips: Iterable[Flip], behind: Iterable[Statement]) -> Iterator[str]:
    """A sentence for each change that would end the mismatch, then one for each guess or memory that the best fix rests
    on.
    """
    for flip in flips:
        others = len(flip.gone) + len(flip.new) - 1
        more = f", and {wording.count(others, 'other')} would change," if others else ""
        what, now = _CHANGED[flip.side], _now(analysis, flip)
        yield f"This would be gone{more} if {what} were different: {_where(analysis, flip.place)}, {now}."
    for statement in behind:
        home = wording.source(analysis, statement).rstrip("?")
        yield f"The best fix rests on {'a guess' if statement.evidence == 'guess' else 'memory'}: {home}."


def unsettled(analysis: Analysis, flips: Iterable[Flip]) -> tuple[str, ...]:
    """A sentence for each answer that would end an agreement."""
    return tuple(
        f"It would no longer agree with a different answer to {_where(analysis, flip.place)}: {_now(analysis, flip)}."
        for flip in flips
    )


_CHANGED: Mapping[Side, str] = {"say": "your words", "sell": "your terms", "deliver": "your work"}
"""Side → what the founder would change. It never says *your answer*, because answers should stay true."""


def _where(analysis: Analysis, place: str) -> str:
    """Where the answer is. A promise is named by the place it is published, since the card already quotes its words."""
    content, audit = analysis.content, analysis.audit
    at = Place.of(place)
    row = audit.row("promise", at.row) if at.kind == "promise" else None
    return wording.row_name(content, "promise", row) if row else changes.where(content, (audit,), place).rstrip("?")


def _now(analysis: Analysis, flip: Flip) -> str:
    """The answer after a flip. If several things can be picked, only those that were removed or, if none was, those
    that were added.
    """
    content, audit = analysis.content, analysis.audit
    was, now = flip.was.value, flip.now.value
    if not isinstance(was, tuple) or not isinstance(now, tuple):
        return changes.said(content, audit, flip.place, flip.now)
    gone = tuple(each for each in was if each not in now)
    come = tuple(each for each in now if each not in was)
    said = changes.said(content, audit, flip.place, replace(flip.now, value=gone or come))
    return f"without: {said}" if gone else f"also: {said}"
