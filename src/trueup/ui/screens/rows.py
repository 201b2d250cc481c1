"""Rows of one kind: a list to add to, edit and remove from; and the fields of one row, asked one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.document import LISTS
from trueup.answers.links import without_row
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.slugs import TITLES, new_row_id
from trueup.content.model import Question, RowKind
from trueup.engine.asking import Item, at_rest, fields, open_fields
from trueup.ui.changed import Change, saved
from trueup.ui.outlined import stop_of
from trueup.ui.screens.area import AreaScreen
from trueup.ui.widgets.asked import Asked
from trueup.ui.widgets.outline import Stop
from trueup.ui.widgets.row_fields import asked_about_row
from trueup.ui.widgets.row_in_full import RowInFull, in_full, left_open
from trueup.ui.widgets.row_list import ADD, DONE, RowList
from trueup.ui.widgets.rows import entry, words
from trueup.ui.widgets.text import KEY, MUTED, STRONG, Hung, Line, paragraphs, plain, shorten

REST_WORDS = {
    "withdrawn": "withdrawn, not compared",
    "stopped": "stopped, not compared",
    "planned": "planned, not compared yet",
}
"""What a row that is parked says of itself in the list."""

BESIDE = 68
"""Cells of the list, and of the margins, where the marked row stands beside it."""

NEW = ""
"""The slug of a row that is not kept yet: it gets its own with the answer that makes it one."""


class RowsScreen(AreaScreen):
    """Rows of one kind. *Back* leads from field to field, to the list, and to where one came from."""

    KIND: ClassVar[RowKind]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,ctrl+r", "rest", "rest", show=False, id="rows.rest"),  # the line is full without it
        Binding("g,f9", "enough", "enough for now", id="rows.enough"),
    ]
    HEADS: ClassVar[str] = ""
    """What stands over the figures at the right of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._row: str | None = None
        """Slug of the row whose fields are asked; None: the list is shown."""
        self._mark = DONE
        """The row of the list that has the mark when it is drawn."""

    def visit(self, source: str, row: str) -> None:
        """Start at a field of a row, and go back from it; at the list when no field is named."""
        if source.partition(".")[2]:
            super().visit(source, row)
            self._row = row

    # What it works on ------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of this kind."""
        return self.session.current.of(self.KIND)

    @property
    def row(self) -> Row:
        """The row whose fields are asked."""
        return self.session.current.row(self.KIND, self._row or NEW) or Row(NEW)

    @property
    def _stops(self) -> tuple[Item, ...]:
        asked = fields(self.session.content, self.session.current, self.KIND, self.row)
        return tuple(Item(self.AREA, question=question) for question in asked)

    @property
    def most(self) -> int | None:
        """How many rows of this kind a business can have; None: as many as it likes."""
        return None

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """A row in the list: its first line, the figure at the right, its second line."""
        raise NotImplementedError

    def named(self, row: Row) -> str:
        """A row in a few words, for the head."""
        raise NotImplementedError

    def above(self, question: Question) -> list[Widget]:  # noqa: ARG002
        """What stands over a field, to be looked at while answering."""
        return []

    def place_of(self, question: Question) -> str:
        """Where a field of the row stands, as the history knows it."""
        return f"{self.KIND}:{self._row}.{question.field}"

    def chosen(self, row: Row, field: str) -> str:
        """What a choice of a row says, in the words it was chosen in."""
        choices = self.session.content.questions[f"{self.KIND}.{field}"].choices
        return next((choice.label for choice in choices if choice.key == row.text(field)), "")

    # The outline -----------------------------------------------------------

    def title_of_outline(self) -> str:
        """The row."""
        return self.named(self.row)

    def outlined(self) -> list[Stop]:
        """The fields of a row that is kept; its first field has to come first."""
        session, row = self.session, self.row
        if row.id == NEW:
            return []
        clashing = self.clashing
        asked = fields(session.content, session.current, self.KIND, row)
        return [
            stop_of(session.content, session.current, each, row.fields.get(each.field), clashing.get((each.id, row.id)))
            for each in asked
        ]

    @property
    def resting_place(self) -> str:
        """The rows at the end of the area."""
        return self.KIND

    # Drawing ---------------------------------------------------------------

    async def show(self) -> None:
        """The list, or the field that was asked for."""
        if self._visiting and self.row.id == NEW:
            # A field is asked for, but no row, or one that is gone: the first row that lacks it.
            field = self.at.partition(".")[2]
            self._row = next((row.id for row in self.rows if field not in row.fields), None)
            self._visiting = self._row is not None
        if self._row is None and self._is_empty and not self.session.read_only:
            await self._ask_about(NEW)  # an empty list would only ask for one key more
        else:
            await self._draw()

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing in the list to look at or to choose from."""
        return not self.rows and not any(self.more_options())

    async def _draw(self) -> None:
        self.lower_sheet()
        widgets = self._list() if self._row is None else self._field()
        holder = self.query_one("#stop", Vertical)
        async with self.batch():
            await holder.remove_children()
            await holder.mount(*widgets)
        self.outline_now()
        if self._row is None:
            listed = self.query_one(RowList)
            self.set_focus(listed, scroll_visible=False)  # at once: a key may be waiting already
            self.call_after_refresh(listed.scroll_to_highlight)
        self.refresh_bindings()

    def _field(self) -> list[Widget]:
        stops, index = self._stops, self._index()
        self.place(f"{self.named(self.row)}, {index + 1} of {len(stops)}")
        self.gauge(index, len(stops))
        question = stops[index].question
        assert question is not None
        asked = asked_about_row(self.session.content, self.session.current, question, self.row)
        below = self._what_can_wait(asked) if self._is_beyond_need else self._where_to_begin()
        said = [Static(Hung(lines), classes="prose intro") for lines in below]
        # A checklist and a path take all the room there is.
        takes_all = question.is_checklist or question.kind == "steps"
        return [*self.above(question), asked, *said, *([] if takes_all else [self.reasons_for(question)])]

    def _where_to_begin(self) -> Iterator[list[Line]]:
        """With the first row of all: which one to take."""
        text = "" if self.rows else self.session.content.screens[self.KIND].texts.get("empty", "")
        if text:
            yield paragraphs(text, MUTED)

    @property
    def _is_beyond_need(self) -> bool:
        """Whether the field that is asked is one a first picture does without, after those it needs."""
        asked = [stop.question for stop in self._stops if stop.question]
        return any(each.essential for each in asked) and not asked[self._index()].essential

    def _what_can_wait(self, asked: Asked) -> Iterator[list[Line]]:
        """How much of the row is left, and that it may be left."""
        needed, later = open_fields(self.session.content, self.session.current, self.KIND, self.row)
        if later:
            lacks = ", ".join(question.short or question.text for question in needed)
            so_far = f"Not enough to compare yet, without: {lacks}." if needed else "Enough to compare."
            one = len(later) == 1
            rest = f"{'One more question' if one else f'{len(later)} more questions'} can wait: "
            key = ("F9" if asked.is_typed else "g", KEY)
            said = Content.assemble((f"{so_far} {rest}", MUTED), key, (f" leaves {'it' if one else 'them'}.", MUTED))
            yield [Line(text=said)]

    def _list(self) -> list[Widget]:
        screen = self.session.content.screens[self.KIND]
        self.place(f"{LISTS[self.KIND]}, {len(self.rows)} so far" if self.rows else LISTS[self.KIND])
        self.gauge(0, 0)
        listed = RowList(*self._options(), id="list")
        listed.action_first()
        listed.mark(self._mark)
        empty = "" if self.rows else screen.texts.get("empty", "")
        intro = paragraphs(f"{screen.intro}\n\n{empty}".strip(), MUTED)
        left = Vertical(
            Static(plain(screen.title, STRONG), classes="prose"),
            Static(Hung(intro), classes="prose"),
            Static(Hung([Line(right=Content.styled(self.HEADS, MUTED))] if self.rows else []), id="heads"),
            listed,
            id="every-row",
        )
        return [Horizontal(left, *([RowInFull()] if self.rows else []))]

    @property
    def room(self) -> int:
        """Cells for the first line of a row in the list, beside its digit and its figure."""
        return (BESIDE if self.has_class("-wide") else self.size.width) - 24

    def on_resize(self) -> None:
        """The rows are cut to the room there is."""
        self.call_after_refresh(self._list_anew)

    def _list_anew(self) -> None:
        for listed in self.query(RowList):
            listed.refill(self._options())

    @on(RowList.OptionHighlighted, "#list")
    def _marked(self, event: RowList.OptionHighlighted) -> None:
        event.stop()
        content, audit = self.session.content, self.session.current
        row = audit.row(self.KIND, event.option_id or NEW)
        for beside in self.query(RowInFull):
            shown = in_full(content, audit, self.KIND, row, self.clashing) if row else None
            beside.show(shown or left_open(content, audit, self.KIND, self.rows))

    def _options(self) -> Iterator[Option]:
        for number, row in enumerate(self.rows, 1):
            yield self._row_option(number, row)
        yield from self.more_options()
        if self.rows:
            yield words(Line())
        if self.most is None or len(self.rows) < self.most:
            yield entry("a", "Add another" if self.rows else "Add the first one", id=ADD)
        if self.rows:
            yield entry("g", "Done, go on", id=DONE)

    def more_options(self) -> Iterator[Option]:
        """What stands below the rows, before the way to add one."""
        yield from ()

    def _row_option(self, number: int, row: Row) -> Option:
        first, figure, second = self.described(row)
        parts = [plain(REST_WORDS[row.text("state")], f"italic {MUTED}") if at_rest(row) else Content("")]
        under = Content("   ").join(part for part in (*parts, second, self._left_open(row)) if part)
        digit = f"{number}" if number < 10 else " "
        shown = first.stylize(MUTED) if at_rest(row) else first
        return entry(digit, shown, right=figure, under=[Line(text=under)], id=row.id)

    def _left_open(self, row: Row) -> Content:
        needed, later = open_fields(self.session.content, self.session.current, self.KIND, row)
        left = f"{len(needed)} open" if needed else f"{len(later)} can wait" if later else ""
        return Content.styled(left, f"italic {MUTED}")

    # Changing --------------------------------------------------------------

    @on(Asked.Answered)
    def _field_answered(self, event: Asked.Answered) -> None:
        event.prevent_default()  # an area would take it for an answer of its own
        if self._row is not None:  # what was typed in a row that was left is saved already
            self._keep_field(event.question, event.answer)

    def keep_typed(self) -> None:
        """Take what stands in the field and in the note, and save it before this returns."""
        asked = self._asked
        if asked and asked.keep_typed():
            self._keep_field(asked.question, asked.answer)

    def _keep_field(self, question: Question, answer: Answer | None) -> None:
        audit, row = self.session.current, self.row
        if question.required and (answer is None or answer.state != "given"):
            if row.id:
                self.say(f"{_one(self.KIND)} needs this, so it stays as it was. In the list, d removes it.")
            elif answer is not None:
                self.say(f"{_one(self.KIND)} needs this before anything else. Ctrl+O leaves it.")
            return
        if row.id == NEW:
            if not question.required:
                return
            row = Row(self._new_slug(audit, question, answer))
        changed = {key: value for key, value in row.fields.items() if key != question.field}
        if answer is not None:
            changed[question.field] = answer
        after = self.with_field(audit.with_row(self.KIND, replace(row, fields=changed)), row, question)
        decides = question.id in self.session.content.conditions
        if self.keep(after, saying=saved(self.session.content, audit, after) if decides else "Saved"):
            self._row = row.id
            self.outline_now()

    def with_field(self, audit: Audit, was: Row, question: Question) -> Audit:  # noqa: ARG002
        """What else changes with a field of a row; `was` is the row before."""
        return audit

    def _new_slug(self, audit: Audit, question: Question, answer: Answer | None) -> str:
        given = answer.value if answer and question.field == TITLES.get(self.KIND) else ""
        taken = [row.id for row in audit.of(self.KIND)]
        return new_row_id(self.KIND, given if isinstance(given, str) else "", taken)

    async def _step(self, step: int) -> None:
        if self._row is None or self._visiting or (self._row == NEW and self._is_empty):
            self.leave()
            return
        index = self._index() + step
        stops = self._stops
        if 0 <= index < len(stops) and (self._row != NEW):
            self.at = stops[index].id
        else:
            self._mark = DONE if index == len(stops) else self._row
            self._row = None
        await self._draw()

    @on(RowList.OptionSelected, "#list")
    async def _edit(self, event: RowList.OptionSelected) -> None:
        event.stop()
        if event.option_id == DONE:
            self.action_done()
        else:
            await self._ask_about(NEW if event.option_id == ADD else event.option_id or NEW)

    def action_done(self) -> None:
        """On to what comes after these rows."""
        self.trueup.go_on_from(self.KIND)

    async def action_enough(self) -> None:
        """To the list: the rest of this row can wait."""
        if self.typed_is_kept():
            self._row, self._mark = None, DONE
            await self._draw()

    async def action_add(self) -> None:
        """Straight to the first field of a new row."""
        if self.most is not None and len(self.rows) >= self.most:
            self.say(f"{self.most} are all there are. d removes the marked one.")
        else:
            await self._ask_about(NEW)

    async def _ask_about(self, row: str) -> None:
        if row == NEW and self.session.read_only:
            self.keep(self.session.current)  # says why nothing is added; what there is can be looked at
            return
        self._row = row
        stops = self._stops
        still_open = (stop for stop in stops if stop.question and stop.question.field not in self.row.fields)
        self.at = next(still_open, stops[0]).id
        await self._draw()

    async def action_remove(self) -> None:
        """Take the marked row out."""
        slug = self.query_one(RowList).marked
        audit = self.session.current
        if slug is None or audit.row(self.KIND, slug) is None:
            self.say("Move to the one to remove first.")
            return
        at = [row.id for row in self.rows].index(slug)
        if self.keep(without_row(self.session.content, audit, self.KIND, slug), saying="Removed. z takes it back."):
            self._mark = self.rows[min(at, len(self.rows) - 1)].id if self.rows else ADD
            await self._draw()

    async def show_change(self, change: Change) -> None:
        """To the list where a row came or went, to the field where one was answered; else to what is left."""
        kind, _, field = change.source.partition(".")
        is_there = self.session.current.row(self.KIND, change.row) is not None
        if kind == self.KIND and is_there and field:
            self._row, self.at = change.row, change.source
        elif kind == self.KIND or self.row.id == NEW:
            self._row, self._mark = None, change.row if is_there else DONE
        half = self.focused.id if self.focused else None
        await self._draw()
        if half and (same := next(iter(self.query(f"#stop #{half}")), None)):
            same.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is there can be removed, and only what a first picture does without can be left for later."""
        if action == "enough" and (self._row is None or self._visiting or not self._is_beyond_need):
            return False
        if action == "remove" and not self.rows:
            return False
        return super().check_action(action, parameters)


def _one(kind: RowKind) -> str:
    return f"{'An' if kind == 'activity' else 'A'} {kind}"


def quoted(text: str, width: int) -> Content:
    """A published line as it is quoted in a list."""
    return plain(f"“{shorten(text.strip(), width)}”")
