"""The shortest way from a page to the first contradiction: which questions to ask first, so that the page's claims can
be compared with the answers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from trueup.answers.model import Audit
from trueup.content.model import AREAS, CLAIMS, Content, RowKind
from trueup.engine.applicability import Item, all_items, is_done, seconds
from trueup.engine.measures import ROWS_TO_COUNT
from trueup.engine.model import Findings

MOST_FIRST: Final = 8
"""How many questions are asked about the claims before channels and customers. At half a minute each, that is some four
minutes."""

ROWS_FIRST: Final[dict[RowKind, int]] = {"channel": 1, "customer": ROWS_TO_COUNT}
"""The rows needed to compare: one channel, and the fewest customers that can be counted."""


def has_page(audit: Audit) -> bool:
    """Whether promises were read from a page. If so, claims are known before the questions are answered."""
    return any(row.spans or row.source for row in audit.of("promise"))


def sharpest(content: Content, audit: Audit, findings: Findings) -> tuple[Item, ...]:
    """The open questions that could agree with or contradict a recorded claim, those that decide most per second first.

    Each check counts with its severity, divided among the answers it still needs.
    """
    claimed = {tag for row in audit.of("promise") if not row.is_inactive for tag in row.many(_FIELD)}
    needed_by: dict[str, int] = {}
    for each in findings.needs_answer:
        for check in each.decides:
            needed_by[check] = needed_by.get(check, 0) + 1
    weight = {
        check: content.checks[check].severity / count
        for check, count in needed_by.items()
        if claimed & {tag for term in content.checks[check].between if term.side == "say" for tag in term.tags}
    }
    worth = {each.question: sum(weight.get(check, 0.0) for check in each.decides) for each in findings.needs_answer}
    open_items = (item for area in AREAS for item in all_items(content, audit, area) if item.question)
    left = [item for item in open_items if worth.get(item.id) and not is_done(audit, item)]
    return tuple(sorted(left, key=lambda item: -worth[item.id] / seconds(item)))


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
