"""Leaving the app: the sheet *pause* with what is saved and what is left, and the screen for when saving fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.engine.applicability import items, progress, wording
from trueup.paths import expanded, short_path
from trueup.sanitize import plain_text
from trueup.session.next_step import stop_left
from trueup.session.session import Session
from trueup.storage.errors import NotSaved, shown
from trueup.ui.base.rows import Rows, numbered
from trueup.ui.base.sheet import Reading, show_in
from trueup.ui.base.text import MUTED, STRONG, Line, paragraphs, plain
from trueup.ui.home.quarter_lines import minutes_left
from trueup.ui.home.welcome import Centred, OneLine, words_of
from trueup.wording.findings import count

LEAD = 11
"""The width of the label before a line, in cells."""


class Pause(Reading):
    """The sheet shown before leaving. Enter quits; *back* closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.pause", "pause", id="pause.stop")]


def pause_sheet(session: Session) -> Pause:
    """Return the sheet *pause*: what is saved, what is left, and where the founder will resume."""
    content = session.content
    if session.is_sample:
        return Pause.saying("Pause", paragraphs(content.screens["home"].texts["pause-sample"]), id="pause")
    saved = paragraphs(content.screens["home"].texts["pause"])
    prose = saved if session.is_saved else [Line(text=plain(session.trouble))]
    about = [
        _told("saved" if session.is_saved else "not saved", plain(short_path(session.path), STRONG)),
        _told("left", plain(", ".join(_left(session)) or "nothing that's asked in this round")),
        _told("back at", plain(_where(session, with_text=True))),
    ]
    return Pause.saying("Pause", [*prose, Line(), *about], id="pause")


def last_words(session: Session) -> str:
    """Return the line that is printed in the terminal after quitting."""
    if session.is_sample:
        return "That was the sample: nothing in it is saved."
    still = minutes_left(session)
    left = f"About {count(still, 'minute')} left" if still else "Nothing is left in this round"
    return plain_text(f"Saved in {short_path(session.path)}. {left}; trueup opens at {_where(session)}.")


def _left(session: Session) -> Iterator[str]:
    """Yield the minutes left in each area, the first after the total: `34 minutes at your pace: Offer 6`, `Market 28`.
    Before a pace is known, `at your pace` is left out. During a review, yield only the total and `the review`.
    """
    areas = progress(session.content, session.current, session.stopwatch.pace)
    total = minutes_left(session)
    lead = f"{count(total, 'minute')}{session.stopwatch.at_pace}: "
    if session.due:
        yield f"{lead}the review"
        return
    for area, left in areas.items():
        if left.minutes:
            yield f"{lead}{session.content.screens[area].title} {left.minutes}"
            lead = ""


def _where(session: Session, *, with_text: bool = False) -> str:
    """Return where the founder will resume: `Offer 7`, with the question if `with_text`; or `home`."""
    item = stop_left(session)
    if item is None:
        return "home"
    stops = items(session.content, session.current, item.area)
    number = next(n for n, stop in enumerate(stops, 1) if stop.id == item.id)
    place = f"{session.content.screens[item.area].title} {number}"
    if not with_text:
        return place
    asked = wording(session.current, item.question) if item.question else session.content.screens[item.id].title
    return f"{place}: {asked}"


def _told(about: str, what: Content) -> Line:
    return Line(Content.styled(about.ljust(LEAD), MUTED), what)


@dataclass
class LeaveApp(Message):
    """Posted when the founder has decided to leave. The app then ends with this exit code and prints `last_words`."""

    code: int
    last_words: str


class LeavingScreen(Centred):
    """Shown when the founder quits while something can't be saved: says why, and offers what to do."""

    VIEW = "Not saved"
    WORDS = "leaving"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "choose", "pick": "choose"}

    def body(self) -> Iterable[Widget]:
        """Why saving failed, and the choices."""
        yield Static(id="what", classes="prose")
        yield Rows(id="ways-out")

    def on_mount(self) -> None:
        """Show why the last attempt to save failed."""
        words = words_of(self.WORDS)
        why = Line(text=plain(self.session.trouble))
        show_in(self, "#what", [why, Line(), *paragraphs(words.texts["again"]), Line(), Line()])
        rows = self.query_one("#ways-out", Rows)
        rows.refill(numbered({way: words.texts[way] for way in ("wait", "elsewhere", "without")}))
        rows.focus()

    @on(Rows.OptionSelected, "#ways-out")
    def _chosen(self, event: Rows.OptionSelected) -> None:
        if event.option_id == "wait":
            self.leave()
        elif event.option_id == "elsewhere":
            self.navigator.push(ElsewhereScreen())
        else:
            self.post_message(LeaveApp(1, f"Left without saving. {self.session.trouble}"))


class ElsewhereScreen(OneLine):
    """Asks where to save everything instead."""

    VIEW = "Save elsewhere"
    WORDS = "leaving"
    TEXT = "path"
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "save there and quit"}

    def take(self, line: str) -> None:
        """Save all quarters at this path, and leave."""
        if not line:
            self.say("Write a path, such as ~/Desktop/rescued.json")
            return
        path = Path.cwd() / expanded(line)
        try:
            written = self.session.save_elsewhere(path)
        except NotSaved as error:
            self.say(plain(str(error)))
        else:
            words = f"Everything is in {shown(written)} now. {shown(self.session.path)} is as it was before."
            self.post_message(LeaveApp(0, words))
