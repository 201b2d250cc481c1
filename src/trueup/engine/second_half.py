"""The second half of a fix that keeps a promise: what else says the opposite has to go as well.

A fix that pays people what a promise said, or keeps the promise from now on, changes no words. If the terms or another
published line say that the promise doesn't hold, they still say so after it, and the next customer is refused with
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trueup.answers.model import Audit, Row
from trueup.content.model import Content, Fix
from trueup.engine.causes import FACTS
from trueup.engine.model import Key, Mismatch, name_of
from trueup.engine.telling import PRICED

KEPT = frozenset({"kept.always", "kept.stays"})
"""Positions of a fix after which everyone gets what a promise says."""
MADE_GOOD = PRICED | {"cover", "due", "leaving", "proof", "renewal", "returns", "safe"}
"""Topics about money that people get back or don't pay, and about what is paid if something breaks."""
TERMS_GIVE_LESS, TERMS_OPPOSE = "kept.less", "kept.against"
"""Positions of terms that give less than a promise, or say the opposite."""
IT = "it"
"""What a second half calls a promise that the fix has named already."""


def with_second_half(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Fix:
    """The fix of an open mismatch, with what else has to change so that nothing says the opposite of what it keeps.
    `found` are all open mismatches, folded.
    """
    if fix.rewrite or mismatch.check.is_between_promises:
        return fix
    if fix.move == "say" and not fix.adds:
        left = _other_lines(mismatch, found)
        return _saying_it_there(content, audit, fix, left) if left else fix
    if fix.move not in FACTS or not (fix.ends or fix.tells):
        return fix
    if not (fix.to in KEPT or mismatch.check.topic in MADE_GOOD):
        return fix
    left = [each for each in _with_the_same_cause(mismatch, found) if _is_left(mismatch, fix, each)]
    if not left:
        return fix
    also = " ".join((fix.do, *_sentences(content, audit, mismatch, fix, left)))
    return fix.with_changes(do=also, also=tuple(each.id for each in left))


def settled_by_second_half(mismatch: Mismatch, fix: Fix, found: Iterable[Mismatch]) -> Iterator[Key]:
    """What is no longer said once the second half of a fix is done."""
    for each in found:
        if each.id in fix.also:
            for said in each.statements:
                if fix.move == "say":
                    if said.row_of("promise") and said.side == "say":
                        yield said.key
                elif said.side == "sell" or said.row_of("promise") not in mismatch.promises:
                    yield said.key


def _with_the_same_cause(mismatch: Mismatch, found: Sequence[Mismatch]) -> Iterator[Mismatch]:
    """The other open mismatches in the group that this one leads, if they quote a promise which it quotes. It may also
    be folded under a mismatch that only says that the promise isn't true, but not why.
    """
    leader = next((each.under for each in found if each.id == mismatch.id and each.under), mismatch.id)
    if leader != mismatch.id and not any(each.id == leader and each.promise in mismatch.promises for each in found):
        return
    for each in found:
        if each.id != mismatch.id and leader in (each.id, each.under) and each.promises & mismatch.promises:
            yield each


def _other_lines(mismatch: Mismatch, found: Sequence[Mismatch]) -> list[Mismatch]:
    """The mismatches under this one that quote another line, if the answer that contradicts what this one quotes also
    contradicts that line: it claims something else, but new words for one of the two leave the other up.
    """
    if mismatch.promise or mismatch.verdict != "contradiction":
        return []
    answers = _answers(mismatch)
    under = [each for each in found if each.under == mismatch.id and each.promises.isdisjoint(mismatch.promises)]
    lines = [each.promises for each in under if not each.promise and not answers.isdisjoint(_answers(each))]
    return [each for each in under if each.promises and any(each.promises <= line for line in lines)]


def _answers(mismatch: Mismatch) -> set[str]:
    return {each.source for each in mismatch.statements if each.side in FACTS and not each.measured}


def _saying_it_there(content: Content, audit: Audit, fix: Fix, left: Sequence[Mismatch]) -> Fix:
    """The fix of words, which also says it in the other lines that the same answer contradicts."""
    rows = {row for each in left for row in each.promises}
    lines = [f"{name_of(row.text('words'))}{_where(content, row)}" for row in audit.of("promise") if row.id in rows]
    also = content.text("card", "also-say").replace("{lines}", " and ".join(lines))
    return fix.with_changes(do=f"{fix.do} {also}", also=tuple(each.id for each in left))


def _is_left(mismatch: Mismatch, fix: Fix, other: Mismatch) -> bool:
    """Whether another mismatch stays after a fix: another line says the opposite, or, if only what is delivered
    changes, the terms do.
    """
    if any(term.side == fix.move and fix.to in term.tags for term in other.check.unless):
        return False
    if other.check.is_between_promises:
        return bool(other.promises - mismatch.promises)
    if fix.move == "sell":
        return False
    if other.promise:
        return any(each.tag in (TERMS_GIVE_LESS, TERMS_OPPOSE) for each in other.statements)
    if other.check.topic not in MADE_GOOD:
        return False
    return all(each.side in ("say", "sell") for each in other.statements)


def _sentences(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, left: Sequence[Mismatch]) -> Iterator[str]:
    """What to change as well: the terms, and other lines."""
    kept = next((name_of(row.text("words")) for row in audit.of("promise") if row.id in mismatch.promises), IT)
    name = IT if kept in fix.do else kept
    terms = [each.tag for other in left for each in other.statements if each.side == "sell"]
    lines = {row for other in left for row in other.promises - mismatch.promises}
    gives_less = TERMS_GIVE_LESS in terms and TERMS_OPPOSE not in terms
    if terms:
        yield content.text("card", "also-terms-less" if gives_less else "also-terms").replace("{words}", name)
        name = IT
    for row in audit.of("promise"):
        if row.id in lines:
            line = f"{name_of(row.text('words'))}{_where(content, row)}"
            yield content.text("card", "also-line").replace("{line}", line).replace("{words}", name)
            name = IT


def _where(content: Content, promise: Row) -> str:
    """The place of a promise in brackets; empty if it's not known."""
    question = content.questions.get("promise.where")
    labels = {choice.key: choice.label for choice in question.choices} if question else {}
    label = labels.get(promise.text("where"), "")
    return f" ({label})" if label else ""
