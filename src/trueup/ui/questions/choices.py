"""The list of a question's choices, of which one or several can be chosen; and the three ways of not answering."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar, Literal, Protocol, runtime_checkable

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.ui.base.fields import is_match
from trueup.ui.base.key_hints import Clickable, clickable
from trueup.ui.base.rows import SHOWN_FIRST, Rows, digit, digit_keys
from trueup.ui.base.sheet import Refused
from trueup.ui.base.signs import box, ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line

Way = Literal["unsure", "na", "blank"]

LEAD = 2
"""Cells before the ways of not answering: the width of a list's gutter."""

NONE = "none of these"
"""Key and label of the last row of a list of ticks, for answering that none of the choices applies."""


TICKS = "Enter moves on with what's ticked; if nothing is, it ticks the highlighted row first."


@runtime_checkable
class TakesKeys(Protocol):
    """What a list of choices is part of. It is called when the founder chooses or unticks a row.

    A message would come too late for the frame that shows the choice: *Saved* would be painted 20 ms after it.
    """

    def pick_keys(self, keys: tuple[str, ...], *, none: bool) -> None:
        """Take the chosen keys, in the order of the list. `none`: whether *none of these* is chosen."""


class Opened(Message):
    """Posted when the founder takes a row that isn't a choice but opens a field."""


class Entered(Message):
    """Posted when the founder presses Enter to move on."""


class Chooser(Widget):
    """A list to choose from: the `Choices` of a question, or the `Ticks` of a checklist.

    Enter takes the marked row and moves on. In a list of ticks, it takes the row only if nothing is ticked yet: after
    ticking two rows, a founder may move the bar just to read the others. At first the bar is on the first chosen row;
    if there is none, no row is marked until the founder moves.
    """

    many = True
    """Whether several rows can be ticked."""
    opens: str | None = None
    """The key of a row that opens a field instead of being chosen."""
    _chosen: frozenset[str] = frozenset()
    _unticked: str | None = None
    """The row that was just unticked, until the bar leaves it. Enter must not tick it again."""

    @property
    def keys(self) -> Iterable[str]:
        """The key of every row that can be chosen, in order."""
        raise NotImplementedError

    @property
    def marked(self) -> str | None:
        """The key of the marked row."""
        raise NotImplementedError

    def mark(self, id: str | None) -> None:
        """Mark the row with this key, if there is one; with None, mark no row."""
        raise NotImplementedError

    def brings_into_sight(self) -> bool:
        """If the marked row is out of sight, scroll to it, say so and return True; otherwise return False."""
        raise NotImplementedError

    def show_only(self, sought: str, also_called: Mapping[str, str]) -> bool:
        """Show only the rows that match the search by their labels or by what they are `also_called`. Return False if
        none matches. An empty search shows all.
        """
        raise NotImplementedError

    def choose(self, keys: Iterable[str]) -> None:
        """Show these keys as chosen, without posting a message."""
        self._chosen = frozenset(keys)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen keys, in the order of the list, without *none of these*."""
        return tuple(key for key in self.keys if key in self._chosen and key != NONE)

    @property
    def is_none(self) -> bool:
        """Whether *none of these* is chosen."""
        return NONE in self._chosen

    @property
    def is_at_opener(self) -> bool:
        """Whether the bar is on the row that opens a field."""
        return self.opens is not None and self.marked == self.opens

    @property
    def taken_by_enter(self) -> str | None:
        """The row that Enter takes before moving on; None if the choice stays as it is."""
        key = self.marked
        if key is None or key in self._chosen or key == self._unticked:
            return None
        return key if self.is_at_opener or not (self.many and self._chosen) else None

    def clear(self) -> None:
        """Show nothing as chosen, and no bar: Enter takes nothing."""
        self.choose(())
        self.mark(None)

    def take_marked(self) -> bool:
        """Choose the marked row, or tick or untick it. Return False if no row, or no choice, is marked."""
        key = self.marked
        if key is None:
            return False
        if self.is_at_opener:
            self.post_message(Opened())
            return False
        if key == NONE or not self.many:
            self.choose({key})
        else:
            self._unticked = key if key in self._chosen else None
            self.choose((self._chosen ^ {key}) - {NONE})
        return True

    def pick_marked(self) -> None:
        """Choose the marked row and tell what the list is part of; or scroll to the row if it's out of sight."""
        if not self.brings_into_sight() and self.take_marked():
            self.tell_picked(self.chosen)

    def tell_picked(self, keys: tuple[str, ...]) -> None:
        """Pass the chosen keys on to what the list is part of."""
        if (taking := next((each for each in self.ancestors if isinstance(each, TakesKeys)), None)) is not None:
            taking.pick_keys(keys, none=self.is_none)

    def pick(self, key: str, *, was_in_sight: bool) -> None:
        """Mark a row and choose it. If it was out of sight, only mark it and scroll to it."""
        self.mark(key)
        if was_in_sight:
            self.pick_marked()
        else:
            self.post_message(Refused(SHOWN_FIRST))

    def action_go_on(self) -> None:
        """Post `Entered`. If Enter would first take a row that is out of sight, only scroll to that row."""
        if self.taken_by_enter is None or not self.brings_into_sight():
            self.post_message(Entered())


