"""The screen of the summary: shows page one as a reader will see it, and writes the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Markdown, Static

from trueup.engine.analysis import Analysis
from trueup.engine.slow_work import GoesOn
from trueup.export.markdown_summary import Part, summary
from trueup.export.write import AlreadyThere, default_name, details_name, free_name, write_bytes
from trueup.paths import expanded, short_path
from trueup.sanitize import plain_text
from trueup.storage.errors import NotSaved
from trueup.ui.base.background import WORKING_OUT, WorkedOut, work_out
from trueup.ui.base.fields import Field
from trueup.ui.base.key_hints import Clickable, key_of_click
from trueup.ui.base.page import View
from trueup.ui.base.rows import Ways, digit_keys, entry
from trueup.ui.base.sheet import Asking, Reader, Reading, ToRead, show_in
from trueup.ui.base.signs import box
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, muted, paragraphs, path_ending, plain
from trueup.wording.findings import count

PARTS: tuple[Part, Part] = ("page", "details")
APART, FULL_NAMES, NAME = 1, 2, 3
"""The digits of the first three options. The fourth is the folder."""


class SummaryScreen(View):
    """Shows page one as a reader will see it or, after a key, all of the Markdown."""

    VIEW = "Summary"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write it", id="summary.write"),
        Binding("enter", "compare", "compare", id="summary.compare"),
        *digit_keys("choose", "choose", "summary.choose", most=4),
        Binding("u", "preview('source')", "Markdown", id="summary.source"),
        Binding("u", "preview('page')", "preview", id="summary.preview"),
        Binding("question_mark", "why", "what is written", show=False, id="summary.why"),
    ]
    digits = 4

    def __init__(self) -> None:
        super().__init__()
        self._file = ""
        self._page = ""
        """Page one, as Markdown."""
        self._details = ""
        self._apart = False
        """Whether the details go into a file of their own."""
        self._full_names = False
        """Whether customers appear with their names instead of their initials."""
        self._written_for: tuple[Analysis, bool] | None = None
        """The analysis from which page one and the details were made, and whether with full names."""
        self._is_source = False
        """Whether the Markdown is shown, instead of the preview."""

    def body(self) -> Iterable[Widget]:
        """Where the file will be, the options, the text, and how far it has been scrolled."""
        yield Static(id="where-to")
        yield WhatToWrite(id="what-to-write")
        yield Static(id="not-yet", classes="prose")
        yield Preview(id="preview")
        yield Reader(id="written")
        yield Static(id="read-so-far")

    @on(WorkedOut)
    async def show(self) -> None:
        """Show the summary of the current answers."""
        session = self.session
        compared = session.current.compared
        self._file = self._file or default_name(session.business, session.quarter)
        show_in(self, "#not-yet", paragraphs(self.texts["not-yet"]), is_there=not compared)
        self.query_one(WhatToWrite).display = compared
        self.query_one(Preview).display = self.query_one(Reader).display = False
        if not self._is_current:
            self._page = self._details = ""
        if not compared:
            self.set_focus(None)
        elif session.analysis.has_many_fixes and not self._is_current:
            show_in(self, "#not-yet", [muted(WORKING_OUT)], is_there=True)
            self.query_one(WhatToWrite).display = False
            self.set_focus(None)
            work_out(self, "summary", self._maker())
        else:
            self._put_together()
            self.place(self._standing)
            more = count(len(self._details.splitlines()), "line")
            after = f"{more} of details follow: every mismatch, the matrix, the journeys, all answers."
            await self.query_one(Preview).show_page(self._page, after)
            self._turn_to_text()
            for text in (self.query_one(Preview), self.query_one(Reader)):
                self.watch(text, "scroll_y", self._show_so_far, init=False)
        self.call_after_refresh(self._show_so_far)
        self.refresh_bindings()

    @property
    def _is_current(self) -> bool:
        """Whether page one and the details were made from the current answers."""
        return self._written_for == (self.session.analysis, self._full_names)

    @property
    def _standing(self) -> str:
        """Whether the summary has been written where it now should be, and whether it has changed since."""
        written = self.session.summaries_written.get((self.session.summary_folder, self._file, self._apart))
        if written is None:
            return "not written yet"
        return "written" if written == (self._page, self._details) else "changed since it was written"

    def _maker(self) -> Callable[..., None]:
        """Return the function that makes page one and the details. When it runs, the screen may be gone, so all that it
        needs is read from the session now.
        """
        session, full_names = self.session, self._full_names
        analysis, today = session.analysis, session.today
        history = session.history if len(session.quarters.names) > 1 else None

        def make(goes_on: GoesOn | None = None) -> None:
            if goes_on is not None:
                analysis.work_out_every_fix(goes_on)
            written = [summary(analysis, history, today=today, full_names=full_names, part=part) for part in PARTS]
            if goes_on is None or goes_on():
                self._written_for = analysis, full_names
                self._page, self._details = written

        return make

    def _put_together(self) -> None:
        """Make page one and the details, if they are out of date, and put their Markdown into the reader."""
        if not self._is_current:
            self._maker()()
        self.query_one(Reader).show("\n".join((self._page, self._details)))
        self._show_where()

    def _turn_to_text(self) -> None:
        """Show the preview or the source, and give it the focus."""
        preview, reader = self.query_one(Preview), self.query_one(Reader)
        preview.display, reader.display = not self._is_source, self._is_source
        self.give_keys(reader if self._is_source else preview)
        self.refresh_bindings()

    @property
    def _text(self) -> str:
        """The contents of the file: page one and, unless they go into a second file, the details."""
        return self._page if self._apart or not self._page else f"{self._page}\n{self._details}"

    def _show_where(self) -> None:
        size = len(self._text.encode())
        weight = f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} bytes"
        how_much = f"       {count(len(self._text.splitlines()), 'line')}, {weight}       "
        into = plain(f"into {short_path(self.session.summary_folder)}", MUTED)
        where_to = Content.assemble(plain(self._file, STRONG), (how_much, MUTED), into)
        self.query_one("#where-to", Static).update(where_to)
        options = self.query_one(WhatToWrite)
        options.apart, options.full_names = self._apart, self._full_names

    def _show_so_far(self) -> None:
        shown = self.query_one(Reader) if self._is_source else self.query_one(Preview)
        so_far = f"{shown.so_far}%" if shown.display else ""
        show_in(self, "#read-so-far", [Line(right=Content.styled(so_far, MUTED))])

    def action_preview(self, what: str) -> None:
        """Show the Markdown (`source`) or the preview (`page`)."""
        self._is_source = what == "source"
        self._turn_to_text()
        self.call_after_refresh(self._show_so_far)

    async def action_choose(self, number: int) -> None:
        """Change the option with this digit: what is written, or where."""
        if number == APART:
            self._apart = not self._apart
            self.place(self._standing)
            self._show_where()
        elif number == FULL_NAMES:
            self._full_names = not self._full_names
            if self.session.analysis.has_many_fixes:
                await self.show()
            else:
                self._put_together()
                self.place(self._standing)
        elif number == NAME:
            self._ask("name", self._file)
        else:
            self._ask("folder", short_path(self.session.summary_folder))

    # Writing ---------------------------------------------------------------

    def action_write(self) -> None:
        """Write the file or the two files, and check that they were written."""
        if self.is_only_tried():
            return
        self._write(self._file, overwrite=False)

    def action_compare(self) -> None:
        """Go to *Compare*. Enter does this as long as there is nothing to write."""
        self.navigator.go("compare")

    def _write(self, name: str, *, overwrite: bool) -> None:
        folder = self.session.summary_folder
        try:
            written = write_bytes(folder / name, self._text.encode(), overwrite=overwrite)
            if self._apart:
                written = write_bytes(folder / details_name(name), self._details.encode(), overwrite=overwrite)
        except AlreadyThere as error:
            taken = details_name(name) if error.path.name == details_name(name) else name
            beside = free_name(folder, name, with_details=self._apart)
            ways = Ways(
                entry("1", "Write over it", id=name),
                entry("2", Content.assemble("Write ", plain(beside), " beside it"), id=beside),
            )
            sheet = Asking.titled(self.texts["there"], ways, more=[muted(taken)], id="overwrite")
            self.raise_sheet(sheet, taken=self._decided)
        except NotSaved as error:
            self.raise_sheet(Reading.saying("Not written", [Line(text=plain(str(error)))], id="not-written"))
        else:
            self.session.summaries_written[folder, self._file, self._apart] = self._page, self._details
            self.place(self._standing)
            told = "Both written and checked: " if self._apart else "Written and checked: "
            self.say(
                plain(told + path_ending(short_path(written), self.query_one("#where-to").size.width - len(told) - 2))
            )

    def _decided(self, name: str) -> None:
        self._write(name, overwrite=name == self._file)

    # Where to --------------------------------------------------------------

    def _ask(self, what: str, now: str) -> None:
        field = Field(now, id=what)
        self.raise_sheet(Asking.titled(self.texts[what], field, right="Enter takes it", id=f"ask-{what}"))

    @on(Input.Submitted, "#name")
    def _named(self, event: Input.Submitted) -> None:
        name = plain_text(event.value).strip()
        if not name or name in (".", "..") or Path(name).name != name:
            self.say(self.texts["no-name"])
            return
        self._file = name
        self._asked()

    @on(Input.Submitted, "#folder")
    def _placed(self, event: Input.Submitted) -> None:
        folder = expanded(event.value.strip())
        if not folder.is_dir():
            self.say(self.texts["no-folder"])
            return
        self.session.summary_folder = folder
        self._asked()

    def _asked(self) -> None:
        self.lower_sheet()
        self.place(self._standing)
        self._show_where()

    def action_why(self) -> None:
        """Explain what the summary contains."""
        screen = self.session.content.screens["summary"]
        self.raise_sheet(Reading.saying("The summary", paragraphs(screen.texts["help"]), id="why"))

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *write*, options and preview only with a summary, and *compare* only before comparing."""
        if action == "compare" and self.navigator.is_open and self.session.current.compared:
            return False
        if action in ("write", "choose", "preview") and not self._page:
            return False
        if action == "preview":
            return self._is_source == (parameters == ("page",))
        return super().can_do(action, parameters)


class WhatToWrite(Clickable):
    """The line of options: what is written and where. A digit or a click changes one."""

    apart: reactive[bool] = reactive(False)
    full_names: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """The line."""
        line = self._worded("details in a second file", "full names", "file name", "folder")
        if line.cell_length <= self.content_size.width:
            return line
        return self._worded("second file", "full names", "name", "folder")

    def _worded(self, apart: str, full_names: str, name: str, folder: str) -> Content:
        words = [f"{box(self, self.apart)} {apart}", f"{box(self, self.full_names)} {full_names}", name, folder]
        cells = (Content.assemble((f"{n}", KEY), " ", (word, MUTED)) for n, word in enumerate(words, 1))
        return Content("  ").join(key_of_click(cell, str(n)) for n, cell in enumerate(cells, 1))


class Preview(ToRead):
    """Page one, drawn as Markdown readers draw it, and a line that says what follows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Markdown(open_links=False), Static(classes="after"), id=id)

    async def show_page(self, text: str, after: str) -> None:
        """Show a page from its beginning."""
        await self.query_one(Markdown).update(text.replace("- [ ] ", "- ☐ "))
        self.query_one(".after", Static).update(plain(after, MUTED))
        self.scroll_home(animate=False)
