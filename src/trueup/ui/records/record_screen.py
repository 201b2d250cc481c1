"""The screen of one kind of rows. It shows the list of rows, or asks the fields of one row, one at a time, like the
questions of an area. What differs between the kinds is in `record_kinds.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.document import LISTS
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.place import in_row
from trueup.answers.references import TITLES, group_names, new_row_id, without_row
from trueup.answers.rewording import is_reworded
from trueup.content.model import PROMISE_WORDS, Question, RowKind
from trueup.engine.analysis import LONG, rows_in
from trueup.engine.applicability import Item, fields
from trueup.session.undo_words import Change
from trueup.ui.base.background import cues_loaded
from trueup.ui.base.outline import Stop
from trueup.ui.base.rows import Rows, Ways, digit_keys, entry, numbered, words
from trueup.ui.base.sheet import Asking, Cut, IfRoom, Part, Reading
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, heading, muted, paragraphs, plain, shorten
from trueup.ui.questions.question_form import AnswerField, Asked
from trueup.ui.questions.question_page import QuestionPage
from trueup.ui.questions.reasons import WHY, in_a_sentence, why_each
from trueup.ui.records.record_fields import ClaimsField, PromiseField, field_of
from trueup.ui.records.record_kinds import (
    KINDS,
    PLANNED,
    in_full,
    left_open,
    mismatches_of,
    named_in,
    row_option,
    what_can_wait,
)
from trueup.wording import findings as wording

NEW = ""
"""The slug of a new row, until it's saved."""

ADD, DONE, PASTE = "+", "-", '"'
"""Ids of the options below the rows. No slug equals one of them."""
USED = "="
"""Prefix of the option id for a name that other rows use. No slug begins like this."""

READ_AGAIN = "What it claims was read again: look at it."
OUTDATED = "trueup will ask again about the new words: {fields}. Until then, mismatches about them can't be found."

BESIDE = 68
"""The width of the list with its margins in a wide window, where the marked row is shown beside it."""

BESIDE_LIST = 64
"""The width of the list and of the margin after it."""

AROUND_LIST = 22
"""How many lines of a window the rows of the list can't use. The page's head and foot need them, the texts above the
list, the options below the rows, and something to read."""

PAUSE = 0.15
"""Seconds without a key before the marked row of a long list is shown beside it."""


class RowList(Rows):
    """The list of rows. Enter or a digit edits one. Adding, removing and undoing are left to the screen."""

    BAR_FOLLOWS_KEYS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="list.edit"),
        *digit_keys("edit", "edit", "list.edit", show=False),
        Binding("plus", "screen.add", "add", id="list.add"),
        Binding("delete,backspace", "screen.remove", "remove", id="list.remove"),
        Binding("z", "screen.undo", "undo", id="list.undo"),
    ]

    @property
    def digits(self) -> int:
        """How many rows have a digit, at most 9. The options below the rows have keys of their own."""
        return min(sum(option.id not in (None, ADD, DONE, PASTE) for option in self.options), 9)

    def action_edit(self, number: int) -> None:
        """Edit the row with this digit."""
        if number <= self.digits:
            self.action_pick(number)


