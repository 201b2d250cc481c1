"""Preview a fix: the audit as it would be if each conflicting statement of one side took the new position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.answers.place import Place, in_row
from trueup.content.model import CLAIMS, Content, Fix, Question
from trueup.engine.applicability import GOALS, choices
from trueup.engine.cause_relations import is_of_the_refusal
from trueup.engine.causes import FACTS, PARTNER_PROMISED, REFUSED, SOURCE, Cause
from trueup.engine.measures import MEASURES
from trueup.engine.model import Key, Mismatch, Statement, Subject
from trueup.engine.ranking import VOW
from trueup.engine.statements import MEASURED, Origin, Said, tags_of
from trueup.engine.twins import with_copies, with_twins

OF_ITS_WORDS = frozenset({"promise.kept", "promise.otherwise", "promise.terms", "promise.stays", "promise.instead"})
"""The questions about a promise in its current words. Rewriting the promise makes their answers outdated."""

KEPT_BY_ALL = "kept.always"
"""The position that everyone got exactly what a promise says."""
UNTRUE, TRUE_LATER = "kept.untrue", "kept.stays"
"""The positions that a promise isn't true today, and that it will be true in three months."""
TELLING = frozenset({"told", "ownmarked"})
"""The words of positions on terms and on what is delivered that say that customers are told of something."""
PAST_ONCE_KEPT = frozenset({UNTRUE, "kept.otherwise", "kept.slipped"})
"""Positions about how a promise was broken so far. A fix after which everyone gets what it says makes them outdated."""


WITH_A_REFUSAL = (REFUSED - {"due.missed"}) | {"returns.forms"}
"""Those of them that end once no one is refused any more, and the forms used. Who never asked isn't among them."""

HOURS = frozenset({"focus", "plan"})
"""Topics about what the founder's hours go to."""
NOT_FOR_THE_GOAL = frozenset({"plan.unset", "plan.given", "plan.others"})
"""Positions that no hours are kept free for the goal, or that they go to something else."""

TAKES_HOURS = frozenset({"source.poured", "source.spent"})
"""Positions that most hours go where few people come from."""

SPEED, LATE = "speed", "punctual."
"""The topic of how long it takes, and how the positions begin on whether it arrives when it was promised."""

OF_PLANS = f"{MEASURED}plan."
"""How measures begin that compare what the founder plans with what the quarter allows."""

OLD_VERSION, OWN_PAGE = "market.old", "page"
"""The question that asks where the old version still is, and the answer that it is on a page of the founder's."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The audit after a fix, what the fix changed, and what no longer counts after it."""

    audit: Audit
    changes: frozenset[tuple[str, str]]
    set_anew: tuple[Origin, ...]
    """The questions and the rows that the fix changed."""
    over: frozenset[Key] = frozenset()
    """What is said about the time before the fix, and so is left out of the preview."""
    wished_away: frozenset[Key] = frozenset()
    """Those of them that the fix should change but can't, because they come from a count or a number: the fix is real
    only once they are measured again."""


