"""What agrees: the topics on which two sides or more speak and agree, and whose words say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.model import Agreement
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, entry
from trueup.ui.base.scroll_sheet import Reading
from trueup.ui.base.text import MUTED, Hung, Line, paragraphs, plain
from trueup.ui.mismatches.statement_list import Stand, all_statements
from trueup.wording import findings as wording


class AgreesScreen(View):
    """The topics that hold; Enter shows all statements of one."""

    VIEW = "What agrees"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "statements", "pick": "open"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "why", "why", id="agrees.why"),
    ]

    def body(self) -> Iterable[Widget]:
        """The list, or the sentence that there is none yet."""
        yield Static(id="nothing-agrees", classes="prose")
        yield Rows(id="holding")

    async def show(self) -> None:
        """Everything anew, the mark where it was."""
        holds = self.session.findings.agreements
        self.place(wording.count(len(holds), "topic"))
        nothing = self.query_one("#nothing-agrees", Static)
        nothing.display = not holds
        nothing.update(Hung(paragraphs(self.session.content.screens["agrees"].texts["empty"])))
        rows = self.query_one(Rows)
        rows.refill(self._row(number, holding) for number, holding in enumerate(holds, 1))
        rows.focus()

    def _row(self, number: int, holding: Agreement) -> Option:
        screens = self.session.content
        topic = screens.topics[holding.topic]
        positions = wording.listed(screens.label(tag) for tag in holding.tags)
        agree = f"{wording.listed(holding.sides)} agree"
        return entry(
            str(number) if number <= 9 else " ",
            plain(topic.title),
            sign=Content.styled("=", "bold $success"),
            right=plain(positions),
            under=[Line(text=plain(agree, MUTED))],
            id=holding.topic,
        )

    @on(Rows.OptionSelected, "#holding")
    def _taken(self, event: Rows.OptionSelected) -> None:
        session = self.session
        holding = next(each for each in session.findings.agreements if each.topic == event.option_id)
        sides = [
            Stand(side, tuple(statement for statement in holding.statements if statement.side == side))
            for side in holding.sides
        ]
        title = session.content.topics[holding.topic].title
        lines = all_statements(session.content, session.current, sides)
        self.raise_sheet(Reading.saying(title, lines, id="statements"))

    def action_why(self) -> None:
        """What holding means."""
        screen = self.session.content.screens["agrees"]
        lines = [*paragraphs(screen.intro), Line(), *paragraphs(screen.texts["help"])]
        self.raise_sheet(Reading.saying(screen.title, lines, id="why"))
