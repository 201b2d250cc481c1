"""What you can truthfully say today: sentences built from what is delivered and sold, beside what is claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, STAGES, Content, Topic
from trueup.engine.agreeing import VOWS, asks_about_most, is_taken_back
from trueup.engine.applicability import is_for
from trueup.engine.claims_compared import (
    Claimed,
    compared_with_truth,
    contradicted_claims,
    ends,
    include_a_vow,
    is_in_doubt,
    is_proven,
    is_unasked,
    is_untrue_elsewhere,
    what_breaks,
)
from trueup.engine.first_person import in_first_person
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
from trueup.engine.model import Findings, Statement
from trueup.engine.phrases import (
    THROUGH,
    Spoken,
    backed_by_terms,
    is_not_delivered,
    of_everyone,
    sentences_on,
    that_contradict,
    touched_topics,
    without_the_loose,
    without_the_unsayable,
    worth_saying,
)
from trueup.engine.preview import is_of_a_fact
from trueup.engine.ranking import VOWED
from trueup.engine.statements import ask_of, statements


@dataclass(frozen=True, slots=True)
class Truth:
    """One topic: what is claimed about it, and the sentence that today's answers support."""

    topic: str
    claims: tuple[Statement, ...]
    compared: Claimed
    sentences: tuple[str, ...]
    """What can be said: one sentence or, if channels differ, several. Empty if too little is known, or if no phrase
    fits."""
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
        self.ending = {row for each in findings.every if ends(each) for row in each.promises}
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
        heard = [each for each in here if each.side != "sell"] if is_not_delivered(self.findings, claims) else here
        heard = without_the_loose(heard)
        heard = [each for each in heard if each.side == "say" or not self._is_taken_back(topic, each)]
        heard = [each for each in heard if each.side == "say" or not self._is_excluded(topic, each, claims)]
        heard = worth_saying(topic, that_contradict(self.findings, claims, heard), claims, self.touched)
        heard = heard if claims else backed_by_terms(self.content, heard)
        if self.states_prices and not claims:
            heard = [each for each in heard if each.tag not in PRICES_SHOWN]
        return sentences_on(self.content, self.audit, topic, self.spoken, heard)

    def _is_excluded(self, topic: Topic, statement: Statement, claims: Sequence[Statement]) -> bool:
        """Whether a sentence would promise what excludes a published line that nothing breaks, or what isn't to be said
        beside the claim of one.
        """
        standing = [each for each in claims if each.tag != statement.tag and each not in self.contradicted]
        words, tags = {each.word for each in standing}, {each.tag for each in standing}
        if not tags.isdisjoint(topic.phrases_unless.get(statement.word, ())):
            return True
        return any(statement.word in each and not words.isdisjoint(each) for each in topic.exclusive)

    def _is_known(self, topic: Topic, here: Sequence[Statement], claim: Statement) -> bool:
        """Whether a claim is true, by a count of its promise or by answers."""
        if promise_of(claim) in self.lines:
            return True
        is_vow = include_a_vow([claim], self.vowed)
        proof = [each for each in here if not is_vow or not asks_about_most(self.content, each)]
        is_asked = not is_unasked(self.content, self.findings, [claim], proof)
        return is_asked and is_proven(self.content, self.audit, topic, claim, proof)

    def _is_taken_back(self, topic: Topic, statement: Statement) -> bool:
        """Whether a note takes back an answer whose phrase isn't itself a condition that people should know."""
        return statement.word not in topic.admits and is_taken_back(self.content, self.audit, statement)

    def _truth(
        self, topic: Topic, here: Sequence[Statement], claims: tuple[Statement, ...], sentences: tuple[str, ...]
    ) -> Truth:
        findings = self.findings
        broken = {claim.tag: why for claim in claims if (why := what_breaks(findings, claim))}
        names_exceptions = any(each.startswith(THROUGH) for each in sentences)
        untrue = {*broken, *(() if names_exceptions else contradicted_claims(findings, claims))}
        again = {in_first_person(self.audit, topic.phrases.get(tag.partition(".")[2], "")) for tag in untrue}
        sentences = tuple(each for each in sentences if each not in again)
        if topic.id in OF_ONE_KIND and is_kept_for_some(self.audit, claims):
            sentences = ()
        telling = [each for each in claims if topic.id != VOWS or each.subject in self.nothing_else]
        own = lines_of(telling, self.lines)
        if not self.ending.isdisjoint(map(promise_of, claims)):
            sentences = ()  # they say what is true today, and the plan may end it
        is_known = bool(claims) and all(self._is_known(topic, here, claim) for claim in claims)
        compared, mismatch = compared_with_truth(findings, claims, [*broken.values()], known=is_known)
        if not mismatch and names_exceptions:
            sentences = ()
        if compared in ("agrees", "guessed"):
            admitted = {
                in_first_person(self.audit, topic.phrases[word]) for word in topic.admits if word in topic.phrases
            }
            sentences = () if own else tuple(each for each in sentences if each not in admitted)
        if compared == "agrees" and is_untrue_elsewhere(findings, claims):
            compared = "guessed" if topic.id in self.touched else "partly"
        sayable = () if is_in_doubt(findings, claims) else sentences
        return Truth(topic.id, claims, compared, sayable, mismatch, () if mismatch else own)


def together(content: Content, true: Sequence[Truth]) -> tuple[str, ...]:
    """The shortest page that is true: every sentence once, with a paragraph for each heading of topics.

    A heading's place is the average place of its topics on the way from first look to leaving.
    """
    on_the_way: dict[str, list[int]] = {}
    for topic in content.topics.values():
        on_the_way.setdefault(topic.heading, []).append(_on_the_way(topic))
    under: dict[str, list[str]] = {heading: [] for heading in sorted(on_the_way, key=lambda h: fmean(on_the_way[h]))}
    said: set[str] = set()
    for truth in true:
        fresh = [sentence for sentence in map(_ended, truth.sayable) if sentence not in said]
        under[content.topics[truth.topic].heading] += fresh
        said.update(fresh)
    return tuple(" ".join(sentences) for sentences in under.values() if sentences)


def _ended(line: str) -> str:
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
