"""A page that shows one of its stops at a time: a question to answer, or a list. The outline lists all stops.

In a wide window the outline is at the left, in a narrow window on a sheet. The screens of areas and of rows are such
pages: each defines what its stops are and where an answer is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.layout import Layout
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.place import in_row
from trueup.content.model import Area, Question, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.applicability import Item, fields, is_offered, wording
from trueup.engine.measures import MEASURES
from trueup.engine.model import Verdict
from trueup.engine.statements import MEASURED, tags_of
from trueup.session.undo_words import parked_answers, saved
from trueup.ui.base.outline import ON_SHEET, Beside, Outline, Stop, legend
from trueup.ui.base.page import Page, forget_lines
from trueup.ui.base.rows import Rows, digit_keys
from trueup.ui.base.sheet import Asking, GivesWay, IfRoom, Part, Reading, Refused, one_below_the_other
from trueup.ui.base.signs import one_of
from trueup.ui.base.text import MUTED, Hung, Line, heading, plain
from trueup.ui.questions.choices import Way
from trueup.ui.questions.question_form import EVIDENCE, AnswerField, Asked
from trueup.ui.questions.reasons import WHY, reasons
from trueup.wording import findings as told
from trueup.wording import vocabulary

Conflicting = Mapping[tuple[str, str], Verdict]
"""(question or kind of row, slug of a row) → the verdict of the first mismatch that involves it. The slug is empty for
a question of an area and for a kind of row.
"""

NOTE = "#note"
"""What the place of a half-typed note has after the place of its answer."""


class OneStop(Vertical):
    """The stop on screen: a question with what is above and below it, or a list."""

    @property
    def layout(self) -> Layout:
        """A layout in which the question gets less room if not everything fits."""
        return GivesWay(Asked)


class QuestionPage(Page):
    """Shows a question's form or a list. Arrows move, digits choose, Enter moves on, and *back* loses nothing."""

    KEY_WORDS: ClassVar[dict[str, str]] = {"pick": "choose"}
    COUNTS_CAN_WAIT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,f3", "outline", "outline", show=False, id="outlined.outline"),
        *digit_keys("pick", "choose", "area.pick", show=False),
        Binding("e,f4", "evidence", "evidence", id="area.evidence"),
        Binding("question_mark,f2", "why", "why", id="area.why"),
        Binding("n,f5", "note", "your words", id="area.note"),
        Binding("f6", "way('unsure')", "not sure", show=False, id="area.unsure"),
        Binding("f7", "way('na')", "not applicable", show=False, id="area.na"),
        Binding("f8", "way('blank')", "leave it blank", show=False, id="area.blank"),
    ]

    def __init__(self, name: str, area: Area) -> None:
        super().__init__(name=name)
        self.area = area
        self.at = ""
        """Id of the stop that is on screen."""
        self._visiting = False
        """Whether the founder came only to change one answer. If so, moving on leads back."""
        self._opens_with_outline = False
        self._position = ""
        """In the first question shown, the bar starts on the part of the answer that stands for this position."""

    @property
    def view(self) -> str:
        """The name of the area."""
        return self.area.capitalize()

    # What an area or a row defines -----------------------------------------

    @property
    def stops(self) -> Sequence[Item]:
        """The present stops, in order. Answers can add or remove some."""
        raise NotImplementedError

    @property
    def row(self) -> Row | None:
        """The row whose fields are asked; None if the questions are an area's."""
        return None

    def answer_to(self, question: Question) -> Answer | None:
        """Return the present answer to a question."""
        return self.row.fields.get(question.field) if self.row else self.session.current.answers.get(question.id)

    def field_for(self, question: Question) -> AnswerField:
        """Return the field in which a question is answered."""
        raise NotImplementedError

    def title_of_outline(self) -> str:
        """The title of the outline."""
        raise NotImplementedError

    async def draw(self) -> None:
        """Draw the current stop."""
        raise NotImplementedError

    async def step(self, by: int) -> None:
        """Go to the next stop, or to the one before."""
        raise NotImplementedError

    def save(self, question: Question, answer: Answer | None) -> None:
        """Save an answer, and show what depends on it."""
        raise NotImplementedError

    # The current stop ------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """The empty outline and the empty stop; both are filled when the page is shown."""
        yield Beside(id="beside")
        yield OneStop(id="stop")

    def visit(self, source: str, row: str) -> None:  # noqa: ARG002
        """Show one question; from there, moving on leads back."""
        self.at, self._visiting = source, True

    def begin_at(self, position: str) -> None:
        """In the first question shown, put the bar on the answer that stands for this position."""
        self._position = position

    @property
    def index(self) -> int:
        """The index of the current stop, from 0."""
        return next((at for at, stop in enumerate(self.stops) if stop.id == self.at), 0)

    @property
    def next_word(self) -> str:
        """The keys line's word for moving on: *done* if the founder came for this answer only."""
        return "done" if self._visiting else "next"

    async def put_up(self, widgets: Iterable[Widget]) -> None:
        """Show these widgets instead of those of the previous stop."""
        self.lower_sheet()
        holder = self.query_one("#stop", OneStop)
        forget_lines(holder)
        async with self.batch():
            await holder.remove_children()
            await holder.mount(*widgets)
        for listed in self.query("#rows, #list"):
            self.set_focus(listed, scroll_visible=False)  # immediately, because a key may already be waiting
        self.refresh_bindings()

    def form(self, question: Question) -> Asked:
        """Return the form of a question, as worded for this kind of business."""
        content, audit = self.session.content, self.session.current
        text, note = wording(audit, question), audit.drafts.get(self.place_of(question), "")
        answer, field = self.answer_to(question), self.field_for(question)
        asked = Asked(content, question, answer, field, self.save, text=text, note=note)
        asked.position, self._position = self._position, ""
        if not self.session.read_only:
            typed, place = audit.typed, self.place_of(question)
            asked.half_typed = typed.get(place, ""), typed.get(f"{place}{NOTE}", "")
        return asked

    @on(Asked.PutBack)
    def _half_typed_is_back(self, event: Asked.PutBack) -> None:
        place = self.place_of(event.form.question)
        self.say_it_is_back(place, f"{place}{NOTE}")

    def half_typed(self) -> Mapping[str, str]:
        """Return what is being typed and isn't saved yet: the answer, the note, and what is in a sheet."""
        found, asked = dict(super().half_typed()), self.asked
        if asked is not None and asked.is_mounted and not self._is_outdated(asked):
            place = self.place_of(asked.question)
            if asked.is_changed:
                found[place] = asked.field.typed
            if (note := asked.note_typed) is not None and note != asked.note.text:
                found[f"{place}{NOTE}"] = note
        return found

    def place_of(self, question: Question) -> str:
        """Return where a question's answer is kept: `offer.refund`, `channel:own-site.rules`."""
        return in_row(question.row_kind, self.row.id, question.field) if self.row and question.row_kind else question.id

    def told_below(self, question: Question, first: Part) -> IfRoom:
        """Return the widget below a question: what fits of `first` and, unless the window is low, the reasons."""

        def parts() -> Iterator[Part]:
            if first:
                yield first
            if not self.has_class("-low"):
                yield from reasons(self.session, question, self.place_of(question))

        return IfRoom(parts, id="told-below")

    def what_was_saved(self, question: Question, after: Audit) -> Content | str:
        """Return the notice for a saved answer, with how many answers it parked or brought back."""
        session = self.session
        decides = question.id in session.content.conditions
        return saved(session.content, session.current, after) if decides else "Saved"

    # The question on screen -------------------------------------------------

    @property
    def key_words(self) -> Mapping[str, str]:
        """The keys line's words for the present question and answer."""
        asked = self.asked
        words = asked.key_words(self.next_word) if asked and asked.is_mounted else {}
        note = {} if asked is None or asked.can_be_quoted else {"note": "note"}
        return {**self.KEY_WORDS, **note, **words}

    @property
    def asked(self) -> Asked | None:
        """The form that is on screen; None at a list."""
        # Needed with every key, so don't use a query, which takes ten times as long.
        return next(iter(self.walk_children(Asked)), None)

    @property
    def how_to(self) -> str:
        """How to answer this question, then the screen's own help."""
        asked = self.asked
        return f"{asked.field.how_to} {super().how_to}".strip() if asked else super().how_to

    @on(Asked.GoOn)
    async def _go_on(self) -> None:
        if self.asked and not self.session.read_only:
            self.session.confirm(self.place_of(self.asked.question))  # if it was copied from last quarter
        await self.step(1)

    def keep_typed(self) -> None:
        """Save the contents of the field and the note, and return once that is done.

        Beneath other screens, a form can be older than the answer on file. Then save nothing of it.
        """
        asked = self.asked
        if asked is not None and not self._is_outdated(asked):
            asked.keep_typed()
            self.keep_draft()
            self.keep_half_typed()

    def _is_outdated(self, asked: Asked) -> bool:
        """Whether the answer was changed on a page in front of this one, or undone there, since this form was drawn."""
        stack = self.app.screen_stack
        in_front = stack[stack.index(self) + 1 :] if self in stack else []
        return any(isinstance(each, Page) for each in in_front) and self.answer_to(asked.question) != asked.answer

    def typed_is_kept(self) -> bool:
        """Save what was typed, before the form is removed. Return False if the typed answer was refused."""
        if self.asked and not self.asked.keep_typed():
            return False
        self.keep_typed()
        return True

    @on(Refused)
    def keep_draft(self) -> None:
        """Save the note as a draft while there is no answer. Then it belongs to the answer."""
        asked, session = self.asked, self.session
        if asked is None or session.read_only:
            return
        note = asked.note.text if asked.answer is None else ""
        if note != asked.draft:
            asked.draft = note
            session.change(session.current.with_draft(self.place_of(asked.question), note))

    # Keys ------------------------------------------------------------------

    @on(Asked.GoBack)
    async def action_back(self) -> None:
        """Close the sheet or the note, or leave the outline; if none is open, go to the previous stop."""
        asked = self.asked
        if self.lower_sheet():
            return
        if isinstance(self.focused, Outline):
            self.focus_answer()
            return
        if asked and asked.is_noting:
            await asked.close_note()
        elif (asked is None or asked.field.may_be_left()) and self.typed_is_kept():
            await self.step(-1)

    def action_pick(self, number: int) -> None:
        """Handle a digit pressed while something other than the list has the focus."""
        if self.asked:
            self.asked.field.pick(number)

    def action_way(self, way: Way) -> None:
        """Answer with not sure, not applicable, or blank."""
        if self.asked:
            self.asked.take(way)

    def action_evidence(self) -> None:
        """List the kinds of evidence to choose from."""
        if self.asked and self.asked.asks_evidence and self.may_change():
            ways = {str(kind): meaning for kind, meaning in EVIDENCE.items()}
            kinds = one_of(self, ways, self.asked.evidence, id="evidences")
            sheet = Asking.titled("How do you know?", kinds, id="evidence-sheet")
            self.raise_sheet(sheet, taken=self.asked.take_evidence)

    async def action_note(self) -> None:
        """Open the note."""
        if self.asked:
            await self.asked.write_note()

    def action_why(self) -> None:
        """Open a sheet with why the question is asked, and what else there is to know about it."""
        if self.asked is None:
            return
        question = self.asked.question
        parts = list(reasons(self.session, question, self.place_of(question)))
        if not question.why:
            parts.insert(0, [heading(WHY), Line(text=Content("No reason is written down for this question."))])
        if question.id in self.session.content.conditions and (parked := self._parked()):
            parts.insert(1, parked)
        self.raise_sheet(Reading(Static(Hung(one_below_the_other(parts))), id="why"))

    def _parked(self) -> list[Line]:
        """Name the answers that are kept but no longer asked for."""
        found = parked_answers(self.session.content, self.session.current)
        lines = [Line(text=Content.assemble(plain(f"{asked} ", MUTED), plain(said))) for asked, said in found]
        return [heading("Parked: no longer asked. They come back if you change this back"), *lines] if lines else []

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *evidence* only for questions that ask for it. At a list, also disable *note*, *why* and the ways of
        not answering. While a sheet for reading has the focus, disable all keys that change the answer beneath it.
        """
        if isinstance(self.focused, Reading) and action in ("pick", "evidence", "note", "way"):
            return False
        if action in ("evidence", "note", "why", "way") and self.asked is None:
            return False
        if action == "evidence" and self.asked and not self.asked.asks_evidence:
            return False
        return super().can_do(action, parameters)

    # The outline -----------------------------------------------------------

    def outlined(self) -> list[Stop]:
        """Return all stops with their answers, for the outline; empty if there is no outline."""
        content, audit, conflicting = self.session.content, self.session.current, self.conflicting
        row = self.row.id if self.row else ""
        return [
            stop_of(content, audit, stop.question, self.answer_to(stop.question), conflicting.get((stop.id, row)))
            if stop.question
            else stop_of_rows(audit, stop.rows or "customer", conflicting.get((stop.id, "")))
            for stop in self.stops
        ]

    async def jump(self, stop: str) -> None:
        """Go to a stop. If the founder came here for one answer, moving on no longer leads back."""
        self._visiting = self._visiting and stop == self.at
        self.at = stop
        await self.draw()

    def focus_answer(self) -> None:
        """Focus the answer or the list."""
        for widget in self.query("#answer, #rows, #list"):
            widget.focus()

    @property
    def conflicting(self) -> Conflicting:
        """The questions and rows involved in mismatches, each with the first one's verdict; empty before the first
        comparison.
        """
        found: dict[tuple[str, str], Verdict] = {}
        for mismatch in self.session.findings.mismatches if self.session.current.compared else ():
            for statement in mismatch.statements:
                measure, row = MEASURES.get(statement.source.removeprefix(MEASURED)), statement.subject
                for ask in measure.needs if measure else (statement.source,):
                    found.setdefault((ask, row.row if row else ""), mismatch.verdict)
                    found.setdefault((ask.partition(".")[0], ""), mismatch.verdict)
        return found

    def outline_now(self) -> None:
        """Update the outline beside the question, and the texts below the question."""
        beside, stops = self.query_one(Beside), self._stops_beside()
        beside.display = bool(stops)
        if stops:
            beside.fill(self.title_of_outline(), stops, self.at, compared=self.session.current.compared)
        for each in self.walk_children(IfRoom):
            each.look_again()

    def _stops_beside(self) -> list[Stop]:
        """Return the stops of the outline beside the question; empty if there is no such outline."""
        return self.outlined() if self.has_class("-wide") and self.navigator.with_outline else []

    def fit(self) -> None:
        """Show or hide the outline for the new width."""
        if self.at:
            self.outline_now()

    async def action_outline(self) -> None:
        """Show or hide the outline in a wide window; in a narrow window, open or close it as a sheet."""
        stops = self.outlined()
        if not stops:
            self.say("There's nothing to jump to yet.")
        elif self.has_class("-wide"):
            self.navigator.with_outline = not self.navigator.with_outline
            self.outline_now()
            if self._stops_beside():
                self.query_one("#outline", Outline).focus()
            else:
                self.focus_answer()
        elif self.query("#outline-sheet"):
            self.lower_sheet()
        else:
            said = legend(self, compared=self.session.current.compared)
            outline = Outline(id=ON_SHEET)
            outline.fill(stops, self.at)
            if there := self.raise_sheet(
                Asking.titled(self.title_of_outline(), outline, right=said, id="outline-sheet")
            ):
                await there

    def open_with_outline(self) -> None:
        """Show the outline as soon as the screen opens."""
        self._opens_with_outline = True

    async def show_outline(self) -> None:
        """If the screen was to open with its outline, focus it beside the question, or open it as a sheet."""
        opens, self._opens_with_outline = self._opens_with_outline, False
        if not opens:
            return
        if self.has_class("-wide") and self.navigator.with_outline:
            self.query_one("#outline", Outline).focus()
        else:
            await self.action_outline()

    def lower_sheet(self) -> bool:
        """Close the sheet; if it was the outline, return the focus to the answer."""
        was_there = bool(self.query("#outline-sheet"))
        lowered = super().lower_sheet()
        if was_there:
            self.focus_answer()
        return lowered

    @on(Rows.OptionSelected, "Outline")
    async def _jump(self, event: Rows.OptionSelected) -> None:
        event.stop()
        self.keep_typed()
        await self.jump(event.option_id or self.at)


def stop_of(screens: Screens, audit: Audit, question: Question, answer: Answer | None, verdict: Verdict | None) -> Stop:
    """Return a question's line in the outline. An answer that isn't offered to this kind of business counts as none."""
    given = answer if answer and is_offered(audit, question, answer) else None
    said = _in_short(screens, audit, question, given) if given else ""
    return Stop(question.id, question.short or question.text, said, verdict if said else None)


def _in_short(screens: Screens, audit: Audit, question: Question, answer: Answer) -> str:
    """Return the labels of the positions that an answer stands for; if it stands for none, the answer itself."""
    taken = tags_of(question, answer) if answer.state == "given" and question.kind in ("choice", "many") else []
    labels = dict.fromkeys(screens.label(tag) for tag, _ in taken)
    return ", ".join(labels) or told.answer(screens, audit, question, answer)


def stop_of_rows(audit: Audit, kind: RowKind, verdict: Verdict | None) -> Stop:
    """Return the line in the outline for a kind of rows, at the end of an area."""
    count = len(audit.of(kind))
    return Stop(kind, vocabulary.ROWS[kind].lower(), f"{count} so far" if count else "", verdict)


def in_words(screens: Screens, audit: Audit, question: Question, answer: Answer | None) -> Content:
    """Return an answer in full. An answer that isn't offered to this kind of business is shown as open."""
    if answer is None or not is_offered(audit, question, answer):
        return Content.styled("open", f"italic {MUTED}")
    return plain(told.answer(screens, audit, question, answer))


def called(screens: Screens, audit: Audit, kind: RowKind, row: Row) -> Content:
    """Return the name of a row: its first field, in quotes if the field is published."""
    first = fields(screens, audit, kind, row)[0]
    said = in_words(screens, audit, first, row.fields.get(first.field))
    return Content.assemble("“", said, "”") if first.evidence == "published" else said
