"""The sheets over the list of claims: for missed claims, where the page is read, what lines are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from trueup.engine.things import OTHER
from trueup.reading.likely_claims import Offer
from trueup.reading.page_corrections import Extent
from trueup.ui.base.fields import Field
from trueup.ui.base.form_sheet import Prefilled
from trueup.ui.base.rows import Numbered, Rows, digit, entry, numbered, words
from trueup.ui.base.sheet import Asking
from trueup.ui.base.signs import ring
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain

MOST_OFFERED = 9


class Sought(Field):
    """The field in which the founder searches for a claim that was missed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "add the first", id="sought.add"),
        Binding("down", "to_list", "choose", id="sought.down"),
    ]

    def action_to_list(self) -> None:
        """Move the focus to the claims that were found."""
        self.screen.query_one("#offered", Rows).focus()


class Offered(Rows):
    """The claims that match the search words."""

    BAR_FOLLOWS_KEYS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "add", id="offered.add")]


class Missed(Asking):
    """A sheet to search for claims that were missed in a line. Enter adds the marked claim, at first the best match,
    and the field is ready for the next one. If nothing is typed then, the page gets "", and closes the sheet.
    """

    def __init__(
        self, title: str, line: Content, none: str, added: str, find: Callable[[str, int], Sequence[Offer]]
    ) -> None:
        """`line` makes the claim, and is covered by the sheet. `find` returns the best claims for what is typed.
        `added` says what was added.
        """
        nothing = Static(plain(none, MUTED), id="no-claim")
        super().__init__(Static(id="line-and-title"), Sought(), Offered(id="offered"), nothing, id="missed")
        self._line, self._title, self._said, self._find = line, title, added, find
        self._added: dict[str, str] = {}
        """The claims added so far, with their labels, the last at the end."""
        self._offered: list[Offer] = []
        """The claims that are listed."""

    @property
    def is_finished(self) -> bool:
        """Whether Enter closes the sheet: something was added, and nothing is typed."""
        return bool(self._added) and not self.query_one(Sought).value.strip()

    def on_mount(self) -> None:
        """Show the first claims of the checklist."""
        super().on_mount()
        self._show("")

    def _show(self, sought: str) -> None:
        last = next(reversed(self._added.values()), "")
        added = plain(self._said.format(claim=f"“{last}”"), MUTED) if last else ""
        title = Content.assemble((self._title, STRONG), "  " if added else "", added)
        self.query_one("#line-and-title", Static).update(Hung([Line(text=self._line), Line(text=title)]))
        offers = self._find(sought, MOST_OFFERED + len(self._added))
        self._offered = [offer for offer in offers if offer.tag not in self._added][:MOST_OFFERED]
        rows = self.query_one("#offered", Rows)
        rows.set_options(entry(str(n), offer.label, id=offer.tag) for n, offer in enumerate(self._offered, 1))
        rows.action_first()
        rows.display = bool(self._offered)
        self.query_one("#no-claim").display = not self._offered
        self.screen.refresh_bindings()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _first(self, event: Input.Submitted) -> None:
        event.stop()
        rows = self.query_one("#offered", Rows)
        if self.is_finished:
            self.pass_on("")
        else:
            # A message of the list that is sent from here wouldn't reach the page. The first may be out of sight.
            rows.call_later(OptionList.action_select, rows)

    @on(Rows.OptionSelected)
    def _add(self, event: Rows.OptionSelected) -> None:
        event.stop()
        tag = event.option_id or ""
        self._added[tag] = next(offer.label for offer in self._offered if offer.tag == tag)
        self.query_one(Sought).show("")
        self.query_one(Sought).focus()
        self._show("")
        self.pass_on(tag)


class Places(Rows):
    """The places where people can read a page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "choose", id="places.choose")]


NAMED = "="
"""How the id of a row begins if it's a thing that has a name; the name follows."""
EXTENT = "@"
"""How the id of a row begins if it says for which lines the choice counts; its number among those rows follows."""


class Things(Numbered):
    """The things that a line can be about and, below them, for which lines the choice counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="things.choose"),
        Binding("space", "stay", show=False, id="things.stay"),
    ]

    def action_stay(self) -> None:
        """Take the marked row if it says for which lines the choice counts. The other rows close the sheet."""
        if (self.marked or "").startswith(EXTENT):
            self.action_select()


class About(Asking):
    """A sheet to choose what a line is about, and for which lines that counts."""

    def __init__(
        self,
        title: Content,
        ways: Mapping[str, str],
        names: Sequence[str],
        extents: Mapping[Extent, str],
        now: tuple[str, str],
    ) -> None:
        """`ways` are the choices, `names` the things that have a name already, and `extents` the lines for which the
        choice can count, the usual ones first. `now` is what the line is about now.
        """
        super().__init__(Static(title), Things(), id="about")
        self._ways, self._names, self._extents = ways, names, list(extents.items())
        self._extent: Extent = self._extents[0][0]
        self._now = f"{NAMED}{now[1]}" if now[1] else now[0]

    def on_mount(self) -> None:
        """Show the rows, with the bar on what the line is about now."""
        super().on_mount()
        rows = self.query_one(Things)
        rows.set_options(self._options())
        rows.action_first()
        rows.mark(self._now)

    def _options(self) -> Iterator[Option]:
        # The names come last, so that the numbers of the ways stay the same once there is a name.
        things = {**self._ways, **{f"{NAMED}{name}": name for name in self._names}}
        yield from numbered(things)
        if len(self._extents) > 1:
            yield words()
            for nth, (extent, said) in enumerate(self._extents):
                number = digit(len(things) + nth + 1)
                yield entry(number, plain(said), sign=ring(self, extent == self._extent), id=f"{EXTENT}{nth}")

    @on(Rows.OptionSelected)
    def _picked(self, event: Rows.OptionSelected) -> None:
        event.stop()
        taken = event.option_id or ""
        if taken.startswith(EXTENT):
            self._extent = self._extents[int(taken.removeprefix(EXTENT))][0]
            self.query_one(Things).refill(self._options())
        elif taken.startswith(NAMED):
            self.pass_on(self._extent, OTHER, taken.removeprefix(NAMED))
        else:
            self.pass_on(self._extent, taken, "")


class ThingName(Prefilled):
    """The field for the name of another thing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "take it", id="thing.take")]


class Naming(Asking):
    """A sheet to name another thing that lines are about. `suggested` is filled in; typing replaces it."""

    def __init__(self, title: Content, suggested: str) -> None:
        self._suggested = suggested
        super().__init__(Static(title), ThingName(suggested), id="naming")

    @property
    def typed(self) -> tuple[str, ...]:
        """The name, if it isn't the suggested one."""
        name = self.query_one(ThingName).value.strip()
        return (name,) if name and name != self._suggested else ()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.pass_on(event.value)
