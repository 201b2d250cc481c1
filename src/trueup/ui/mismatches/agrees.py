"""The screen *What agrees*: the topics on which at least two sides take the same position, and their statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.model import Agreement
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, digit, entry
from trueup.ui.base.sheet import Cut, IfRoom, Part, Reading, show_in
from trueup.ui.base.text import Line, heading, muted, paragraphs, plain
from trueup.ui.drawing.statement_list import Stand, all_statements, sides_heard
from trueup.wording import findings as wording
from trueup.wording.explanation import unsettled

MOST_TURNS = 2
"""The most answers listed that would end an agreement."""


class AgreesScreen(View):
    """Lists the topics on which sides agree. Enter shows all statements on the marked topic."""

    VIEW = "What agrees"
    FOLLOWS_WINDOW = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "statements", "pick": "open"}

    def body(self) -> Iterable[Widget]:
        """The list, a text for when it's empty and, if there is room below, who says what."""
        yield Static(id="nothing-agrees", classes="prose")
        yield Rows(id="agreements")
        yield IfRoom(self._spoken)

    async def show(self) -> None:
        """Redraw everything; the mark stays where it was."""
        agreed = self.session.analysis.agreements
        self.place(wording.count(len(agreed), "topic"))
        show_in(self, "#nothing-agrees", paragraphs(self.texts["empty"]), is_there=not agreed)
        rows = self.query_one(Rows)
        rows.refill(self._row(number, agreement) for number, agreement in enumerate(agreed, 1))
        rows.focus()
        self.query_one(IfRoom).look_again()

    def _row(self, number: int, agreement: Agreement) -> Option:
        screens = self.session.content
        return entry(
            digit(number),
            plain(screens.topics[agreement.topic].title),
            sign=Content.styled("=", "bold $success"),
            right=plain(wording.listed(agreement.sides)),
            under=[muted(wording.agreed(screens, agreement))],
            id=agreement.topic,
        )

    def _sides(self, topic: str) -> list[Stand]:
        """Return the statements that agree on a topic, grouped by side."""
        return [
            Stand(side, tuple(statement for statement in agreement.statements if statement.side == side))
            for agreement in self.session.analysis.agreements
            if agreement.topic == topic
            for side in agreement.sides
        ]

    def _spoken(self) -> Iterator[Part]:
        session, first = self.session, [heading("Who says so")]
        for side in self._sides(self.query_one(Rows).marked or ""):
            yield [*first, *all_statements(session.analysis, [side])]
            first = []
        if heard := sides_heard(session.analysis):
            yield Cut((heading("Which side has said what"), *heard))

    @on(Rows.OptionHighlighted, "#agreements")
    def _marked(self) -> None:
        self.query_one(IfRoom).look_again()

    @on(Rows.OptionSelected, "#agreements")
    def _taken(self, event: Rows.OptionSelected) -> None:
        session, topic = self.session, event.option_id or ""
        lines = all_statements(session.analysis, self._sides(topic))
        turns = session.analysis.unsettling(topic)[:MOST_TURNS]
        hangs = unsettled(session.analysis, turns)
        lines += [Line(), *(muted(text) for text in hangs)] if hangs else []
        self.raise_sheet(Reading.saying(session.content.topics[topic].title, lines, id="statements"))
