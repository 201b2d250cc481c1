"""The widget for the steps of a channel, called a path: on the left the steps so far, on the right a menu of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from trueup.answers.model import OPTIONAL_STEP
from trueup.content.model import Choice, Stage
from trueup.ui.base.fields import best_first
from trueup.ui.base.rows import Rows, digit_keys, entry, words
from trueup.ui.base.sheet import Refused
from trueup.ui.base.text import MUTED, STRONG, Hung, Line
from trueup.ui.questions.choices import Chooser, Entered
from trueup.wording.findings import count

STAGES: Mapping[Stage, str] = {
    "awareness": "They hear of you",
    "consideration": "They look closer",
    "decision": "They decide and pay",
    "retention": "Afterwards",
}
"""Stage → its heading in both halves."""

DONE = "\n"
"""Key of the menu's last row, *Done*. No step has this key."""


def key_of(step: str) -> str:
    """Return the key of a step, without the suffix that says that some buyers skip it."""
    return step.removesuffix(OPTIONAL_STEP)


class _Half(Rows):
    """One half of the widget. In both halves, a digit marks the step with that number."""

    BAR_FOLLOWS_KEYS = STOPS_AT_ENDS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *digit_keys("step", "mark that step", "path.step", show=False),
        Binding("tab", "other_half", "other side", id="path.side"),
        Binding("left", "to('steps')", "to the steps", show=False, id="path.left"),
        Binding("right", "to('menu')", "to the menu", show=False, id="path.right"),
    ]

    @property
    def path(self) -> Path:
        """The widget of which this is a half."""
        return self.query_ancestor(Path)

    def action_step(self, number: int) -> None:
        """Mark a step of the path."""
        self.path.mark_step(number)

    def action_other_half(self) -> None:
        """Move the focus to the other half."""
        self.action_to("menu" if self.id == "steps" else "steps")

    def action_to(self, half: str) -> None:
        """Move the focus to one half."""
        self.path.query_one(f"#{half}", _Half).focus()


class Steps(_Half):
    """The left half: the steps so far."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "path_done", "done", id="steps.next"),
    ]

    def action_path_done(self) -> None:
        """Post that the path is finished."""
        self.post_message(Entered())


class Menu(_Half):
    """The right half: all steps that can be added, and *Done*, which moves on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "add", id="menu.add"),
    ]


