"""An area: its questions one at a time, then the rows that belong to it. The four areas differ in words only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.layout import Layout
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.content.model import KIND_QUESTION, Area, RowKind
from trueup.engine.applicability import Item, all_items, has_only_kind, is_done, items, progress
from trueup.session.change_summary import Change, saved
from trueup.ui.base.layouts import GivesWay, IfRoom, Part, heading
from trueup.ui.base.outline import Beside, Outline, Stop
from trueup.ui.base.outlined_page import stop_of, stop_of_rows
from trueup.ui.base.rows import Rows, entry
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, paragraphs, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.questions.answer_fields import usual_field
from trueup.ui.questions.question_form import Asked
from trueup.ui.questions.question_page import AskingPage
from trueup.ui.records.record_preview import called


class OneStop(Vertical):
    """A question with what stands over and under it, or the rows of an area."""

    @property
    def layout(self) -> Layout:
        """Where not all of it fits, it is the question that has to do with less."""
        return GivesWay(Asked)


class AreaScreen(AskingPage):
    """One area. Arrows only move; digits choose, Enter goes on, *back* loses nothing."""

    AREA: ClassVar[Area]
    KEY_WORDS: ClassVar[dict[str, str]] = {"pick": "choose"}

    def __init__(self) -> None:
        super().__init__()
        self._visiting = False
        """Came to change one answer: going on leads back."""
        self._follows = False
        """Came from a page that was read: going on leads to the next answer it is held against."""

    def visit(self, source: str, row: str) -> None:  # noqa: ARG002
        """Start at one question, and go back from it."""
        self.at, self._visiting = source, True

    @property
    def next_word(self) -> str:
        """Going on leads back from a question one came to change."""
        return "done" if self._visiting else "next"

    @property
    def key_words(self) -> Mapping[str, str]:
        """At the rows of an area, what Enter does with the row that has the bar."""
        words = super().key_words
        for rows in self.query("#rows").results(Rows):
            return {**words, "select": "go on" if rows.marked == "on" else "open", "pick": "open"}
        return words

    def start_at(self, stop: str, *, follows: bool = False) -> None:
        """Start at one stop of the area, and go on from there; `follows`: to what a page is held against next."""
        self.at, self._follows = stop, follows

    def body(self) -> Iterable[Widget]:
        """The stop is mounted when it is known. The outline is filled where there is room for it."""
        yield Beside(id="beside")
        yield OneStop(id="stop")

    # Where in the area -----------------------------------------------------

    @property
    def _stops(self) -> tuple[Item, ...]:
        content, audit = self.session.content, self.session.current
        stops = items(content, audit, self.AREA)
        if self.at and all(stop.id != self.at for stop in stops):  # found by its words before its round
            return all_items(content, audit, self.AREA)
        return stops

    def _index(self) -> int:
        return next((at for at, stop in enumerate(self._stops) if stop.id == self.at), 0)

    async def show(self) -> None:
        """The stop one is at: the one asked for, else the first that is open."""
        stops = self._stops
        if self.at not in {stop.id for stop in stops}:
            audit = self.session.current
            self.at = next((stop.id for stop in stops if not is_done(audit, stop)), stops[0].id)
        async with self.batch():
            await self._draw()
            await self.show_outline()

    async def _draw(self) -> None:
        stop = self._stops[self._index()]
        self.place_now()
        if not self._visiting:
            self.session.look_at(stop.id)
            self.refresh_head()
        if stop.question and not is_done(self.session.current, stop):
            self.session.stopwatch.start(stop)
        else:
            self.session.stopwatch.stop(None)
        self.lower_sheet()
        holder = self.query_one("#stop", Vertical)
        async with self.batch():
            await holder.remove_children()
            await holder.mount(*self._widgets(stop))
        for rows in self.query("#rows"):
            self.set_focus(rows, scroll_visible=False)
        self.refresh_bindings()

    def place_now(self) -> None:
        """How far through the area: an answer can bring questions and take them away."""
        index, stops = self._index(), self._stops
        # What a page is held against comes from all over the areas: counting would jump back and forth.
        is_for_page = self._follows and stops[index].question is not None
        self.place("compared with your page" if is_for_page else f"{index + 1} of {len(stops)}")
        self.gauge(index, len(stops))
        self.outline_now()

    @property
    def pause_place(self) -> str:
        """The stop one is at."""
        return self.at

    def _widgets(self, stop: Item) -> list[Widget]:
        session = self.session
        if stop.question:
            audit, question = session.current, stop.question
            asked = self.form(question, audit.answers.get(question.id), usual_field(session.content, audit, question))
            first_visit = not any(is_done(session.current, each) for each in self._stops)
            intro = paragraphs(session.content.screens[self.AREA].intro, MUTED) if first_visit else []
            below = intro or over_time.was(session, question, self.place_of(question))
            return [asked, self.told_below(question, below)]
        assert stop.rows is not None
        screen = session.content.screens[stop.rows]
        rows = Rows(*self._row_options(stop.rows), id="rows")
        if session.current.of(stop.rows):
            rows.mark("on")
        return [
            Static(plain(screen.title, STRONG), classes="prose"),
            Static(Hung(paragraphs(screen.intro, MUTED)), classes="prose"),
            rows,
            IfRoom(partial(self._so_far, stop.rows)),
        ]

    def _so_far(self, kind: RowKind) -> Iterator[Part]:
        """What the rows there are already are called."""
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
        """To the question of this area whose answer is another again."""
        if change.source in {stop.id for stop in self._stops}:
            self.at = change.source
        await self._draw()

    # The outline -----------------------------------------------------------

    def title_of_outline(self) -> str:
        """The area, and what is left of it."""
        session = self.session
        left = progress(session.content, session.current, session.stopwatch.pace)[self.AREA].minutes
        title = session.content.screens[self.AREA].title
        return f"{title}, {left} min left" if left else title

    def outlined(self) -> list[Stop]:
        """The questions, then the rows."""
        content, audit, conflicting = self.session.content, self.session.current, self.conflicting
        return [
            stop_of(content, audit, stop.question, audit.answers.get(stop.id), conflicting.get((stop.id, "")))
            if stop.question
            else stop_of_rows(audit, stop.rows or "customer", conflicting.get((stop.id, "")))
            for stop in self._stops
        ]

    async def jump(self, stop: str) -> None:
        """Go to a stop."""
        self.at = stop
        await self._draw()

    # What is answered ------------------------------------------------------

    @on(Asked.Answered)
    async def _answered(self, event: Asked.Answered) -> None:
        session = self.session
        before = session.current
        after = before.with_answer(event.question.id, event.answer)
        decides = event.question.id in session.content.conditions
        if not self.keep(after, saying=saved(session.content, before, after) if decides else "Saved"):
            await self._draw()  # what was chosen is not what stands in the file
        elif decides:
            self.place_now()
        else:
            self.outline_now()

    @on(Asked.GoOn)
    async def _go_on(self) -> None:
        if self._asked and not self.session.read_only:
            self.session.confirm(self.place_of(self._asked.question))  # what is looked at and left is still true
        await self._step(1)

    @on(Rows.OptionHighlighted, "#rows")
    def _row_marked(self) -> None:
        self.refresh_bindings()

    @on(Rows.OptionSelected, "#rows")
    async def _row_taken(self, event: Rows.OptionSelected) -> None:
        if event.option_id == "open":
            self.navigator.go_to_answer(self.at)
        else:
            await self._step(1)

    def go_past(self, rows: RowKind) -> bool:
        """Be at the stop after these rows when this comes to the front. False: this is not where they were begun."""
        stops = [stop.id for stop in self._stops]
        if self.at != rows or self._visiting:
            return False
        if self._follows:
            self._on_from(rows)
            return True
        following = stops[stops.index(rows) + 1 :]
        if following:
            self.at = following[0]
            self.navigator.step_back()
        else:
            self.navigator.go_on_after(self.AREA)
        return True

    def keep_typed(self) -> None:
        """Take what stands in the field and in the note, and save it before this returns."""
        asked = self._asked
        if asked and asked.keep_typed():
            self.session.answer(asked.question.id, asked.answer)
        self.keep_draft()

    async def _step(self, step: int) -> None:
        here = self._stops[self._index()]
        self.session.stopwatch.stop(here if is_done(self.session.current, here) else None)
        index, stops = self._index() + step, self._stops
        if self._follows and step > 0:
            self._on_from(here.id)
        elif self._visiting or self._follows or index < 0:
            self.leave()
        elif index < len(stops):
            self.at = stops[index].id
            await self._draw()
        else:
            self.navigator.go_on_after(self.AREA)

    def _on_from(self, stop: str) -> None:
        """On to the next answer a page is held against, or to comparing."""
        self.session.passed.add(stop)
        self.navigator.go_to_next(self.session.next)

    # Keys ------------------------------------------------------------------

    async def action_back(self) -> None:
        """Down with the sheet, out of the outline or the note, else one question back."""
        asked = self._asked
        if self.lower_sheet():
            return
        if isinstance(self.focused, Outline):
            self.focus_answer()
            return
        if asked and asked.is_noting:
            await asked.close_note()
        elif self.typed_is_kept():
            await self._step(-1)


class IdentityScreen(AreaScreen):
    """The questions of *identity*."""

    AREA: ClassVar[Area] = "identity"
    VIEW = "Identity"

    async def _step(self, step: int) -> None:
        """On to the next question; on the first run, after the kind of business, by way of a page to paste."""
        is_fresh = step > 0 and self.at == KIND_QUESTION and has_only_kind(self.session.current)
        await super()._step(step)
        if is_fresh and self.at != KIND_QUESTION:
            self.navigator.read_page(is_offered=True)


class MarketScreen(AreaScreen):
    """The questions of *market*."""

    AREA: ClassVar[Area] = "market"
    VIEW = "Market"


class OfferScreen(AreaScreen):
    """The questions of *offer*."""

    AREA: ClassVar[Area] = "offer"
    VIEW = "Offer"


class OperationsScreen(AreaScreen):
    """The questions of *operations*."""

    AREA: ClassVar[Area] = "operations"
    VIEW = "Operations"
