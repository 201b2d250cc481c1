"""Rows of one kind: a list to add to, edit and remove from, and the way from there into one row and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.document import LISTS
from trueup.answers.limits import MOST_ROWS
from trueup.answers.model import Row
from trueup.answers.references import without_row
from trueup.engine.analysis import LONG, rows_in
from trueup.engine.applicability import is_inactive, open_fields
from trueup.session.change_summary import Change
from trueup.ui.base.rows import Rows, entry, words
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, paragraphs, plain, shorten
from trueup.ui.records.record_form import NEW, RowScreen
from trueup.ui.records.record_preview import RowInFull, in_full, left_open

INACTIVE_WORDS = {
    "withdrawn": "withdrawn, not compared",
    "stopped": "stopped, not compared",
    "planned": "planned, not compared yet",
}
"""What a row that is parked says of itself in the list."""

BESIDE = 68
"""Cells of the list, and of the margins, where the marked row stands beside it."""


class RowList(Rows):
    """Enter or a digit edits a row. Adding, removing and undoing are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="list.edit"),
        *(Binding(str(n), f"edit({n})", "edit", show=False, id=f"list.edit-{n}") for n in range(1, 10)),
        Binding("plus", "screen.add", "add", id="list.add"),
        Binding("delete,backspace", "screen.remove", "remove", id="list.remove"),
        Binding("z", "screen.undo", "undo", id="list.undo"),
    ]

    @property
    def digits(self) -> int:
        """The rows have the digits, what is below them has keys of its own."""
        return min(sum(option.id not in (None, ADD, DONE, PASTE) for option in self.options), 9)

    def has_bar(self, option: Option) -> bool:
        """The bar is where the keys go, so that there is never a second one."""
        return self.has_focus and super().has_bar(option)

    def on_option_list_option_highlighted(self) -> None:
        """Enter does something else on a row than below them."""
        self.screen.refresh_bindings()

    def action_edit(self, number: int) -> None:
        """Edit the row that bears this digit."""
        if number <= self.digits:
            self.action_pick(number)


class RowsScreen(RowScreen):
    """Rows of one kind. *Back* leads from field to field, to the list, and to where one came from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,f9", "enough", "enough for now", id="rows.enough"),
    ]
    HEADS: ClassVar[str] = ""
    """What stands over the figures at the right of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = DONE
        """The row of the list that has the mark when it is drawn."""

    @property
    def next_word(self) -> str:
        """Going on from the last field leads to the list."""
        is_last = self._row is not None and self._index() == len(self._stops) - 1
        return "to the list" if is_last and not self._visiting else super().next_word

    @property
    def key_words(self) -> Mapping[str, str]:
        """In the list, what Enter does with the row that has the bar."""
        words = super().key_words
        listed = next(iter(self.walk_children(RowList)), None)
        if listed is None:
            return words
        return {**words, "enough": "done", "select": {ADD: "add", DONE: "go on"}.get(listed.marked or DONE, "edit")}

    def visit(self, source: str, row: str) -> None:
        """Start at a field of a row, and go back from it; at the list when no field is named."""
        if source.partition(".")[2]:
            super().visit(source, row)
            self._row = row

    # What the list is made of ------------------------------------------------

    @property
    def most(self) -> int:
        """How many rows of this kind a business can have."""
        return MOST_ROWS

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """A row in the list: its first line, the figure at the right, its second line."""
        raise NotImplementedError

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
            shown = in_full(content, audit, self.KIND, row, self.conflicting) if row else None
            beside.show(shown or left_open(content, audit, self.KIND, self.rows))

    def _options(self) -> Iterator[Option]:
        for number, row in enumerate(self.rows, 1):
            yield self._row_option(number, row)
        yield from self.more_options()
        if self.rows:
            yield words(Line())
        if len(self.rows) < self.most:
            yield entry("+", "Add another" if self.rows else "Add the first one", id=ADD)
        yield from self.other_ways_to_add()
        if self.rows:
            yield entry("g", "Done, go on", id=DONE)

    def other_ways_to_add(self) -> Iterator[Option]:
        """What else rows come from, than from being written down one by one."""
        yield from ()

    def more_options(self) -> Iterator[Option]:
        """What stands below the rows, before the way to add one."""
        yield from ()

    def _row_option(self, number: int, row: Row) -> Option:
        first, figure, second = self.described(row)
        parts = [plain(INACTIVE_WORDS[row.text("state")], f"italic {MUTED}") if is_inactive(row) else Content("")]
        under = Content("   ").join(part for part in (*parts, second, self._left_open(row)) if part)
        digit = f"{number}" if number < 10 else " "
        shown = first.stylize(MUTED) if is_inactive(row) else first
        return entry(digit, shown, right=figure, under=[Line(text=under)], id=row.id)

    def _left_open(self, row: Row) -> Content:
        needed, later = open_fields(self.session.content, self.session.current, self.KIND, row)
        left = f"{len(needed)} open" if needed else f"{len(later)} can wait" if later else ""
        return Content.styled(left, f"italic {MUTED}")

    # Changing --------------------------------------------------------------

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
        await self.taken(event.option_id or NEW)

    async def taken(self, id: str) -> None:
        """Go where a row of the list leads."""
        if id == DONE:
            self.action_done()
        else:
            await self._ask_about(NEW if id == ADD else id)

    def action_done(self) -> None:
        """On to what comes after these rows."""
        self.navigator.go_on_from(self.KIND)

    async def action_enough(self) -> None:
        """To the list: the rest of this row can wait. From the list: on."""
        if self._row is None:
            self.action_done()
        elif self.typed_is_kept():
            self._row, self._mark = None, DONE
            await self._draw()

    async def action_add(self) -> None:
        """Straight to the first field of a new row."""
        if len(self.rows) >= self.most:
            self.say(f"{self.most} is the most there can be. Delete removes the marked one.")
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
        if row == NEW and self.KIND != "customer" and rows_in(self.session.current) >= LONG:
            self.say(f"With more than {LONG} rows, fixes take a while. Remove what no longer matters.")

    async def action_remove(self) -> None:
        """Take the marked row out."""
        slug = self.query_one(RowList).marked
        audit = self.session.current
        if slug is None or audit.row(self.KIND, slug) is None:
            self.say("Move to the one to remove first.")
            return
        at = [row.id for row in self.rows].index(slug)
        if self.keep(without_row(self.session.content, audit, self.KIND, slug), saying="Removed. z undoes it."):
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
        """Only what is there can be removed, and only what a first picture does without can be left for later.

        Where nothing can be changed, nothing is added or removed.
        """
        if action == "enough" and self._row is None:
            return bool(self.rows)
        if action == "enough" and (self._visiting or not self._is_beyond_need):
            return False
        if action == "remove" and not self.rows:
            return False
        if action in ("add", "remove") and self.session.read_only:
            return False
        return super().check_action(action, parameters)


def quoted(text: str, width: int) -> Content:
    """A published line as it is quoted in a list."""
    return plain(f"“{shorten(text.strip(), width)}”")


ADD, DONE, PASTE = "+", "-", '"'
"""Ids of what stands below the rows; no slug is one."""
