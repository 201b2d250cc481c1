"""The fields only rows have: a checklist of claims, a path of steps, groups by name, one of the channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.numbers import SHARE, unit_of
from trueup.answers.references import group_names
from trueup.content.model import Choice, Question
from trueup.content.model import Content as Screens
from trueup.engine.applicability import choices, wording
from trueup.engine.claims import claims
from trueup.sanitize import plain_text
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.search import SEARCH, Search
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.ui.questions.choices import NONE, TICKS, Choices, enter_word
from trueup.ui.questions.field_hints import sums_of
from trueup.ui.questions.question_form import Asked
from trueup.ui.questions.share_field import AskedShare
from trueup.ui.records.checklist import Checklist, Group, Tick
from trueup.ui.records.step_picker import Path, key_of

MOST_GROUPS = 3
"""Groups a business may name (architecture.md, records); more are nobody in particular."""
LONGEST_GROUP = 40
"""Characters of a group's name: it has to fit a line with others."""

CRAMPED = 17
"""Lines below which a path leaves out how it is known and where paying is."""

_OTHER = "\n"
"""The choice that opens the field for a new name; no name can be one."""


def asked_about_row(screens: Screens, audit: Audit, question: Question, row: Row) -> Asked:
    """The form for one field of a row, in the words and with the choices for this kind of business."""
    answer, text = row.fields.get(question.field), wording(audit, question)
    if question.is_checklist:
        return AskedClaims(screens, audit, question, answer, text, row.text("words"))
    if question.is_promise_words:
        return AskedPromise(screens, question, answer, text=text, id="asked")
    if question.kind == "steps":
        return AskedSteps(screens, question, answer, text, choices(audit, question))
    if question.kind == "groups":
        return AskedGroups(screens, question, answer, text, group_names(screens, audit))
    if question.kind == "channel":
        return AskedChannel(screens, question, answer, text, audit.of("channel"))
    if question.unit == SHARE:
        return AskedShare(screens, question, answer, text=text, id="asked")
    # What a row is called by is chosen once: there is one seller.
    alike = audit.of(question.row_kind) if question.row_kind else ()
    taken = {each.text(question.field) for each in alike if each.id != row.id}
    offered = [
        (choice.key, choice.label)
        for choice in choices(audit, question)
        if not question.required or choice.key not in taken
    ]
    unit, sums = unit_of(audit, question), sums_of(screens, audit, question, row)
    return Asked(screens, question, answer, text=text, choices=offered, unit=unit, reckon=sums, id="asked")


FOUND = "Found in your words"
"""The heading over what was read in the words of a promise."""


