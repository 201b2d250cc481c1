"""The kinds of fields that only rows have: claims, steps of a channel, names, a promise's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import group_names
from trueup.content.model import PROMISE_WORDS, Question
from trueup.content.model import Content as Screens
from trueup.engine.applicability import choices
from trueup.engine.offered_claims import claims
from trueup.engine.things import things_named
from trueup.sanitize import plain_text
from trueup.ui.base.background import load_cues
from trueup.ui.base.fields import Field
from trueup.ui.base.sheet import IfRoom, Part
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.ui.questions.answer_fields import ListField, TicksField, TypedField, WordsField, usual_field
from trueup.ui.questions.choices import NONE, TICKS, enter_word
from trueup.ui.questions.question_form import AnswerField
from trueup.ui.records.checklist import Checklist, Group, Tick, Ticks
from trueup.ui.records.step_picker import Path, key_of

MOST_GROUPS = 3
"""The most groups that a business may name. With more, it would mean no one in particular."""
LONGEST_GROUP = 40
"""The most characters of a group's name, so that several names fit into a line."""
OTHER = "\n"
"""Key of the choice that opens the field for a new name. No name equals it, because names contain no line break."""
THING = "other"
"""In each kind of row, the field for the name of the other thing that the row is about."""
EVERYONE = "everyone"
"""What is shown if no group is ticked, which means everyone."""
IN_THE_WORDS = "Likely in your words"
"""The heading above the claims found in a promise's words and those that are most like the words."""
MOST_LIKELY = 5
"""The most claims offered without a tick because they are like the promise's words."""


def field_of(screens: Screens, audit: Audit, question: Question, row: Row) -> AnswerField:
    """Return the field in which a question about a row is answered, with the choices for this kind of business."""
    answer = row.fields.get(question.field)
    if question.is_checklist:
        return ClaimsField(screens, audit, answer, row.text("words"))
    if question.id == PROMISE_WORDS:
        return PromiseField()
    if question.kind == "steps":
        return PathField({choice.key for choice in choices(audit, question)})
    if question.kind == "groups":
        mine = answer.value if answer and isinstance(answer.value, tuple) else ()
        names = list(dict.fromkeys((*group_names(screens, audit), *mine)))
        return GroupsField(names) if names else NewGroupsField(names)
    if question.field == THING and question.kind == "text":
        names = things_named(audit, row)
        return ThingField(names, row.text(THING)) if names else NewThingField(names)
    if question.kind == "channel":
        return ChannelField([(each.id, plain_text(each.text("name"))) for each in audit.of("channel")])
    return usual_field(audit, question, row)


class ChannelField(ListField):
    """A field for choosing one of the channels."""

    def widgets(self) -> ComposeResult:
        """The channels, or a note that there are none."""
        if not self.choices:
            yield Static(plain("No channel is written down yet; the list is under Market.", MUTED), id="none")
        yield from super().widgets()


class PromiseField(WordsField):
    """A field for the words of a promise. If several lines each promise something, several promises are suggested."""

    @dataclass
    class Several(Message):
        """Posted when Enter is pressed on a text that would make `count` promises."""

        count: int

    _is_one: str | None = None
    """The words of which the founder has said that they are one promise."""

    def widgets(self) -> ComposeResult:
        """The field. Meanwhile the cues are loaded, which the next question, the checklist, needs."""
        load_cues(self.form, self.form.screens)
        yield from super().widgets()

    def take(self) -> bool:
        """Take the words; but if they make several promises, ask whether they are one, and return False."""
        typed = self.typed.strip()
        if self.form.answer is None and typed != self._is_one and "\n" in typed:
            from trueup.reading.page_corrections import several

            if found := several(self.form.screens, typed):
                self.form.post_message(self.Several(found))
                return False
        return super().take()

    def take_as_one(self) -> None:
        """Take the whole text as one promise, and move on."""
        self._is_one = self.typed.strip()
        self.form.go_on()