class RecordScreen(QuestionPage):
    """The list of rows of one kind, and the fields of a row. *Back* goes to the previous field, from the first to the
    list, and from there to the previous screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,f9", "enough", "enough for now", id="rows.enough"),
        Binding("quotation_mark", "read_page", "paste a page", id="promise.page"),
        Binding("u", "preview", "preview", id="activity.preview"),
    ]

    def __init__(self, kind: RowKind) -> None:
        self.kind = KINDS[kind]
        super().__init__(kind, self.kind.area)
        self._row: str | None = None
        """The slug of the row whose fields are asked; None while the list is shown."""
        self._mark = DONE
        """The id of the row to mark when the list is drawn."""
        self._cut_to = 0
        """The width to which the rows of the list were last cut, in cells."""
        self._in_full_beside = 0
        """How many rows are shown in full beside the list."""
        self._until_shown: Timer | None = None
        """The timer after which the marked row of a long list is shown beside it."""

    @property
    def key_words(self) -> Mapping[str, str]:
        """In the list, what Enter does with the row that has the bar."""
        words, listed = super().key_words, self._listed
        if listed is None:
            return words
        enter = {ADD: "add", DONE: "go on", PASTE: "paste it"}.get(listed.marked or DONE, "edit")
        full = {} if len(self.rows) < self.most else {"add": "limit"}
        return {**words, "enough": "go on", "select": enter, **full}

    @property
    def next_word(self) -> str:
        """The keys line's word for moving on: on the last field *to the list*."""
        is_last = self._row is not None and self.index == len(self.stops) - 1
        return "to the list" if is_last and not self._visiting else super().next_word

    def visit(self, source: str, row: str) -> None:
        """Show a field of a row, from which *back* leads to where the founder came from; without a field, the list."""
        if source.partition(".")[2]:
            super().visit(source, row)
            self._row = row

    # What it works on ------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of this kind."""
        return self.session.current.of(self.kind.name)

    @property
    def row(self) -> Row:
        """The row whose fields are asked."""
        return self.session.current.row(self.kind.name, self._row or NEW) or Row(NEW)

    @property
    def most(self) -> int:
        """The most rows of this kind there can be."""
        return self.kind.most(self.session.content)

    @property
    def stops(self) -> Sequence[Item]:
        """The fields of the row."""
        asked = fields(self.session.content, self.session.current, self.kind.name, self.row)
        return tuple(Item(self.area, question=question) for question in asked)

    @property
    def pause_place(self) -> str:
        """The stop of these rows, at the end of their area."""
        return self.kind.name

    def field_for(self, question: Question) -> AnswerField:
        """The field for a question about the row."""
        field = field_of(self.session.content, self.session.current, question, self.row)
        if isinstance(field, ClaimsField):
            why = [[heading(WHY), Line(text=in_a_sentence(question.why))]] if question.why else []
            field.told = lambda: (*why, *self._mismatches(self.row))
        return field

    def title_of_outline(self) -> str:
        """The row's name or, without one and where its words are quoted above its questions, its number."""
        kind, row, rows = self.kind.name, self.row, self.rows
        number = next((n for n, each in enumerate(rows, 1) if each.id == row.id), len(rows) + 1)
        name = "" if self.kind.quoted else row.text(TITLES[kind])
        return name or f"{kind} {number}"

    def outlined(self) -> list[Stop]:
        """Return the fields of a saved row; empty for a new row, whose first field must be answered first."""
        return super().outlined() if self.row.id != NEW else []

    @property
    def _listed(self) -> RowList | None:
        return next(iter(self.walk_children(RowList)), None)

    @property
    def _marked_row(self) -> Row | None:
        """The marked row or, while the fields of a row are asked, that row."""
        marked = listed.marked if (listed := self._listed) else self._row
        return self.session.current.row(self.kind.name, marked or NEW)

    def _in_full(self, row: Row) -> Iterator[Line]:
        return in_full(self.session.content, self.session.current, self.kind.name, row, self.conflicting)

    # Drawing ---------------------------------------------------------------

    async def show(self) -> None:
        """Show the list, or the requested field."""
        if self._visiting and self.row.id == NEW:
            # No row was named, or the named row is gone: use the first row that lacks this field.
            field = self.at.partition(".")[2]
            self._row = next((row.id for row in self.rows if field not in row.fields), None)
            self._visiting = self._row is not None
        new = f"{in_row(self.kind.name, NEW)}."
        is_half_typed = any(place.startswith(new) for place in self.session.current.typed)
        if self._row is None and not self.session.read_only and (self._is_empty or is_half_typed):
            await self._ask_about(NEW)  # an empty list would only cost a key
        else:
            await self.draw()

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing in the list to look at or to choose from."""
        return not self.rows and not self.kind.named_elsewhere(self.session)

    async def draw(self) -> None:
        """Draw the list, or the current field of the row."""
        asked = self.stops[self.index].question if self._row is not None else None
        if asked and asked.is_checklist:
            # what it offers first is found in the promise's words
            await cues_loaded(self, self.session.content)
            if self not in self.app.screen_stack:  # left by mouse in the meantime
                return
        await self.put_up(self._list() if self._row is None else self._field())
        self.outline_now()
        if listed := self._listed:
            self.call_after_refresh(listed.scroll_to_highlight)

    def _list(self) -> list[Widget]:
        screen, name = self.session.content.screens[self.kind.name], LISTS[self.kind.name]
        self.place(f"{name}, {len(self.rows)} so far" if self.rows else name)
        self.gauge(0, 0)
        listed = RowList(*self._options(), id="list")
        listed.action_first()
        listed.mark(self._mark)
        empty = "" if self.rows else screen.texts.get("empty", "")
        intro = paragraphs(f"{screen.intro}\n\n{empty}".strip(), MUTED)
        left = Vertical(
            Static(plain(screen.title, STRONG), classes="prose"),
            Static(Hung(intro), classes="prose"),
            Static(Hung([Line(right=Content.styled(self.kind.figure, MUTED))] if self.rows else []), id="heads"),
            listed,
            IfRoom(self._below),
            id="every-row",
        )
        left.set_class(self._is_short, "-short")
        beside = [VerticalScroll(Static(), id="row-in-full", can_focus=False)] if self.rows else []
        return [Horizontal(left, *beside)]

    def fit(self) -> None:
        """Draw for the new size, cutting the rows to the room there is."""
        super().fit()
        if listed := self._listed:
            # Redraw the rows only if the room has changed, because two hundred rows take half a second.
            if self._cut_to != self._room:
                listed.refill(self._options())
            self.query_one("#every-row").set_class(self._is_short, "-short")
            self._show_marked()

    @on(RowList.OptionHighlighted, "#list")
    def _marked(self, event: RowList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()  # Enter means something else on a row than below the rows
        if self._until_shown:
            self._until_shown.stop()
        if len(self.rows) > LONG:
            self._until_shown = self.set_timer(PAUSE, self._show_marked)
        else:
            self._show_marked()

    def _show_marked(self) -> None:
        """Show the marked row beside the list, in a wide window, and update the texts below the list."""
        listed = self._listed
        if listed is None:
            return
        if self.has_class("-wide"):
            self._show_beside(self._marked_row)
        for below in self.query(IfRoom):
            below.look_again()

    def _show_beside(self, row: Row | None) -> None:
        """Show a row in full beside the list; without one, what is left open, and the rows that fit."""
        content, audit, kind = self.session.content, self.session.current, self.kind.name
        self._in_full_beside = 0
        for beside in self.query("#row-in-full"):
            lines = list(self._in_full(row)) if row else []
            if not row:
                width, height = self.query_one("#stop").content_size - (BESIDE_LIST, 0)
                lines += islice(left_open(content, audit, kind, self.rows), height)
                for each in self.rows:
                    longer = [*lines, Line(), *self._in_full(each)]
                    if len(longer) > height or len(Hung(longer).set(width)) > height:
                        break
                    lines = longer
                    self._in_full_beside += 1
            beside.query_one(Static).update(Hung(lines))
            beside.scroll_home(animate=False)

    @property
    def _is_short(self) -> bool:
        """Whether the list is short enough for texts below it."""
        return bool(self.rows) and 2 * len(self.rows) + AROUND_LIST <= self.size.height

    def _below(self) -> Iterator[Part]:
        """Yield the parts below a short list: the marked row in full, if it isn't shown beside the list; its
        mismatches; if no row is marked, further rows in full. In a wide window, also where a group's name is used, and
        why the fields are asked.
        """
        content, audit, kind, row = self.session.content, self.session.current, self.kind.name, self._marked_row
        if not self.has_class("-wide"):
            first, _, *lines = left_open(content, audit, kind, self.rows)
            yield Cut(self._in_full(row) if row else (first, *lines))
        yield from self._mismatches(row)
        if not row:
            for each in self.rows[self._in_full_beside if self.has_class("-wide") else 0 :]:
                yield list(self._in_full(each))
        if self.has_class("-wide"):
            if named := list(named_in(self.session, kind, row)):
                yield Cut((heading("Where the name comes up"), *named))
            asked = [question for question in fields(content, audit, kind, row or self.rows[0]) if question.why]
            yield Cut((heading(WHY), *why_each(asked)))

    def _mismatches(self, row: Row | None) -> Iterator[Part]:
        """Yield the open mismatches that involve a row or, without one, any row; none before the first comparison."""
        if self.session.current.compared and (found := list(mismatches_of(self.session, self.kind.name, row))):
            yield Cut((heading("What doesn't match"), *found))

    @property
    def _room(self) -> int:
        """The width of a row's first line in cells, without its digit and figure."""
        return (BESIDE if self.has_class("-wide") else self.size.width) - 24

    def _options(self) -> Iterator[Option]:
        rows = self.rows
        room = self._cut_to = self._room
        for number, row in enumerate(rows, 1):
            yield row_option(self.session.content, self.session.current, self.kind, number, row, room)
        for number, name in enumerate(self.kind.named_elsewhere(self.session)[: self.most - len(rows)], len(rows) + 1):
            said = muted("named with a promise or a channel, nothing said about them yet")
            yield entry(str(number), plain(shorten(name, room)), under=[said], id=f"{USED}{name}")
        if rows:
            yield words()
        if len(rows) < self.most:
            yield entry("+", "Add another" if rows else "Add the first one", id=ADD)
        else:
            yield words(Line(plain(f"+  {self._why_no_more}", MUTED)))
        if self.kind.is_read_from_pages:
            yield entry('"', "Paste or open a page: its promises are found", id=PASTE)
        if rows:
            yield entry("g", "Done, go on", id=DONE)

    def _field(self) -> list[Widget]:
        stops, index, row = self.stops, self.index, self.row
        total = self._needed if index < self._needed else len(stops)
        self.place(f"{self.title_of_outline()}, {index + 1} of {total}")
        self.gauge(index, total)
        question = stops[index].question
        assert question is not None
        asked = self.form(question)
        key = "F9" if asked.field.is_typed else "g"
        row_so_far = self.session.content, self.session.current, self.kind.name, row
        can_wait = what_can_wait(*row_so_far, key) if self._is_beyond_need else []
        said = [Static(Hung(can_wait), classes="prose", id="can-wait")] if can_wait else []
        quote: list[Widget] = []
        if self.kind.quoted and row.id != NEW and not question.required:
            quote = [Static(self.kind.quoted(self.session.content, row), classes="prose quoted")]
        # A long field takes all the room, so nothing is shown below it.
        below = [] if asked.field.is_long else [self.told_below(question, [] if said else self._where_to_begin())]
        return [*quote, asked, *said, *below]

    def _where_to_begin(self) -> list[Line]:
        """Return lines that say where to begin, and how much is enough for now. Empty once there is a row."""
        if self.rows:
            return []
        text = self.session.content.screens[self.kind.name].texts.get("empty", "")
        lines = paragraphs(text, MUTED) if text else []
        if self._needed and (later := len(self.stops) - self._needed):
            said = f"{self._needed} questions are enough for now; {later} more can wait."
            lines += [*([Line()] if lines else []), muted(said)]
        return lines

    @property
    def _needed(self) -> int:
        """The number of the last field that a first comparison needs; 0 if all are to be answered."""
        audit = self.session.current
        if audit.compared or audit.deeper:
            return 0
        return max(
            (at for at, stop in enumerate(self.stops, 1) if stop.question and stop.question.essential), default=0
        )

    @property
    def _is_beyond_need(self) -> bool:
        """Whether the first comparison needs fields of the row, but not the current one."""
        asked = [stop.question for stop in self.stops if stop.question]
        return any(each.essential for each in asked) and not asked[self.index].essential

    # Going -----------------------------------------------------------------

    async def step(self, by: int) -> None:
        """Go to the next or previous field, or from the last and first to the list; from there, leave."""
        if self._row is None or self._visiting or (self._row == NEW and self._is_empty):
            self.leave()
            return
        index, stops = self.index + by, self.stops
        if 0 <= index < len(stops) and self._row != NEW:
            self.at = stops[index].id
        else:
            self._mark = DONE if index == len(stops) else self._row
            self._row = None
        await self.draw()

    @on(RowList.OptionSelected, "#list")
    async def _taken(self, event: RowList.OptionSelected) -> None:
        event.stop()
        id = event.option_id or NEW
        if id == DONE:
            self.navigator.go_on_from(self.kind.name)
        elif id == PASTE:
            self.action_read_page()
        elif id.startswith(USED):
            await self._take_name(id.removeprefix(USED))
        else:
            await self._ask_about(NEW if id == ADD else id)

    async def _take_name(self, name: str) -> None:
        """Add a row for a name that other rows use already, and ask about it."""
        row = Row(self._new_slug(name), {TITLES[self.kind.name]: Answer(name)})
        if self.keep(self.session.current.with_row(self.kind.name, row)):
            await self._ask_about(row.id)

    async def action_enough(self) -> None:
        """From a field, go to the list, and leave the other fields for later. From the list, go to what follows."""
        if self._row is None:
            self.navigator.go_on_from(self.kind.name)
        elif self.typed_is_kept():
            self._row, self._mark = None, DONE
            await self.draw()

    async def action_add(self) -> None:
        """Go straight to the first field of a new row. If there are as many as possible, say so."""
        if len(self.rows) < self.most:
            await self._ask_about(NEW)
        else:
            self.say(self._why_no_more)

    @property
    def _why_no_more(self) -> str:
        return f"{self.most:,} {LISTS[self.kind.name]} are the most there can be. Delete takes one out."

    async def _ask_about(self, row: str) -> None:
        if row == NEW and not self.may_change():
            return
        self._row = row
        stops, answered = self.stops, self.row.fields
        still_open = (stop for stop in stops if stop.question and stop.question.field not in answered)
        self.at = next(still_open, stops[0]).id
        await self.draw()
        if row == NEW and rows_in(self.session.current) >= LONG:
            self.say(f"With more than {LONG} rows, fixes take a while. Remove what no longer matters.")

    # Changing --------------------------------------------------------------

    def save(self, question: Question, answer: Answer | None) -> None:
        """Save a field. A new row isn't saved before its required question is answered."""
        audit, row, kind = self.session.current, self.row, self.kind.name
        is_title = question.field == TITLES.get(kind)
        if question.required and (answer is None or answer.state != "given"):
            one = f"{'An' if kind == 'activity' else 'A'} {kind}"
            if row.id:
                self.say(f"{one} needs this, so it stays. Delete in the list removes it.")
            elif answer is not None:
                self.say(f"{one} needs this before anything else. Ctrl+O leaves it.")
            return
        if row.id == NEW:
            if not question.required:
                return
            title = answer.value if answer and is_title else ""
            row = Row(self._new_slug(title if isinstance(title, str) else ""))
        after = audit.with_row(kind, self._with_new_claims(question, row, answer))
        if self.kind.renamed and is_title:
            after = self.kind.renamed(self.session.content, after, row)
        new = [] if audit.row(kind, row.id) is None else self._new_groups(question, audit, answer)
        now = after.row(kind, row.id) if question.id == PROMISE_WORDS else None
        saying = (self._changed_with_words(row, now) if now else "") or self.what_was_saved(question, after)
        if new:
            names = wording.listed([f"“{name}”" for name in new])
            saying = Content.assemble("Saved. New: ", plain(names), ". z undoes it.")
        if self.keep(after, saying=saying):
            self._row = row.id
            self.outline_now()

    def _changed_with_words(self, before: Row, now: Row) -> str:
        """Return what changed together with the words of a promise; empty if nothing did."""
        said = [READ_AGAIN] if now.many("claims") != before.many("claims") else []
        dropped = before.fields.keys() - now.fields.keys()
        names = [each.short or each.field for each in self.session.content.of("promise") if each.field in dropped]
        if names:
            said.append(OUTDATED.format(fields=wording.listed([f"“{name}”" for name in names])))
        return " ".join(["Saved.", *said]) if said else ""

    def _with_new_claims(self, question: Question, row: Row, answer: Answer | None) -> Row:
        """Return the row with an answer. If its words now say something else, what they claim is read again: otherwise
        the old claims would be compared as if they were still published.
        """
        words = answer.value if question.id == PROMISE_WORDS and answer else None
        if not isinstance(words, str) or not row.many("claims") or not is_reworded(row.text("words"), words):
            return row.with_field(question.field, answer)
        from trueup.reading.promises import reworded  # imported late: home doesn't read pages

        return reworded(self.session.content, row, words).with_field(question.field, answer)

    def _new_groups(self, question: Question, audit: Audit, answer: Answer | None) -> list[str]:
        """Return the names of groups in an answer that nothing in the audit has yet."""
        if question.kind != "groups" or answer is None or not isinstance(answer.value, tuple):
            return []
        names = group_names(self.session.content, audit)
        return [name for name in answer.value if name not in names]

    def _new_slug(self, title: str) -> str:
        return new_row_id(self.kind.name, title, [row.id for row in self.rows])

    async def action_remove(self) -> None:
        """Remove the marked row."""
        slug, rows = self.query_one(RowList).marked or NEW, [row.id for row in self.rows]
        after = without_row(self.session.content, self.session.current, self.kind.name, slug)
        if self.keep(after, saying="Removed. z undoes it."):
            at = min(rows.index(slug), len(self.rows) - 1)
            self._mark = self.rows[at].id if self.rows else ADD
            await self.draw()

    async def show_change(self, change: Change) -> None:
        """After an undo, show the changed field or the list. If the change is elsewhere, only redraw."""
        kind, _, field = change.source.partition(".")
        is_there = self.session.current.row(self.kind.name, change.row) is not None
        if kind == self.kind.name and is_there and field:
            self._row, self.at = change.row, change.source
        elif kind == self.kind.name or self.row.id == NEW:
            self._row, self._mark = None, change.row if is_there else DONE
        half = self.focused.id if self.focused else None
        await self.draw()
        if half and (same := self.query_one_optional(f"#stop #{half}")):
            same.focus()

    # Actions that only some kinds have -------------------------------------

    def action_read_page(self) -> None:
        """Go to the screen where a page is pasted or opened."""
        self.navigator.read_page()

    @on(PromiseField.Several)
    def _offer_several(self, event: PromiseField.Several) -> None:
        """Ask whether what was typed is one promise or several."""
        title = self.texts["several"].replace("{count}", str(event.count))
        ways = Ways(*numbered({"several": self.texts["as-several"], "one": self.texts["as-one"]}), id="several")
        sheet = Asking(Static(plain(title, STRONG)), ways, id="several-sheet")
        self.raise_sheet(sheet, taken=self._decide_several)

    def _decide_several(self, taken: str) -> None:
        field = self.query_one(Asked).field
        assert isinstance(field, PromiseField)
        if taken == "one":
            field.take_as_one()
        else:
            text = field.typed
            field.clear()
            self._row = None
            self.navigator.read_page(text, is_read=True)

    def action_preview(self) -> None:
        """Open a sheet with the mismatches that the present row would bring. The row must be planned."""
        row = self._marked_row
        if self.kind.preview is not None and row is not None:
            lines = self.kind.preview(self.session, row)
            self.raise_sheet(Reading.saying("Preview", lines, id="activity-preview"))

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *remove* on rows, *enough* in the list and on fields that can wait, and changes unless read-only."""
        can_change = not self.session.read_only
        if action == "enough":
            if self.sheet is not None:
                return False
            return bool(self.rows) if self._row is None else self._is_beyond_need and not self._visiting
        if action == "add":
            return can_change
        if action == "remove":
            return can_change and self._listed is not None and self._marked_row is not None
        if action == "read_page":
            return self.kind.is_read_from_pages and self._row is None and can_change
        if action == "preview":
            row = self._marked_row
            return self.kind.preview is not None and row is not None and row.text("state") == PLANNED
        return super().can_do(action, parameters)
