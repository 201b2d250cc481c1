"""Report on the checks, from the fixtures alone: `python -m tests.judging [--deep]`.

For each check: what makes it fire, what stops it, the businesses it fires in, and its honest twins (businesses where
every side of the check takes a position on one of its topics and the check doesn't fire), or that no business can be
one. Then the checks that are hard to tell apart, and the answers that never decide anything. `--deep` removes each
answer from each business in turn and judges again, which takes minutes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Check, Content, Term
from trueup.engine.analysis import Analysis
from trueup.engine.measures import MEASURES
from trueup.engine.rules import rules_of
from trueup.engine.statements import ask_of

BUSINESSES = Path(__file__).parent / "fixtures" / "businesses"
ALIKE = 0.6
"""The share of common businesses above which two checks are hard to tell apart."""
TWINS = 3
"""The number of honest twins that each check should have."""


def businesses(content: Content) -> dict[str, Audit]:
    """The fixture businesses by name."""
    files = (path for path in sorted(BUSINESSES.glob("*.json")) if not path.name.endswith(".expect.json"))
    return {path.stem: audit_from_document(json.loads(path.read_text("utf-8")), content) for path in files}


def report(content: Content, audits: dict[str, Audit], *, deep: bool) -> Iterator[str]:
    """The lines of the report."""
    analyses = {name: Analysis(content, audit) for name, audit in audits.items()}
    fired = {name: {found.check.id for found in each.findings.mismatches} for name, each in analyses.items()}
    fires_in: dict[str, list[str]] = defaultdict(list)
    for name, found in fired.items():
        for check in found:
            fires_in[check].append(name)
    twins = {check.id: list(_twins(check, analyses, fired)) for check in content.checks.values()}
    twinless = [check for check in content.checks.values() if _leaves_no_twin(content, check)]
    yield f"{len(content.checks)} checks, {len(audits)} businesses"
    yield ""
    for check in content.checks.values():
        yield f"{check.id} (severity {check.severity}): {check.title}"
        for term in check.between:
            yield f"    {_shown(content, term)}"
        for term in check.unless:
            yield f"    unless {_shown(content, term)}"
        yield f"    fires in {', '.join(fires_in[check.id][:4]) or 'no business'}"
        if check in twinless:
            yield "    honest twins: none possible, because every position on its topics makes it fire"
        else:
            yield f"    honest twins: {', '.join(twins[check.id][:TWINS]) or 'none'} ({len(twins[check.id])})"
    yield ""
    never = [check for check in content.checks if not fires_in[check]]
    few = [check.id for check in content.checks.values() if check not in twinless and len(twins[check.id]) < TWINS]
    yield f"Never fired by a fixture ({len(never)}): {', '.join(never) or 'none'}"
    yield f"Fewer than {TWINS} honest twins ({len(few)}): {', '.join(few) or 'none'}"
    yield f"No honest twin possible ({len(twinless)}): {', '.join(each.id for each in twinless) or 'none'}"
    yield ""
    yield "Hard to tell apart (businesses both fire in / either fires in):"
    for one, other in combinations(sorted(fires_in), 2):
        both, either = set(fires_in[one]) & set(fires_in[other]), set(fires_in[one]) | set(fires_in[other])
        if len(both) > 1 and len(both) / len(either) > ALIKE:
            yield f"    {one} and {other}: {len(both)} of {len(either)}"
    yield ""
    dead = list(_dead(content))
    yield f"Answers no check listens to ({len(dead)}):"
    yield from (f"    {each}" for each in dead)
    if deep:
        yield ""
        yield "Questions that never decided anything (taken out of every business that answers them):"
        yield from (f"    {each}" for each in _undecisive(content, audits))


def _shown(content: Content, term: Term) -> str:
    rule = next(
        listener
        for rule in rules_of(content).every
        for listener in (*rule.between, *rule.unless)
        if listener.term == term
    )
    sources = [getattr(each, "id", None) or ask_of(f"measure:{each.name}") for each in rule.speakers]  # type: ignore[union-attr]
    where = f" of {term.of}" if term.of else ""
    return f"{term.side} {' or '.join(term.tags)}{where}  ({', '.join(sources)})"


def _twins(check: Check, analyses: dict[str, Analysis], fired: dict[str, set[str]]) -> Iterator[str]:
    wanted = [{(term.side, topic) for topic in _topics(term)} for term in check.between]
    for name, analysis in analyses.items():
        spoken = {(each.side, each.topic) for each in analysis.statements}
        if check.id not in fired[name] and not any(spoken.isdisjoint(each) for each in wanted):
            yield name


def _leaves_no_twin(content: Content, check: Check) -> bool:
    """Whether the check fires as soon as each of its sides takes a position on one of its topics.

    Checks that an exception, the count of a kept promise or answers about different rows can silence are left out.
    """
    if check.unless or any(term.of or term.side == "say" for term in check.between):
        return False
    measured = {("deliver", tag) for measure in MEASURES.values() if measure.is_in(content) for tag in measure.tags}
    taken = measured | set(content.speakers)
    return all(
        {tag for side, tag in taken if side == term.side and tag.partition(".")[0] in _topics(term)} <= set(term.tags)
        for term in check.between
    )


def _topics(term: Term) -> set[str]:
    return {tag.partition(".")[0] for tag in term.tags}


def _dead(content: Content) -> Iterator[str]:
    listened = {position for check in content.checks for position in content.touches(check)}
    for question in content.questions.values():
        for choice in question.choices:
            tags = [tag for tag in choice.stands if (question.side, tag) not in listened]
            if question.side and choice.stands and len(tags) == len(choice.stands):
                yield f"{question.id}: {choice.key} ({', '.join(tags)})"
    for topic in content.topics.values():
        for word in topic.claims:
            if ("say", f"{topic.id}.{word}") not in listened:
                yield f"{CLAIMS}: {topic.id}.{word}"


def _undecisive(content: Content, audits: dict[str, Audit]) -> Iterator[str]:
    asked: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for audit in audits.values():
        before = Analysis(content, audit)
        ids = {found.id for found in before.findings.mismatches}
        for question in audit.answers:
            asked[question] += 1
            after = Analysis(content, audit.with_answer(question, None))
            changed = {found.id for found in after.findings.mismatches} != ids or after.agreements != before.agreements
            decided[question] += changed
    for question in content.questions:
        if asked[question] and not decided[question]:
            yield f"{question}: 0 of {asked[question]}"


def main(arguments: list[str]) -> None:
    """Print the report."""
    content = our_content()
    for line in report(content, businesses(content), deep="--deep" in arguments):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