class ClaimsField(TicksField):
    """The checklist of the claims that a promise makes, grouped by the headings of their topics.

    Claims found in the promise's words come first. Before the question is answered they are ticked, and they are saved
    when the founder moves on. Next come the claims that are most like the words; these aren't ticked.
    """

    is_long = True
    scrolls = Checklist
    how_to = f"Press Space or a number to tick, / to search. {TICKS}"
    nothing_yet = "Nothing ticked yet. Press End, then Enter for none of these, or F8 to leave it blank."

    def __init__(self, screens: Screens, audit: Audit, answer: Answer | None, words: str) -> None:
        from trueup.reading.likely_claims import found_in, likely

        self.told: Callable[[], Iterable[Part]] = lambda: ()
        """Returns the parts to show below the checklist, if there is room."""
        found = found_in(screens, words)
        given = answer.value if answer and isinstance(answer.value, tuple) else ()
        self._begun_with = given if answer else found
        topics = [(topic.heading, offers) for topic, offers in claims(screens, audit, (*found, *given))]
        offered = {tag: Tick(tag, label) for _, offers in topics for tag, label in offers.items()}
        others = [tag for tag in likely(screens, words) if tag in offered and tag not in found][:MOST_LIKELY]
        first = [tag for tag in (*found, *others) if tag in offered]
        groups: dict[str, list[Tick]] = {IN_THE_WORDS: [offered[tag] for tag in first]}
        for heading, offers in topics:
            groups.setdefault(heading, []).extend(offered[tag] for tag in offers if tag not in first)
        self._groups = [Group(heading, tuple(ticks)) for heading, ticks in groups.items() if ticks]

    def widgets(self) -> ComposeResult:
        """The groups in columns."""
        none = self.form.answer is not None and self.form.answer.value == ()
        yield Checklist(Ticks(self._groups, self._begun_with, none=none))

    def told_last(self) -> Iterable[Widget]:
        """What else is known of this promise."""
        yield IfRoom(lambda: self.told())

    @property
    def listed(self) -> Ticks:
        """The checklist on the page."""
        return self.form.query_one("#answer", Ticks)

    def show_answer(self) -> None:
        """Show how many claims are ticked."""
        total = sum(len(group.ticks) for group in self._groups)
        ticked = Content.styled(f"{len(self.listed.chosen)} ticked of {total}", MUTED)
        self.form.query(".prose").first(Static).update(Hung([Line(text=plain(self.form.text, STRONG), right=ticked)]))

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words for Enter and, on a row that opens a group, for Space."""
        listed = self.listed
        if listed.taken_by_enter is None and not listed.chosen and not self.form.can_go_on:
            next = ""
        if listed.turns:
            turns = {"go_on": listed.turns, "tick": listed.turns}
            return {**turns, "go_on": enter_word(next, None, len(listed.chosen))} if listed.chosen else turns
        return {"go_on": enter_word(next, listed.taken_by_enter, len(listed.chosen))}

    def take(self) -> bool:
        """Take the marked row or what is ticked, with the claims found in the words, seen by now."""
        super().take()
        if self.form.answer is None and self.listed.chosen:
            self.form.pick_keys(self.listed.chosen, none=False)
        return True

    def mark_position(self, position: str) -> None:
        """Move the bar to the claim that takes this position."""
        self.listed.mark(position)

    def pick(self, number: int) -> None:
        """Tick the claim with this digit, even if the checklist doesn't have the focus."""
        self.listed.action_tick_number(number)


class PathField(TicksField):
    """A field for the steps that really happen on one channel, in order."""

    is_long = True
    how_to = (
        "Enter adds the step with the bar; / searches. Tab leads to your steps: < and > move one, Delete removes "
        "it, Space marks it as one that some skip, and Enter goes on."
    )
    nothing_yet = "No step yet. Press Enter in the menu to add one, or F8 to leave it blank."

    def __init__(self, offered: Iterable[str]) -> None:
        self._offered = set(offered)

    def widgets(self) -> ComposeResult:
        """The steps so far, and the menu of possible steps."""
        keys = self._offered | {key_of(step) for step in self.taken}
        yield Path([choice for choice in self.question.choices if choice.key in keys], self.taken)

    @property
    def listed(self) -> Path:
        """The steps on the page."""
        return self.form.query_one("#answer", Path)

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words for Enter: in the menu it adds the marked step, elsewhere it moves on."""
        return self.listed.key_words(next)

    def pick(self, number: int) -> None:
        """Mark a step by its number."""
        self.listed.mark_step(number)


class GroupsField(TicksField):
    """A field for groups: the names in use, and a row for another. Without a tick, Enter answers *everyone*."""

    none_word, opens = EVERYONE, OTHER

    def __init__(self, names: list[str]) -> None:
        offered = [(name, plain_text(name)) for name in names]
        super().__init__(offered if len(names) >= MOST_GROUPS else [*offered, (OTHER, "another group")])
        self._names = names

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words for Enter. It opens the field for another name, or answers *everyone*."""
        words, listed = super().key_words(next), self.listed
        is_everyone = not listed.chosen and listed.taken_by_enter in (None, NONE)
        return {**words, "go_on": f"{EVERYONE}, {next}"} if is_everyone else words

    def take(self) -> bool:
        """Take the marked row. If that is the row for another name, open its field and return False."""
        is_taken = super().take()
        if is_taken and self.form.answer is None:
            self.form.give(())
        return is_taken

    async def open(self) -> None:
        """Open the field for another name."""
        await self.form.answer_with(NewGroupsField(self._names))


