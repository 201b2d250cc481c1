"""The palette, which Ctrl+P opens: finds screens, quarters, themes, and everything in the business that has a name."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input
from textual.worker import WorkerCancelled, WorkerFailed

from trueup.paths import NoHomeError, business_file
from trueup.sanitize import plain_text
from trueup.ui.base.head import STOPS
from trueup.ui.base.key_hints import shown_keys
from trueup.ui.base.page import Page
from trueup.ui.base.rows import first_line
from trueup.ui.base.sheet import Reading
from trueup.ui.base.text import STRONG, Line, paragraphs, plain
from trueup.ui.navigation import Navigation
from trueup.ui.settings import ThemedApp
from trueup.ui.theme import HOUSE

if TYPE_CHECKING:
    from trueup.content.model import Question
    from trueup.engine.analysis import Analysis
    from trueup.session.session import Session

STOP_WORDS = {"say": "What you can truthfully say", "quarters": "Quarters: what changed"}
"""Stop of the map → its name in the palette, if that is longer than the stop's own."""

IN_THE_NAME, BY_THE_NAME, ANYWHERE = 3.0, 4.0, 2.0
"""Scores of a match. IN_THE_NAME: each word of the query begins a word of the entry's name. BY_THE_NAME: the query is
the whole name. ANYWHERE: each word begins a word of the name or the description.
"""

MOST_SHOWN = 40
"""The most rows listed. Among a thousand customers, one letter matches nearly all."""


class Entry(NamedTuple):
    """Something that the palette finds: a place to go to, or a command."""

    name: str
    """The entry's name, which may contain the founder's words."""
    what: str
    """The words beside the name: the kind of entry or its key, such as `question, Offer 7` or `key m`."""
    do: Callable[[], object]
    words: str = ""
    """Other words by which the entry is found."""
    also: str = ""
    """Another name of the entry, by which it's found as by its first."""

    def fits(self, query: str) -> float:
        """Return how well a query matches this entry; 0 if it doesn't."""
        by_name = fit(query, plain_text(self.name), self.words)
        return max(by_name, fit(query, self.also, "")) if self.also else by_name


