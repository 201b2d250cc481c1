"""What you can truthfully say today: every claim beside what is true, and the page they make together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.truthful import Truth, decided_by, together, truths
from trueup.sanitize import plain_text
from trueup.ui.base.page import View
from trueup.ui.base.rows import Numbered, words
from trueup.ui.base.scroll_sheet import Reading
from trueup.ui.base.text import Hung, Line, paragraphs, plain
from trueup.ui.mismatches.needs_answer import go_to_ask
from trueup.ui.say.claims_view import Heads, Page, facing
from trueup.wording.findings import count
from trueup.wording.truthful import claimed

GLIMPSE = 3
"""Lines of the page that stand under the claims; all of it is a key away, and beside them where there is room."""


class SayScreen(View):
    """Claims in the order a page tells things. Enter opens the mismatch, or the question that would settle it."""

    VIEW = "Say it true"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "open"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "together", "together", id="say.together"),
        Binding("y", "copy", "copy the page", id="say.copy"),
        Binding("question_mark", "why", "what stands here", show=False, id="say.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[Truth, ...] = ()

    def body(self) -> Iterable[Widget]:
        """The claims; the page they make under them, or beside them where the window is wide."""
        yield Static(id="nothing-said", classes="prose")
        yield Horizontal(
            Vertical(Heads(), Numbered(id="claims"), id="side-by-side"),
            VerticalScroll(Static(), id="page", can_focus=False),
            id="said",
        )
        yield Static(id="page-below")

    async def show(self) -> None:
        """Everything anew, the mark where it was."""
        if not self.session.current.compared:
            self.navigator.instead("compare")
            return
        self._draw()
        self.query_one(Numbered).focus()

    def on_resize(self) -> None:
        """A wide window has room for the page beside the claims."""
        if self.navigator.is_open and self.session.current.compared:
            self.call_after_refresh(self._draw)  # the classes for the new size come after this

    # What it shows ---------------------------------------------------------

    def _draw(self) -> None:
        session = self.session
        texts = session.content.screens["say"].texts
        self._told = truths(session.content, session.current, session.findings)
        self.place(self._in_brief)
        nothing = self.query_one("#nothing-said", Static)
        nothing.display = not self._told
        nothing.update(Hung(paragraphs(texts["empty"])))
        self.query_one("#said").display = bool(self._told)
        page = self._page
        self.query_one("#page Static", Static).update(Page(page, texts["none"]))
        self.query_one("#page-below", Static).update(Page(page, texts["none"], most=GLIMPSE))
        self.query_one("#page-below").display = bool(self._told) and not self.has_class("-wide")
        self.query_one(Numbered).refill(self._rows())

    @property
    def _in_brief(self) -> str:
        """`3 of 11 hold`: claims."""
        every, holding = len(self._claims), sum(truth.compared == "agrees" for truth in self._claims)
        return f"{holding} of {every} {'holds' if 1 in (every, holding) else 'hold'}" if every else ""

    @property
    def _page(self) -> tuple[str, ...]:
        return together(self.session.content, self._told)

    @property
    def _claims(self) -> tuple[Truth, ...]:
        return tuple(truth for truth in self._told if truth.claims)

    def _rows(self) -> Iterator[Option]:
        session, above = self.session, frozenset[str]()
        for number, truth in enumerate(self._claims, 1):
            if number > 1:
                yield words(Line())
            yield facing(session.content, session.current, session.findings, number, truth, above)
            above |= set(claimed(session.content, session.findings, truth))

    # Going -----------------------------------------------------------------

    @on(Numbered.OptionSelected, "#claims")
    def _taken(self, event: Numbered.OptionSelected) -> None:
        truth = next(truth for truth in self._told if truth.topic == event.option_id)
        ask = decided_by(self.session.content, self.session.findings, truth)
        if truth.mismatch:
            self.navigator.show_mismatch(truth.mismatch)
        elif ask:
            go_to_ask(self, ask)
        else:
            self.say("This claim holds." if truth.compared == "agrees" else "No question asks about this one.")

    def action_together(self) -> None:
        """The whole page, to be read aloud."""
        page = self._page
        if page:
            lines = [line for paragraph in page for line in (Line(), Line(text=plain(paragraph)))]
            self.raise_sheet(Reading.saying("Together", lines, id="together"))

    def action_copy(self) -> None:
        """The page, ready to be pasted."""
        page = self._page
        if page:
            text = plain_text("\n\n".join(page), lines=True)
            self.app.copy_to_clipboard(text)
            self.say(f"Copied: {count(len(text.split()), 'word')}, to be pasted where they belong.")
        else:
            self.say("There is nothing true to copy yet.")

    def action_why(self) -> None:
        """What stands side by side."""
        screen = self.session.content.screens["say"]
        lines = [*paragraphs(screen.intro), Line(), *paragraphs(screen.texts["help"])]
        self.raise_sheet(Reading.saying(screen.title, lines, id="why"))
