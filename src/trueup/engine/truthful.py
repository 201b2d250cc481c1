"""What you can truthfully say today: sentences built from what is delivered and sold, beside what is claimed.

The claims on a topic agree with what is true, are only guessed, or are part of a mismatch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, STAGES, Content, Question, Topic
from trueup.engine.agreeing import VOWS, asks_about_most, is_taken_back
from trueup.engine.applicability import is_for
from trueup.engine.causes import CHANGE, FACTS
from trueup.engine.kept_promises import (
    OF_ONE_KIND,
    further_lines,
    is_kept_for_some,
    is_told_by_another,
    kept_lines,
    lines_of,
    promise_of,
    stated_lines,
)
from trueup.engine.model import Findings, Mismatch, Statement, Verdict
from trueup.engine.phrases import (
    LOOSE,
    THROUGH,
    Spoken,
    backed_by_terms,
    is_not_delivered,
    of_everyone,
    phrases_of,
    sentences_on,
    that_contradict,
    touched_topics,
    without_the_unsayable,
    worth_saying,
)
from trueup.engine.preview import is_of_a_fact
from trueup.engine.ranking import PLANS, VOWED
from trueup.engine.rules import rules_of
from trueup.engine.statements import MEASURED, ask_of, statements

Claimed = Verdict | Literal["accepted", "agrees", "partly", "guessed", ""]
"""How a topic's claims compare with what is true: the verdict of their mismatch, or `accepted`; without a mismatch,
`agrees`, `partly` if a line that makes them also says something untrue, or `guessed`. Empty if nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One topic: what is claimed about it, and the sentence that today's answers support."""

    topic: str
    claims: tuple[Statement, ...]
    compared: Claimed
    sentences: tuple[str, ...]
    """What can be said; several sentences if channels differ. Empty if too little is known, or no phrase fits."""
    mismatch: str = ""
    """The open or accepted mismatch a claim here is part of."""
    own: tuple[str, ...] = ()
    """The founder's own published lines that make the claims, if nearly all of the last ten customers got what they
    say, or if they state facts. They say more than a phrase, so there are no sentences then. A line that makes no
    claim, or is about another thing, is in a truth of its own."""

    @property
    def sayable(self) -> tuple[str, ...]:
        """What can be published: the founder's own lines or, without them, the sentences."""
        return self.own or self.sentences


WHOM = "promise.to"
"""The question that asks which side of a market a promise is for. Its answer isn't a claim that customers read."""


MONEY = "money"
"""The heading of topics about prices."""

PRICES_SHOWN = frozenset({"shown.shown", "shown.from"})
"""Positions whose phrase says that prices are published, which is plain where a published line states one."""


def truths(content: Content, audit: Audit, findings: Findings) -> tuple[Truth, ...]:
    """Every topic that is claimed or can be spoken about, in the order a page tells things: from first look
    to leaving. If a mismatch quotes only some claims on a topic, the topic comes a second time with the others.
    """
    business = _Business(content, audit, findings)
    found = [
        truth
        for topic in sorted(content.topics.values(), key=_on_the_way)
        if topic.claims or topic.phrases
        for truth in business.truths_on(topic)
    ]
    proven = {(promise_of(each), each.tag) for truth in found if truth.compared == "agrees" for each in truth.claims}
    stated = stated_lines(audit, findings, proven)
    further = (Truth(VOWS, (), "", (), own=(words,)) for words in further_lines(audit, findings).values())
    return (*(_with_lines(truth, stated) for truth in found), *further)


def _with_lines(truth: Truth, stated: Mapping[str, str]) -> Truth:
    """A topic with the lines that state facts on it, which say more than its sentences."""
    own = lines_of(truth.claims, stated) if truth.compared in ("agrees", "guessed") else ()
    return replace(truth, own=tuple(dict.fromkeys((*truth.own, *own))), sentences=()) if own else truth


