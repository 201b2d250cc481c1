"""What you can truthfully say today: every claim beside what is true, and the page they make together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.truthful import Truth, decided_by, together
from trueup.sanitize import plain_text
from trueup.ui.base.page import View
from trueup.ui.base.rows import Numbered, words
from trueup.ui.base.sheet import Reading
from trueup.ui.base.text import STRONG, Hung, Line, paragraphs, plain
from trueup.ui.drawing.statement_list import go_to_ask
from trueup.ui.say.claims_view import Heads, Page, facing
from trueup.wording.findings import count
from trueup.wording.headlines import headlines
from trueup.wording.truthful import claimed

GLIMPSE = 3
"""Lines of the page that stand under the claims; all of it is a key away, and beside them where there is room."""


class SayScreen(View):
    """Claims in the order a page tells things. Enter opens the mismatch, or the question that would settle it."""

    VIEW = "What you can say"
    NEEDS_COMPARISON = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "open"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "all", "read it all", id="say.all"),
        Binding("c", "copy", "copy the page", id="say.copy"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[Truth, ...] = ()

    def body(self) -> Iterable[Widget]:
        """The claims; the page they make under them, or beside them where the window is wide."""
        yield Static(id="nothing-said", classes="prose")
        yield Static(id="headlines")
        yield Horizontal(
            Vertical(Heads(), Numbered(id="claims"), id="side-by-side"),
            VerticalScroll(Static(), id="page", can_focus=False),
            id="said",
        )
        yield Static(id="page-below")

    async def show(self) -> None:
        """Everything anew, the mark where it was."""
        self._draw()
        self.query_one(Numbered).focus()

    def fit(self) -> None:
        """A wide window has room for the page beside the claims."""
        self._draw()

    # What it shows ---------------------------------------------------------

    def _draw(self) -> None:
        session = self.session
        texts = session.content.screens["say"].texts
        self._told = session.analysis.truths
        self.place(self._in_brief)
        nothing = self.query_one("#nothing-said", Static)
        nothing.display = not self._told
        nothing.update(Hung(paragraphs(texts["empty"])))
        self.query_one("#said").display = bool(self._told)
        lines = self._headlines
        self.query_one("#headlines").display = bool(lines)
        heading = Line(text=Content.styled(texts["headlines"], STRONG))
        drawn = [Line(Content("  "), plain(each)) for each in lines]
        self.query_one("#headlines", Static).update(Hung([heading, *drawn]))
        page = self._page
        self.query_one("#page Static", Static).update(Page(page, texts["none"]))
        self.query_one("#page-below", Static).update(Page(page, texts["none"], most=GLIMPSE))
        self.query_one("#page-below").display = bool(self._told) and not (
            self.has_class("-wide") or self.has_class("-low")
        )
        self.query_one(Numbered).refill(self._rows())

    @property
    def _in_brief(self) -> str:
        """`3 of 11 hold`: claims."""
        every, holding = len(self._claims), sum(truth.compared == "agrees" for truth in self._claims)
        return f"{holding} of {every} {'holds' if 1 in (every, holding) else 'hold'}" if every else ""

    @property
    def _headlines(self) -> tuple[str, ...]:
        return headlines(self.session.content, self.session.current, self._told)

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

    def action_all(self) -> None:
        """The headlines and the whole page, to be read aloud."""
        page = self._page
        if page:
            lines = [Line(), *(Line(text=plain(each, STRONG)) for each in self._headlines)]
            lines += [line for paragraph in page for line in (Line(), Line(text=plain(paragraph)))]
            self.raise_sheet(Reading.saying("Together", lines, id="together"))

    def action_copy(self) -> None:
        """The headlines and the page, ready to be pasted."""
        page = self._page
        if page:
            text = plain_text("\n\n".join([*self._headlines, *page]), lines=True)
            self.app.copy_to_clipboard(text)
            self.say(f"Copied: {count(len(text.split()), 'word')}, to be pasted where they belong.")
        else:
            self.say("There is nothing true to copy yet.")
