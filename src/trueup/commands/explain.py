"""`trueup explain`: what a check, topic, question or claim is about, and with what it's connected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

from trueup.commands.open_file import content_of, open_quarter
from trueup.commands.output import WIDTH, Refused, Reply, wrapped
from trueup.content.model import Check, Choice, ClaimCues, Content, Fix, Question, Term, Topic
from trueup.content.problems import instead, nearest
from trueup.engine.analysis import Analysis
from trueup.engine.explanation import guesses_behind
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.reading.tokens import words
from trueup.wording import explanation
from trueup.wording import findings as wording
from trueup.wording.shortening import shortened
from trueup.wording.vocabulary import SPEAKS

KINDS = {
    "choice": "pick one",
    "many": "pick any number",
    "text": "write text",
    "number": "write a number",
    "steps": "pick steps in their order",
    "groups": "name groups",
    "channel": "pick a channel",
}


def explain(name: str) -> Reply:
    """Explain everything with this id. Raises Refused, with the most similar id, if there is nothing."""
    content = content_of()
    parts: list[Iterator[str]] = []
    if name in content.checks:
        parts.append(_check(content, content.checks[name]))
    if name in content.topics:
        parts.append(_topic(content, content.topics[name]))
    if name in content.questions:
        parts.append(_question(content, content.questions[name]))
    if name in content.claims:
        parts.append(_claim(content, name))
    if not parts:
        raise Refused(f"“{name}” isn't a check, topic, question or claim{instead_of(content, name)}")
    return Reply("\n\n".join("\n".join(part) for part in parts) + "\n")


def _check(content: Content, check: Check) -> Iterator[str]:
    severity = f"{SEVERITY_WORDS[check.severity]} (severity {check.severity} of 5)"
    tension = ", a tension: it matters less, and ranks low" if check.tension else ""
    yield from wrapped(f"{check.id}: {check.title}")
    yield from wrapped(f"A check about “{content.topics[check.topic].title}” ({check.topic}), {severity}{tension}.")
    if check.kinds:
        yield from wrapped(f"Only for these kinds of business: {wording.listed(check.kinds)}.")
    if check.first:
        yield from wrapped("An untrue claim of this kind leads, whatever its impact.")
    yield from _block("Found when all of these are true:", (_term(content, term) for term in check.between))
    yield from _block("Silent when one of these is true:", (_term(content, term) for term in check.unless))
    yield ""
    yield from wrapped(f"Why a customer feels it: {check.why}")
    if check.disclosed:
        yield from wrapped("When customers are told before paying, it is only a tension.")
    yield from _block("Fixes:", (_fix(fix) for fix in check.fixes))
    yield from _location(check)


def _term(content: Content, term: Term) -> str:
    positions = wording.listed((f"{content.label(tag)} ({tag})" for tag in term.tags), last="or")
    row = f", in {'another' if term.other else 'a'} {term.of}" if term.of else ""
    group = ", for the group that is named" if term.group else ""
    return f"{SPEAKS[term.side]}: {positions}{row}{group}"


def _fix(fix: Fix) -> str:
    cost = f" Costs you {fix.costs_you}." if fix.costs_you else ""
    return f"{fix.do} ({wording.who_moves(fix)}, {fix.effort}).{cost}"


def _topic(content: Content, topic: Topic) -> Iterator[str]:
    yield from wrapped(f"{topic.id}: {topic.title}")
    yield from wrapped("A topic: something sides can agree or conflict on.")
    yield ""
    yield from wrapped(topic.about)
    yield from _block("Positions:", (f"{topic.id}.{word}: {label}" for word, label in topic.positions.items()))
    yield from _block("A published line can claim:", topic.claims.values())
    questions = [q for q in content.questions.values() if any(tag.startswith(f"{topic.id}.") for tag in q.tags)]
    yield from _block("Asked in:", (f"{question.id}: {question.text}" for question in questions))
    yield from _block("Counted over the last ten customers:", (measure.partition(".")[2] for measure in topic.measures))
    checks = [check for check in content.checks.values() if check.topic == topic.id]
    yield from _block("Checks:", (f"{check.id}: {check.title}" for check in checks))
    yield from _location(topic)


def _claim(content: Content, tag: str) -> Iterator[str]:
    topic = content.topics[tag.partition(".")[0]]
    yield from wrapped(f"{tag}: {content.claims[tag]}")
    yield from wrapped(f"A claim about “{topic.title}”: what a published line can be held to.")
    cues = content.cues.get(tag)
    if cues is None:
        yield from wrapped("No cue finds it on a page yet; it can be ticked.")
    elif cues.none:
        yield from wrapped(f"No cue finds it on a page, but it can be ticked: {cues.none}")
    else:
        yield from _block("Found on a page by (in any form of the words):", cues.cues)
        yield from _block("But not near:", cues.never)
        yield from _block("Such as:", cues.match)
        yield from _block("Close, but no such claim:", cues.miss)
    heard = [check for check in content.checks.values() if ("say", tag) in content.touches(check.id)]
    yield from _block("Looked at by:", (f"{check.id}: {check.title}" for check in heard))
    yield from _location(cues or topic)


def _question(content: Content, question: Question) -> Iterator[str]:
    side = f" It tells {SPEAKS[question.side]}." if question.side else ""
    yield from wrapped(f"{question.id}: {question.text}")
    yield from wrapped(f"A question of {content.screens[question.home].title}: {KINDS[question.kind]}.{side}")
    if question.kinds:
        yield from wrapped(f"Asked of these kinds of business: {wording.listed(question.kinds)}.")
    if question.hint:
        yield ""
        yield from wrapped(question.hint)
    if question.why:
        yield ""
        yield from wrapped(f"Why we ask: {question.why}")
    yield from _block("Worded differently for:", (f"{kind}: {text}" for kind, text in question.wording.items()))
    yield from _block("Answers:", map(_choice, question.choices))
    yield from _block(
        "Counts as:",
        (
            f"{band.tag}: " + (f"up to {wording.figure(band.upto, question.unit)}" if band.upto else "above that")
            for band in question.bands
        ),
    )
    yield from _block("Known from:", (f"{word}: {what}" for word, what in question.rests_on.items()))
    if question.asked_if:
        when = (f"{each.question} is {wording.listed(each.values, last='or')}" for each in question.conditions)
        yield ""
        yield from wrapped(f"Asked when {', or when '.join(when)}.")
    tags = content.claims if question.is_checklist else question.tags
    heard = [check for check in content.checks.values() if _listens(check, question, tags)]
    yield from _block("Can take part in:", (f"{check.id}: {check.title}" for check in heard))
    yield from _location(question)


def _choice(choice: Choice) -> str:
    tags = f" ({', '.join(choice.stands)})" if choice.stands else ""
    only = f", only for {wording.listed(choice.kinds)}" if choice.kinds else ""
    return f"{choice.key}: {choice.label}{tags}{only}"


def _listens(check: Check, question: Question, tags: Collection[str]) -> bool:
    """Whether an answer to this question can be part of a mismatch of this check."""
    return any(
        term.side == question.side and term.of in (None, question.home) and any(tag in tags for tag in term.tags)
        for term in check.between
    )


def _location(thing: Check | Topic | Question | ClaimCues) -> Iterator[str]:
    yield ""
    yield f"Written in screens/{thing.location.file}, line {thing.location.line}."


def _block(head: str, points: Iterable[str]) -> Iterator[str]:
    lines = [line for point in points for line in wrapped(point, indent=2, hang=4)]
    if lines:
        yield from ("", head, *lines)


def explain_here(path: Path, name: str, quarter: str | None = None) -> Reply:
    """Explain what a check finds in the answers of a quarter, by default the newest, and why. Raises Refused if there
    is no such check.
    """
    audit, _, note, content = open_quarter(path, content_of(), quarter)
    if name not in content.checks:
        raise Refused(f"“{name}” isn't a check{instead_of(content, name, only_checks=True)}")
    return Reply("\n".join(_lines(Analysis(content, audit), name)) + "\n", note)


def _lines(analysis: Analysis, name: str) -> Iterator[str]:
    told = analysis.explain(name)
    yield from wrapped(f"{name}: {analysis.content.checks[name].title}")
    yield from wrapped(explanation.why(analysis, told))
    for part in explanation.parts(analysis, told):
        yield ""
        yield from wrapped(part.head)
        for point in part.points:
            yield from wrapped(point, indent=2, hang=4)
    found = analysis.findings.mismatch(name)
    if found is not None:
        fixes = analysis.fixes(found)
        behind = guesses_behind(analysis.findings, fixes[0]) if fixes else ()
        yield ""
        yield from wrapped(wording.arithmetic(found))
        for sentence in explanation.turns(analysis, analysis.turning(name)[:3], behind[:3]):
            yield from wrapped(sentence)


# A word that is no id ---------------------------------------------------------

MOST: Final = 8
"""The most suggestions. With more, the best are hard to find among them."""
ALIKE: Final = 0.8
"""The likeness from which a word without a dot is taken for a misspelt id."""


class _Named(NamedTuple):
    id: str
    title: str
    more: str = ""
    """Further words about it, which count half."""


def instead_of(content: Content, name: str, *, only_checks: bool = False) -> str:
    """Return the end of a sentence that says what to write instead of `name`: the id that is spelt most alike or, one a
    line, everything that speaks of its words.
    """
    named = tuple(_every_check(content)) if only_checks else tuple(_everything(content))
    ids = list(dict.fromkeys(each.id for each in named))
    near = nearest(name, ids)
    if near and ("." in name or SequenceMatcher(None, name, near).ratio() >= ALIKE):
        return f"; {instead(name, ids)}."
    found = _about(named, name)
    if not found:
        return f"; {instead(name, ids)}."
    lines = (f"  {shortened(f'{each.id}: {each.title}', WIDTH - 2)}" for each in found[:MOST])
    head = "These are about it" if len(found) <= MOST else f"The {MOST} of {len(found)} that are most about it"
    return f". {head}:\n" + "\n".join(lines)


def _everything(content: Content) -> Iterator[_Named]:
    for topic in content.topics.values():
        yield _Named(topic.id, topic.title, " ".join((topic.about, *topic.positions.values(), *topic.claims.values())))
    yield from _every_check(content)
    for question in content.questions.values():
        yield _Named(question.id, question.text, question.short)
    for tag, claim in sorted(content.claims.items()):
        yield _Named(tag, claim)


def _every_check(content: Content) -> Iterator[_Named]:
    for check in content.checks.values():
        topic = content.topics[check.topic]
        yield _Named(check.id, check.title, f"{topic.title} {topic.about} {check.why}")


def _about(named: Collection[_Named], name: str) -> list[_Named]:
    """Return what speaks of all words of a name or, if nothing does, of any: best first, otherwise in order."""
    sought = frozenset(words(name.replace(".", " ").replace("-", " ")).keys)
    weighed = [(each, _weight(each, sought)) for each in named] if sought else []
    whole = max((weight[0] for _, weight in weighed), default=0)
    found = [(each, weight) for each, weight in weighed if whole and weight[0] == whole]
    return [each for each, _ in sorted(found, key=lambda pair: pair[1], reverse=True)]


def _weight(named: _Named, sought: Collection[str]) -> tuple[int, int]:
    """Return how many of the words are found, and how much that counts: three for the id, two for the title, one for
    further words.
    """
    at = [
        (3, frozenset(words(named.id.replace(".", " ").replace("-", " ")).keys)),
        (2, frozenset(words(named.title).keys)),
        (1, frozenset(words(named.more).keys)),
    ]
    found = [sum(weight for weight, keys in at if word in keys) for word in sought]
    return sum(map(bool, found)), sum(found)