class _Business:
    """A business, with what is the same for all topics worked out once."""

    def __init__(self, content: Content, audit: Audit, findings: Findings) -> None:
        self.content, self.audit, self.findings = content, audit, findings
        everything = statements(content, audit)
        self.spoken = Spoken(everything)
        self.by_topic: dict[str, list[Statement]] = {}
        for statement in everything:
            self.by_topic.setdefault(statement.topic, []).append(statement)
        self.lines = kept_lines(audit, findings)
        self.touched = touched_topics(findings)
        self.vowed = {each.subject for each in everything if each.tag in VOWED}
        """The promises that hold without exception."""
        self.nothing_else = self.vowed - {
            each.subject for each in everything if each.source == CLAIMS and each.topic != VOWS
        }
        """Those of them that claim nothing else."""
        self.ending = {row for each in findings.every if _ends(each) for row in each.promises}
        """The promises that a plan ends, for everyone or for some."""
        self.contradicted = {
            said for found in findings.every if found.promise or is_of_a_fact(found) for said in found.statements
        }
        """What is said in mismatches between words and facts."""
        self.states_prices = any(
            content.topics[claim.partition(".")[0]].heading == MONEY and any(map(str.isdigit, row.text("words")))
            for row in audit.of("promise")
            if not row.is_inactive
            for claim in row.many("claims")
        )
        """Whether a published line about prices contains a figure."""

    def truths_on(self, topic: Topic) -> Iterator[Truth]:
        here = of_everyone(self.audit, self.by_topic.get(topic.id, []))
        here = without_the_unsayable(topic, here, self.findings)
        claims = tuple(each for each in here if each.side == "say" and each.source != WHOM)
        truth = self._truth(topic, here, claims, self._sentences(topic, here, claims))
        if claims or truth.sentences:
            yield from self._apart(topic, truth, here)
        telling = [each for each in self.findings.every if not is_told_by_another(each)]
        quoted = {each.tag for found in telling for each in found.statements if each in claims}
        others = tuple(each for each in claims if each.tag not in quoted)
        if truth.mismatch and 0 < len(others) < len(claims):
            meant = [each for each in here if each.side == "say" or each.tag in {other.tag for other in others}]
            yield from self._apart(topic, self._truth(topic, here, others, self._sentences(topic, meant, others)), here)

    def _apart(self, topic: Topic, truth: Truth, here: Sequence[Statement]) -> Iterator[Truth]:
        """A truth that no mismatch is about, as two if answers cover only some of its claims: those first."""
        known = tuple(each for each in truth.claims if self._is_known(topic, here, each))
        if truth.mismatch or not 0 < len(known) < len(truth.claims):
            yield truth
            return
        yield self._truth(topic, here, known, truth.sentences)
        others = tuple(each for each in truth.claims if each not in known)
        yield self._truth(topic, here, others, truth.sentences)

    def _sentences(self, topic: Topic, here: Sequence[Statement], claims: Sequence[Statement]) -> tuple[str, ...]:
        """What can be said on a topic: the phrases for what is heard there, as far as that is worth a sentence."""
        if not is_for(self.audit, topic):
            return ()
        facts = [
            each
            for each in here
            if each.side != "say"
            and each.source not in LOOSE.get(each.tag, ())
            and not self._is_taken_back(topic, each)
            and not self._is_excluded(topic, each, claims)
        ]
        if is_not_delivered(self.findings, claims):
            facts = [each for each in facts if each.side != "sell"]
        facts = worth_saying(topic, that_contradict(self.findings, claims, facts), claims, self.touched)
        if not claims:
            facts = backed_by_terms(self.content, facts)
            facts = [each for each in facts if not (self.states_prices and each.tag in PRICES_SHOWN)]
        said = [each for each in here if each.side == "say"]
        return sentences_on(self.content, self.audit, topic, self.spoken, [*said, *facts])

    def _is_excluded(self, topic: Topic, statement: Statement, claims: Sequence[Statement]) -> bool:
        """Whether a sentence excludes a published line that nothing breaks, or isn't to be said beside its claim."""
        standing = [each for each in claims if each.tag != statement.tag and each not in self.contradicted]
        words, tags = {each.word for each in standing}, {each.tag for each in standing}
        if not tags.isdisjoint(topic.phrases_unless.get(statement.word, ())):
            return True
        return any(statement.word in each and not words.isdisjoint(each) for each in topic.exclusive)

    def _is_known(self, topic: Topic, here: Sequence[Statement], claim: Statement) -> bool:
        """Whether a claim is true, by a count of its promise or by answers."""
        if promise_of(claim) in self.lines:
            return True
        is_vow = claim.subject in self.vowed and claim.topic != VOWS
        proof = [each for each in here if not is_vow or not asks_about_most(self.content, each)]
        is_asked = not _is_unasked(self.content, self.findings, claim, proof)
        return is_asked and _is_proven(self.content, self.audit, topic, claim, proof)

    def _is_taken_back(self, topic: Topic, statement: Statement) -> bool:
        """Whether a note takes back an answer whose phrase isn't itself a condition that people should know."""
        return statement.word not in topic.admits and is_taken_back(self.content, self.audit, statement)

    def _truth(
        self, topic: Topic, here: Sequence[Statement], claims: tuple[Statement, ...], sentences: tuple[str, ...]
    ) -> Truth:
        findings = self.findings
        broken = {claim.tag: why for claim in claims if (why := _what_breaks(findings, claim))}
        names_exceptions = any(each.startswith(THROUGH) for each in sentences)
        untrue = {*broken}
        if not names_exceptions:  # if claims are only untrue of some channels, the sentences say so
            untrue |= {each.tag for found in findings.proven for each in found.statements if each in claims}
        telling = [each for each in claims if topic.id != VOWS or each.subject in self.nothing_else]
        own = lines_of(telling, self.lines)
        is_known = bool(claims) and all(self._is_known(topic, here, claim) for claim in claims)
        compared, mismatch = _compared_with_truth(findings, claims, [*broken.values()], known=is_known)
        is_believed = compared in ("agrees", "guessed")
        if (
            (topic.id in OF_ONE_KIND and is_kept_for_some(self.audit, claims))
            or not self.ending.isdisjoint(map(promise_of, claims))  # a sentence is true today, and the plan may end it
            or (names_exceptions and not mismatch)
            or (is_believed and own)
            or _is_in_doubt(findings, claims)
        ):
            sentences = ()
        words = {tag.partition(".")[2] for tag in untrue}.union(topic.admits if is_believed else ())
        unsaid = phrases_of(self.audit, topic, words)
        if compared == "agrees" and _is_untrue_elsewhere(findings, claims):
            compared = "guessed" if topic.id in self.touched else "partly"
        sayable = tuple(each for each in sentences if each not in unsaid)
        return Truth(topic.id, claims, compared, sayable, mismatch, () if mismatch else own)