class AskedLong(Asked):
    """A field whose list is long: `/` searches it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        SEARCH,
        Binding("escape", "show_all", "show all", show=False, id="search.show-all"),
    ]

    def show_only(self, sought: str) -> None:
        """Show only the rows that are sought."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Type what is sought."""
        self.query_one(Search).open()

    def action_show_all(self) -> None:
        """Seek nothing any more."""
        self.query_one(Search).close()
        self.show_only("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape shows all while something is sought; else it is the screen's, and a sheet's before that."""
        if action == "show_all":
            return self.is_mounted and self.query_one(Search).is_open and not self.screen.query("Sheet")
        return super().check_action(action, parameters)

    @on(Search.Changed)
    def _sought(self, event: Search.Changed) -> None:
        event.stop()
        self.show_only(event.text)

    @on(Search.Done)
    def _found(self, event: Search.Done) -> None:
        event.stop()
        if event.close:
            self.action_show_all()
        self.query_one("#answer", Widget).focus()


class AskedPromise(Asked):
    """The words of a promise. Several lines that each promise something are offered as several promises."""

    @dataclass
    class Several(Message):
        """Enter was pressed on as many promises as this."""

        text: str
        count: int

    def __init__(
        self, screens: Screens, question: Question, answer: Answer | None, *, text: str, id: str | None = None
    ) -> None:
        super().__init__(screens, question, answer, text=text, id=id)
        self._is_one = self._shown_answer()
        """The words that the founder wants as one promise."""

    def on_mount(self) -> None:
        """Make ready, while the founder writes, what is looked for in the words next."""
        from trueup.reading.cues import ready

        self.run_worker(partial(ready, self.screens), thread=True)

    def go_on(self) -> None:
        """On; where it is several promises, only once the founder has said that it is one."""
        typed = self.typed.strip()
        if self.answer is None and typed != self._is_one and "\n" in typed:
            from trueup.reading.page import several

            if found := several(self.screens, typed):
                self.post_message(self.Several(typed, found))
                return
        super().go_on()

    def take_as_one(self) -> None:
        """On with all of it as one promise."""
        self._is_one = self.typed.strip()
        self.go_on()

    def take_out(self) -> None:
        """Nothing is in the field any more: it is read as a page."""
        self.query_one("#answer", Words).text = ""


class AskedClaims(AskedLong):
    """What a published line says: ticks out of the topics' claims, grouped by the topics' headings.

    What is found in its words comes first. Before it was answered that is ticked, and saved once the founder goes on.
    """

    def __init__(
        self, screens: Screens, audit: Audit, question: Question, answer: Answer | None, text: str, words: str
    ) -> None:
        super().__init__(screens, question, answer, text=text, id="asked")
        from trueup.reading.search import found_in

        found = found_in(screens, words)
        given = answer.value if answer and isinstance(answer.value, tuple) else ()
        self._begun_with = given if answer else found
        self._in_words: list[Tick] = []
        self._offers: dict[str, list[Tick]] = {}
        for topic, offered in claims(screens, audit, (*found, *given)):
            for tag, label in offered.items():
                among = self._in_words if tag in found else self._offers.setdefault(topic.heading, [])
                among.append(Tick(tag, label))

    def _answer_widgets(self) -> ComposeResult:
        groups = [Group(heading, tuple(ticks)) for heading, ticks in self._offers.items() if ticks]
        if self._in_words:
            groups.insert(0, Group(FOUND, tuple(self._in_words)))
        none = self.answer is not None and self.answer.value == ()
        yield Search()
        yield Checklist(groups, self._begun_with, none=none, id="answer")

    @property
    def _checklist(self) -> Checklist:
        return self.query_one("#answer", Checklist)

    def on_mount(self) -> None:
        """Say how many are ticked."""
        self._say_count()
        self.set_class(bool(self.note), "-noted")

    def _say_count(self) -> None:
        ticked = Content.styled(f"{len(self._checklist.chosen)} ticked of {self._checklist.total}", MUTED)
        head = self.query(".prose").first(Static)
        head.update(Hung([Line(text=plain(self.text, STRONG), right=ticked)]))

    def key_words(self, next: str) -> dict[str, str]:
        """What Enter does, as in every list of ticks."""
        return {"go_on": enter_word(next, self._checklist.taken_by_enter, len(self._checklist.chosen))}

    @on(Checklist.Changed)
    def _ticked(self, event: Checklist.Changed) -> None:
        event.stop()
        self._take(event.keys, none=event.none)
        self._say_count()

    @on(Checklist.GoOn)
    def _done(self, event: Checklist.GoOn) -> None:
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """On with what is ticked, or with the row that has the bar."""
        checklist = self._checklist
        if takes := checklist.taken_by_enter:
            checklist.take_marked()
            self._take(() if takes == NONE else (takes,), none=takes == NONE)
            self._say_count()
        elif self.answer is None and checklist.chosen:  # found in its words, and looked at
            self._take(checklist.chosen, none=False)
        if self.answer is None:
            self.post_message(self.Refused("Nothing ticked yet. End, Enter: none of these. F8 leaves it blank."))
        else:
            self.post_message(self.GoOn())

    @property
    def how_to(self) -> str:
        """How a checklist is answered."""
        return f"Space or a digit ticks, / searches. {TICKS}"

    def show_only(self, sought: str) -> None:
        """Show only the claims that are sought."""
        self._checklist.show_only(sought)

    def pick(self, number: int) -> None:
        """A digit, pressed while the keys go elsewhere."""
        self._checklist.pick(number)

    async def close_note(self) -> None:
        """The note is written, and shown from now on; without one there is a line more to tick in."""
        await super().close_note()
        self.set_class(bool(self.note), "-noted")

    def clear_answer(self) -> None:
        """Show nothing as ticked, without a message."""
        self._checklist.clear()
        self._say_count()


class AskedSteps(AskedLong):
    """What really happens on one way to buy, in order."""

    def __init__(
        self, screens: Screens, question: Question, answer: Answer | None, text: str, offered: Sequence[Choice]
    ) -> None:
        super().__init__(screens, question, answer, text=text, id="asked")
        taken = answer.value if answer and isinstance(answer.value, tuple) else ()
        keys = {choice.key for choice in offered} | {key_of(step) for step in taken}
        self._offers = [choice for choice in question.choices if choice.key in keys]

    def _answer_widgets(self) -> ComposeResult:
        steps = self.answer.value if self.answer and isinstance(self.answer.value, tuple) else ()
        yield Search()
        yield Path(self._offers, steps, id="answer")

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the path has the room, and what is only to be read gives way."""
        self.set_class(event.size.height < CRAMPED, "-cramped")

    def key_words(self, next: str) -> dict[str, str]:
        """In the menu Enter adds the row with the bar; on its last row, and among the steps, it goes on."""
        return self.query_one(Path).key_words(next)

    @on(Path.Changed)
    def _changed(self, event: Path.Changed) -> None:
        event.stop()
        if event.steps:
            self._given(event.steps)
        else:
            self.take_answer(None)

    @on(Path.Said)
    def _said(self, event: Path.Said) -> None:
        event.stop()
        self.post_message(self.Refused(event.text))

    @on(Path.GoOn)
    def _done(self, event: Path.GoOn) -> None:
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """On, unless there is neither a step nor a word why not."""
        if self.answer is None:
            self.post_message(self.Refused("No step yet. Enter in the menu adds one, F8 leaves it blank."))
        else:
            self.post_message(self.GoOn())

    @property
    def how_to(self) -> str:
        """How a path is laid out."""
        return (
            "Enter adds the step with the bar; / searches. Tab leads to your steps: < and > move one, Delete removes "
            "it, Space marks it as one that some skip, and Enter goes on."
        )

    def show_only(self, sought: str) -> None:
        """Show only the steps of the menu that are sought."""
        self.query_one(Path).show_only(sought)

    def pick(self, number: int) -> None:
        """A digit, pressed while the keys go elsewhere."""
        self.query_one("#answer", Path).mark_step(number)

    def clear_answer(self) -> None:
        """Show no step, without a message."""
        self.query_one("#answer", Path).clear()


class AskedGroups(Asked):
    """Groups of customers: ticks of the names used so far, and a field for another. The first name is typed."""

    def __init__(
        self, screens: Screens, question: Question, answer: Answer | None, text: str, groups: Sequence[str]
    ) -> None:
        mine = answer.value if answer and isinstance(answer.value, tuple) else ()
        self._names = list(dict.fromkeys((*groups, *mine)))
        self._typing = not self._names
        super().__init__(screens, question, answer, text=text, choices=self._offered(), id="asked")

    @property
    def is_typed(self) -> bool:
        """Whether a name is being typed now."""
        return self._typing

    def _offered(self) -> list[tuple[str, str]]:
        names = [(name, plain_text(name)) for name in self._names]
        return names if len(names) >= MOST_GROUPS else [*names, (_OTHER, "another group")]

    def _answer_widgets(self) -> ComposeResult:
        if self._typing:
            yield Field(id="answer", placeholder="one or more names, separated by commas")
        else:
            mine = self.answer.value if self.answer and isinstance(self.answer.value, tuple) else ()
            yield Choices(self._offered(), mine, many=True, opens=_OTHER, id="answer")

    def key_words(self, next: str) -> dict[str, str]:
        """On the row to write in, Enter opens the field."""
        words = super().key_words(next)
        is_at_opener = not self._typing and self.query_one(Choices).is_at_opener
        return {**words, "go_on": "name it", "select": "name it"} if is_at_opener else words

    @on(Choices.Opened)
    async def _open_field(self, event: Choices.Opened) -> None:
        event.stop()
        await self._type(True)

    async def _type(self, typing: bool) -> None:
        self.keep_note()
        self._typing = typing
        await self.recompose()
        self.query_one("#answer", Widget).focus()

    def go_on(self) -> None:
        """On, or to the field for another name."""
        if not self._typing and self.query_one(Choices).is_at_opener:
            self.query_one(Choices).take_marked()
        else:
            super().go_on()

    def _shown_answer(self) -> str:
        """The field is for names that aren't there yet."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """From the field Escape leads to the names there are."""
        if action == "give_up" and self._typing and self._names and self.query_one("#answer", Widget).has_focus:
            return not self.screen.query("Sheet")
        return super().check_action(action, parameters)

    def action_give_up(self) -> None:
        """An empty field has nothing to lose."""
        if self.typed.strip():
            super().action_give_up()
        else:
            self.put_back()

    def put_back(self) -> None:
        """To the names there are; without any, back."""
        if self._names:
            self.call_later(self._type, False)
        else:
            super().put_back()

    def keep_typed(self) -> bool:
        """Take the names in the field. False: there would be too many."""
        if not self._typing:
            return super().keep_typed()
        self.keep_note()
        typed = [name.strip()[:LONGEST_GROUP] for name in self.query_one("#answer", Field).value.split(",")]
        new = [name for name in dict.fromkeys(typed) if name]
        if not new:
            return True
        if len({*self._names, *new}) > MOST_GROUPS:
            self.post_message(self.Refused(f"Not taken: {MOST_GROUPS} groups in all are what one person can serve."))
            return False
        self._names = list(dict.fromkeys((*self._names, *new)))
        mine = self.answer.value if self.answer and isinstance(self.answer.value, tuple) else ()
        self._given(tuple(name for name in self._names if name in mine or name in new))
        self.query_one("#answer", Field).show("")
        return True


class AskedChannel(Asked):
    """One of the channels there are."""

    def __init__(
        self, screens: Screens, question: Question, answer: Answer | None, text: str, channels: Sequence[Row]
    ) -> None:
        named = [(row.id, plain_text(row.text("name"))) for row in channels]
        super().__init__(screens, question, answer, text=text, choices=named, id="asked")
        self._are_there = bool(named)

    def _answer_widgets(self) -> ComposeResult:
        if not self._are_there:
            yield Static(plain("No channel is written down yet; market has a list of them.", MUTED), id="none")
        yield from super()._answer_widgets()
