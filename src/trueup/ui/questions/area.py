"""The screen of an area: its questions one at a time, then its kinds of rows. The four areas differ only in content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import Answer
from trueup.content.model import AREAS, KIND_QUESTION, Area, Question, RowKind
from trueup.engine.applicability import ROWS_WANTED, Item, all_items, has_only_kind, is_done, items, progress
from trueup.session.next_step import follows_page, next_of_more, next_step, through_more, through_page
from trueup.session.undo_words import Change
from trueup.ui.base.navigator import Series
from trueup.ui.base.rows import Rows, entry
from trueup.ui.base.sheet import IfRoom, Part
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, heading, paragraphs, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.questions.answer_fields import usual_field
from trueup.ui.questions.question_form import AnswerField
from trueup.ui.questions.question_page import QuestionPage, called


class AreaScreen(QuestionPage):
    """The screen of one area."""

    def __init__(self, area: Area) -> None:
        super().__init__(area, area)
        self._series: Series = ""
        """If the stop is one of a series, moving on leads to the next one of it, in any area."""

    @property
    def key_words(self) -> Mapping[str, str]:
        """The words in the keys line. At a stop for rows, they say what Enter does with the marked row of the list."""
        words = super().key_words
        for rows in self.query("#rows").results(Rows):
            return {**words, "select": "go on" if rows.marked == "on" else "open", "pick": "open"}
        return words

    def start_at(self, stop: str, series: Series = "") -> None:
        """Show one stop of the area first. In a series, moving on leads to the next stop of it, in any area."""
        self.at, self._series = stop, series

    @property
    def stops(self) -> Sequence[Item]:
        """The questions of the area, then its kinds of rows."""
        content, audit = self.session.content, self.session.current
        stops = items(content, audit, self.area)
        # The palette can open a question that isn't asked yet; then all stops of the area are shown.
        if self.at and all(stop.id != self.at for stop in stops):
            return all_items(content, audit, self.area)
        return stops

    def field_for(self, question: Question) -> AnswerField:
        """The usual field for a question."""
        return usual_field(self.session.current, question)

    def title_of_outline(self) -> str:
        """The title of the area, and how many minutes are left."""
        session = self.session
        left = progress(session.content, session.current, session.stopwatch.pace)[self.area].minutes
        title = session.content.screens[self.area].title
        return f"{title}, {left} min left" if left else title

    @property
    def pause_place(self) -> str:
        """The current stop."""
        return self.at

    # Drawing ---------------------------------------------------------------

    async def show(self) -> None:
        """Show the current stop: the requested stop, otherwise the first that is open."""
        stops = self.stops
        if self.at not in {stop.id for stop in stops}:
            audit = self.session.current
            self.at = next((stop.id for stop in stops if not is_done(audit, stop)), stops[0].id)
        async with self.batch():
            await self.draw()
            await self.show_outline()

    async def draw(self) -> None:
        """Show the stop, and start its stopwatch."""
        stop = self.stops[self.index]
        self.place_now()
        if not self._visiting:
            self.session.look_at(stop.id)
            self.refresh_head()
        if stop.question and not is_done(self.session.current, stop):
            self.session.stopwatch.start(stop)
        else:
            self.session.stopwatch.stop(None)
        await self.put_up(self._widgets(stop))

    def place_now(self) -> None:
        """Update what shows how far through the area this stop is. An answer may have added or removed questions."""
        index, stops = self.index, self.stops
        # The stops of a series are in all areas, so their numbers in the area would jump back and forth.
        why = WHY_SHOWN[self._series] if stops[index].question is not None else ""
        self.place(why or f"{index + 1} of {len(stops)}")
        if self._series == "page":
            self.gauge(*through_page(self.session, asks=stops[index].question is not None))
        elif self._series:
            self.gauge(*through_more(self.session))
        else:
            self.gauge(index, len(stops))
        self.outline_now()

    def _widgets(self, stop: Item) -> list[Widget]:
        session = self.session
        if stop.question:
            first_visit = not any(is_done(session.current, each) for each in self.stops)
            intro = paragraphs(session.content.screens[self.area].intro, MUTED) if first_visit else []
            below = intro or over_time.was(session, stop.question, self.place_of(stop.question))
            return [self.form(stop.question), self.told_below(stop.question, below)]
        assert stop.rows is not None
        screen = session.content.screens[stop.rows]
        rows = Rows(*self._row_options(stop.rows), id="rows")
        if len(session.current.of(stop.rows)) >= ROWS_WANTED.get(stop.rows, 1):
            rows.mark("on")  # before that, Enter leads to the next one
        return [
            Static(plain(screen.title, STRONG), classes="prose"),
            Static(Hung(paragraphs(screen.intro, MUTED)), classes="prose"),
            rows,
            IfRoom(partial(self._so_far, stop.rows)),
        ]

    def _so_far(self, kind: RowKind) -> Iterator[Part]:
        """The names of the rows so far."""
        content, audit = self.session.content, self.session.current
        if rows := audit.of(kind):
            yield [heading("So far"), *(Line(text=called(content, audit, kind, row)) for row in rows)]

    def _row_options(self, kind: RowKind) -> list[Option]:
        count = len(self.session.current.of(kind))
        first = "Fill in the table" if kind == "customer" else "Write down the first one"
        so_far = Content.styled(f"{count} so far", MUTED) if count else ""
        return [
            entry("1", "Look at them, change or add" if count else first, right=so_far, id="open"),
            entry("2", "Go on" if count else "Go on without", id="on"),
        ]

    async def show_change(self, change: Change) -> None:
        """After an undo, go to the question whose answer changed, if it's in this area."""
        if change.source in {stop.id for stop in self.stops}:
            self.at = change.source
        await self.draw()

    # What is answered ------------------------------------------------------

    def save(self, question: Question, answer: Answer | None) -> None:
        """Save an answer. If it decides which questions are asked, update the count and the outline."""
        after = self.session.current.with_answer(question.id, answer)
        if not self.keep(after, saying=self.what_was_saved(question, after)):
            self.call_later(self.draw)  # the form shows a choice that wasn't saved
        elif question.id in self.session.content.conditions:
            self.place_now()
        else:
            self.outline_now()

    @on(Rows.OptionHighlighted, "#rows")
    def _row_marked(self) -> None:
        self.refresh_bindings()

    @on(Rows.OptionSelected, "#rows")
    async def _row_taken(self, event: Rows.OptionSelected) -> None:
        if event.option_id == "open":
            self.navigator.go_to_answer(self.at)
        else:
            await self.step(1)

    # Going on --------------------------------------------------------------

    async def step(self, by: int) -> None:
        """Go `by` stops on (1, or -1 for back); after the last stop, go to the next area. On the first run, offer to
        paste a page once the kind of business is known.
        """
        here = self.stops[self.index]
        self.session.stopwatch.stop(here if is_done(self.session.current, here) else None)
        index, stops = self.index + by, self.stops
        if self._series and by > 0:
            self._on_from(here.id)
        elif self._series:
            self._back_in_series()
        elif self._visiting or index < 0:
            self.leave()
        elif index >= len(stops):
            self.navigator.go_on_after(self.area)
        else:
            self.at = stops[index].id
            await self.draw()
            if by > 0 and here.id == KIND_QUESTION and has_only_kind(self.session.current):
                self.navigator.read_page(is_offered=True)

    def go_past(self, rows: RowKind) -> bool:
        """Go to the stop after these rows. Return False if the founder didn't open them from here."""
        stops = [stop.id for stop in self.stops]
        if self.at != rows or self._visiting:
            return False
        if self._series:
            self._on_from(rows)
            return True
        following = stops[stops.index(rows) + 1 :]
        if following:
            self.at = following[0]
            self.navigator.step_back()
        else:
            self.navigator.go_on_after(self.area)
        return True

    def _on_from(self, stop: str) -> None:
        """Leave `stop`, and go to the next one of the series, or to comparing."""
        session = self.session
        session.passed = [*(each for each in session.passed if each != stop), stop]
        if self._series == "page" and not follows_page(session):
            self.navigator.go_on()
        else:
            following = next_step(session) if self._series == "page" else next_of_more(session)
            self.navigator.go_on_in(self._series, following, over=self)

    def _back_in_series(self) -> None:
        """Go to the stop that was shown before this one, or leave the series if this is its first."""
        content, audit = self.session.content, self.session.current
        by_id = {item.id: item for area in AREAS for item in all_items(content, audit, area)}
        while self.session.passed:
            before = by_id.get(self.session.passed.pop())
            if before is not None:
                self.navigator.go_on_in(self._series, before, over=self)
                return
        self.leave()


WHY_SHOWN: Mapping[Series, str] = {"": "", "page": "compared with your page", "more": "answering more"}
"""What the head says while a series is answered."""
