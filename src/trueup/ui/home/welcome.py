"""Before a business is open: welcome, with what this is and where the file is kept; start, the sample, or a file; and
what can be done about a file, or a folder screens/, that can't be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from trueup.answers.limits import LONGEST_LINE
from trueup.content.model import AREAS
from trueup.content.model import Screen as Words
from trueup.content.problems import ContentError, Report
from trueup.paths import expanded, screens_folder, short_path
from trueup.storage.backups import restore_backup
from trueup.storage.errors import Backup, Damaged, FileError, NotSaved, shown
from trueup.ui.base.fields import Field
from trueup.ui.base.head import Head
from trueup.ui.base.navigator import RENAME
from trueup.ui.base.page import Page
from trueup.ui.base.rows import Rows, numbered
from trueup.ui.base.sheet import IfRoom, Part, show_in
from trueup.ui.base.text import MUTED, STRONG, Line, heading, muted, paragraphs, plain


def words_of(name: str) -> Words:
    """The title, introduction and texts in screens/<name>.md. Raises ContentError, OSError."""
    from trueup.content.markdown import sections  # imported late: home needs neither the parser nor pydantic
    from trueup.content.screen_file import read_screen

    report = Report()
    screen, _ = read_screen(name, sections((screens_folder() / f"{name}.md").read_text("utf-8")), report)
    if screen is None:
        raise ContentError(report.problems)
    return screen


TWICE = 0.5
"""A key that is pressed again within this many seconds is taken for a double press."""


class Centred(Page):
    """A page in the middle of a wide window. Its texts are read from their own file, in case no content is loaded."""

    WORDS: ClassVar[str] = "welcome"
    """The name of the file in screens/."""

    @property
    def how_to(self) -> str:
        """The help."""
        return words_of(self.WORDS).texts["help"]


class WelcomeScreen(Centred):
    """The first thing a founder sees."""

    IS_START = True
    KEY_WORDS: ClassVar[dict[str, str]] = {
        "select": "choose",
        "pick": "choose",
        "keys": "keys",
        "command_palette": "more",
        "quit": "quit",
    }

    def body(self) -> Iterable[Widget]:
        """Three short paragraphs, no logo, three ways to begin; if there is room, also what is asked."""
        yield Static(id="intro", classes="prose")
        yield Rows(id="ways-in")
        yield IfRoom(self._areas)

    def _areas(self) -> Iterator[Part]:
        """Yield the areas, each with the first sentence of its introduction."""
        areas = [self.session.content.screens[area] for area in AREAS]
        width = max(len(area.title) for area in areas) + 3
        lines = [heading("What is asked")]
        for area in areas:
            sentence, stop, _ = " ".join(area.intro.split()).partition(". ")
            lines.append(Line(Content.styled(area.title.ljust(width), MUTED), Content(sentence + stop.strip())))
        yield lines

    async def show(self) -> None:
        """Show the words, and where the file will be kept."""
        words = words_of(self.WORDS)
        where = muted(short_path(self.session.path))
        show_in(self, "#intro", [*paragraphs(words.intro), where, Line(), Line()])
        ways_in = self.query_one("#ways-in", Rows)
        if not ways_in.option_count:
            ways_in.refill(numbered({way: words.texts[way] for way in ("start", "sample", "open")}))
        ways_in.focus()

    @on(Rows.OptionSelected, "#ways-in")
    def _chosen(self, event: Rows.OptionSelected) -> None:
        key = str(event.option_index + 1)
        if event.option_id == "start":
            self.app.push_screen(NameScreen(key))
        elif event.option_id == "sample":
            self.navigator.open_sample()
        else:
            self.app.push_screen(FileScreen(key))


class LineField(Field):
    """The field of a page for one line. It drops the second press of the digit that opened the page."""

    def __init__(self, opened_with: str, *, id: str) -> None:
        """`opened_with` is the digit that opened the page; empty if it wasn't opened with a digit."""
        super().__init__(id=id)
        self._opened_with = opened_with
        self._opened_at = 0.0

    @on(events.Mount)
    def _note_when(self, event: events.Mount) -> None:
        self._opened_at = event.time

    def on_key(self, event: events.Key) -> None:
        """Drop the digit that opened the page if it's pressed again at once."""
        if event.character == self._opened_with and not self.value and event.time < self._opened_at + TWICE:
            event.stop()
            event.prevent_default()


class OneLine(Centred):
    """A page that asks for one line."""

    TEXT: ClassVar[str] = ""
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "next"}

    def __init__(self, opened_with: str = "") -> None:
        """`opened_with` is the digit that opened the page, if one did."""
        super().__init__()
        self._opened_with = opened_with

    @property
    def key_words(self) -> Mapping[str, str]:
        """The keys line's word for Enter, which does nothing as long as the field is empty."""
        return self.KEY_WORDS if any(field.value.strip() for field in self.query(Field)) else {"submit": ""}

    @on(Input.Changed, "#line")
    def _written(self) -> None:
        self.refresh_bindings()

    def body(self) -> Iterable[Widget]:
        """The question and the field."""
        yield Static(id="question", classes="prose")
        yield LineField(self._opened_with, id="line")

    def on_mount(self) -> None:
        """Show the texts. This doesn't need a session, because the page may be opened when a file can't be."""
        texts = words_of(self.WORDS).texts
        self.query_one("#question", Static).update(
            Content.assemble((texts[self.TEXT], STRONG), "\n", (texts[f"{self.TEXT}-hint"], MUTED))
        )
        self.query_one(Field).focus()

    @on(Input.Submitted, "#line")
    def _submitted(self, event: Input.Submitted) -> None:
        self.take(event.value.strip())

    @property
    def how_to(self) -> str:
        """How to write a line."""
        return words_of("welcome").texts["line"]

    def take(self, line: str) -> None:
        """Use the line that was typed, without spaces around it."""


