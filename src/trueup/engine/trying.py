"""One business with fixes applied in a preview: what each fix solves and creates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, Content, Effort, Fix
from trueup.engine.applicability import KEPT_QUESTION
from trueup.engine.causes import FACTS
from trueup.engine.folding import folded
from trueup.engine.judge import as_found, is_settled, mismatches, total
from trueup.engine.matching import by_position
from trueup.engine.model import Findings, Mismatch, Outcome, Statement, TriedFix, name_of
from trueup.engine.preview import Preview, claims_of, is_of_a_fact, preview_fix, still_counting
from trueup.engine.ranking import order
from trueup.engine.reach import channel_shares
from trueup.engine.rules import ALWAYS_KEPT, Rule, rules_of
from trueup.engine.slow_work import GoesOn, while_wanted
from trueup.engine.statements import Said, in_own_words, said_after, said_in
from trueup.engine.telling import PRICED

EFFORTS: dict[Effort, int] = {"hours": 0, "days": 1, "weeks": 2}
"""Effort → its rank, which decides only between fixes that are otherwise equal."""

MOST_TO_LOSE = 0.1
"""A fix never leads if it stops channels that bring more than this share of the customers: it solves a mismatch by
giving up customers (our choice: one in ten is the least that the last ten can show)."""


@dataclass(frozen=True)
class State:
    """A business with some fixes applied in a preview: its answers, its statements and its open mismatches."""

    audit: Audit
    said: Said
    """Everything that the answers say, including what is about the time before a fix."""
    counting: Said
    """What still counts of it."""
    found: Mapping[str, Mismatch]
    """Open mismatches by check, not yet folded."""
    previews: tuple[Preview, ...] = ()

    @property
    def statements(self) -> Iterable[Statement]:
        """Every statement that still counts."""
        return chain.from_iterable(self.counting.values())

    @cached_property
    def open(self) -> tuple[Mismatch, ...]:
        """The open mismatches in rank order, folded."""
        return folded(sorted(self.found.values(), key=order))

    @cached_property
    def open_by_id(self) -> Mapping[str, Mismatch]:
        """The open mismatches by id, folded."""
        return {each.id: each for each in self.open}

    @cached_property
    def facts(self) -> frozenset[str]:
        """The positions that the answers say are true."""
        return frozenset(each.tag for each in self.statements if each.side in FACTS)

    @cached_property
    def total(self) -> float:
        """The total impact of all open mismatches."""
        return total(self.open)

    def with_fix(self, content: Content, mismatch: Mismatch, fix: Fix, goes_on: GoesOn | None = None) -> State:
        """This business with one more fix of an open mismatch applied, and judged again.

        Normally only two kinds of check can change: those that a changed statement touches and, if it's a claim, broad
        ones, which depend on what else a promise claims. But if a row was stopped, every share may have moved; and if a
        promise that was always kept has changed, any check may now find fault with it. In both cases everything is
        judged again.
        """
        preview = preview_fix(content, self.audit, mismatch, fix, self.open)
        said = said_after(content, self.audit, self.said, preview.audit, preview.set_anew)
        previews = (*self.previews, preview)
        counting = still_counting(in_own_words(said), previews)
        heard, rules = by_position(chain.from_iterable(counting.values())), rules_of(content)
        changed = _changed(self.counting, counting)
        positions = {(each.side, each.tag) for each in changed}
        again, kept = list(rules.every), dict[str, Mismatch]()
        if not fix.stop and ALWAYS_KEPT not in positions:
            broad = rules.broad if any(each.source == CLAIMS for each in changed) else ()
            again = [*dict.fromkeys((*rules.touched(positions), *broad))]
            affected = {rule.check.id for rule in again}
            kept = {id: each for id, each in self.found.items() if each.check.id not in affected}
        found = mismatches(content, preview.audit, heard, while_wanted(again, goes_on))
        left = (each for each in found if not is_settled(self.audit, each) and not self._was_let_pass(each))
        now = kept | {each.id: self._as_before(each) for each in left}
        if fix.adds:
            now = {each.id: each for each in self._still_read(mismatch, fix) if each.id not in now} | now
        return State(preview.audit, said, counting, now, previews)

    def _still_read(self, mismatch: Mismatch, fix: Fix) -> Iterator[Mismatch]:
        """What words that are only added leave as it is: every other mismatch with another cause that quotes the same
        claims, because these are still read. The words may say what excuses it.
        """
        claims = {each for each in mismatch.statements if each.source == CLAIMS}
        for id, each in self.found.items():
            if id == mismatch.id or self.open_by_id[id].under == mismatch.id or claims.isdisjoint(each.statements):
                continue
            if not any(term.side == "say" and fix.to in term.tags for term in each.check.unless):
                yield each

    def _was_let_pass(self, mismatch: Mismatch) -> bool:
        """Whether a mismatch quoted some promises before, and now quotes only others. Its check passed over the others
        before, because they were kept and the first ones weren't.
        """
        before = self.found.get(mismatch.id)
        if before is None or not before.promises:
            return False
        return bool(mismatch.promises) and mismatch.promises.isdisjoint(before.promises)

    def _as_before(self, mismatch: Mismatch) -> Mismatch:
        """The earlier mismatch if it's equal, so that results derived from it needn't be worked out again."""
        before = self.found.get(mismatch.id)
        return before if before == mismatch else mismatch


def state_of(content: Content, audit: Audit, findings: Findings) -> State:
    """The business as it is, with no fix applied."""
    said = said_in(content, audit)
    return State(audit, said, in_own_words(said), {found.id: as_found(found) for found in findings.mismatches})


def try_fix(content: Content, state: State, mismatch: Mismatch, fix: Fix, goes_on: GoesOn | None = None) -> TriedFix:
    """Apply a fix and compare: what it solves, what it creates, and the difference in impact."""
    after = state.with_fix(content, mismatch, fix, goes_on)
    preview = after.previews[-1]
    outcome: Outcome = "measure again" if preview.wished_away else "solved"
    if mismatch.id in after.found:
        outcome = "not enough alone"
    return TriedFix(
        fix=fix,
        check=mismatch.id,
        outcome=outcome,
        solves=tuple(id for id in state.found if id not in after.found),
        creates=tuple(id for id in after.found if id not in state.found),
        gain=round(state.total - after.total, 2) + 0.0,  # never -0.0
        loses=_loses(state.audit, mismatch, fix),
        changes=preview.changes,
        raises=any(each.impact > state.found[id].impact for id, each in after.found.items() if id in state.found),
        is_either=mismatch.check.is_made and len(fixes_of(content, state, mismatch)) > 1,
    )


def _changed(before: Said, after: Said) -> set[Statement]:
    """The statements that are in only one of the two. Where nothing changed, both have the same list of statements."""
    gone = {each for origin, said in before.items() if after.get(origin) is not said for each in said}
    return gone ^ {each for origin, said in after.items() if before.get(origin) is not said for each in said}


def _loses(audit: Audit, mismatch: Mismatch, fix: Fix) -> float:
    if fix.turns_away:
        return mismatch.reach
    stopped = {v.subject.row for v in mismatch.statements if v.subject and v.subject.kind == fix.stop == "channel"}
    shares = channel_shares(audit) if stopped else {}
    return min(1.0, sum(shares[name][0] for name in stopped if name in shares))


def fixes_of(content: Content, state: State, mismatch: Mismatch) -> tuple[Fix, ...]:
    """The fixes of a mismatch, each with its second half. Of two promises that exclude each other, only the one with
    less against it is kept.

    If a count says that a promise isn't kept, and another mismatch says which of its claims isn't so, only fixes about
    that claim are kept: others would take away what is true, or give people what they got.
    """
    fixes = mismatch.check.fixes
    if not mismatch.check.is_between_promises:
        untrue = _untrue_among_others(state, mismatch)
        fitting = (fix for fix in fixes if not untrue or _is_about(fix, untrue))
        return tuple(with_second_half(content, state.audit, mismatch, fix, state.open) for fix in fitting)
    tags = {each.tag for each in mismatch.statements}
    if not all(fix.move == "say" and fix.to in tags for fix in fixes):
        return fixes
    against = [_held_against(content, state, mismatch, fix.to or "", tags) for fix in fixes]
    return tuple(fix for fix, doubt in zip(fixes, against, strict=True) if doubt == min(against))


def _untrue_among_others(state: State, mismatch: Mismatch) -> frozenset[str]:
    """The claims of a promise that other mismatches contradict, if the mismatch only counts how often the promise was
    kept and the promise makes claims on other topics too. Empty otherwise.
    """
    if not mismatch.promise or all(each.source != KEPT_QUESTION for each in mismatch.statements):
        return frozenset()
    untrue = frozenset(
        each.tag
        for other in state.found.values()
        if other.verdict == "contradiction" and not other.check.broad and not other.check.is_between_promises
        for each in other.statements
        if each.source == CLAIMS and each.row_of("promise") == mismatch.promise
    )
    return untrue if mismatch.claimed - {tag.partition(".")[0] for tag in untrue} else frozenset()


def _is_about(fix: Fix, claims: frozenset[str]) -> bool:
    """Whether a fix is only for promises that make one of these claims."""
    return any(term.of == "promise" and not claims.isdisjoint(term.tags) for term in fix.only)


def fixes_in(content: Content, state: State) -> Iterator[tuple[Mismatch, Fix]]:
    """Every fix of every open mismatch."""
    for mismatch in state.open:
        yield from ((mismatch, fix) for fix in fixes_of(content, state, mismatch))


UNTRUE, DOUBTED, UNLIKELY = 3, 2, 1


def _held_against(content: Content, state: State, mismatch: Mismatch, claim: str, claims: Collection[str]) -> int:
    """How much speaks against one of the claims that exclude each other: it is known to be untrue, the promises with it
    aren't kept, a fact about another thing that is sold contradicts it, or nothing.
    """
    rows = {each.subject.row for each in mismatch.statements if each.tag == claim and each.subject}
    if claim not in state.facts and not state.facts.isdisjoint(claims):
        return UNTRUE
    found = state.found.values()
    if any(is_of_a_fact(each) and any(claim in claims_of(row, each) for row in rows) for each in found):
        return UNTRUE
    broken = {each.promise for each in found if each.verdict == "contradiction"}
    if rows and rows <= broken:
        return DOUBTED
    rules = rules_of(content).touched_by.get(("say", claim), ())
    return UNLIKELY if any(_contradicts(state, rule, claim) for rule in rules) else 0


def _contradicts(state: State, rule: Rule, claim: str) -> bool:
    """Whether a check holds a fact of this business against a claim."""
    terms = [each.term for each in rule.between]
    if len(terms) != 2 or rule.check.broad or rule.check.tension:
        return False
    is_said = any(term.side == "say" and claim in term.tags for term in terms)
    return is_said and any(term.side in FACTS and not state.facts.isdisjoint(term.tags) for term in terms)


def every_fix(
    content: Content, state: State, mismatch: Mismatch, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """All fixes of one mismatch, best first, including those that would do harm.

    A fix that changes what the founder believes or aims for never leads, and neither does stopping channels that bring
    more than a tenth of the customers.
    """
    fixes = while_wanted(fixes_of(content, state, mismatch), goes_on)
    return tuple(sorted((try_fix(content, state, mismatch, fix, goes_on) for fix in fixes), key=rank_of_one))


def rank(tried: TriedFix) -> tuple[bool, bool, float, int]:
    """The sort key, best first: of two fixes of one mismatch, one that creates nothing, whatever the gain."""
    return (_never_leads(tried.fix, tried.loses), bool(tried.creates), -tried.gain, EFFORTS[tried.fix.effort])


def rank_of_one(tried: TriedFix) -> tuple[bool, bool, bool, float, int]:
    """The sort key among the fixes of one mismatch, best first. A fix that ends the harm comes before new words."""
    never_leads, creates, gain, effort = rank(tried)
    return never_leads, creates, not tried.fix.ends, gain, effort


def _never_leads(fix: Fix, loses: float) -> bool:
    return fix.move == "believe" or loses > MOST_TO_LOSE


def is_last_resort(audit: Audit, mismatch: Mismatch, fix: Fix) -> bool:
    """Whether a fix never leads: it changes what the founder believes or aims for, or gives up many customers."""
    return _never_leads(fix, _loses(audit, mismatch, fix))


# The second half of a fix -------------------------------------------------------------------

KEPT = frozenset({"kept.always", "kept.stays"})
"""Positions of a fix after which everyone gets what a promise says."""
MADE_GOOD = PRICED | {"cover", "due", "leaving", "proof", "renewal", "returns", "safe"}
"""Topics about money that people get back or don't pay, and about what is paid if something breaks."""
TERMS_GIVE_LESS, TERMS_OPPOSE = "kept.less", "kept.against"
"""Positions of terms that give less than a promise, or say the opposite."""
NOT_ASKED = "due.missed"
"""The position that some people were owed something and didn't ask for it."""
IT = "it"
"""What a second half calls a promise that the fix has named already."""


