"""The shortest way from a page to the first contradiction: which questions to ask first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from trueup.answers.model import Audit, Row
from trueup.content.model import AREAS, CLAIMS, Content, RowKind, Side
from trueup.engine.applicability import KEPT_QUESTION, Item, all_items, field_applies, is_done, is_for, seconds
from trueup.engine.measures import ROWS_TO_COUNT
from trueup.engine.model import Findings

MOST_FIRST: Final = 8
"""How many questions are asked about the claims before channels and customers: some four minutes."""

ROWS_FIRST: Final[dict[RowKind, int]] = {"channel": 1, "customer": ROWS_TO_COUNT}
"""The rows needed to compare: one channel, and the fewest customers that can be counted."""


def has_page(audit: Audit) -> bool:
    """Whether promises were read from a page. If so, claims are known before the questions are answered."""
    return any(row.spans or row.source for row in audit.of("promise"))


ASKED_ALREADY: Final = 1 / 4
"""How much of its worth a question keeps about a claim that an earlier question decides as well."""
LESS_THAN_FACTS: Final = 1 / 2
"""How much terms decide about a claim, compared with what really happens."""
OF_PLANS: Final = 1 / 16
"""How much plans and wishes decide: a page isn't untrue because of them."""
ESSENTIAL: Final = 5 / 4


def sharpest(content: Content, audit: Audit, findings: Findings) -> tuple[Item, ...]:
    """The open questions that could agree with or contradict a recorded claim, those that decide most per second first.

    What a question decides about a claim is the severity of the most severe check on the claim, divided by the number
    of answers that the check still needs, and squared: one badly untrue sentence is worth more than doubts about three.
    Essential questions count more. Terms count less if what really happens can be asked. Plans and wishes count least.
    Each next question is the one that decides most beyond what the earlier ones decide, so that a second question about
    a claim usually comes after the first questions about the others.
    """
    claimed = {tag for row in audit.of("promise") if not row.is_inactive for tag in row.many(_FIELD)}
    needed_by: dict[str, int] = {}
    for each in findings.needs_answer:
        for check in each.decides:
            needed_by[check] = needed_by.get(check, 0) + 1
    worth: dict[str, dict[str, float]] = {}
    for each in findings.needs_answer:
        decided: dict[str, float] = {}
        for check in each.decides:
            about = {t for term in content.checks[check].between if term.side == "say" for t in term.tags} & claimed
            for tag in about:
                decided[tag] = max(decided.get(tag, 0.0), (content.checks[check].severity / needed_by[check]) ** 2)
        worth[each.question] = decided
    facts = {tag for name, decided in worth.items() if _side(content, name) == "deliver" for tag in decided}
    for name, decided in worth.items():
        worth[name] = {tag: much * _weight(content, name, tag in facts) for tag, much in decided.items()}
    open_items = (item for area in AREAS for item in all_items(content, audit, area) if item.question)
    left = [item for item in open_items if worth.get(item.id) and not is_done(audit, item)]
    ordered: list[Item] = []
    so_far: dict[str, float] = {}

    def gain(item: Item) -> float:
        decided = worth[item.id].items()
        return sum(max(much - so_far.get(tag, 0.0), much * ASKED_ALREADY) for tag, much in decided) / seconds(item)

    while left:
        best = max(left, key=gain)
        left.remove(best)
        ordered.append(best)
        so_far |= {tag: max(much, so_far.get(tag, 0.0)) for tag, much in worth[best.id].items()}
    return tuple(ordered)


def to_count(content: Content, audit: Audit) -> tuple[Row, ...]:
    """The promises of which it isn't said how many of the last ten got them, those that decide most first.

    What a count decides is what the claims of its promise would weigh if they weren't true: the severity of the most
    severe check on each claim, squared. Only as many are returned as are asked before the first comparison.
    """
    question = content.questions.get(KEPT_QUESTION)
    if question is None or not is_for(audit, question):
        return ()
    severest: dict[str, int] = {}
    for check in content.checks.values():
        if is_for(audit, check):
            for tag in (tag for term in check.between if term.side == "say" for tag in term.tags):
                severest[tag] = max(severest.get(tag, 0), check.severity)
    left = [
        row
        for row in audit.of("promise")
        if not row.is_inactive
        and row.many(_FIELD)
        and question.field not in row.fields
        and field_applies(content, audit, row, question)
    ]
    weigh = {row.id: sum(severest.get(tag, 0) ** 2 for tag in row.many(_FIELD)) for row in left}
    return tuple(sorted(left, key=lambda row: -weigh[row.id])[:MOST_FIRST])


def _side(content: Content, name: str) -> Side | None:
    question = content.questions.get(name)
    return question.side if question is not None else None


def _weight(content: Content, name: str, is_fact: bool) -> float:
    """The factor for what a question decides about a claim. `is_fact`: what really happens can be asked too."""
    question = content.questions.get(name)
    side = _side(content, name)
    by_side = LESS_THAN_FACTS if side == "sell" and is_fact else 1.0 if side in ("sell", "deliver") else OF_PLANS
    return by_side * (ESSENTIAL if question is not None and question.essential else 1.0)


def first_left(content: Content, audit: Audit, findings: Findings, passed: Collection[str]) -> Item | None:
    """The next item to answer after a page was read: the questions that test the page best, then a channel, then the
    last customers.

    None once there are a promise, a channel and customers: it is time to compare, and further answers are optional.
    `passed`: the items the founder has already gone past in this sitting, answered or not.
    """
    missing = [kind for kind, least in ROWS_FIRST.items() if len(audit.of(kind)) < least]
    asked = [each for each in passed if each in content.questions]
    if missing and len(asked) < MOST_FIRST:
        item = next((item for item in sharpest(content, audit, findings) if item.id not in passed), None)
        if item is not None:
            return item
    rows = {item.rows: item for area in AREAS for item in all_items(content, audit, area) if item.rows}
    return next((rows[kind] for kind in missing if kind in rows and kind not in passed), None)


_FIELD = CLAIMS.partition(".")[2]
