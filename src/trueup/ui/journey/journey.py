"""The screen of the journey: what a promise makes people expect, above the real steps on a channel; and the walks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Row
from trueup.content.model import Content as Screens
from trueup.content.model import RowKind
from trueup.engine.analysis import Analysis
from trueup.engine.journey import Journey, Walk, Walks, journey, live, opening, pairs_to_walk, walks
from trueup.engine.slow_work import GoesOn
from trueup.export.matrix_and_journey import journey_markdown
from trueup.ui.base.background import WORKING_OUT, WorkedOut, work_out
from trueup.ui.base.page import View
from trueup.ui.base.rows import Numbered, digit, entry
from trueup.ui.base.sheet import Asking, Reading
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, muted, paragraphs, plain
from trueup.ui.journey.journey_drawing import Drawing, layout
from trueup.wording import customer_walk as told
from trueup.wording.vocabulary import SIGNS

WALKS, WALKING = "walks", "walking"
AT_ONCE = 60
"""How many pairs of promise and channel take a tenth of a second to walk; more are walked in a thread."""


def one_walk(screens: Screens, each: Walk) -> Iterator[Line]:
    """Yield the lines of one walk, step by step."""
    if wants := told.wants(screens, each):
        yield Line(Content.styled("comes wanting  ", MUTED), plain(wants))
    yield Line(Content.styled("believes       ", MUTED), plain(told.believes(each.stops[0]) if each.stops else ""))
    yield Line()
    before = each.stops[0].believes if each.stops else ()
    for nth, stop in enumerate(each.stops, 1):
        if stop.believes != before:
            yield Line(Content.styled("   still believes  ", MUTED), plain(told.believes(stop)))
            before = stop.believes
        skipped = "  some skip it" if stop.step.optional else ""
        label = Content.assemble(plain(stop.step.label, STRONG), (skipped, MUTED))
        figures = told.figures(stop) or (told.lost_by(each, nth - 1) if stop.breaks else "")
        yield Line(Content.styled(f"{nth}  ", MUTED), label, plain(figures, MUTED))
        for parting in stop.breaks:
            shade = parting.lit.shade
            ink = "" if shade == "accepted" else INKS[shade]
            yield Line(Content.styled(f"   {SIGNS[shade]}  ", ink), plain(parting.lit.mismatch.title))


class JourneyScreen(View):
    """The journey: up and down change the promise, Tab the channel, left and right the step."""

    VIEW = "Journey"
    AUTO_FOCUS = ""
    NEEDS_COMPARISON = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "card", "card", id="journey.card"),
        Binding("enter", "answer", "answer", id="journey.answer"),
        Binding("up", "promise(-1)", "promise", key_display="↑↓", id="journey.promise-before"),
        Binding("down", "promise(1)", "next promise", show=False, id="journey.promise-next"),
        Binding("tab", "channel", "channel", key_display="Tab", id="journey.channel"),
        Binding("left", "step(-1)", "step", key_display="←→", id="journey.step-before"),
        Binding("right", "step(1)", "next step", show=False, id="journey.step-next"),
        Binding("a", "all", "walks", id="journey.all"),
        Binding("c", "copy", "copy", id="journey.copy"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._seen: Journey | None = None
        self._drawing: Drawing | None = None
        self._marked = 0
        self._walks: Walks | None = None
        self._walked: Analysis | None = None
        """The analysis from which `_walks` was worked out."""

    def body(self) -> Iterable[Widget]:
        """The picture, and the text shown instead if a promise or a channel is missing."""
        yield Static(id="missing", classes="prose")
        yield Static(id="journey")

    async def show(self) -> None:
        """Redraw everything, for the same promise and channel as before."""
        self._look(self._promise, self._channel, self._marked)

    # What it shows ---------------------------------------------------------

    @property
    def _promise(self) -> str:
        return self._seen.promise.id if self._seen else ""

    @property
    def _channel(self) -> str:
        return self._seen.channel.id if self._seen else ""

    def _rows(self, kind: RowKind) -> tuple[Row, ...]:
        return live(self.session.current, kind)

    def _look(self, promise: str, channel: str, marked: int | None = None) -> None:
        """Show a promise on a channel. If either is gone, show the most important journey."""
        session = self.session
        content, audit, findings = session.content, session.current, session.findings
        there = {row.id for row in (*self._rows("promise"), *self._rows("channel"))}
        if {promise, channel} <= there:
            self._seen = journey(content, audit, findings, promise, channel)
        else:
            self._seen, marked = opening(content, audit, findings), None
        seen = self._seen
        if seen is not None:
            broken = seen.main.step if seen.main else 0
            self._marked = broken if marked is None else min(marked, max(len(seen.steps) - 1, 0))
        self.draw()

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked step's name, from the corner of the window."""
        region = self.query_one("#journey").content_region
        at = self._drawing.mark_at(region.width) if self._drawing else None
        return region.offset + at if at else None

    def draw(self) -> None:
        """Draw everything again, with the mark where it was."""
        session = self.session
        seen = self._seen
        missing, picture = (self.query_one(id, Static) for id in ("#missing", "#journey"))
        missing.display, picture.display = seen is None, seen is not None
        self.refresh_bindings()
        if seen is None:
            self._drawing = None
            lacking = "no-channel" if self._rows("promise") else "no-promise"
            missing.update(Hung(paragraphs(self.texts[lacking])))
            self.place("")
            return
        room = self.query_one("#body").content_region.size
        if not room.height:  # not laid out yet
            self.call_after_refresh(self.draw)
            return
        beneath = self._following(seen) if self.has_class("-tall") else None
        self._drawing = Drawing(session.analysis, seen, self._marked, room.height, beneath)
        picture.update(self._drawing)
        self.place(self._where(seen, room.width))

    def _where(self, seen: Journey, width: int) -> str:
        name = seen.channel.text("name")
        steps = layout(seen, width, self._marked).steps
        if len(steps) == len(seen.steps):
            return name
        return f"{name}, steps {min(steps) + 1}–{max(steps) + 1} of {len(seen.steps)}"

    def _following(self, seen: Journey) -> Journey | None:
        channels = [row.id for row in self._rows("channel")]
        following = channels[(channels.index(seen.channel.id) + 1) % len(channels)]
        if following == seen.channel.id:
            return None
        session = self.session
        return journey(session.content, session.current, session.findings, seen.promise.id, following)

    # Moving ----------------------------------------------------------------

    def action_promise(self, by: int) -> None:
        """Go to the previous or next promise, on the same channel."""
        promises = [row.id for row in self._rows("promise")]
        if self._seen is None:
            return
        at = promises.index(self._promise) + by
        if 0 <= at < len(promises):
            self._look(promises[at], self._channel)
        else:
            self.say("That is the last promise." if by > 0 else "That is the first promise.")

    def action_channel(self) -> None:
        """Show the same promise on the next channel; from the last channel, go to the first."""
        following = self._following(self._seen) if self._seen else None
        if following is not None:
            self._look(self._promise, following.channel.id)
        elif self._seen is not None:
            self.say("There is no other channel.")

    def action_step(self, by: int) -> None:
        """Mark the previous or next step."""
        if self._seen is not None and 0 <= self._marked + by < len(self._seen.steps):
            self._marked += by
            self.draw()

    def on_click(self, event: events.Click) -> None:
        """Mark the clicked step, open its card if it's marked already, or go to the channel below."""
        picture, drawing = self.query_one("#journey"), self._drawing
        if drawing is None or event.widget is not picture:
            return
        width = picture.content_region.width
        step = drawing.step_at(event.x, event.y, width)
        if step is None:
            if drawing.is_beneath(event.y, width):
                self.action_channel()
        elif step == self._marked:
            self.action_card()
        else:
            self._marked = step
            self.draw()

    # Walking ---------------------------------------------------------------

    def action_all(self) -> None:
        """List the walks, worst first. Each is of one group that reads one promise and comes through one channel."""
        analysis = self.session.analysis
        if self._walked is not analysis and pairs_to_walk(self.session.current) > AT_ONCE:
            self.raise_sheet(Reading.saying(self.texts["walks"], [muted(WORKING_OUT)], id=WALKING))
            work_out(self, WALKS, partial(self._walk, analysis))
        else:
            self._walk(analysis)
            self._show_walks()

    def _walk(self, analysis: Analysis, goes_on: GoesOn | None = None) -> None:
        if self._walked is not analysis:
            self._walks = walks(analysis.content, analysis.audit, analysis.findings, goes_on)
            self._walked = analysis

    @on(WorkedOut)
    def _are_walked(self) -> None:
        if self.sheet is not None and self.sheet.id == WALKING and self._walked is self.session.analysis:
            self._show_walks()

    def _show_walks(self) -> None:
        found = self._walks
        if found is None or not found.worst:
            self.lower_sheet()
            self.say(self.texts["no-walk"])
            return
        screens = self.session.content
        rows = (
            entry(digit(nth + 1), plain(told.who(screens, each)), under=[muted(told.outcome(each))], id=str(nth))
            for nth, each in enumerate(found.worst)
        )
        only = [] if found.is_all else [muted(self.texts["worst-walks"].replace("{count}", str(len(found.worst))))]
        sheet = Asking.titled(self.texts["walks"], Numbered(*rows, id=WALKS), more=only, id="every-walk")
        self.raise_sheet(sheet, taken=lambda at: self._show_walk(found.worst[int(at)]))

    def _show_walk(self, taken: Walk) -> None:
        self._look(taken.journey.promise.id, taken.journey.channel.id, taken.first_break or 0)
        screens = self.session.content
        who = plain(told.who(screens, taken)).plain
        self.raise_sheet(Reading.saying(who, one_walk(screens, taken), id="one-walk"))

    # Going -----------------------------------------------------------------

    def action_card(self) -> None:
        """Open the card of the mismatch at the marked step, otherwise of the journey's main mismatch."""
        parting = next(iter(self._seen.at(self._marked)), self._seen.main) if self._seen else None
        if parting is None:
            self.say("Nothing disagrees on this channel, so there's nothing to show.")
        else:
            self.navigator.show_mismatch(parting.lit.id)

    def action_answer(self) -> None:
        """Go to the answer that is missing for a picture: a promise, a channel, or its steps."""
        if self._seen is not None:
            self.navigator.go_to_answer("channel.steps", self._channel)
        else:
            self.navigator.go_to_answer("channel.name" if self._rows("promise") else "promise.words")

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *card*, *step*, *walks* and *copy* only if there is a picture, and *answer* only if there isn't."""
        has_picture = self._seen is not None and bool(self._seen.steps)
        if action in ("card", "step", "copy", "all"):
            return has_picture
        if action in ("promise", "channel"):
            return self._seen is not None
        return not has_picture if action == "answer" else super().can_do(action, parameters)

    def action_copy(self) -> None:
        """Copy this journey as a Markdown table."""
        if self._seen is not None:
            self.app.copy_to_clipboard(journey_markdown(self.session.content, self._seen))
            self.say("Copied as Markdown.")