def enter_word(next: str, takes: str | None, ticked: int) -> str:
    """Return the keys line's word for Enter in a list of ticks: `tick, next`, or `next, 2 ticked`."""
    if takes is not None:
        return f"{'none' if takes == NONE else 'tick'}, {next}"
    return f"{next}, {ticked} ticked" if ticked else next


class Choices(Rows, Chooser):
    """Rows with `●`/`○`, or `☑`/`☐` if several can be ticked. Arrows move the bar; digits, Space and a click choose."""

    BAR_FOLLOWS_KEYS = STOPS_AT_ENDS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next", id="choices.next"),
        Binding("space", "select", "take it, stay", show=False, id="choices.take"),
        *digit_keys("pick", "choose", "choices.pick"),
    ]

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        chosen: Iterable[str] = (),
        *,
        many: bool = False,
        none: bool | None = None,
        none_word: str = NONE,
        opens: str | None = None,
        id: str | None = None,
    ) -> None:
        """`none` says whether *none of these* is chosen; with None, the list has no such row. `opens` is the key of a
        row that opens a field instead of being chosen.
        """
        self.choices = tuple(choices) if none is None else (*choices, (NONE, none_word))
        self.many = many
        self.opens = opens
        self._hidden: frozenset[str] = frozenset()
        """The keys of the rows that a search hides."""
        self._chosen = frozenset({NONE}) if none else frozenset(chosen)
        super().__init__(*(Option(self._drawn(key), id=key) for key, _ in self.choices), id=id)
        self.mark(next((key for key, _ in self.choices if key in self._chosen), None))

    @property
    def keys(self) -> Iterable[str]:
        """The key of every choice, in order."""
        return (key for key, _ in self.choices)

    def choose(self, keys: Iterable[str]) -> None:
        """Show these keys as chosen, without posting a message."""
        before, self._chosen = self._chosen, frozenset(keys)
        self._draw(before ^ self._chosen)

    @property
    def _shown(self) -> list[tuple[str, str]]:
        return [choice for choice in self.choices if choice[0] not in self._hidden]

    def show_only(self, sought: str, also_called: Mapping[str, str]) -> bool:
        """Show only the choices that match the search by their labels or by what they are `also_called`, numbered anew,
        and mark the first of them. Return False if none matches. An empty search shows all, and keeps the mark.
        """
        before, is_all = self.marked, not sought.strip()

        def is_wanted(key: str, label: str) -> bool:
            if key == NONE:  # “one” doesn't mean it
                return label.casefold().startswith(sought.strip().casefold())
            return is_match(f"{label} {also_called.get(key, '')}", sought)

        wanted = {key for key, label in self.choices if is_all or is_wanted(key, label)}
        self._hidden = frozenset(key for key, _ in self.choices if key not in wanted and key != self.opens)
        self.set_options(Option(self._drawn(key), id=key) for key, _ in self._shown)
        self.mark(before if is_all else next((key for key, _ in self._shown if key in wanted), None))
        return bool(wanted)

    def on_mount(self) -> None:
        """Redraw when the theme changes, because themes have different marks."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw(dict(self.choices)))

    def on_resize(self) -> None:
        """Keep the row with the bar in sight when the list gets smaller, and say if more is below."""
        self.scroll_to_highlight()
        self._tell_below()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say whether more is below now. Which digits are in sight may have changed too."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_attached:  # a list that is being replaced is still scrolled once
            self._tell_below()
            self.screen.refresh_bindings()

    def _tell_below(self) -> None:
        """In a list that doesn't fit, keep the last line for saying that more is below and which key leads there."""
        is_cut = self.virtual_size.height > self.outer_size.height
        if is_cut != self.has_class("-cut"):
            self.set_class(is_cut, "-cut")
            self.call_after_refresh(self.scroll_to_highlight)  # its room has changed by a line
        is_end = self.scroll_offset.y >= self.max_scroll_y
        end = f"; End goes to “{self._shown[-1][1]}”" if self._shown and self._shown[-1][0] == NONE else ""
        self.border_subtitle = Content.styled(f"↓ more below{end}", MUTED) if is_cut and not is_end else ""

    @property
    def digits(self) -> int:
        """How many rows have a digit, at most 9; none while they are all out of sight."""
        digits = super().digits
        return digits if any(map(self.is_in_sight, range(digits))) else 0

    def _draw(self, keys: Collection[str]) -> None:
        for key, _ in self.choices:
            if key in keys and key not in self._hidden:
                self.replace_option_prompt(key, self._drawn(key))

    def _drawn(self, key: str) -> Hung:
        number, (_, label) = next((n, c) for n, c in enumerate(self._shown, 1) if c[0] == key)
        on = key in self._chosen
        sign = "+" if key == self.opens else (box if self.many and key != NONE else ring)(self, on)
        lead = Content.assemble((digit(number), KEY), f"  {sign}  ")
        return Hung([Line(lead, Content.styled(label, STRONG if on else ""))])

    def action_select(self) -> None:
        """Choose the marked row; without one, mark the first."""
        if self.highlighted is None:
            self.action_cursor_down()
        else:
            self.pick_marked()

    def action_pick(self, number: int) -> None:
        """Choose the row with this digit."""
        if number <= len(self._shown):
            self.pick(self._shown[number - 1][0], was_in_sight=self.is_in_sight(number - 1))

    def on_option_list_option_highlighted(self, event: Rows.OptionHighlighted) -> None:
        """Update the keys line, because Enter may do something else now."""
        event.stop()
        if self._unticked != event.option_id:
            self._unticked = None
        self.screen.refresh_bindings()