class ThingField(ListField):
    """A field for the other thing that a row is about: the names in use, and a row for another."""

    opens = OTHER

    def __init__(self, names: list[str], own: str) -> None:
        """`names` are those of other rows, `own` is the name so far."""
        listed = {name.casefold(): name for name in (*names, own) if name}
        super().__init__([*((name, plain_text(name)) for name in listed.values()), (OTHER, "another thing")])
        self._names = names

    async def open(self) -> None:
        """Open the field for a new name."""
        await self.form.answer_with(NewThingField(self._names))


class NewNameField(TypedField):
    """A field for a new name. If there are names to choose from, Escape leads back to them."""

    def __init__(self, names: list[str]) -> None:
        """`names` are those to choose from."""
        self._names = names

    @property
    def can_be_left(self) -> bool:
        """Whether Escape is handled here: to return to the names, or to keep typed text from being lost."""
        return bool(self._names) or super().can_be_left

    def put_back(self) -> None:
        """Return to the names to choose from; if there are none, go back."""
        if self._names:
            self.form.call_later(self.form.answer_with, self.names_field())
        else:
            super().put_back()

    def names_field(self) -> ListField:
        """Return the field with the names to choose from."""
        raise NotImplementedError


class NewGroupsField(NewNameField):
    """A field for new names of groups. If there are no names yet, Enter in the empty field answers *everyone*."""

    how_to = (
        "Type a name, or several with commas between them. Enter makes them groups; going back any other way doesn't. "
        "Esc leads back to the names you have."
    )
    _warned_of = ""
    """The names with which the founder was about to go back when last warned."""

    def widgets(self) -> ComposeResult:
        """The field."""
        names = "one or more names, separated by commas"
        yield Field(id="answer", placeholder=names if self._names else f"{EVERYONE}, or {names}")

    def names_field(self) -> ListField:
        """Return the field with the names in use."""
        return GroupsField(self._names)

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's word for Enter. In the empty field, it returns to the list or answers *everyone*."""
        if self.typed.strip():
            return {"submit": "name it"}
        if self.form.answer is not None:
            return {"submit": next}
        return {"submit": "to the list" if self._names else f"{EVERYONE}, {next}"}

    def take(self) -> bool:
        """Take the typed names. If nothing is typed, return to the list of names or, without one, answer *everyone*."""
        if self.typed.strip():
            return self._take_names()
        if self.form.answer is not None:
            return True
        if self._names:
            self.put_back()
            return False
        self.form.give(())
        return True

    def may_be_left(self) -> bool:
        """Whether *back* leaves the field: a name that was typed but not submitted is no group."""
        typed = self.typed.strip()
        if not typed or typed == self._warned_of:
            self.clear()
            return True
        self._warned_of = typed
        self.form.refuse("Not a group yet: Enter names it. Ctrl+O again goes back without it.")
        return False

    def keep_typed(self) -> bool:
        """Take nothing: only Enter makes a new group."""
        return True

    def _take_names(self) -> bool:
        """Take the typed names, in addition to those in use. Return False if that is too many."""
        typed = [name.strip()[:LONGEST_GROUP] for name in self.typed.split(",")]
        new = [name for name in dict.fromkeys(typed) if name]
        if not new:
            return True
        names = list(dict.fromkeys((*self._names, *new)))
        if len(names) > MOST_GROUPS:
            self.form.refuse(f"Not taken: {MOST_GROUPS} groups are as many as one person can serve.")
            return False
        self._names = names
        self.form.give(tuple(name for name in names if name in self.taken or name in new))
        self.show("")
        return True


class NewThingField(NewNameField):
    """A field for a new name of a thing. Enter in the empty field leads back to the names of other rows, if any."""

    def widgets(self) -> ComposeResult:
        """The field."""
        yield Field(self.shown, id="answer")

    def names_field(self) -> ListField:
        """Return the field with the names of other rows and the name so far."""
        return ThingField(self._names, self.value if isinstance(self.value, str) else "")

    @property
    def shown(self) -> str:
        """The saved name, to correct it, unless other rows use it too."""
        return self.value if isinstance(self.value, str) and self.value not in self._names else ""

    @property
    def _leads_back(self) -> bool:
        """Whether Enter leads back to the names to choose from."""
        return bool(self._names) and not self.typed.strip()

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's word for Enter."""
        return {"submit": "to the list"} if self._leads_back else super().key_words(next)

    def take(self) -> bool:
        """Take the typed name. If nothing is typed, return to the names to choose from, if there are any."""
        if self._leads_back:
            self.put_back()
            return False
        return super().take()

    def keep_typed(self) -> bool:
        """Take the typed name. An empty field leaves the answer as it is, if there are names to choose from."""
        return self._leads_back or super().keep_typed()
