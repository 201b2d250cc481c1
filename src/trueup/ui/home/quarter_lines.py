"""What home says about quarters: one can begin, what is left of the review, why nothing can be changed, the trend."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from trueup.engine.applicability import progress, wording
from trueup.engine.history import Point
from trueup.engine.review import minutes
from trueup.session.session import Session
from trueup.ui.base.sheet import Reading
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, heading, muted, paragraphs, plain
from trueup.ui.drawing.answer_history import rewritten_lines
from trueup.wording.changes import quarter_heads, where
from trueup.wording.vocabulary import MISSING, SIGNS

SHOWN = 5
"""The most quarters shown at home. The key `q` shows all of them."""

FIGURE = 7
"""Cells for each figure."""

MOST_NAMED = 8
"""The most answers listed on the sheet *Not asked any more*."""

MOST_SIGNS = 26
"""The most signs in a line; the rest is cut. The number is always shown."""

Said = tuple[str, str, str]
"""The three lines of *Next*: what it is, its text, and a remark."""


def begins(session: Session) -> Said:
    """Return the lines of *Next* when a new quarter can begin."""
    kept = f"{session.quarter} is kept as it was found, and can be read at any time."
    return "a new quarter", f"Begin {session.begins}: everything is prefilled", kept


def in_review(session: Session) -> Said:
    """Return the lines of *Next* during a review: how far it is, and what to review first."""
    due, every = session.due, session.reviewed
    at = f"review, {len(every) - len(due) + 1} of {len(every)}"
    question = session.content.questions.get(due[0].place)
    first = wording(session.current, question) if question else where(session.content, (session.current,), due[0].place)
    return at, first, "Still true? Press one key for each."


def only_to_read(session: Session) -> list[Line]:
    """Return lines that say why nothing can be changed, and what the founder can do about it."""
    if session.is_locked:
        title, ways = "Read only", Content.assemble("Look at everything here. ", ("Enter", KEY), " tries again.")
    else:
        newest = session.quarters.newest
        back = f" Enter goes back to {newest}," if session.quarter != newest else ""
        title, ways = "Finished", Content.assemble(f"Look at everything here.{back} ", ("^p", KEY), " reopens it.")
    return [Line(text=Content.styled(title, KEY)), Line(text=plain(session.read_only)), Line(text=ways)]


def unheard_sheet(session: Session) -> Reading:
    """Return the sheet that lists the answers in the file for which no question asks any more. It's shown only once."""
    lines = paragraphs(session.content.screens["home"].texts["unheard"])
    shown = [muted(place) for place in session.unheard[:MOST_NAMED]]
    more = len(session.unheard) - MOST_NAMED
    if more > 0:
        shown.append(muted(f"and {more} more"))
    return Reading.saying("Not asked any more", [*lines, Line(), *shown], id="unheard")


def rewritten_sheet(session: Session, since: str) -> Reading | None:
    """Return the sheet with what `rewritten_lines` says about a quarter and this one. None without any."""
    lines = rewritten_lines(session, since, session.quarter)
    return Reading.saying(f"What is asked differently from {since}", lines, id="rewritten") if lines else None


def minutes_left(session: Session) -> int:
    """Return the minutes left at the founder's pace, of the review or, without one, of all areas."""
    pace = session.stopwatch.pace
    if session.due:
        return minutes(session.due, pace)
    return sum(area.minutes for area in progress(session.content, session.current, pace).values())


def points(session: Session) -> tuple[Point, ...]:
    """Return the latest quarters' trend, without this quarter until the founder compares, lest it sway answers."""
    if len(session.quarters.names) < 2:
        return ()
    shown = session.current.compared or session.is_finished
    names = [name for name in session.history.names if name < session.quarter or (shown and name == session.quarter)]
    return session.history.trend(names[-SHOWN:])


def by_quarter(points: Sequence[Point]) -> list[Line]:
    """Return a table with a column for each quarter: open mismatches, and how it feels. Empty for a single quarter."""
    if len(points) < 2:
        return []
    heads = "".join(f"{head:>{FIGURE}}" for head in quarter_heads([point.quarter for point in points]))
    rows = [heading("By quarter", heads), _figures("open mismatches", [str(point.open) for point in points])]
    marked = next((point.strain for point in reversed(points) if point.strain), None)
    if marked is not None:
        marks = [str(point.strain.total) if point.strain else MISSING for point in points]
        rows.append(_figures(f"how it feels, of {marked.most}", marks))
    return rows


def open_by_quarter(points: Sequence[Point]) -> list[Line]:
    """Return a line for each quarter, with a sign for each open mismatch. Empty for a single quarter."""
    if len(points) < 2:
        return []
    lines = [heading("Open, by quarter")]
    for point in points:
        newest = point is points[-1]
        counts = zip(INKS, (point.contradictions, point.tensions, point.unproven), strict=True)
        signs = [(SIGNS[verdict] * number, INKS[verdict]) for verdict, number in counts if number]
        lines.append(
            Line(
                Content.assemble((point.quarter, STRONG if newest else MUTED), "  "),
                Content.assemble(*signs).truncate(MOST_SIGNS, ellipsis=True),
                Content(str(point.open)),
            )
        )
    return lines


def _figures(label: str, figures: Sequence[str]) -> Line:
    *before, last = (f"{figure:>{FIGURE}}" for figure in figures)
    return Line(text=Content(label), right=Content.assemble(*before, (last, STRONG)))