class Ways(Clickable):
    """The line with *not sure*, *not applicable* and *leave it blank*, each with its key. Each can be clicked."""

    WAYS: ClassVar[tuple[tuple[Way, str, str], ...]] = (
        ("unsure", "F6", "not sure"),
        ("na", "F7", "not applicable"),
        ("blank", "F8", "leave it blank"),
    )
    GAPS = ((2, 5), (1, 2))
    """Cells within a way (between key, ring and label) and between two ways: in a wide line, then in a narrow one."""

    taken: reactive[Way | None] = reactive(None)
    """`unsure` or `na` if that is the present answer, otherwise None."""

    def _cells(self) -> list[Content]:
        """The three ways, each with the gap after it."""
        for within, between in self.GAPS:
            cells = [self._cell(way, key, label, " " * within) for way, key, label in self.WAYS]
            cells = [cell.pad_right(between) for cell in cells[:-1]] + cells[-1:]
            if LEAD + sum(cell.cell_length for cell in cells) <= self.size.width:
                break
        return cells

    def _cell(self, way: Way, key: str, label: str, gap: str) -> Content:
        mark = "" if way == "blank" else f"{ring(self, self.taken == way)}{gap}"
        return Content.assemble((key, KEY), gap, mark, (label, STRONG if self.taken == way else ""))

    def render(self) -> Content:
        """The three ways, beside each other."""
        cells = zip(self.WAYS, self._cells(), strict=True)
        return Content.assemble(" " * LEAD, *(clickable(cell, f"screen.way('{way}')") for (way, _, _), cell in cells))