def together(content: Content, true: Sequence[Truth], above: Sequence[str] = ()) -> tuple[str, ...]:
    """The shortest page that is true: every sentence once, with a paragraph for each heading of topics. Sentences of
    the headlines `above` are left out.

    A heading's place is the average place of its topics on the way from first look to leaving.
    """
    on_the_way: dict[str, list[int]] = {}
    for topic in content.topics.values():
        on_the_way.setdefault(topic.heading, []).append(_on_the_way(topic))
    under: dict[str, list[str]] = {heading: [] for heading in sorted(on_the_way, key=lambda h: fmean(on_the_way[h]))}
    said: set[str] = set()
    for truth in true:
        fresh = [
            sentence
            for sentence in map(ended, truth.sayable)
            if sentence not in said and not any(sentence in headline for headline in above)
        ]
        under[content.topics[truth.topic].heading] += fresh
        said.update(fresh)
    return tuple(" ".join(sentences) for sentences in under.values() if sentences)


def ended(line: str) -> str:
    """A line that ends like a sentence, so that another can follow it."""
    return line if line.endswith((".", "!", "?", "…", "”", ")")) else f"{line}."


def decided_by(content: Content, findings: Findings, truth: Truth) -> str:
    """The question that would settle an open claim: the guess it rests on, else the first question its checks need.

    Empty if nothing is open, or if no question asks about it.
    """
    mismatch = findings.found(truth.mismatch)
    if mismatch is not None:
        guesses = [statement for statement in mismatch.statements if statement.evidence == "guess"]
        return ask_of(guesses[0].source) if guesses and mismatch.verdict == "unproven" else ""
    claimed = {("say", statement.tag) for statement in truth.claims}
    asks = (
        open_question.question
        for open_question in findings.needs_answer
        if any(claimed & content.touches(check) for check in open_question.decides)
    )
    return next(asks, "") if truth.compared == "guessed" else ""


def _on_the_way(topic: Topic) -> int:
    return STAGES.index(topic.stage) if topic.stage else len(STAGES)


# How claims compare with what is true ---------------------------------------------------------

FIGURES = frozenset({"counts"})
"""Topics of claims that state a figure. No answer tells it, so a claim with digits isn't proven."""


