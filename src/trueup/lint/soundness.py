"""Checks whether screens/ makes sense as a whole: can each check fire, does each fix help, are examples of cues
right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from trueup.content.marks import OF_TOPIC, keys, mistakes, pieces
from trueup.content.model import AREAS, KIND_QUESTION, PARTNER_FIX, ROW_KINDS, SIDES, Check, Content, Question, Side
from trueup.content.topic_file import WHY_OF_BOTH
from trueup.engine.applicability import GOALS, ROWS_WANTED, SECONDS, SECONDS_A_ROW, asked_of, fits, seconds_of_rows
from trueup.engine.causes import CHANGE, RULE
from trueup.engine.judge import GATE_TOPICS, mismatches
from trueup.engine.matching import by_position
from trueup.engine.measures import MEASURES
from trueup.engine.offered_claims import could_find
from trueup.engine.rules import rules_of
from trueup.engine.statements import in_own_words, said_in
from trueup.engine.trying import State, every_fix
from trueup.lint.smallest_business import witness
from trueup.reading.reader import Claim, read_words

QUESTION, CHOICE = 140, 70
"""The most characters of a question and of a choice, so that they can be read at a glance on a small screen."""


def lint(content: Content) -> list[str]:
    """Return all problems, as `file:line: sentence`; empty if screens/ is sound."""
    return [
        *_questions(content),
        *_topics(content),
        *_checks(content),
        *_partner_fix(content),
        *_measures(content),
        *_said_twice(content),
        *prove(content),
    ]


def tally(content: Content) -> dict[str, int]:
    """Return what screens/ contains, as what → number: questions, topics, checks and so on, and the minutes that the
    essentials and all questions take.
    """
    rows = sum(seconds_of_rows(kind, count) for kind, count in ROWS_WANTED.items() if kind in content.screens)
    areas = [question for area in AREAS if area in content.screens for question in content.of(area)]
    essential = [question for question in areas if question.essential]
    return {
        "questions": len(content.questions),
        "essentials": len(essential),
        "topics": len(content.topics),
        "checks": len(content.checks),
        "fixes": sum(len(check.fixes) for check in content.checks.values()),
        "minutes for the essentials": -(-(sum(SECONDS.get(q.kind, SECONDS_A_ROW) for q in essential) + rows) // 60),
        "minutes for everything": -(-(sum(SECONDS.get(q.kind, SECONDS_A_ROW) for q in areas) + rows) // 60),
    }


def met(content: Content) -> dict[str, tuple[int, int]]:
    """Return, for each kind of business, the least and the greatest number of questions it can be asked in the
    areas.
    """
    kinds = content.questions[KIND_QUESTION].choices if KIND_QUESTION in content.questions else ()
    return {kind.key: _met(content, kind.key) for kind in kinds}


def _met(content: Content, kind: str) -> tuple[int, int]:
    areas = [question for area in AREAS if area in content.screens for question in content.of(area)]
    asked = [question for question in areas if asked_of(content, kind, question)]

    def by_kind(question: Question) -> bool:
        return any(each.question == KIND_QUESTION and kind in each.values for each in question.conditions)

    always = [question for question in asked if question.asked_if is None or by_kind(question)]
    others = [question for question in asked if question not in always]

    def most(question: Question) -> int:
        """Return the greatest number of questions asked because of this one: itself, and those that depend on one of
        its answers.
        """
        hanging = [(o, each.values) for o in others for each in o.conditions if each.question == question.id]
        answers = [choice.key for choice in question.choices if fits(kind, choice)] if hanging else []
        if question.id == KIND_QUESTION:
            answers = [kind]
        more = (sum(most(other) for other, values in hanging if key in values) for key in answers)
        return 1 + max(more, default=0)

    return len(always), sum(map(most, always))


def heard_from(content: Content, topic: str) -> set[Side]:
    """Return the sides that can take a position on a topic."""
    sides = {side for side, tag in content.speakers if tag.partition(".")[0] == topic}
    counted = [tag for measure in MEASURES.values() if measure.is_in(content) for tag in measure.tags]
    if any(tag.partition(".")[0] == topic for tag in counted):
        sides.add("deliver")
    return sides


def _questions(content: Content) -> Iterator[str]:
    for question in content.questions.values():
        if not question.why and question.home not in ROW_KINDS:
            yield f"{question.location}: {question.id} doesn't say why it is asked; add a paragraph “Why we ask: …”"
        asked = [(text, QUESTION) for text in (question.text, *question.wording.values())]
        for text, most in (*asked, *((choice.label, CHOICE) for choice in question.choices)):
            if len(text) > most:
                yield f"{question.location}: “{text}” has {len(text)} characters; write at most {most}"


def _topics(content: Content) -> Iterator[str]:
    for topic in content.topics.values():
        heard = heard_from(content, topic.id)
        if len(heard) < 2 and topic.id not in GATE_TOPICS:
            sides = ", ".join(side for side in SIDES if side in heard) or "nobody"
            yield f"{topic.location}: {topic.id} is heard from {sides} only; nothing can conflict on it"


def _checks(content: Content) -> Iterator[str]:
    for check in content.checks.values():
        audit = witness(content, check)
        if audit is None:
            yield f"{check.location}: {check.id} can't be reached: no answers make every side take its position"
            continue
        said = said_in(content, audit)
        spoken = in_own_words(said)
        heard = by_position(chain.from_iterable(spoken.values()))
        found = mismatches(content, audit, heard, rules_of(content).touched(heard.positions))
        state = State(audit, said, spoken, {each.id: each for each in found})
        mismatch = next((each for each in state.open if each.check.id == check.id), None)
        if mismatch is None:
            continue
        every = replace(mismatch, check=check)  # also the fixes offered only elsewhere
        for tried in every_fix(content, state, every):
            if tried.gain < 0:
                opened = ", ".join(tried.creates)
                yield f"{check.location}: {check.id}: “{tried.fix.do}” opens more than it clears ({opened})"
            if tried.outcome == "not enough alone":
                yield f"{check.location}: {check.id}: “{tried.fix.do}” leaves the check standing"
        yield from _targets(content, check)
        yield from _marks(content, check)
        yield from _kinds(content, check)


def _targets(content: Content, check: Check) -> Iterator[str]:
    for fix in check.fixes:
        if fix.move is None or fix.to is None or (fix.move, fix.to) in content.speakers:
            continue
        if not any(fix.to in measure.tags for measure in MEASURES.values() if fix.move == "deliver"):
            said = f"no answer of the {fix.move} side stands for {fix.to}, where a fix moves it"
            yield f"{check.location}: {check.id}: {said}"


def _kinds(content: Content, check: Check) -> Iterator[str]:
    """Yield a problem for each kind of business to which a check is limited, but in which it can't find anything."""
    for kind in check.kinds:
        if not could_find(content, kind, check):
            said = f"is for {kind}, but no answers of that kind make every side take its position"
            yield f"{check.location}: {check.id} {said}; leave {kind} out"


