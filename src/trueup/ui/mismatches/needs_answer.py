"""The screen *Needs an answer*: the open questions on which checks depend. Enter goes to the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.analysis import Analysis
from trueup.engine.model import NeedsAnswer
from trueup.engine.open_questions import promise_decided
from trueup.sanitize import plain_text
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, digit, words
from trueup.ui.base.sheet import IfRoom, Part, show_in
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, heading, paragraphs, plain, shorten
from trueup.ui.drawing.statement_list import go_to_ask, stop
from trueup.ui.questions.reasons import reasons, said_on
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, one_line

SETTLES, HELPS = "settles", "helps"
"""Heads of the two figures: how many checks an answer settles alone, and how many it helps to settle."""


def figures(alone: object, decides: object) -> Content:
    """Return the two figures of a question, or their heads, one below the other."""
    return Content.styled(f"{alone!s:>{len(SETTLES)}}  {decides!s:>{len(HELPS)}}", MUTED)


def answer_rows(analysis: Analysis, *, most: int | None = None) -> list[Option]:
    """Return a row for each open question on which checks depend: first those on which a central promise rests, then
    those that settle most checks alone, then those that help to settle most. The row's id is the id of the question or,
    if rows have to be added, their kind. A full list says where each part begins.
    """

    screens = analysis.content

    def row(number: int, needed: NeedsAnswer) -> Option:
        ask, decides = needed.question, needed.decides
        place = stop(analysis, ask)
        topics = dict.fromkeys(screens.topics[screens.checks[check].topic].title for check in decides)
        text = plain_text(wording.ask(analysis, ask))
        lead = Content.styled(f"{digit(number)}  ", KEY)
        first = Line(lead, plain(text), figures(needed.alone, len(decides)))
        under = Line(
            Content.styled(f"   {place[:1].upper()}{place[1:]}".ljust(18), MUTED),
            fill=lambda width: plain(shorten(", ".join(topics).lower(), width), MUTED),
        )
        promise = promise_decided(screens, analysis.audit, needed) if number == 1 else None
        said = in_marks(one_line(promise.text("words"))) if promise else ""
        named = [Line(Content("   ".ljust(18)), fill=lambda width: plain(shorten(said, width), MUTED))] if said else []
        return Option(Hung([first, under, *named]), id=ask)

    asked = analysis.findings.needs_answer[:most]
    rows = [row(number, each) for number, each in enumerate(asked, 1)]
    central = sum(each.is_central for each in asked)
    if most is None and 0 < central < len(rows):
        head = words(Content.styled("Your first promises rest on these, the gravest first", STRONG))
        other = words(Line(), Content.styled("The others: those that settle most first", STRONG))
        return [head, *rows[:central], other, *rows[central:]]
    return rows


class NeedsAnswerScreen(View):
    """Lists the open questions, each with the number of checks and the topics that it would decide."""

    VIEW = "Needs an answer"
    FOLLOWS_WINDOW = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "answer", "pick": "open"}

    _opened: str | None = None
    """The question that was opened from the list. If it's still open, the bar goes on to the next."""

    def body(self) -> Iterable[Widget]:
        """A heading, the list and, if there is room below, why the marked question is asked."""
        yield Static(Hung([Line(right=figures(SETTLES, HELPS))]), id="decide-head")
        yield Static(id="nothing-to-answer", classes="prose")
        yield Rows(id="asks")
        yield IfRoom(self._reasons)

    async def show(self) -> None:
        """Redraw everything; the mark stays where it was."""
        session = self.session
        options = answer_rows(session.analysis)
        checks = len(session.findings.open_checks)
        self.place("1 check" if checks == 1 else f"{checks or 'no'} checks")
        self.query_one("#decide-head").display = bool(options)
        show_in(self, "#nothing-to-answer", paragraphs(self.texts["empty"]), is_there=not options)
        rows = self.query_one(Rows)
        rows.refill(options)
        if self._opened is not None and self._opened == rows.marked:
            rows.action_cursor_down()
        self._opened = None
        rows.focus()
        # In an empty list no row gets marked, so `_marked` isn't called.
        self.query_one(IfRoom).look_again()
        self.refresh_bindings()

    def _reasons(self) -> Iterator[Part]:
        marked = self.query_one(Rows).marked
        question = self.session.content.questions.get(marked or "")
        asked = {tag.partition(".")[0] for tag in question.tags} if question else set()
        if question is not None:
            yield from reasons(self.session, question, question.id)
        # It isn't a question but a kind of rows, none of which exists yet.
        elif marked and marked in self.session.content.screens:
            screen = self.session.content.screens[marked]
            yield [heading(screen.title), *paragraphs(screen.intro)]
        content, needed = self.session.content, self.session.findings.needs_answer
        decides = next((each.decides for each in needed if each.question == marked), ())
        terms = (term for check in decides for term in content.checks[check].between)
        for topic in dict.fromkeys(tag.partition(".")[0] for term in terms for tag in term.tags):
            said = [] if topic in asked else list(said_on(self.session, (topic,)))
            if said:  # topics of the question itself are in `reasons`
                yield [heading(f"{content.topics[topic].title}: said so far"), *said]

    @on(Rows.OptionHighlighted, "#asks")
    def _marked(self) -> None:
        self.query_one(IfRoom).look_again()

    @on(Rows.OptionSelected, "#asks")
    def _taken(self, event: Rows.OptionSelected) -> None:
        self._opened = event.option_id
        go_to_ask(self, event.option_id or "")
