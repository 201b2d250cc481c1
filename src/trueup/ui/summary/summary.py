"""The summary: read it as it will be written, say where to, write it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from trueup.export.summary import summary
from trueup.export.write import AlreadyThere, default_name, write_summary
from trueup.paths import expanded, short_path
from trueup.sanitize import plain_text
from trueup.storage.errors import NotSaved
from trueup.ui.base.fields import Field
from trueup.ui.base.key_hints import Keys
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, entry
from trueup.ui.base.scroll_sheet import Asking, Reader, Reading
from trueup.ui.base.sheet import Sheet
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, paragraphs, path_ending, plain
from trueup.wording.findings import count

OVER, BESIDE = "over", "beside"


class SummaryScreen(View):
    """What will be written, word for word."""

    VIEW = "Summary"
    AUTO_FOCUS = ""
    KEY_WORDS: ClassVar[dict[str, str]] = {}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write it", id="summary.write"),
        Binding("enter", "compare", "compare", id="summary.compare"),
        Binding("f", "folder", "folder", id="summary.folder"),
        Binding("n", "name", "file name", id="summary.name"),
        Binding("question_mark", "why", "what is written", show=False, id="summary.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path.cwd()
        self._file = ""
        self._text = ""

    def body(self) -> Iterable[Widget]:
        """Where to, the text, and how far one has read."""
        yield Static(id="where-to")
        yield Static(id="not-yet", classes="prose")
        yield Reader(id="written")
        yield Static(id="read-so-far")

    async def show(self) -> None:
        """The summary of the answers as they are now."""
        session = self.session
        compared = session.current.compared
        history = session.history if len(session.quarters.names) > 1 else None
        self._file = self._file or default_name(session.business, session.quarter)
        self._text = summary(session.content, session.current, session.findings, history) if compared else ""
        not_yet = self.query_one("#not-yet", Static)
        not_yet.display = not compared
        not_yet.update(Hung(paragraphs(session.content.screens["summary"].texts["not-yet"])))
        reader = self.query_one(Reader)
        reader.display = compared
        reader.show(self._text)
        self.set_focus(reader if compared else None)
        if compared:
            self.place("not written yet")
            self._show_where()
            self.watch(reader, "scroll_y", self._show_so_far)
        self.call_after_refresh(self._show_so_far)
        self.refresh_bindings()

    def _show_where(self) -> None:
        size = len(self._text.encode())
        weight = f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} bytes"
        how_much = f"       {count(len(self._text.splitlines()), 'line')}, {weight}       "
        into = plain(f"into {short_path(self._folder)}", MUTED)
        where_to = Content.assemble(plain(self._file, STRONG), (how_much, MUTED), into)
        self.query_one("#where-to", Static).update(where_to)

    def _show_so_far(self) -> None:
        reader = self.query_one(Reader)
        so_far = f"{reader.so_far}%" if reader.display else ""
        self.query_one("#read-so-far", Static).update(Hung([Line(right=Content.styled(so_far, MUTED))]))

    # Writing ---------------------------------------------------------------

    def action_write(self) -> None:
        """Write it, and read it back."""
        self._write(self._file, overwrite=False)

    def action_compare(self) -> None:
        """Nothing is there to write yet: compare first."""
        self.navigator.go("compare")

    def _write(self, name: str, *, overwrite: bool) -> None:
        try:
            written = write_summary(self._folder / name, self._text, overwrite=overwrite)
        except AlreadyThere:
            self.app.push_screen(Overwrite(name, _beside(self._folder, name)), self._decided)
        except NotSaved as error:
            self.raise_sheet(Reading.saying("Not written", [Line(text=plain(str(error)))], id="not-written"))
        else:
            self.place("written")
            told = "Written and checked: "
            self.say(
                plain(told + path_ending(short_path(written), self.query_one("#where-to").size.width - len(told) - 2))
            )

    def _decided(self, name: str | None) -> None:
        if name is not None:
            self._write(name, overwrite=name == self._file)

    # Where to --------------------------------------------------------------

    def action_name(self) -> None:
        """Another file name."""
        self._ask("name", self._file)

    def action_folder(self) -> None:
        """Another folder."""
        self._ask("folder", short_path(self._folder))

    def _ask(self, what: str, now: str) -> None:
        title = plain(self.session.content.screens["summary"].texts[what], STRONG)
        asking = Hung([Line(text=title, right=Content.styled("Enter takes it", MUTED))])
        self.raise_sheet(Asking(Static(asking), Field(now, id=what), id=f"ask-{what}"))

    @on(Input.Submitted, "#name")
    def _named(self, event: Input.Submitted) -> None:
        name = plain_text(event.value).strip()
        if not name or name in (".", "..") or Path(name).name != name:
            self.say(self.session.content.screens["summary"].texts["no-name"])
            return
        self._file = name
        self._asked()

    @on(Input.Submitted, "#folder")
    def _placed(self, event: Input.Submitted) -> None:
        folder = expanded(event.value.strip())
        if not folder.is_dir():
            self.say(self.session.content.screens["summary"].texts["no-folder"])
            return
        self._folder = folder
        self._asked()

    def _asked(self) -> None:
        self.lower_sheet()
        self.place("not written yet")
        self._show_where()

    def action_why(self) -> None:
        """What is written."""
        screen = self.session.content.screens["summary"]
        self.raise_sheet(Reading.saying("The summary", paragraphs(screen.texts["help"]), id="why"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a summary there is nothing to write, name or place."""
        if action in ("write", "folder", "name", "compare") and bool(self._text) == (action == "compare"):
            return False
        return super().check_action(action, parameters)


class Overwrite(ModalScreen[str | None]):
    """A file of this name is there: write over it, or beside it. The name to write to, or None."""

    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "choose", "pick": "choose"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,escape,ctrl+o", "back", "back", id="overwrite.neither"),
    ]

    def __init__(self, name: str, other: str) -> None:
        super().__init__()
        self._names = {OVER: name, BESIDE: other}

    def compose(self) -> ComposeResult:
        """The two ways."""
        text = self.app.session.content.screens["summary"].texts["there"]  # type: ignore[attr-defined]
        with Sheet():
            yield Static(Hung([Line(text=plain(text, STRONG)), Line(text=plain(self._names[OVER], MUTED)), Line()]))
            yield Rows(
                entry("1", "Write over it", id=OVER),
                entry("2", Content.assemble("Write ", plain(self._names[BESIDE]), " beside it"), id=BESIDE),
            )
            yield Static()
            yield Keys()

    @property
    def digits(self) -> int:
        """Two ways."""
        return 2

    @on(Rows.OptionSelected)
    def _taken(self, event: Rows.OptionSelected) -> None:
        self.dismiss(self._names[event.option_id or OVER])

    def action_back(self) -> None:
        """Back, with nothing written."""
        self.dismiss(None)


def _beside(folder: Path, name: str) -> str:
    """The first name like this one that is free: `…-2.md`."""
    path = Path(name)
    number = 2
    while (folder / f"{path.stem}-{number}{path.suffix}").exists():
        number += 1
    return f"{path.stem}-{number}{path.suffix}"