OF_HOURS = ("source", "plan")
"""The topics whose fixes say where hours go: they can name the channel that brings most."""

UNMARKED = {
    "promise": re.compile(r"\b(?:the|this|that) promise\b(?! of\b)"),
    "other": re.compile(r"\bthe other promise\b"),
    "rule": re.compile(r"\b(?:the|your) rule\b"),
    "best": re.compile(r"\bthe channel that brings most\b"),
    "channel": re.compile(r"\b(?:the partner|this (?:partner|channel))\b(?!['’])", re.IGNORECASE),
}
"""Key of a mark → words in a fix that nearly always need this mark."""


def _marks(content: Content, check: Check) -> Iterator[str]:
    """Yield a problem for each mark of a fix at which no name can ever be put, and for words without their mark."""
    can_be_named = _named_by(content, check)
    for fix in check.fixes:
        marked = dict.fromkeys(key for text in fix.texts for key in keys(text))
        for key in marked:
            if key not in can_be_named:
                said = f"marks “{key}”, but nothing that the check compares gives it a name"
                yield f"{check.location}: {check.id}: “{fix.do}” {said}; write the words without a mark"
        for text in fix.texts:
            plain = "".join(piece for piece in pieces(text) if isinstance(piece, str))
            for key in (can_be_named - set(keys(text))) & UNMARKED.keys():
                if found := UNMARKED[key].search(plain):
                    said = f"says “{found[0]}” without a mark"
                    yield f"{check.location}: {check.id}: “{text}” {said}; write {{{key}|{found[0]}}}"


def _partner_fix(content: Content) -> Iterator[str]:
    """Yield what's wrong with the marks of the fix that asks a partner for other words, which is a text of the card."""
    card = content.screens.get("card")
    if card:
        at = f"card.md:{card.lines.get(PARTNER_FIX, 1)}"
        yield from (f"{at}: {sentence}" for _, sentence in mistakes(card.texts.get(PARTNER_FIX, "")))