class AsksForName(OneLine):
    """Asks for the name of a business."""

    def take(self, line: str) -> None:
        """Use the line as the name, or say what's wrong with it."""
        if not line:
            self.say("Type a name first. To change it later, press Ctrl+P and type “rename”.")
        elif len(line) > LONGEST_LINE:
            self.say(f"That's too long: {LONGEST_LINE} characters at most.")
        else:
            self.use(line)

    def use(self, name: str) -> None:
        """Use the name, which is neither empty nor too long."""


class NameScreen(AsksForName):
    """Asks for the name of a new business."""

    VIEW = "Start"
    TEXT = "name"

    async def show(self) -> None:
        """Put back the name that was being typed when trueup was killed."""
        if typed := self.session.half_typed_name:
            self.query_one(Field).put_typed(typed)
            self.say_it_is_back()

    def keep_half_typed(self) -> None:
        """Write the name that is being typed. No answers exist yet that could hold it."""
        self.session.keep_half_typed_name(self.query_one(Field).value.strip())

    def use(self, name: str) -> None:
        """Begin the business with this name."""
        if self.session.begin(name):
            self.navigator.begin()
        else:
            self.say(self.session.trouble)


class RenameScreen(AsksForName):
    """Asks for another name of the open business."""

    VIEW = "Rename"
    TEXT = "rename"
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "rename"}

    async def show(self) -> None:
        """Show the present name in the field, or what was being typed when trueup was killed."""
        field, session = self.query_one(Field), self.session
        if not field.value:
            field.show(session.business)
        if typed := session.current.typed.get(RENAME):
            field.put_typed(typed)
            self.say_it_is_back(RENAME)

    def half_typed(self) -> Mapping[str, str]:
        """Return the name that is being typed, unless it's the present one."""
        name = self.query_one(Field).value.strip()
        return {RENAME: name} if name != self.session.business else {}

    def use(self, name: str) -> None:
        """Give the business this name, and return to where the founder was."""
        if self.keep(replace(self.session.current, business=name)):
            self.leave()


class FileScreen(OneLine):
    """Asks for another file to open."""

    VIEW = "Open"
    TEXT = "file"

    def take(self, line: str) -> None:
        """Open the file, if it exists."""
        path = expanded(line)
        if not line:
            self.say("Type the path of a file.")
        elif not path.exists():
            self.say(Content.assemble("There is no file ", plain(line), "."))
        else:
            self.navigator.open_file(path)


MOST_LINES = 3
"""The most lines of an error message, so that the choices stay in sight. `trueup lint` shows the others."""


class CannotOpenScreen(Centred):
    """Shown instead of home: there is nothing to go back to until a file is open."""

    IS_START = True
    WORDS = "cannot_open"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "choose", "pick": "choose", "quit": "quit"}

    def __init__(self, error: Exception) -> None:
        super().__init__(name=self.WORDS)
        self._error = error

    def body(self) -> Iterable[Widget]:
        """What is wrong, the choices, and what was kept."""
        yield Static(id="what", classes="prose")
        yield Rows(id="ways-out")
        yield Static(id="kept", classes="prose")

    def on_mount(self) -> None:
        """Fill the page here, because `show` runs only once there is a session."""
        self.query_one(Head).view = "Cannot use screens/" if self._is_ours else "Cannot open the file"
        words = words_of(self.WORDS)
        said = [Line(text=plain(line)) for line in self._said()]
        show_in(self, "#what", [*said, *paragraphs(words.intro), Line(), Line()])
        if self._backups:
            show_in(self, "#kept", paragraphs(words.texts["kept"], MUTED))
        rows = self.query_one("#ways-out", Rows)
        rows.refill(self._ways_out(words))
        rows.focus()

    @property
    def _is_ours(self) -> bool:
        """Whether the fault is in screens/, not in the founder's file."""
        return isinstance(self._error, ContentError)

    def _said(self) -> list[str]:
        if isinstance(self._error, Damaged):
            return [f"{short_path(self._error.path)} {self._error.what}."]
        lines = str(self._error).splitlines() or [type(self._error).__name__]
        more = len(lines) - MOST_LINES
        return [*lines[:MOST_LINES], f"and {more} more, which `trueup lint` lists"] if more > 0 else lines

    @property
    def _backups(self) -> tuple[Backup, ...]:
        return self._error.backups if isinstance(self._error, Damaged) else ()

    def _ways_out(self, words: Words) -> list[Option]:
        ways = {f"backup:{n}": f"{words.texts['backup']} {b.described}" for n, b in enumerate(self._backups)}
        others = ("quit",) if self._is_ours else ("another", "quit")
        return numbered({**ways, **{way: words.texts[way] for way in others}})

    @on(Rows.OptionSelected, "#ways-out")
    async def _chosen(self, event: Rows.OptionSelected) -> None:
        way = event.option_id or ""
        if way == "quit":
            await self.run_action("app.quit")
        elif way == "another":
            self.app.push_screen(FileScreen())
        else:
            self._restore(self._backups[int(way.removeprefix("backup:"))])

    def _restore(self, backup: Backup) -> None:
        assert isinstance(self._error, FileError)
        try:
            aside = restore_backup(self._error.path, backup.path)
        except NotSaved as error:
            self.say(plain(str(error)))
        else:
            told = f"The damaged file is kept as {shown(Path(aside.name))}." if aside else ""
            self.navigator.open_file(self._error.path, saying=told)
