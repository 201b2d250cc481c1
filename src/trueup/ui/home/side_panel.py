"""The panel beside home in a wide window: the next questions, or the first mismatches as quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from trueup.engine.applicability import Item, essentials_left, wording
from trueup.engine.model import Findings, Mismatch, NeedsAnswer
from trueup.engine.open_questions import promise_decided
from trueup.paths import short_path
from trueup.session.session import Session
from trueup.ui.base.text import MUTED, Hung, Line, heading, muted, plain
from trueup.ui.drawing.due_today import due_lines, goal_lines, looks, strain_lines
from trueup.ui.drawing.face_to_face import Faces, Tie, face
from trueup.ui.drawing.plan_text import under_way_lines
from trueup.ui.drawing.statement_list import stands, stop
from trueup.ui.home.quarter_lines import open_by_quarter, points
from trueup.wording import findings as words
from trueup.wording.shortening import in_marks, one_line

FACING, ASKED = 3, 6
"""The most mismatches shown, and the most questions shown."""

QUOTE = 4
"""The most lines of a quote."""

Part = Sequence[Line | Hung]
"""Lines that belong together. Between two parts there is a blank line."""


class Aside(Hung):
    """The panel. If its parts don't all fit, the first is shortened; after that, the last are left out."""

    def __init__(self, session: Session, height: int) -> None:
        super().__init__(())
        self.height = height
        most = FACING if session.current.compared and session.findings.mismatches else ASKED
        self._firsts = [_first(session, count) for count in range(most, 0, -1)]
        self._rest = [part for part in _rest(session) if part]

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        drawn = [_drawn([first, *self._rest], width) for first in self._firsts]
        fewest = [_drawn([self._firsts[-1], *self._rest[:-count]], width) for count in range(1, len(self._rest))]
        fitting = (lines for lines in (*drawn, *fewest) if len(lines) <= self.height)
        return next(fitting, _drawn([self._firsts[-1]], width)[: self.height])


def _drawn(parts: Iterable[Part], width: int) -> list[Content]:
    lines: list[Content] = []
    for part in parts:
        lines += [Content("")] if lines and part else []
        for each in part:
            lines += (each if isinstance(each, Hung) else Hung([each])).set(width)
    return lines


def _first(session: Session, count: int) -> Part:
    if not session.current.compared:
        return _asked_next(session, count)
    findings = session.findings
    if findings.mismatches:
        return _face_to_face(session, session.findings.leaders, count)
    return _would_decide(session, findings, count)


def _rest(session: Session) -> Iterator[Part]:
    """Yield the parts after the first, most important first."""
    audit = session.current
    yield open_by_quarter(points(session))
    if audit.compared:
        yield list(under_way_lines(session.analysis.plan, session.today))
    if audit.compared or looks(session):
        yield due_lines(session)
    yield list(goal_lines(session.analysis))
    yield list(strain_lines(session.analysis))
    state = "nothing is saved" if session.is_sample else "saved, nothing sent"
    yield [
        heading("File"),
        Line(text=plain("a copy of the sample" if session.is_sample else short_path(session.path))),
        muted(session.state if session.trouble else state),
    ]


def _face_to_face(session: Session, found: Sequence[Mismatch], count: int) -> Part:
    """Return the part with the first `count` mismatches, each with its sides beside each other."""
    shown = found[:count]
    first = f"the first {len(shown)}" if len(shown) > 1 else "the first"
    which = f"{first} of {len(found)}" if len(found) > len(shown) else ""
    parts: list[Line | Hung] = [heading("Face to face", which)]
    for number, mismatch in enumerate(shown):
        sides = stands(mismatch.check, mismatch.statements)
        faces = [face(session.analysis, side) for side in sides]
        parts += [*([Line()] if number else []), Faces(faces, Tie.of(mismatch.verdict), most=QUOTE)]
    return parts


def _asked_next(session: Session, count: int) -> Part:
    """Return the part with the first `count` essentials that are missing, and why each is asked."""
    left = essentials_left(session.content, session.current)
    if not left:
        return [heading("Everything is there for a first picture")]
    more = len(left) - count
    parts: list[Line | Hung] = [heading("Asked next, and why", f"and {more} more" if more > 0 else "")]
    for number, item in enumerate(left[:count]):
        parts += [*([Line()] if number else []), *_why(session, item)]
    return parts


def _why(session: Session, item: Item) -> Iterator[Line]:
    screens, audit = session.content, session.current
    at = Content.styled(stop(session.analysis, item.id), MUTED)
    if item.question:
        yield Line(text=plain(wording(audit, item.question)), right=at)
        why = item.question.why
    else:
        yield Line(text=plain(screens.screens[item.id].title), right=at)
        why = screens.screens[item.id].intro
    if why:
        yield muted(why[:1].upper() + " ".join(why[1:].split()))


def _would_decide(session: Session, findings: Findings, count: int) -> Part:
    """Return the part with the `count` questions that would decide most checks. Shown when there are no mismatches."""
    if not findings.needs_answer:
        return []
    lines = (line for waiting in findings.needs_answer[:count] for line in _decides(session, waiting))
    return [heading("What would decide more", "checks"), *lines]


def _decides(session: Session, waiting: NeedsAnswer) -> Iterator[Line]:
    asked = words.ask(session.analysis, waiting.question)
    yield Line(text=plain(asked), right=Content(str(len(waiting.decides))))
    place = stop(session.analysis, waiting.question)
    promise = promise_decided(session.content, session.current, waiting)
    yield muted(f"{place} · {in_marks(one_line(promise.text('words')))}" if promise else place)
