"""Preview a fix: the audit as it would be if each conflicting statement of one side took the new position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.content.model import CLAIMS, Content, Fix, Question, Side
from trueup.engine.applicability import choices
from trueup.engine.causes import FACTS, PARTNER_PROMISED, Cause
from trueup.engine.model import Mismatch, Statement, Subject
from trueup.engine.ranking import VOW
from trueup.engine.statements import MEASURED, Origin, tags_of
from trueup.engine.twins import with_copies, with_twins

OF_ITS_WORDS = frozenset({"promise.kept", "promise.otherwise", "promise.terms", "promise.stays", "promise.instead"})
"""The questions about a promise in its current words. Rewriting the promise makes their answers outdated."""

KEPT_BY_ALL = "kept.always"
"""The position that everyone got exactly what a promise says."""
TELLING = frozenset({"told", "ownmarked"})
"""The words of positions on terms and on what is delivered that say that customers are told of something."""
PAST_ONCE_KEPT = frozenset({"kept.untrue", "kept.otherwise", "kept.slipped"})
"""Positions about how a promise was broken so far. A fix after which everyone gets what it says makes them outdated."""


OLD_VERSION, OWN_PAGE = "market.old", "page"
"""The question that asks where the old version still is, and the answer that it is on a page of the founder's."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The audit after a fix, what the fix changed, and what became outdated through it."""

    audit: Audit
    wished_away: frozenset[tuple[str, str, Subject | None]]
    """(source, tag, subject) of statements that come from a count or a number. The fix can't change them, so the
    preview just leaves them out: the fix is real only once they are measured again."""
    changes: frozenset[tuple[str, str]]
    set_anew: tuple[Origin, ...]
    """The questions and the rows that the fix changed."""
    outdated: frozenset[str]
    """Topics whose counts are from before the fix: the last ten customers came the old way."""
    over: frozenset[tuple[Subject, Side]] = frozenset()
    """Promises, each with the side whose answers about it are from before the fix: the founder has to check them
    again."""
    past: frozenset[tuple[Subject, str]] = frozenset()
    """Promises, each with a position that was true of it before the fix. The other answers about it still hold."""
    met: frozenset[tuple[str, str, Subject | None]] = frozenset()
    """(source, tag, subject) of what the new words settle: a need, because customers now read that it isn't met; an old
    version of these words; or that a partner promises too much. Also of what ends with whatever broke a promise."""
    old_terms: frozenset[str] = frozenset()
    """Positions that the terms no longer take after the fix. All evidence for these positions is from before it."""


def preview_fix(
    content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch] = ()
) -> Preview:
    """Apply a fix: its side moves to the new position, or the conflicting rows stop. Nothing is saved.

    `found` are all open mismatches: rewriting a promise removes the claims that any of them contradicts.
    """
    preview = _applied(content, audit, mismatch, fix, found)
    over, met = frozenset(_over(audit, mismatch, fix, found)), frozenset(_met(audit, mismatch, fix, found))
    return replace(preview, over=over, past=_past(mismatch, fix), met=met)


def _met(
    audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]
) -> Iterator[tuple[str, str, Subject | None]]:
    """The statements in mismatches folded under this one that new words settle: the needs of customers, who then read
    what they get; an old version that is only on the founder's own page, which the fix corrects; and that a partner
    promises too much, if the fix corrects the partner's words. If a fix ends whatever breaks a promise, they are all
    facts that are only held against this promise.
    """
    if fix.ends and mismatch.promise and fix.to == KEPT_BY_ALL:
        yield from _held_against(audit, mismatch.promise, found)
    if not (fix.rewrite or _is_rewording(mismatch, fix)):
        return
    is_old_page, is_partners = _is_only_on_the_page(audit), Cause(mismatch).is_said_by_a_partner
    for each in found:
        cause = Cause(each)
        if each.under != mismatch.id:
            continue
        if cause.is_without_words or (cause.is_copy and is_old_page) or (cause.is_of_a_partner and is_partners):
            said = (
                a for a in each.statements if a.side == "need" or a.source == OLD_VERSION or a.tag == PARTNER_PROMISED
            )
            yield from ((a.source, a.tag, a.subject) for a in said)


