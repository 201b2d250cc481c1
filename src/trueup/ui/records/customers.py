"""The screen of the last ten customers: a table with a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Row
from trueup.answers.place import in_row
from trueup.answers.references import new_row_id
from trueup.content.model import Question
from trueup.engine.applicability import wording
from trueup.engine.measures import COLUMNS, most_common
from trueup.sanitize import plain_text
from trueup.session.undo_words import Change
from trueup.ui.base.page import Page
from trueup.ui.base.sheet import IfRoom, Part, Sheet, show_in
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, heading, muted, paragraphs, plain, shorten
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.questions.reasons import WHY, in_a_sentence, why_each
from trueup.ui.records.cell_table import LONGEST, UNKNOWN, Column, Table
from trueup.wording.findings import count, did

MOST = 10

IN_FULL, IN_BRIEF = 40, (16, 10, 7)
"""The most cells for the meaning of a digit below the table; if the meanings don't fit like that, fewer and fewer."""
UNSURE_KEY = Content.assemble((f"{UNKNOWN} ", KEY), "don't know")

AROUND, INTRO, LEAST_WITH_INTRO = 5, 2, 22
"""Lines around the body, lines of the introduction and its gap, and of the lowest window that shows it."""


class CustomersScreen(Page):
    """Asks for the last ten customers, in a table. What they did answers a dozen questions."""

    VIEW = "Operations"
    COUNTS_CAN_WAIT = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "next"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f2", "why", "why", id="customer.why"),
    ]

    def __init__(self) -> None:
        super().__init__(name="customer")
        self._asked_for = ("", "")
        """The field and the row of the cell to mark first."""

    def visit(self, source: str, row: str) -> None:
        """Start at the cell of a field and a customer, or at a customer's first cell."""
        self._asked_for = source.partition(".")[2], row

    @property
    def pause_place(self) -> str:
        """The stop of the customers, at the end of their area."""
        return "customer"

    def body(self) -> Iterable[Widget]:
        """The table, what the digits mean, what the rows add up to, and why its columns are asked."""
        yield Static(id="customers-intro", classes="prose")
        yield Static(id="customers-meaning")
        yield Static(id="customers-counts")
        yield IfRoom(self._reasons)

    async def show(self) -> None:
        """Show the table with the saved customers."""
        screen = self.session.content.screens["customer"]
        show_in(self, "#customers-intro", paragraphs(screen.intro, MUTED))
        await self.query("Table").remove()
        most = max(MOST, len(self.rows))  # an imported file may hold more
        table = Table(self._columns(), [self._cells(row) for row in self.rows], most=most)
        await self.query_one("#body").mount(table, after="#customers-intro")
        table.cursor = self._start(table)
        table.focus()
        self._put_back(table)
        self._say_counts()

    def half_typed(self) -> Mapping[str, str]:
        """Return the name that is being typed, by its cell."""
        found = dict(super().half_typed())
        for table in self.query(Table):
            if (typed := table.typed) and typed.value:
                row = self.rows[typed.row].id if typed.row < len(self.rows) else ""
                found[in_row("customer", row, typed.field)] = typed.value
        return found

    def _put_back(self, table: Table) -> None:
        """Put back the name that was being typed when trueup was killed."""
        if self.session.read_only:
            return
        places = {in_row("customer", row.id): nth for nth, row in enumerate(self.rows)}
        places[in_row("customer", "")] = min(len(self.rows), table.most - 1)
        fields = [column.field for column in table.columns]
        for place, text in self.session.current.typed.items():
            home, _, field = place.rpartition(".")
            if (row := places.get(home)) is not None and field in fields:
                table.cursor = row, fields.index(field)
                table.put_typed(text)
                self.say_it_is_back(place)
                return

    def _start(self, table: Table) -> tuple[int, int]:
        """Return the cell to mark first: the one asked for, otherwise the first of the empty row."""
        field, row = self._asked_for
        fields, rows = [column.field for column in table.columns], [each.id for each in self.rows]
        at = rows.index(row) if row in rows else min(len(rows), table.most - 1)
        return at, fields.index(field) if field in fields and row in rows else 0

    # The rows and columns of the table -------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The customers, newest first."""
        return self.session.current.of("customer")

    @property
    def _questions(self) -> dict[str, Question]:
        return {question.field: question for question in self.session.content.of("customer")}

    def _words(self, question: Question) -> dict[str, str]:
        """Return the choices of a column as key → words, in the order of their digits."""
        choices = {choice.key: choice.label for choice in question.choices}
        if question.kind == "channel":
            channels = {row.id: plain_text(row.text("name")) for row in self.session.current.of("channel")}
            return channels and {**channels, **{key: label for key, label in choices.items() if key not in channels}}
        return choices

    def _columns(self) -> list[Column]:
        columns = []
        for question in self._questions.values():
            words = {
                key: in_short(label) if key in question.by_key else label
                for key, label in self._words(question).items()
            }
            if words or question.kind == "text":  # without a channel there is nothing to choose
                is_own = question.kind in ("channel", "text")
                columns.append(Column(question.field, question.short, words, is_own))
        return columns

    def _cells(self, row: Row) -> dict[str, str]:
        return {field: row.text(field) if answer.state == "given" else UNKNOWN for field, answer in row.fields.items()}

    # The lines below the table ---------------------------------------------

    def _say_meaning(self) -> None:
        column = self.query_one(Table).column
        question, lead, gap = self._questions[column.field], plain(f"{column.head}   ", MUTED), Content("   ")
        if question.kind == "text":
            named = self.session.current.of("channel")
            hint = question.hint if named else "Name your channels first, and they'll have a column here."
            said = [Line(lead, plain(f"{hint} Enter on an empty line ends the list.", MUTED))]
        else:
            said = self._side_by_side(lead, [*_digits(self._words(question), IN_FULL), UNSURE_KEY], gap)
            for most in IN_BRIEF:
                if len(said) <= self._room:
                    break
                brief = [*_digits(column.words, most), UNSURE_KEY, Content.assemble(("? ", KEY), "in full")]
                said = self._side_by_side(lead, brief, gap)
        show_in(self, "#customers-meaning", said)

    @property
    def _room(self) -> int:
        """The lines left under the table, which stays in sight."""
        # The widgets can't be measured, because this also runs before the layout.
        intro = 0 if self.has_class("-tight") else INTRO
        return self.size.height - AROUND - intro - self.query_one(Table).most - 2

    def _say_counts(self) -> None:
        self.place(f"{len(self.rows)} of {MOST} customers" if self.rows else "last ten customers")
        self.gauge(len(self.rows), MOST)
        counted = list(self._counts())
        if counted:
            said = self._side_by_side(Content.styled("So far   ", STRONG), counted, Content.styled(" · ", MUTED))
        else:
            said = [muted(self.texts.get("empty", ""))]
        show_in(self, "#customers-counts", said)

    def _reasons(self) -> Iterator[Part]:
        """Yield why all columns are asked, so that this text doesn't change while the table is filled."""
        asked = [question for question in self._questions.values() if question.why]
        yield [heading(WHY), *why_each(asked)]

    def _side_by_side(self, lead: Content, parts: list[Content], joint: Content) -> list[Line]:
        """Return the parts in lines, as many on each as fit. None is split between lines."""
        # 9 and 5 are the margins in the style sheet and the scrollbar. They can't be measured, because this also runs
        # before the layout.
        room = self.size.width - (9 if self.has_class("-wide") else 5) - lead.cell_length
        lines = [parts[0]]
        for part in parts[1:]:
            longer = Content.assemble(lines[-1], joint, part)
            if longer.cell_length > room:
                lines.append(part)
            else:
                lines[-1] = longer
        indent = Content(" " * lead.cell_length)
        return [Line(lead if at == 0 else indent, line) for at, line in enumerate(lines)]

    def on_resize(self) -> None:
        """Redraw the lines below the table for the new size. In a low window, the introduction makes room for them."""
        self.set_class(self.size.height < LEAST_WITH_INTRO, "-tight")
        if self.query(Table):
            self._say_meaning()
            self._say_counts()

    def _counts(self) -> Iterator[Content]:
        """Yield the most common answer of each column that takes a position, with its count."""
        content, audit = self.session.content, self.session.current
        for question in self._questions.values():
            if question.id in COLUMNS and (counted := most_common(audit, question.id)):
                yield plain(did(content, counted, of=""))

    # Changing --------------------------------------------------------------

    @on(Table.Moved)
    def _moved(self) -> None:
        self._say_meaning()
        self.refresh_bindings()

    @on(Table.Set)
    def _set(self, event: Table.Set) -> None:
        rows = list(self.rows)
        if event.row >= len(rows):
            rows.append(Row(new_row_id("customer", "", [row.id for row in rows])))
        unsure, value = Answer(state="unsure"), event.value
        answer = unsure if value == UNKNOWN else None if value is None else Answer(value)
        rows[event.row] = rows[event.row].with_field(event.field, answer)
        if not rows[event.row].fields:
            del rows[event.row]  # a customer without any answer isn't kept
        self._change(tuple(rows), "Saved")

    @on(Table.Pasted)
    def _pasted(self, event: Table.Pasted) -> None:
        """Make each pasted line a customer, from the marked row down. Rows that have a name keep it."""
        table, before = self.query_one(Table), list(self.rows)
        field, rows = table.column.field, list(before)
        at, left = event.row, 0
        for name in event.names:
            while at < len(rows) and rows[at].text(field):
                at += 1
            if at == table.most:
                left += 1
                continue
            if at == len(rows):
                rows.append(Row(new_row_id("customer", "", [row.id for row in rows])))
            rows[at] = rows[at].with_field(field, Answer(name[:LONGEST]))
        filled = [nth for nth, row in enumerate(rows) if nth >= len(before) or row != before[nth]]
        if not filled:
            self.say(f"Nothing was added: the table already holds {table.most} customers.")
            return
        said = f"{count(len(filled), 'customer')} added, one for each line."
        if left:
            said = f"{count(len(filled), 'customer')} added. No room for {count(left, 'more line')}."
        elif any(len(name) > LONGEST for name in event.names):
            said = f"{count(len(filled), 'customer')} added, names cut at {LONGEST} characters."
        self._change(tuple(rows), f"{said} z undoes it.")
        self._refill((filled[0], min(1, len(table.columns) - 1)))

    @on(Table.Removed)
    def _removed(self, event: Table.Removed) -> None:
        left = (*self.rows[: event.row], *self.rows[event.row + 1 :])
        at = max(min(event.row, len(left) - 1), 0)  # not the empty row, if there is another: z would be typed there
        undo = "z" if left else "Ctrl+Z"
        self._change(left, f"Removed. {undo} undoes it.", mark=(at, self.query_one(Table).cursor[1]))

    @on(Table.Done)
    def _done(self) -> None:
        self.navigator.go_on_from("customer")

    def _change(self, rows: tuple[Row, ...], saying: str, mark: tuple[int, int] | None = None) -> None:
        before = self.rows
        if rows == before:
            return
        audit = self.session.current.without_typed(*self._half_kept)
        kept = self.keep(audit.with_rows("customer", rows), saying=saying)
        if not kept or len(rows) < len(before):
            self._refill(mark)
        self._say_counts()
        self.refresh_bindings()

    def _refill(self, cell: tuple[int, int] | None = None) -> None:
        self.query_one(Table).refill([self._cells(row) for row in self.rows], cell)

    async def show_change(self, change: Change) -> None:
        """After an undo, go to the cell or the customer that was restored."""
        table, rows = self.query_one(Table), [row.id for row in self.rows]
        if change.source.partition(".")[0] != "customer":
            await self.show()  # the columns may have changed
            return
        fields = [column.field for column in table.columns]
        field = change.source.partition(".")[2]
        row = rows.index(change.row) if change.row in rows else min(table.cursor[0], len(rows))
        self._refill((row, fields.index(field) if field in fields else 0))
        self._say_counts()

    def action_why(self) -> None:
        """Show what the digits mean in the marked column, and why it's asked."""
        question = self._questions[self.query_one(Table).column.field]
        lines = [Line(text=each) for each in _digits(self._words(question), None)]
        lines += [Line(text=in_a_sentence(text)) for text in (question.hint, question.why) if text]
        lines += over_time.of_answer(self.session, question.id)
        self.raise_sheet(Sheet.saying(wording(self.session.current, question), lines, id="why"))

    def keep_typed(self) -> None:
        """Save the name that is being typed, and return once that is done."""
        for table in self.query(Table):
            if typed := table.typed:
                self._set(typed)
                self._refill()


def _digits(words: Mapping[str, str], most: int | None) -> list[Content]:
    """Return each digit with its meaning, cut to `most` cells if given."""
    return [
        Content.assemble((f"{digit} ", KEY), plain(meaning if most is None else shorten(meaning, most)))
        for digit, meaning in enumerate(words.values(), 1)
        if digit <= 9
    ]


def in_short(label: str) -> str:
    """Return the part of a label before the first comma: `with help, by choice` → `with help`."""
    return label.partition(",")[0]