class Path(Vertical, Chooser):
    """The steps of one channel. Enter on *Done* or in the left half posts `Entered`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("less_than_sign", "shift(-1)", "move", key_display="< >", id="steps.earlier"),
        Binding("greater_than_sign", "shift(1)", "move it later", show=False, id="steps.later"),
        Binding("delete,backspace", "remove", "remove", id="steps.remove"),
        Binding("space", "skip", "some skip it", id="steps.skip"),
    ]

    def __init__(self, choices: Sequence[Choice], steps: Iterable[str]) -> None:
        super().__init__(id="answer")
        self.choices = {choice.key: choice for choice in choices}
        self.steps = tuple(step for step in steps if key_of(step) in self.choices)
        self._sought = ""
        self._found = list(self.choices)
        """The keys of the steps that match the search."""
        self._steps_list, self._menu = Steps(id="steps"), Menu(id="menu")
        self._before_search: str | None = None
        """The row of the menu that was marked when a search began."""

    def compose(self) -> ComposeResult:
        """Both halves with their headings, and a line about where buyers pay."""
        with Horizontal():
            with Vertical():
                yield Static(id="path--steps", classes="path--head")
                yield self._steps_list
            with Vertical():
                yield Static(id="path--where", classes="path--head")
                yield self._menu
        yield Static(id="path--paying")

    def on_mount(self) -> None:
        """Draw both halves. If there are steps already, mark *Done*, so that Enter moves on."""
        self._draw(mark=self._keys[-1] if self.steps else None)
        if self.steps:
            self._menu.mark(DONE)

    def focus(self, scroll_visible: bool = True) -> Path:
        """Give the menu the focus."""
        self._menu.focus(scroll_visible)
        return self

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(key_of(step) for step in self.steps)

    # Drawing ---------------------------------------------------------------

    def _draw(self, mark: str | None) -> None:
        self._steps_list.refill(self._step_rows(), mark)
        self.mark(mark)
        self._menu.refill(self._menu_rows())
        self._tell()

    def _step_rows(self) -> Iterator[Option]:
        if not self.steps:
            yield words(Content.styled("No step yet. Enter adds the marked one.", MUTED))
        rows = []
        for number, step in enumerate(self.steps, 1):
            choice = self.choices[key_of(step)]
            skipped = ("  some skip it", f"italic {MUTED}") if step.endswith(OPTIONAL_STEP) else ""
            rows.append(entry(f"{number:>2}", Content.assemble(choice.label, skipped), id=choice.key))
        yield from _under_stages(rows, _stages([self.choices[key].stage for key in self._keys]))

    def _menu_rows(self) -> Iterator[Option]:
        rows = []
        for key in self._found:
            at = self._keys.index(key) + 1 if key in self._keys else None
            label = Content.styled(self.choices[key].label, MUTED if at else "")
            rows.append(Option(Hung([Line(Content.styled(f"{at or '':>2}  ", MUTED), label)]), id=key))
        if self._sought.strip():
            yield from rows  # the best first, so not by stage
        else:
            yield from _under_stages(rows, [self.choices[key].stage for key in self._found])
        if not rows:
            yield words(Content.styled("No step matches.", MUTED))
        elif self.steps:
            yield words()
            done = f"Done, go on with {count(len(self.steps), 'step')}"
            yield Option(Hung([Line(Content("    "), Content(done))]), id=DONE)

    def show_only(self, sought: str, also_called: Mapping[str, str]) -> bool:
        """Show only the steps of the menu that match the search, the best first, and mark the first. An empty search
        shows all, with the mark where it is or, if nothing was found, where it was before the search.
        """
        menu = self._menu
        if not self._sought.strip():
            self._before_search = menu.marked
        self._sought = sought
        labels = {key: choice.label for key, choice in self.choices.items()}
        self._found = best_first(labels, sought, also_called)
        marked = menu.marked or self._before_search
        menu.set_options(self._menu_rows())
        if sought.strip() or marked is None or not menu.has(marked):
            menu.action_first()
        else:
            menu.mark(marked)
        return bool(self._found)

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words for Enter, which adds the marked step or moves on with `next`."""
        marked = self._menu.marked
        if marked in self._keys:
            return {"select": f"mark step {self._keys.index(marked) + 1}", "path_done": next}
        return {"select": next if marked == DONE else "add" if marked else "", "path_done": next}

    def _tell(self) -> None:
        """Show after which step the next one is added, which key finishes, and by which step buyers have paid, so that
        the founder notices if a step for paying is missing.
        """
        at = self._marked_at
        where = "Add the first step" if at is None else f"Add after step {at + 1}"
        done = ("   Enter: done" if self._steps_list.has_focus else "   Tab, Enter: done") if self.steps else ""
        decided = [n for n, key in enumerate(self._keys, 1) if self.choices[key].stage == "decision"]
        paying = f"They have decided and paid by step {decided[-1]}. If not, add" if decided else "Add"
        for id, told in (
            ("where", Content.styled(where, STRONG)),
            ("steps", Content.assemble(("The steps", STRONG), (done, MUTED))),
            ("paying", Content.styled(f"{paying} the step where they pay.", MUTED)),
        ):
            self.query_one(f"#path--{id}", Static).update(told)

    def on_descendant_focus(self) -> None:
        """Redraw the headings: which key finishes depends on the half with the focus."""
        self._tell()

    @property
    def _marked_at(self) -> int | None:
        return self._keys.index(self.marked) if self.marked in self._keys else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Update the heading, which says after which step the next one would be added."""
        event.stop()
        self._tell()
        self.screen.refresh_bindings()

    # Keys ------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Add the step taken in the menu, after the marked step."""
        event.stop()
        key = event.option_id
        if key is None or event.option_list is not self._menu:
            return
        if key == DONE:
            self.post_message(Entered())
        elif key in self._keys:
            self.mark(key)
            self.post_message(Refused(f"That's already step {self._keys.index(key) + 1}. Press < or > to move it."))
        else:
            at = self._marked_at
            after = len(self.steps) if at is None else at + 1
            self._change((*self.steps[:after], key, *self.steps[after:]), mark=key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Enable the keys that change steps only in the left half; *move* also in the menu, on a step."""
        if action == "shift" and self._menu.has_focus:
            return self._menu.marked in self._keys
        return action not in ("shift", "remove", "skip") or self._steps_list.has_focus

    @property
    def marked(self) -> str | None:
        """The key of the marked step."""
        return self._steps_list.marked

    def mark(self, id: str | None) -> None:
        """Mark a step."""
        self._steps_list.mark(id)

    @property
    def taken_by_enter(self) -> None:
        """Nothing: Enter takes a step without moving on."""

    def mark_step(self, number: int) -> None:
        """Mark the step with this number."""
        if number <= len(self.steps):
            self.mark(self._keys[number - 1])

    def action_shift(self, by: int) -> None:
        """Move the marked step one place up (-1) or down (1)."""
        if self._menu.has_focus:
            self.mark(self._menu.marked)
        at, steps = self._marked_at, list(self.steps)
        if at is not None and 0 <= at + by < len(steps):
            steps[at], steps[at + by] = steps[at + by], steps[at]
            self._change(tuple(steps), mark=self.marked)

    def action_remove(self) -> None:
        """Remove the marked step."""
        if (at := self._marked_at) is not None:
            left = (*self.steps[:at], *self.steps[at + 1 :])
            self._change(left, mark=key_of(left[max(at - 1, 0)]) if left else None)

    def action_skip(self) -> None:
        """Toggle whether the highlighted step is optional, that is, whether some buyers skip it."""
        if (at := self._marked_at) is not None:
            step = self.steps[at]
            other = key_of(step) if step.endswith(OPTIONAL_STEP) else f"{step}{OPTIONAL_STEP}"
            self._change((*self.steps[:at], other, *self.steps[at + 1 :]), mark=key_of(step))

    def clear(self) -> None:
        """Remove all steps, without posting a message."""
        if self.steps:
            self.steps = ()
            self._draw(None)

    def _change(self, steps: tuple[str, ...], mark: str | None) -> None:
        self.steps = steps
        self._draw(mark)
        self.tell_picked(steps)


def _under_stages(rows: Sequence[Option], stages: Sequence[Stage | None]) -> Iterator[Option]:
    """Yield the rows of steps, with a heading where the next stage begins."""
    for stage, some in groupby(zip(rows, stages, strict=True), lambda each: each[1]):
        yield words(Content.styled(STAGES[stage] if stage else "", MUTED))
        yield from (row for row, _ in some)


def _stages(steps: Sequence[Stage | None]) -> list[Stage | None]:
    """Return the stage of each step of a path: never earlier than that of the step before, and never *afterwards* while
    a step of deciding is to come.
    """
    order: list[Stage | None] = [None, *STAGES]
    decided = max((at for at, stage in enumerate(steps) if stage == "decision"), default=-1)
    capped = ["decision" if stage == "retention" and at < decided else stage for at, stage in enumerate(steps)]
    return [max(capped[: at + 1], key=lambda stage: order.index(stage)) for at in range(len(capped))]