def _held_against(audit: Audit, promise: str, found: Sequence[Mismatch]) -> Iterator[tuple[str, str, Subject | None]]:
    """The facts in mismatches that quote a promise, or its copies, and no other."""
    same = with_copies(audit, {promise})
    for each in found:
        if each.promises and each.promises <= same:
            yield from ((a.source, a.tag, a.subject) for a in each.statements if a.side in FACTS)


def _is_only_on_the_page(audit: Audit) -> bool:
    answer = audit.answers.get(OLD_VERSION)
    return answer is not None and answer.value == (OWN_PAGE,)


def _past(mismatch: Mismatch, fix: Fix) -> frozenset[tuple[Subject, str]]:
    if not mismatch.promise or fix.to != KEPT_BY_ALL:
        return frozenset()
    return frozenset((Subject("promise", mismatch.promise), tag) for tag in PAST_ONCE_KEPT)


def _over(audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[tuple[Subject, Side]]:
    """The promises with something outdated once this mismatch is fixed, each with the outdated side: *deliver* for its
    counts, *sell* for its terms. The terms aren't outdated if the fix changes what is delivered.
    """
    folded = (each for each in found if each.promise and each.under == mismatch.id)
    settled = {each.promise for each in folded if _is_settled_with(audit, each, mismatch, fix, found)}
    own = {mismatch.promise} - {""}
    promises = with_twins(audit, {fix.rewrite}) if fix.rewrite else with_copies(audit, settled | own)
    if _is_rewording(mismatch, fix):
        promises |= with_twins(audit, own)
    for promise in promises - (own if fix.move != "say" and not fix.rewrite else set()):
        yield Subject("promise", promise), "deliver"
        if fix.move != "deliver":
            yield Subject("promise", promise), "sell"


def _is_rewording(mismatch: Mismatch, fix: Fix) -> bool:
    """Whether a fix changes the words of the promises that a mismatch quotes, so that those that say the same in other
    words can be corrected with them.
    """
    return fix.move == "say" and not mismatch.check.is_between_promises


def _is_settled_with(audit: Audit, count: Mismatch, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> bool:
    """Whether fixing a mismatch also settles a count folded under it.

    New words settle the counts of the promises they replace and of those that say the same, unless another claim of the
    promise is also untrue. Any other fix must change what customers get, and nothing else may break the promise. To
    tell customers of a commission doesn't keep a vow. In either case, the count must be about the same thing: their
    reports share words or one of them has none, or the promise claims nothing else.
    """
    reason, counted = Cause(mismatch), Cause(count)
    if fix.move == "say":
        replaced = with_twins(audit, mismatch.promises) if _is_rewording(mismatch, fix) else mismatch.promises
        is_replaced = count.promise in replaced or (reason.is_of_a_partner and counted.is_said_by_a_partner)
        if not is_replaced or _claims_more(count.promise, mismatch, found):
            return False
    if fix.move != "say" and (fix.inward or _is_broken_elsewhere(count.promise, mismatch, found)):
        return False
    if _only_tells(fix) and _is_vow_about_something_else(audit, count.promise, fix):
        return False
    are_apart = bool(reason.told and counted.told) and reason.told.isdisjoint(counted.told)
    return not are_apart or count.claimed <= reason.aspect


def _only_tells(fix: Fix) -> bool:
    """Whether after a fix customers are told what happens, and it goes on happening."""
    return fix.move in FACTS and (fix.to or "").partition(".")[2] in TELLING


def _is_vow_about_something_else(audit: Audit, promise: str, fix: Fix) -> bool:
    """Whether a promise says that something always or never happens, and doesn't claim what a fix leads to."""
    row = audit.row("promise", promise)
    return row is not None and VOW in row.many("claims") and fix.to not in row.many("claims")


def _claims_more(promise: str, mismatch: Mismatch, found: Sequence[Mismatch]) -> bool:
    """Whether a promise makes another claim that is known to be untrue: a fix of this mismatch leaves it in the
    sentence.
    """
    fixed = set(claims_of(promise, mismatch))
    others = (each for each in found if each.id != mismatch.id and is_of_a_fact(each))
    return any(not fixed.issuperset(claims_of(promise, each)) for each in others)


def is_of_a_fact(mismatch: Mismatch) -> bool:
    """Whether a mismatch is a proven contradiction between claims and facts, and doesn't only count how often a promise
    is kept.
    """
    if mismatch.verdict != "contradiction" or mismatch.promise or mismatch.check.is_between_promises:
        return False
    return not any(each.side == "believe" for each in mismatch.statements)


def claims_of(promise: str, mismatch: Mismatch) -> Iterator[str]:
    """The claims of a promise that a mismatch contradicts."""
    for each in mismatch.statements:
        if each.source == CLAIMS and each.subject is not None and each.subject.row == promise:
            yield each.tag


def _is_broken_elsewhere(promise: str, mismatch: Mismatch, found: Sequence[Mismatch]) -> bool:
    """Whether another open mismatch, with a cause of its own, says that the promise isn't true."""
    others = (each for each in found if each.id != mismatch.id and not each.under and not each.promise)
    return any(promise in each.promises and each.verdict == "contradiction" for each in others)


def _applied(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Preview:
    if fix.rewrite:
        return _rewritten(content, audit, fix.rewrite, found or (mismatch,))
    changes: set[tuple[str, str]] = set()
    set_anew: dict[Origin, None] = {}
    if fix.stop is not None:
        for name in mismatch.rows_of(fix.stop):
            audit = audit.without_row(fix.stop, name)
            changes.add((f"{fix.stop}:{name}", "stopped"))
            set_anew[Subject(fix.stop, name)] = None
        topics = frozenset(statement.topic for statement in mismatch.statements if statement.side == "deliver")
        return Preview(audit, frozenset(), frozenset(changes), tuple(set_anew), topics)
    moved = [statement for statement in mismatch.statements if statement.side == fix.move]
    leaving = frozenset(statement.tag for statement in moved)
    for statement in moved:
        if statement.measured:
            changes.add((statement.source, fix.to or ""))
            continue
        question = content.questions[statement.source]
        set_anew[statement.subject or question.id] = None
        if statement.subject is None:
            after = _moved(content, audit, question, audit.answers[question.id], leaving, fix.to)
            audit = audit.with_answer(question.id, after)
            changes.add((question.id, _shown(after)))
        else:
            row = audit.row(statement.subject.kind, statement.subject.row)
            if row is None or question.field not in row.fields:
                continue
            after = _moved(content, audit, question, row.fields[question.field], leaving, fix.to)
            audit = audit.with_row(statement.subject.kind, row.with_field(question.field, after))
            changes.add((f"{statement.subject.kind}:{row.id}.{question.field}", _shown(after)))
    if fix.move == "deliver":
        for question in _terms(content, audit, moved):
            set_anew[question.id] = None
            after = _moved(content, audit, question, audit.answers[question.id], leaving, fix.to)
            audit = audit.with_answer(question.id, after)
            changes.add((question.id, _shown(after)))
    wished = frozenset((each.source, each.tag, each.subject) for each in moved if each.measured)
    topics = frozenset(statement.topic for statement in moved if statement.side == "deliver")
    return Preview(
        audit,
        wished,
        frozenset(changes),
        tuple(set_anew),
        topics,
        old_terms=leaving if fix.move == "sell" else frozenset(),
    )


def _rewritten(content: Content, audit: Audit, promise: str, found: Sequence[Mismatch]) -> Preview:
    """Preview the rewriting of a promise, and of those that say the same: their contradicted claims are removed. Each
    mismatch in `found` that contradicts such a claim adds the claim to which its first fix of words leads. If the
    founder said what happens instead, that claim is added only if it's a fact.
    """
    rows = [row for row in audit.of("promise") if row.id in with_twins(audit, {promise})]
    changes: set[tuple[str, str]] = set()
    for row in rows:
        after = _true_claims(content, row, found)
        if after is None:
            continue
        audit = audit.with_row("promise", row.with_field("claims", after))
        changes.add((f"promise:{row.id}.claims", _shown(after)))
    anew = tuple(Subject("promise", row.id) for row in rows)
    return Preview(audit, frozenset(), frozenset(changes), anew, frozenset())


def _true_claims(content: Content, row: Row, found: Sequence[Mismatch]) -> Answer | None:
    """The claims of a rewritten promise; None if it has none."""
    claims = row.fields.get("claims")
    if claims is None:
        return None
    out: dict[str, None] = {}
    into: dict[str, None] = {}
    for mismatch in found:
        tags = list(claims_of(row.id, mismatch))
        if tags:
            out |= dict.fromkeys(tags)
            honest = next((fix.to for fix in mismatch.check.fixes if fix.move == "say"), None)
            into |= dict.fromkeys([honest] if honest else [])
    if row.text("instead").strip():
        facts = {each.tag for mismatch in found for each in mismatch.statements if each.side in FACTS}
        into = {tag: None for tag in into if tag in facts}
    kept = [tag for tag in row.many("claims") if tag not in out]
    kept += [tag for tag in into if tag in content.claims and tag not in kept and tag not in out]
    return replace(claims, value=tuple(kept), note="")


def _terms(content: Content, audit: Audit, moved: Sequence[Statement]) -> tuple[Question, ...]:
    """The terms that repeat what the moved channels do: if the channels no longer ask for a card, neither
    do the terms.
    """
    tags = {statement.tag for statement in moved if statement.row_of("channel")}
    asked = {question.id: question for tag in tags for question in content.speakers.get(("sell", tag), ())}
    return tuple(
        question
        for question in asked.values()
        if not question.row_kind
        and (answer := audit.answers.get(question.id)) is not None
        and answer.state == "given"
        and any(tag in tags for tag, _ in tags_of(question, answer))
    )


def still_counting(spoken: Sequence[Statement], made: Iterable[Preview]) -> Sequence[Statement]:
    """The statements without those about the time before some fixes were made."""
    for each in made:
        if each.wished_away or each.outdated or each.old_terms or each.over or each.past or each.met:
            spoken = [statement for statement in spoken if not _is_over(statement, each)]
    return spoken


def _is_over(statement: Statement, made: Preview) -> bool:
    """Whether a statement is about the time before a fix was made."""
    return (
        (statement.measured and (statement.source, statement.tag, statement.subject) in made.wished_away)
        or (statement.source.startswith(MEASURED) and statement.topic in made.outdated)
        or (statement.side == "deliver" and statement.subject is None and statement.tag in made.old_terms)
        or (statement.source in OF_ITS_WORDS and (statement.subject, statement.side) in made.over)
        or (statement.subject, statement.tag) in made.past
        or (statement.source, statement.tag, statement.subject) in made.met
    )


def _moved(
    content: Content, audit: Audit, question: Question, answer: Answer, leaving: frozenset[str], to: str | None
) -> Answer | None:
    """The answer after the move, using only what this kind of business is offered; None if nothing is left to say.

    The note is dropped, because it quoted the old answer.
    """
    answer = replace(answer, note="")
    if question.is_checklist:
        ticks = [tag for tag in answer.value or () if tag not in leaving]  # type: ignore[union-attr]
        if to in content.claims and to not in ticks:
            ticks.append(to)
        return replace(answer, value=tuple(ticks))
    offered = choices(audit, question)
    new = next((c.key for c in offered if to in c.stands and leaving.isdisjoint(c.stands)), None)
    if not isinstance(answer.value, tuple):
        return replace(answer, value=new) if new else None
    stands = {choice.key: choice.stands for choice in question.choices}
    kept = [key for key in answer.value if leaving.isdisjoint(stands.get(key.removesuffix(OPTIONAL_STEP), ()))]
    if new and new not in kept and not (to in question.otherwise and question.kind == "steps"):
        kept.append(new)
        if question.kind == "steps":
            menu = list(stands)
            kept.sort(key=lambda key: menu.index(key.removesuffix(OPTIONAL_STEP)))
    return replace(answer, value=tuple(kept))


def _shown(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return " ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