def _named_by(content: Content, check: Check) -> set[str]:
    """Return the keys of the marks for which the statements of a mismatch can give a name."""
    if check.is_between_promises:
        return {"other"}
    speakers = [each for heard in rules_of(content).by_check[check.id].between for each in heard.speakers]
    asked = {ask for each in speakers for ask in ((each.id,) if isinstance(each, Question) else each.needs)}
    rows = {ask.partition(".")[0] for ask in asked}
    named = {"channel", "activity", "group"} & rows
    if not GOALS.isdisjoint(asked):
        named.add("goal")
    if any(tag.partition(".")[0] == CHANGE for term in check.between for tag in term.tags):
        named.add("plan")
    if any(RULE in term.tags for term in check.between):
        named.add("rule")
    if content.topics[check.topic].named:
        named |= set(OF_TOPIC)
    if check.topic in OF_HOURS:
        named.add("best")
    if "promise" in rows:
        named |= {"promise", "words", "plan"}
    return named


def _measures(content: Content) -> Iterator[str]:
    for topic in content.topics.values():
        for name in topic.measures:
            if name not in MEASURES:
                yield f"{topic.location}: {topic.id} names the measure {name}, which doesn't exist"
    for name, measure in MEASURES.items():
        for tag in measure.tags:
            topic_id, _, word = tag.partition(".")
            known = content.topics.get(topic_id)
            if measure.is_in(content) and known is not None and word not in known.positions:
                yield f"{known.location}: the measure {name} can say {tag}, which isn't a position of {topic_id}"


def _said_twice(content: Content) -> Iterator[str]:
    """Yield a problem for each question, reason or fix whose text occurs more than once. The reason shared by checks
    made from exclusive claims doesn't count.
    """
    texts = [(question.location, question.text) for question in content.questions.values()]
    texts += [(question.location, question.why) for question in content.questions.values() if question.why]
    checks = [check for check in content.checks.values() if check.why != WHY_OF_BOTH]
    texts += [(check.location, fix.do) for check in checks for fix in check.fixes]
    texts += [(check.location, check.why) for check in checks]
    count = Counter(text.casefold() for _, text in texts)
    for location, text in texts:
        if count[text.casefold()] > 1:
            yield f"{location}: “{text}” is said more than once"


FEWEST_SAID = 5
"""The fewest sentences that each claim needs in `said.tsv`."""


def prove(content: Content) -> Iterator[str]:
    """Yield a problem for each `match` example that the cues of its claim don't find, and each `miss` example that they
    find.
    """
    for tag, cues in content.cues.items():
        at = cues.location
        for example in cues.match:
            if _found(content, example, tag) is None:
                yield f"{at}: no cue of {tag} finds “{example}”; add one, or correct the example"
        for example in cues.miss:
            if claim := _found(content, example, tag):
                said = f"“{claim.words}” is found by the cue “{claim.cue}”"
                yield f"{at}: “{example}” isn't a claim of {tag}, but {said}; make it narrower, or add a not"


def missing(content: Content) -> Iterator[str]:
    """Yield a problem for each claim without cues, unless screens/ says why it can have none."""
    for topic in content.topics.values():
        for word in topic.claims:
            if f"{topic.id}.{word}" not in content.cues:
                write = f"write [{word}] under ## Cues, or say there why none can exist: none = “…”"
                yield f"{topic.location}: the claim {topic.id}.{word} has no cues; {write}"


def said(content: Content, file: Path) -> Iterator[str]:
    """Yield a problem for each malformed line of `said.tsv`, and for each claim with too few sentences in it."""
    if not file.is_file():
        return
    count, before = Counter[str](), set[tuple[str, str]]()
    for nth, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        tag, tab, sentence = line.partition("\t")
        at = f"{file.name}:{nth}"
        count[tag] += 1
        if not tab or not sentence.strip() or "\t" in sentence:
            yield f"{at}: write a claim, one tab and a sentence that makes it"
        elif tag not in content.claims:
            yield f"{at}: no claim is called {tag}"
        elif (tag, sentence.casefold()) in before:
            yield f"{at}: {tag} has this sentence already"
        before.add((tag, sentence.casefold()))
    for tag in sorted(content.claims):
        if count[tag] < FEWEST_SAID:
            yield f"{file.name}: {tag} has {count[tag]} sentences, and needs {FEWEST_SAID} to be told from other claims"


def _found(content: Content, example: str, tag: str) -> Claim | None:
    return next((claim for claim in read_words(content, example).claims if claim.tag == tag), None)
