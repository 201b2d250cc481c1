"""The founder's own lines that are worth repeating on a page, without those that say more than what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.content.model import CLAIMS, Content
from trueup.engine.analysis import Analysis
from trueup.engine.kept_promises import is_of_no_topic
from trueup.engine.model import Statement
from trueup.engine.phrases import untrue_claims
from trueup.engine.things import is_about_the_offer
from trueup.engine.truthful import PRICES_SHOWN, Truth
from trueup.wording.shortening import one_line

LONGEST_OWN = 200
"""The most characters of a line of the founder's own on page one."""

OTHERS = frozenset({"reviews"})
"""Topics on which a published line says what others said."""

OF_SOMEONE = frozenset({"independence.someone", "work.helper"})
"""Claims about someone else: away from the page they are on, that person helps no one to decide."""


def without_overstated(analysis: Analysis, truths: Sequence[Truth]) -> tuple[Truth, ...]:
    """The topics, each without the founder's own lines that say more than what was counted: on a topic they speak of,
    or on any if they make no claim, their words also make another claim, and an answer contradicts that one.
    """
    content = analysis.content
    others = dict[str, set[str]]()
    for line, made in _made_by(truths).items():
        topics = {each.topic: content.topics[each.topic] for each in made} or content.topics
        claims = {f"{name}.{word}" for name, topic in topics.items() for word in topic.claims}
        others[line] = claims - {each.tag for each in made}
    untrue = untrue_claims(content, analysis.audit, frozenset[str]().union(*others.values()))
    overstated = {line for line, tags in others.items() if any(_claims(content, line, tag) for tag in tags & untrue)}
    return tuple(replace(each, own=tuple(line for line in each.own if line not in overstated)) for each in truths)


def _claims(content: Content, line: str, tag: str) -> bool:
    """Whether a claim is read in a line."""
    from trueup.reading.reader import read_words

    return bool(read_words(content, line, tag).claims)


def own_lines(analysis: Analysis, truths: Sequence[Truth]) -> list[str]:
    """The founder's own lines, each once: first those for everyone, then those that only admit a condition, then those
    for some groups, and at last those that weren't counted, make no claim or are about another thing. Some lines are
    left out because they are very long, mean little elsewhere, or only limit what another line promises and breaks.
    """
    groups = sum(not row.is_inactive for row in analysis.audit.of("group"))
    promises = analysis.audit.of("promise")
    counted = {one_line(row.text("words")) for row in promises if "kept" in row.fields and is_about_the_offer(row)}
    broken = _broken_topics(analysis)
    places: dict[str, int] = {}
    for line, made in _made_by(truths).items():
        meant = [each for each in made if each.topic not in OTHERS and each.tag not in OF_SOMEONE]
        limits = bool(meant) and all(_is_condition(analysis.content, each) for each in meant)
        if len(line) > LONGEST_OWN or (made and not meant):
            continue
        if limits and not broken.isdisjoint(each.topic for each in meant):
            continue
        if line not in counted or is_of_no_topic([each.tag for each in meant]):
            places[line] = 3
        elif any(0 < len(each.groups) < groups for each in meant):
            places[line] = 2
        else:
            places[line] = int(limits)
    return sorted(places, key=places.__getitem__)


def _broken_topics(analysis: Analysis) -> set[str]:
    """The topics of all claims of promises that a contradiction quotes. While *yours for life* isn't kept, *access ends
    after twelve months* is the condition that breaks it.
    """
    found = [each for each in analysis.findings.mismatches if each.verdict == "contradiction"]
    broken = frozenset[str]().union(*(each.promises for each in found))
    return {
        tag.partition(".")[0] for row in analysis.audit.of("promise") if row.id in broken for tag in row.many("claims")
    }


def _made_by(truths: Sequence[Truth]) -> dict[str, list[Statement]]:
    """The founder's own lines, each with the claims it makes."""
    made: dict[str, list[Statement]] = {line: [] for truth in truths for line in truth.own}
    for statement in (each for truth in truths for each in truth.claims if each.source == CLAIMS):
        made.get(one_line(statement.quote), []).append(statement)
    return made


def _is_condition(content: Content, claim: Statement) -> bool:
    """Whether a claim only admits a condition, or is minor. A line that names prices isn't, although a sentence that
    says they can be seen is.
    """
    topic = content.topics[claim.topic]
    return claim.word in (*topic.admits, *topic.minor) and claim.tag not in PRICES_SHOWN