class Finder(CommandPalette):
    """The search field and its results."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (12, "-roomy")]  # noqa: RUF012 (a ClassVar there)
    """In a tiny window the results are hidden: wrapping them to a word's letters takes seconds."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "turn('page_down')", show=False, id="finder.page_down"),
        Binding("pageup", "turn('page_up')", show=False, id="finder.page_up"),
    ]

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked row. On the first row, the cursor stays in the field."""
        found = self.query_one(CommandList)
        line = first_line(found, found.highlighted) if found.display and found.highlighted else None
        return None if line is None else found.content_region.offset + Offset(0, line)

    @on(Input.Submitted)
    async def _wait_for_results(self) -> None:
        """Wait for the results of what was typed before Enter takes the first of them.

        Otherwise, Enter would do nothing, or take a result of an earlier search.
        """
        searches = [each for each in self.workers if each.node is self and not each.is_finished]
        if searches:  # without any, it would wait for every worker of the app
            with suppress(WorkerFailed, WorkerCancelled):
                await self.workers.wait_for_complete(searches)

    def action_turn(self, action: str) -> None:
        """Page down or up in the results. Do nothing if the list was just filled and has no lines yet."""
        with suppress(KeyError):
            getattr(self.query_one(CommandList), f"action_{action}")()


class Palette(Provider):
    """Everything that the palette can find."""

    @cached_property
    def _entries(self) -> list[Entry]:
        """Everything that can be found, collected once per opening of the palette."""
        session = self._session
        return [*self._first(), *(named_in(session, self._navigation) if session else ())]

    @property
    def _navigation(self) -> Navigation:
        navigation = self.app.navigator  # type: ignore[attr-defined]
        assert isinstance(navigation, Navigation)
        return navigation

    @property
    def _session(self) -> Session | None:
        """The session, once it contains a business."""
        if self._navigation.is_open and self._navigation.session.audit is not None:
            return self._navigation.session
        return None

    async def discover(self) -> Hits:
        """Yield the screens and commands, shown before anything is typed."""
        for entry in self._first():
            yield DiscoveryHit(Content(entry.name), entry.do, text=entry.name, help=entry.what or None)

    async def search(self, query: str) -> Hits:
        """Yield the best matches, best first, then a row that tells how many more there are."""
        found = [(score, entry) for entry in self._entries if (score := entry.fits(query))]
        found.sort(key=itemgetter(0), reverse=True)
        for score, entry in found[:MOST_SHOWN]:
            name = plain_text(entry.name)
            yield Hit(score, highlighted(query, name), entry.do, text=name, help=entry.what or None)
        if (left := len(found) - MOST_SHOWN) > 0:
            more = Content(f"{left} more: type another letter to find them")
            yield Hit(0.0, more, self.app.action_command_palette, text=query)

    # Before anything is typed ----------------------------------------------

    def _first(self) -> Iterator[Entry]:
        session, navigation = self._session, self._navigation
        page = self.screen if isinstance(self.screen, Page) else None
        if session is not None:
            yield from self._screens(session)
            yield from _quarters(session, navigation)
        if page is not None:
            yield from self._keys(page)
        for name, (_, words) in HOUSE.items():
            if name != self.app.theme:
                yield Entry(f"Theme {name}: {words}", "", partial(self._wear, name))
        yield Entry("Save now", "key Ctrl+S", partial(self.app.call_later, self.app.run_action, "save_now"))
        yield Entry(
            "Quit: everything is saved", "key Ctrl+Q", partial(self.app.call_later, self.app.run_action, "quit")
        )

    def _screens(self, session: Session) -> Iterator[Entry]:
        from trueup.content.model import ROW_KINDS
        from trueup.wording.vocabulary import ROWS

        go, page = self._navigation.go, self.screen
        open_stops = page.open_stops if isinstance(page, Page) else frozenset()
        if session.is_sample:
            yield Entry("Start with my own business", "leaves the sample", self._navigation.begin_own)
        if not session.current.compared:
            yield Entry("Compare now", "", partial(go, "compare"))
        if not session.read_only:
            yield Entry(
                "Paste or open a page", "its promises are found", self._navigation.read_page, "website read file"
            )
            yield Entry(
                "Import orders or visits", "from a CSV file", self._tell_import, "export figures sales customers"
            )
            yield Entry("Rename the business", "", self._navigation.rename_business, "name title")
        for stop in STOPS:
            if stop.name in open_stops:
                name = STOP_WORDS.get(stop.name, stop.name.capitalize())
                yield Entry(name, f"key {stop.letter}", partial(go, stop.name), also=stop.name)
        if session.current.compared:
            yield Entry("What needs an answer", "", partial(go, "needs_answer"))
            yield Entry("What agrees", "", partial(go, "agrees"))
        for area in ("identity", "offer", "market", "operations"):
            yield Entry(area.capitalize(), "questions", partial(go, area))
        for kind in (each for each in ROW_KINDS if each in session.content.screens):
            yield Entry(ROWS[kind], "your list", partial(self._navigation.go_to_answer, kind), also=kind)

    def _tell_import(self) -> None:
        """Open a sheet that says how figures are imported: from the terminal, while the file is closed."""
        session, page = self._session, self.app.screen
        if session is None or not isinstance(page, Page):
            return
        named = f" -f {shlex.quote(str(session.path))}"
        with suppress(NoHomeError):
            named = "" if session.path == business_file() else named
        lines = [*paragraphs(session.content.screens["home"].texts["import"]), Line()]
        lines.append(Line(text=plain(f"trueup import{named} orders.csv", STRONG)))
        page.raise_sheet(Reading.saying("Import orders or visits", lines, id="import"))

    def _keys(self, page: Page) -> Iterator[Entry]:
        """Yield the keys of the screen beneath, but not digits, the map's, or those that work everywhere."""
        on_the_map = {stop.name for stop in STOPS}
        for key in shown_keys(page, page.key_words):
            if not key.everywhere and key.help not in on_the_map and not key.press.isdecimal():
                what = f"key {key.displays[0]}, on this screen"
                yield Entry(key.help.capitalize(), what, partial(self.app.simulate_key, key.press))

    def _wear(self, theme: str) -> None:
        said = cast("ThemedApp", self.app).wear(theme)
        if isinstance(self.app.screen, Page):
            self.app.screen.say(said)


def _quarters(session: Session, navigation: Navigation) -> Iterator[Entry]:
    """Yield what can be done with the file's quarters. A finished quarter must be reopened before it can be changed."""
    shown, newest = session.quarter, session.quarters.newest
    if session.begins:
        yield Entry(f"Begin {session.begins}: everything is prefilled", "", navigation.begin_quarter)
    if session.due:
        yield Entry(f"Review of {shown}", "", partial(navigation.go, "review"))
    if session.is_finished and not session.is_locked:
        yield Entry(f"Reopen {shown}, to correct it", "", navigation.reopen_quarter)
    elif shown != newest and not session.read_only:
        yield Entry(f"Finish {shown} again", "", navigation.finish_quarter)
    for name in reversed(session.quarters.names):
        if name != shown:
            verb = "Go back to" if name == newest else "Look at"
            yield Entry(f"{verb} {name}", "", partial(navigation.show_quarter, name))


