"""What comes next: which question to ask, which screen to go to, and how far the founder has got on the way there."""

from __future__ import annotations

from typing import Literal

from trueup.content.model import AREAS, Area
from trueup.engine.applicability import Item, essentials_left, is_done, items, next_item
from trueup.engine.first_contradiction import MOST_FIRST, ROWS_FIRST, first_left, has_page
from trueup.engine.plan import first
from trueup.session.session import Session

Next = Item | Literal["quarter", "review", "compare", "plan", "mismatches", "summary"]
"""A stop of an area, a screen to go to, or a quarter to begin."""


def next_step(session: Session) -> Next:
    """The next thing to do, the first of these that is left: a new quarter, its review, an essential, comparing,
    the question that would decide most, the first fix, the mismatches or the summary.
    """
    audit = session.current
    if session.begins:
        return "quarter"
    if session.due:
        return "review"
    if not audit.compared and follows_page(session):
        return first_left(session.content, audit, session.findings, session.passed) or "compare"
    if not audit.compared:
        left = essentials_left(session.content, audit)
        return left[0] if left else "compare"
    item = next_item(session.content, audit, session.findings)
    if item is not None:
        return item
    if not session.analysis.knows_first_fixes:
        return "plan" if session.findings.mismatches else "summary"
    if first(session.content, audit, session.findings):
        return "plan"
    return "mismatches" if session.findings.mismatches else "summary"


def follows_page(session: Session) -> bool:
    """Whether the founder is first asked what promises read from a page are compared with."""
    audit = session.current
    return not audit.compared and not audit.deeper and has_page(audit)


def next_of_more(session: Session) -> Next:
    """The open question that would decide most and isn't passed yet; if none, comparing or the mismatches."""
    item = next_item(session.content, session.current, session.findings, session.passed)
    return item or ("mismatches" if session.current.compared else "compare")


def stop_left(session: Session) -> Item | None:
    """The stop the founder was at when the file was closed."""
    audit = session.current
    stops = (item for area in AREAS for item in items(session.content, audit, area))
    return next((item for item in stops if item.id == audit.place), None)


def next_after(session: Session, area: Area) -> Next | None:
    """Where to go from the end of an area: the first open stop in the areas after it, else what is to be done next.
    None means home, to see what is left.

    It never leads back to a stop that was left blank on purpose; home still shows those stops.
    """
    for later in AREAS[AREAS.index(area) + 1 :]:
        for item in items(session.content, session.current, later):
            if not is_done(session.current, item):
                return item
    following = next_step(session)
    return following if isinstance(following, str) else None


def through_page(session: Session, *, asks: bool) -> tuple[int, int]:
    """How many of the steps to compare a page with are done. `asks`: a question about the page is shown."""
    there = sum(len(session.current.of(kind)) >= least for kind, least in ROWS_FIRST.items())
    asked = sum(each in session.content.questions for each in session.passed)
    return (min(asked, MOST_FIRST - 1) if asks else MOST_FIRST) + there, MOST_FIRST + len(ROWS_FIRST)


def through_more(session: Session) -> tuple[int, int]:
    """How many of the open questions the founder has gone past since asking for more, and of how many. If an answer
    brings more questions, the share stays as it was.
    """
    audit, done = session.current, len(session.passed)
    stops = (item for area in AREAS for item in items(session.content, audit, area))
    left = sum(item.id not in session.passed and not is_done(audit, item) for item in stops)
    share = done / max(done + left, 1)
    if done > session.furthest[0]:
        share = max(share, session.furthest[1])
    session.furthest = done, share
    return round(share * 100), 100