def _is_proven(content: Content, audit: Audit, topic: Topic, claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether answers show that this very claim is true: answers about the thing that it is about."""
    if topic.id in FIGURES and any(map(str.isdigit, claim.quote)):
        return False
    near = [each for each in here if not claim.about or each.about in ("", claim.about)]
    is_backed = any(each.tag == claim.tag for each in near if _is_sure(each))
    return is_backed or _is_compared(content, audit, topic, claim, near)


def _is_sure(statement: Statement) -> bool:
    """Whether a statement is about what is sold or delivered, and known by more than a guess."""
    return statement.side in FACTS and statement.evidence != "guess"


def _is_compared(content: Content, audit: Audit, topic: Topic, claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether a check compares the claim with an answer on the topic that is known by more than a guess, such as *the
    next day* with *the same day*. Without a mismatch, the claim is true then. An answer that admits a condition the
    claim leaves out proves nothing, and nor does a count of how often a promise is kept, or an answer that speaks
    against the claim and is only excused by an exception.
    """
    admitted = () if claim.word in topic.admits else topic.admits
    known = [each for each in here if topic.id != VOWS and _is_sure(each) and each.word not in admitted]
    spoken = {(each.side, each.tag) for each in known}
    sources = {each.source for each in known}
    is_compared = False
    for rule in rules_of(content).touched_by.get(("say", claim.tag), ()):
        against = [each for each in rule.between if ("say", claim.tag) not in each.positions]
        if len(against) == len(rule.between) or not is_for(audit, rule.check):
            continue  # the claim is an exception of this check, or the check is for other kinds of business
        if len(against) == 1 and not rule.check.tension and not spoken.isdisjoint(against[0].positions):
            return False
        speakers = (speaker for each in against for speaker in each.speakers)
        names = {each.id if isinstance(each, Question) else f"{MEASURED}{each.name}" for each in speakers}
        is_compared = is_compared or not names.isdisjoint(sources)
    return is_compared


def _is_unasked(content: Content, findings: Findings, claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether only an open question asks about exactly what a claim says. Then other answers don't prove it: that most
    customers pay once doesn't mean that no one has a subscription.
    """
    asking = {each.id for side in FACTS for each in content.speakers.get((side, claim.tag), ())}
    is_open = any(each.question in asking for each in findings.needs_answer)
    return is_open and not any(_is_sure(each) and each.source in asking for each in here)


def _is_untrue_elsewhere(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a proven mismatch on another topic quotes a published line that makes one of these claims."""
    quoted = {row for found in findings.proven for row in (found.promise, *found.promises) if row}
    return not quoted.isdisjoint(map(promise_of, claims))


def _compared_with_truth(
    findings: Findings, claims: Sequence[Statement], broken: Sequence[Mismatch], *, known: bool
) -> tuple[Claimed, str]:
    """How claims compare with what is true, and the mismatch they are part of; empty if there is none. That two
    promises exclude each other says nothing against the one that is `known`.
    """
    for mismatch in findings.mismatches:
        if not (known and is_told_by_another(mismatch)) and any(
            statement in mismatch.statements for statement in claims
        ):
            return mismatch.verdict, mismatch.id
    for mismatch in findings.accepted:
        if any(statement in mismatch.statements for statement in claims):
            return "accepted", mismatch.id
    if broken:
        return _as_sure(broken[0]), broken[0].id
    if not claims:
        return "", ""
    if not_kept := _open(findings, claims):
        return _as_sure(not_kept), not_kept.id
    return ("agrees" if known else "guessed"), ""


def _as_sure(count: Mismatch) -> Verdict:
    """How sure it is that this claim of a counted promise is untrue: if there are several, it may be another one."""
    return count.verdict if len(count.claimed) < 2 else "unproven"


def _what_breaks(findings: Findings, claim: Statement) -> Mismatch | None:
    """The proven mismatch that says the promise with this claim isn't kept, or that a plan ends it."""
    of_it = (each for each in findings.proven if _could_break(findings, each, claim))
    return next((each for each in of_it if each.check.first or _ends(each)), None)


def _ends(found: Mismatch) -> bool:
    """Whether a mismatch says that a plan ends what is true today."""
    return any(each.tag in PLANS or (each.topic == CHANGE and each.side == "believe") for each in found.statements)


def _could_break(findings: Findings, count: Mismatch, claim: Statement) -> bool:
    """Whether a count of a promise could be about this claim. It isn't if the mismatch that explains the count quotes
    other claims of the promise, but not this one. A plan that ends a promise could end all of it.
    """
    if not count.promise or claim.subject != ("promise", count.promise):
        return False
    if _ends(count):
        return True
    reason = findings.found(count.under) if count.under else None
    said = reason.statements if reason and not reason.promise else ()
    meant = {each.topic for each in said if each.source == CLAIMS and each.subject == claim.subject}
    return not meant or claim.topic in meant


def _is_in_doubt(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a promise with one of these claims isn't kept, and no mismatch says what is delivered instead."""
    if any(not each.promise and not set(claims).isdisjoint(each.statements) for each in findings.proven):
        return False
    broken = {("promise", each.promise) for each in findings.proven if each.promise}
    return any(claim.subject in broken for claim in claims)


def _open(findings: Findings, claims: Sequence[Statement]) -> Mismatch | None:
    """The first open count of a promise, on any topic, that could be about one of these claims."""
    return next(
        (each for each in findings.mismatches if any(_could_break(findings, each, claim) for claim in claims)), None
    )