# Whatever has a name in this business ---------------------------------------


def named_in(session: Session, navigation: Navigation) -> Iterator[Entry]:
    """Yield everything with a name in a business: questions, rows, topics and, after comparing, mismatches."""
    from trueup.answers.references import TITLES
    from trueup.content.model import ROW_KINDS
    from trueup.engine.applicability import asked, is_for
    from trueup.session.undo_words import stop_names
    from trueup.wording.findings import row_name
    from trueup.wording.vocabulary import DECISIONS, ROWS

    screens, audit = session.content, session.current
    stops = stop_names(screens, audit)
    for question in asked(screens, audit):
        yield _question(session, navigation, question, f"question, {stops[question.id]}")
    for kind in ROW_KINDS:
        field = "who" if kind == "customer" else TITLES[kind]
        for row in audit.of(kind):
            name = row.text(field) if kind != "role" else row_name(screens, kind, row)
            yield Entry(name or row.id, kind, partial(navigation.go_to_answer, f"{kind}.{field}", row.id))
        if kind != "customer":
            for question in screens.of(kind):
                if is_for(audit, question):
                    yield _question(session, navigation, question, f"asked in {ROWS[kind].lower()}")
    yield from _topics(session.analysis, navigation)
    if not audit.compared:
        return
    findings = session.findings
    for word, listed in (
        ("mismatch", findings.mismatches),
        (DECISIONS["accepted"], findings.accepted),
        (DECISIONS["objected"], findings.objected),
    ):
        for found in listed:
            about = f"{found.id} {screens.topics[found.check.topic].title} {found.check.why}"
            yield Entry(found.title, word, partial(navigation.show_mismatch, found.id), about)


def _question(session: Session, navigation: Navigation, question: Question, what: str) -> Entry:
    from trueup.engine.applicability import choices, wording

    offered = " ".join(choice.label for choice in choices(session.current, question))
    topic = session.content.topics.get(question.topic or "")
    about = f"{question.id} {question.short} {question.hint} {topic.title if topic else ''} {offered}"
    text = wording(session.current, question)
    return Entry(text, what, partial(navigation.go_to_answer, question.id), about)


def _topics(analysis: Analysis, navigation: Navigation) -> Iterator[Entry]:
    """Yield the topics. Each leads to its line in the matrix or, before comparing, to a question about it."""
    screens, audit = analysis.content, analysis.audit
    from trueup.engine.applicability import asked

    about = {
        tag.partition(".")[0]: question.id for question in reversed(asked(screens, audit)) for tag in question.tags
    }
    for topic in screens.topics.values():
        words = f"{topic.id} {topic.about} {' '.join(topic.positions.values())}"
        if audit.compared:
            yield Entry(topic.title, "topic", partial(navigation.show_topic, topic.id), words)
        elif topic.id in about:
            yield Entry(topic.title, "topic", partial(navigation.go_to_answer, about[topic.id]), words)


def fit(query: str, name: str, words: str) -> float:
    """Return how well a query matches an entry; 0 if it doesn't.

    Best is the exact name. Then come names in which each word of the query begins a word, then entries in whose name or
    description (`words`) each does. Among equals, a shorter name is better.
    """
    wanted = query.casefold().split()
    if not wanted:
        return 0.0
    if name.casefold() == query.casefold():
        return BY_THE_NAME
    in_name, everywhere = f" {name.casefold()}", f" {name} {words}".casefold()
    if all(_begins_a_word(word, in_name) for word in wanted):
        return IN_THE_NAME + 1 / (1 + len(name))
    if all(_begins_a_word(word, everywhere) for word in wanted):
        return ANYWHERE + 1 / (1 + len(name))
    return 0.0


def _begins_a_word(word: str, text: str) -> bool:
    at = text.find(word)
    while at > 0:
        if not text[at - 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return at == 0


def highlighted(query: str, name: str) -> Content:
    """Return a name with the query's words underlined. Textual's method would read markup in it."""
    content, small = Content(name), name.casefold()
    for word in query.casefold().split():
        at = small.find(word)
        if at >= 0:
            content = content.stylize("underline", at, at + len(word))
    return content