def with_second_half(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, found: Sequence[Mismatch]) -> Fix:
    """The fix of an open mismatch, with what else has to change so that nothing says the opposite of what it keeps. A
    fix that pays people what a promise said, or keeps the promise from now on, changes no words: the next customer is
    refused with what the terms or another line still say.

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
    """Whether another mismatch stays after a fix, because another line, or the terms, say the opposite."""
    if any(term.side == fix.move and fix.to in term.tags for term in other.check.unless):
        return False
    if other.check.is_between_promises:
        return other.check.topic in MADE_GOOD and bool(other.promises - mismatch.promises)
    if fix.move == "sell":
        return False
    if other.promise:
        return any(each.tag in (TERMS_GIVE_LESS, TERMS_OPPOSE) for each in other.statements)
    if other.check.topic not in MADE_GOOD:
        return False
    return all(each.side in ("say", "sell") or each.tag == NOT_ASKED for each in other.statements)


def _sentences(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, left: Sequence[Mismatch]) -> Iterator[str]:
    """What to change as well: pay those who didn't ask, change the terms, delete other lines."""
    kept = next((name_of(row.text("words")) for row in audit.of("promise") if row.id in mismatch.promises), IT)
    name = IT if kept in fix.do else kept
    said = [each for other in left for each in other.statements]
    terms = {each.tag for each in said if each.side == "sell"}
    texts = ["also-unasked"] if any(each.tag == NOT_ASKED for each in said) else []
    if terms:
        texts.append("also-terms-less" if TERMS_GIVE_LESS in terms and TERMS_OPPOSE not in terms else "also-terms")
    for text in texts:
        yield content.text("card", text).replace("{words}", name)
        name = IT
    lines = {row for other in left for row in other.promises - mismatch.promises}
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