def preview_fix(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Preview:
    """Apply a fix: its side moves to the new position, or the conflicting rows stop. Nothing is saved.

    `found` are all open mismatches: rewriting a promise removes the claims that any of them contradicts.
    """
    preview = _applied(content, audit, mismatch, fix, found)
    over = {
        *preview.wished_away,
        *_counted_before(audit, mismatch, fix),
        *_late_by_old_words(audit, mismatch, fix, found),
        *_evidence_of_old_terms(content, mismatch, fix),
        *_said_of_old_words(content, audit, mismatch, fix, found),
        *_broken_before(content, mismatch, fix),
        *_made_good(mismatch, fix, found),
        *_settled_with_it(audit, mismatch, fix, found),
        *_settled_by_second_half(mismatch, fix, found),
        *_resting_only_on(audit, mismatch, fix, found),
        *_given_to_the_goal(mismatch, fix, found),
        *_no_longer_counted_on(mismatch, fix, found),
    }
    return replace(preview, over=frozenset(over))


def _counted_before(audit: Audit, mismatch: Mismatch, fix: Fix) -> Iterator[Key]:
    """What measures say on the topics of a fix that changes what is delivered: the last ten customers came the old
    way. What a quarter has room for is no count of the past.
    """
    if fix.rewrite or (fix.move != "deliver" and fix.stop is None):
        return
    topics = {each.topic for each in mismatch.statements if each.side == "deliver"}
    yield from _measured(
        audit, lambda measure, tag: tag.partition(".")[0] in topics and not measure.startswith(OF_PLANS)
    )


def _late_by_old_words(audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """That some of the last customers got it late, if a fix puts a time that is kept, or none, in place of one that
    isn't: they were late by the old words. What an open mismatch about other words rests on still counts.
    """
    about = [each for each in found if fix.rewrite in each.promises] if fix.rewrite else [mismatch]
    is_new_time = fix.rewrite or (fix.move == "say" and (fix.to or "").startswith(f"{SPEED}."))
    if not is_new_time or not any(is_of_a_fact(each) and each.check.topic == SPEED for each in about):
        return
    new = {each.key for other in about for each in other.statements if each.side == "say" and each.topic == SPEED}
    others = (each for each in found if not {a.key for a in each.statements if a.side == "say"} <= new)
    resting = {each.key for other in others for each in other.statements}
    yield from (key for key in _measured(audit, lambda _, tag: tag.startswith(LATE)) if key not in resting)


def _evidence_of_old_terms(content: Content, mismatch: Mismatch, fix: Fix) -> Iterator[Key]:
    """All evidence for the positions that the terms no longer take."""
    if fix.move != "sell":
        return
    old = {each.tag for each in mismatch.statements if each.side == "sell"}
    yield from ((MEASURED + each.name, tag, None) for each in MEASURES.values() for tag in each.tags if tag in old)
    for tag in old:
        yield from ((each.id, tag, None) for each in content.speakers.get(("deliver", tag), ()))


def _measured(audit: Audit, is_over: Callable[[str, str], bool]) -> Iterator[Key]:
    """What measures can say of the business or of a channel, if it's over by its source and its position."""
    subjects = (None, *(Subject("channel", row.id) for row in audit.of("channel")))
    for measure in MEASURES.values():
        source = MEASURED + measure.name
        yield from ((source, tag, each) for tag in measure.tags if is_over(source, tag) for each in subjects)


def _broken_before(content: Content, mismatch: Mismatch, fix: Fix) -> Iterator[Key]:
    """How a promise was broken so far, if everyone gets what it says after the fix, or if it's true again."""
    is_true_again = fix.to == TRUE_LATER and any(each.tag == UNTRUE for each in mismatch.statements)
    if mismatch.promise and (fix.to == KEPT_BY_ALL or is_true_again):
        promise = Subject("promise", mismatch.promise)
        yield from ((each.id, tag, promise) for each in content.of("promise") for tag in PAST_ONCE_KEPT & each.tags)


def _made_good(mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """What customers were refused, if a fix changes the words and also pays the people who relied on the old ones, or
    if it pays everyone who was refused: the same refusal can be told in several answers, with the forms it took.
    """
    if fix.move == "say" and fix.tells:
        yield from (each.key for each in mismatch.statements if each.tag in REFUSED)
    for other in found:
        if _pays(mismatch, fix, other):
            yield from (each.key for each in other.statements if each.tag in WITH_A_REFUSAL)


def _pays(mismatch: Mismatch, fix: Fix, other: Mismatch) -> bool:
    """Whether a fix pays everyone refused, and another mismatch in the group is about the same promise."""
    if fix.move != "deliver" or not fix.ends or all(each.tag not in REFUSED for each in mismatch.statements):
        return False
    return mismatch.id in (other.id, other.under) and bool(other.promises & mismatch.promises)


def _settled_with_it(audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """The statements in mismatches folded under this one that new words settle: the needs of customers, who then read
    what they get; an old version that is only on the founder's own page, which the fix corrects; and that a partner
    promises too much, if the fix corrects the partner's words. If a fix ends whatever breaks a promise, they are all
    facts that are only held against this promise.
    """
    if fix.ends and mismatch.promise:
        yield from _held_against(audit, mismatch.promise, found)
    if not (fix.rewrite or _is_rewording(mismatch, fix)):
        return
    old_version = audit.answers.get(OLD_VERSION)
    is_old_page = old_version is not None and old_version.value == (OWN_PAGE,)
    for each in found:
        cause = Cause(each)
        if each.under != mismatch.id:
            continue
        if cause.is_without_words or (cause.is_copy and is_old_page) or cause.is_of_a_partner:
            said = (
                a for a in each.statements if a.side == "need" or a.source == OLD_VERSION or a.tag == PARTNER_PROMISED
            )
            yield from (a.key for a in said)


def _held_against(audit: Audit, promise: str, found: Sequence[Mismatch]) -> Iterator[Key]:
    """The facts in mismatches that quote a promise, or its copies, and no other."""
    same = with_copies(audit, {promise})
    for each in found:
        if each.promises and each.promises <= same:
            yield from (a.key for a in each.statements if a.side in FACTS)


def _resting_only_on(audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """What a promise claims in mismatches that quote nothing else, if a fix takes it down, or puts other words in its
    place, because it isn't kept, whatever it claims. An activity may claim the same.
    """
    if (fix.replaces or fix.whole) and mismatch.promise:
        same = with_copies(audit, {mismatch.promise})
        for each in found:
            said = [a for a in each.statements if a.side == "say"]
            if each.promises and each.promises <= same and all(a.row_of("promise") for a in said):
                yield from (a.key for a in said)


def _given_to_the_goal(mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """What mismatches folded under this one say of the hours, if a fix gives hours to the goal that it quotes: that
    none are kept free for it, and what the fix is only offered for because it's done instead.
    """
    is_goal = any(each.source in GOALS for each in mismatch.statements)
    about = {each.topic for each in mismatch.statements if each.side == "deliver"}
    if not is_goal or not about or not about <= HOURS or fix.move not in ("deliver", None):
        return
    ended = NOT_FOR_THE_GOAL.union(*(term.tags for term in fix.only if term.side == "deliver"))
    for each in found:
        if each.under == mismatch.id:
            yield from (a.key for a in each.statements if a.topic in HOURS and a.tag in ended)


def _no_longer_counted_on(mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Iterator[Key]:
    """What the founder believes to bring people in the mismatches with the same cause, if a fix takes hours from it and
    gives them to what does bring most: those ask for nothing else.
    """
    if mismatch.check.topic != SOURCE or not (fix.stop == "activity" or fix.move == "deliver"):
        return
    leader = next((each.under or each.id for each in found if each.id == mismatch.id), mismatch.id)
    if any(each.tag in TAKES_HOURS for each in mismatch.statements):
        for each in found:
            if each.under == leader and each.check.topic == SOURCE:
                yield from (a.key for a in each.statements if a.side == "believe")


def _settled_by_second_half(mismatch: Mismatch, fix: Fix, found: Iterable[Mismatch]) -> Iterator[Key]:
    """What is no longer said once the second half of a fix is done."""
    for each in found:
        if each.id in fix.also:
            for said in each.statements:
                if fix.move == "say":
                    if said.row_of("promise") and said.side == "say":
                        yield said.key
                elif said.side == "sell" or said.row_of("promise") not in mismatch.promises:
                    yield said.key


def _said_of_old_words(
    content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]
) -> Iterator[Key]:
    """The answers about promises in words that are outdated once this mismatch is fixed: their counts and their terms.
    The terms aren't outdated if the fix changes what is delivered.
    """
    folded = [each for each in found if each.promise and each.under == mismatch.id]
    if fix.ends and fix.move != "say":
        folded += [each for each in found if each.promise and _is_only_broken_by(mismatch, each, found)]
    settled = {each.promise for each in folded if _is_settled_with(audit, each, mismatch, fix, found)}
    own = {mismatch.promise} - {""}
    promises = with_twins(audit, {fix.rewrite}) if fix.rewrite else with_copies(audit, settled | own)
    if _is_rewording(mismatch, fix):
        promises |= with_twins(audit, own)
    if fix.move != "say":
        promises -= own
    sides = ("deliver",) if fix.move == "deliver" else ("deliver", "sell")
    asked = [each for each in content.of("promise") if each.id in OF_ITS_WORDS and each.side in sides]
    yield from ((each.id, tag, Subject("promise", id)) for id in promises for each in asked for tag in each.tags)


def _is_only_broken_by(mismatch: Mismatch, count: Mismatch, found: Sequence[Mismatch]) -> bool:
    """Whether a mismatch is folded under the count of a promise, and nothing else that is folded there breaks it."""
    folded = [each for each in found if each.under == count.id and count.promise in each.promises]
    return [each.id for each in folded] == [mismatch.id]


def _is_rewording(mismatch: Mismatch, fix: Fix) -> bool:
    """Whether a fix changes the words of promises, so that those that say the same are corrected with them."""
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
        is_replaced = count.promise in with_twins(audit, mismatch.promises) or reason.is_of_a_partner
        is_replaced = is_replaced or is_of_the_refusal(counted, reason)  # new conditions are for both lines
        if not is_replaced or _claims_more(count.promise, mismatch, found):
            return False
    others = [each for each in found if each.id not in fix.also and not _is_paid_with(mismatch, fix, each)]
    if fix.move != "say" and _is_broken_elsewhere(count.promise, mismatch, others):
        return False
    if only_tells(fix) and _is_vow_about_something_else(audit, count.promise, fix):
        return False
    are_apart = bool(reason.told and counted.told) and reason.told.isdisjoint(counted.told)
    return not are_apart or count.claimed <= reason.aspect


def _is_paid_with(mismatch: Mismatch, fix: Fix, other: Mismatch) -> bool:
    """Whether nothing of another mismatch stays once everyone who was refused is paid."""
    facts = {each.tag for each in other.statements if each.side in FACTS}
    return facts <= WITH_A_REFUSAL and _pays(mismatch, fix, other)


def only_tells(fix: Fix) -> bool:
    """Whether after a fix customers are told what happens, and it goes on happening."""
    return fix.move in FACTS and (fix.to or "").partition(".")[2] in TELLING


def _is_vow_about_something_else(audit: Audit, promise: str, fix: Fix) -> bool:
    """Whether a promise says that something always or never happens, and doesn't claim what a fix leads to."""
    row = audit.row("promise", promise)
    return row is not None and VOW in row.many("claims") and fix.to not in row.many("claims")


def _claims_more(promise: str, mismatch: Mismatch, found: Sequence[Mismatch]) -> bool:
    """Whether a promise makes another claim known to be untrue, which a fix of this mismatch leaves in it."""
    fixed = set(claims_of(promise, mismatch))
    others = (each for each in found if each.id != mismatch.id and is_of_a_fact(each))
    return any(not fixed.issuperset(claims_of(promise, each)) for each in others)


def is_of_a_fact(mismatch: Mismatch) -> bool:
    """Whether it's a proven contradiction between claims and facts, and not only a count of who got a promise."""
    if mismatch.verdict != "contradiction" or mismatch.promise or mismatch.check.is_between_promises:
        return False
    return not any(each.side == "believe" for each in mismatch.statements)


def claims_of(promise: str, mismatch: Mismatch) -> Iterator[str]:
    """The claims of a promise that a mismatch contradicts."""
    for each in mismatch.statements:
        if each.source == CLAIMS and each.subject is not None and each.subject.row == promise:
            yield each.tag


def _is_broken_elsewhere(promise: str, mismatch: Mismatch, found: Sequence[Mismatch]) -> bool:
    """Whether another open mismatch, with a cause of its own, says that the promise isn't true. It may be folded under
    this one, or with it, if it rests on other facts about what is delivered.
    """
    others = (each for each in found if each.id != mismatch.id and not each.promise)
    return any(
        promise in each.promises
        and each.verdict == "contradiction"
        and (not each.under or _rests_on_others(each, mismatch))
        for each in others
    )


def _rests_on_others(other: Mismatch, mismatch: Mismatch) -> bool:
    """Whether a mismatch rests on other answers about what is delivered. Measures are about the time before."""
    one, two = (
        {a.key for a in each.statements if a.side == "deliver" and not a.measured} for each in (other, mismatch)
    )
    return bool(one) and one.isdisjoint(two)


def _applied(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Preview:
    if fix.rewrite:
        return _rewritten(content, audit, fix.rewrite, found)
    changes: set[tuple[str, str]] = set()
    set_anew: dict[Origin, None] = {}
    if fix.stop is not None:
        for name in mismatch.rows_of(fix.stop):
            audit = audit.without_row(fix.stop, name)
            changes.add((f"{fix.stop}:{name}", "stopped"))
            set_anew[Subject(fix.stop, name)] = None
        return Preview(audit, frozenset(changes), tuple(set_anew))
    moved = [statement for statement in mismatch.statements if statement.side == fix.move]
    leaving = frozenset(statement.tag for statement in moved)
    if mismatch.check.times:  # the first of the promises stays, and the others say the same
        moved = [statement for statement in moved if statement.subject != moved[0].subject]
    wished = [statement for statement in moved if statement.measured]
    places = [_place(statement) for statement in moved if not statement.measured]
    if fix.move == "deliver":
        places += [Place(question.id) for question in _terms(content, audit, moved)]
    for at in places:
        set_anew[Subject(at.kind, at.row) if at.kind else at.question] = None
        answer = audit.answer_at(at)
        if answer is not None:
            after = _moved(content, audit, content.questions[at.question], answer, leaving, fix.to)
            audit = audit.with_answer_at(at, after)
            changes.add((in_row(at.kind, at.row, at.field) if at.kind else at.question, _shown(after)))
    changes |= {(statement.source, fix.to or "") for statement in wished}
    return Preview(audit, frozenset(changes), tuple(set_anew), wished_away=frozenset(each.key for each in wished))


def _place(statement: Statement) -> Place:
    """The place of the answer that a statement comes from."""
    return Place(statement.source, *statement.subject) if statement.subject else Place(statement.source)


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
    return Preview(audit, frozenset(changes), anew)


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
    """The terms that repeat what the moved channels do: if these ask for no card, neither do the terms."""
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


def still_counting(said: Said, previews: Iterable[Preview]) -> Said:
    """What is said, without what is about the time before some fixes."""
    over = frozenset[Key]().union(*(each.over for each in previews))
    origins = {MEASURED if source.startswith(MEASURED) else subject or source for source, _, subject in over}
    left = {at: [each for each in said[at] if each.key not in over] for at in origins & said.keys()}
    return {**said, **left}


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
    if new and new not in kept:
        kept.append(new)
        if question.kind == "steps":
            menu = list(stands)
            kept.sort(key=lambda key: menu.index(key.removesuffix(OPTIONAL_STEP)))
    return replace(answer, value=tuple(kept))


def _shown(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return " ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
