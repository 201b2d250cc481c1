"""The screen *Review*: answers and rows copied from the last quarter, one at a time, each confirmed with one key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import PAGE, Audit
from trueup.answers.place import Place, in_row
from trueup.engine.applicability import fields
from trueup.engine.fixes import fix_of
from trueup.engine.next_quarter import CUSTOMERS, confirmed
from trueup.engine.review import Due, Why, doubted, minutes, parts, seconds
from trueup.session.next_step import next_step
from trueup.session.undo_words import Change
from trueup.ui.base.head import Head
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, digit, entry, numbered
from trueup.ui.base.sheet import Asking, Cut, IfRoom, Part, Reading, show_in
from trueup.ui.base.text import MUTED, STRONG, Line, heading, paragraphs, plain, shorten
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.quarters.review_item import Reviewed, Room, part_lines
from trueup.ui.quarters.trend_chart import Undigited
from trueup.ui.questions.reasons import SAID_SO_FAR, reasons, said_on
from trueup.wording import changes as told
from trueup.wording import findings as wording
from trueup.wording.follow_up import sentence

TRUE, CHANGE, LATER, UNSURE, ON, AGAIN, ALL = "true", "change", "later", "unsure", "on", "again", "all"
NOTHING = "nothing"
"""Id of the row with the digit that confirms other entries, where there is nothing to confirm."""
SAME_PAGE, READ_PAGE = "same-page", "read-page"
"""Ids of the two answers to whether the page has changed."""

PROMISE = "promise:"
"""The beginning of a promise's place."""

REST: Why = "the rest"
"""The reason of entries that have no other. These can be confirmed all at once."""

ROOM_FOR_QUEUE = 23
"""A window with fewer lines doesn't show the parts of the queue."""


class Queue(Undigited):
    """The list of what is left to confirm, beside the present entry in a wide window."""

    BAR_FOLLOWS_KEYS = True


class ReviewScreen(View):
    """Shows the first entry of the queue. One key confirms or doubts it, and the next entry is shown."""

    VIEW = "Review"
    HAS_KEYS = "#review-ways"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "take it", "pick": "answer and go on", "undo": "undo"}
    AT_THE_END: ClassVar[dict[str, str]] = {"select": "go on", "pick": "", "undo": "undo"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,f3", "outline", "queue", id="review.queue"),
        Binding("a", "all", "all unchanged", id="review.all"),
        Binding("question_mark,f2", "why", "why", show=False, id="review.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = ""
        """The place of the entry shown. If it isn't in the queue any more, the first entry is shown."""
        self._left: tuple[Due, ...] = ()
        self._is_offering = False
        """Whether the screen offers to read the page again, before its promises are confirmed one by one."""
        self._aside: tuple[str, ...] = ()
        """What was put off or passed over since the last change, the latest at the end: places, or `PAGE`."""
        self._aside_in: Audit | None = None
        """The audit in which that was done."""
        self._since = monotonic()

    def body(self) -> Iterable[Widget]:
        """The question, the earlier answers, the choices, what else is known and, in a wide window, the queue."""
        yield Horizontal(
            Vertical(
                Static(id="review-asked", classes="prose"),
                Static(id="review-said", classes="prose"),
                Rows(id="review-ways"),
                Static(id="review-quarters"),
                Static(id="review-parts"),
                IfRoom(self._more),
                id="review-one",
            ),
            Queue(id="review-beside"),
            id="review-both",
        )

    @property
    def is_stop(self) -> bool:
        """Whether this is the main screen of its stop on the map: until the founder compares."""
        return not self.session.current.compared

    @property
    def key_words(self) -> Mapping[str, str]:
        """The words for Enter and digits; other words once nothing is left."""
        return self.KEY_WORDS if self._left else self.AT_THE_END

    # What it shows ---------------------------------------------------------

    def draw(self) -> None:
        """Redraw everything, for the same entry or, if it's confirmed, for the first of the queue."""
        session = self.session
        self._left = session.due
        every = session.reviewed
        done = len(every) - len(self._left)
        self.gauge(done, len(every)) if self._left else self.gauge(1, 1)
        due = self._shown or next(iter(self._left), None)
        self._is_offering = self._begins_promises(due)
        self.place(f"{done + 1} of {len(every)}" if due else "all confirmed")
        self.refresh_head()
        for name in ("#review-said", "#review-quarters"):
            self.query_one(name).display = due is not None and not self._is_offering
        self.query_one("#review-parts").display = self.size.height >= ROOM_FOR_QUEUE and bool(every)
        shown = [part for part in parts(session.current, every) if part.total]
        show_in(self, "#review-parts", part_lines(shown))
        ways = self.query_one("#review-ways", Rows)
        if due is None:
            self._at = ""
            self._draw_end(ways)
        else:
            if due.place != self._at:
                self._since = monotonic()
            self._at = due.place
            self._draw_offer(ways) if self._is_offering else self._draw_due(due, ways)
        beside = self.query_one(Queue)
        beside.display = due is not None and self.has_class("-wide")
        if beside.display:
            beside.set_options(self._queue())
            beside.mark(self._at)
        ways.action_first()
        if ways.marked == NOTHING:
            ways.mark(TRUE if self._at == CUSTOMERS else LATER)
        self.query_one(IfRoom).look_again()
        self.refresh_bindings()

    def _draw_due(self, due: Due, ways: Rows) -> None:
        seen = self._reviewed(due)
        show_in(self, "#review-asked", seen.head())
        self.query_one("#review-said", Static).update(Room(seen.said()))
        show_in(self, "#review-quarters", [seen.every_quarter()])
        ways.refill(self._ways(seen))

    def _begins_promises(self, due: Due | None) -> bool:
        """Whether this entry is the first of several promises, so that reading their page again would be quicker."""
        session = self.session
        if due is None or session.has_offered_page or session.read_only or not due.place.startswith(PROMISE):
            return False
        return sum(each.place.startswith(PROMISE) for each in self._left) > 1

    def _draw_offer(self, ways: Rows) -> None:
        earlier = self.session.history.before(self.session.quarter)
        asked = self.texts["page"].replace("{quarter}", earlier[-1])
        show_in(self, "#review-asked", paragraphs(asked, STRONG))
        ways.refill(numbered({SAME_PAGE: self.texts["page-same"], READ_PAGE: self.texts["page-read"]}))

    def _more(self) -> Iterator[Part]:
        """Yield what else is known: reasons for a question; for a row, what else was said, and its history."""
        due, session = self._shown, self.session
        if due is None or self._is_offering:
            return
        seen = self._reviewed(due)
        if seen.question:
            yield from reasons(session, seen.question, due.place)
        elif row := seen.row:
            if said := list(said_on(session, seen.topics, of=(seen.kind, row.id))):
                yield Cut((heading(SAID_SO_FAR), *said))
            if course := over_time.of_row(session, seen.kind, row):
                yield Cut(course[1:])  # the history begins with a blank line

    def _draw_end(self, ways: Rows) -> None:
        was_any = bool(self.session.history.before(self.session.quarter))
        put_off = len(self.session.put_off) + self._lacks_customers
        if put_off:
            self.place(f"all confirmed but {put_off}")
        text = self.texts["put-off-left" if self.session.put_off else "done" if was_any else "nothing"]
        if put_off and not self.session.put_off:
            text = f"{text} {self.texts['put-off-customers']}"
        lines = paragraphs(text.replace("{things}", wording.count(put_off, "thing")), STRONG)
        show_in(self, "#review-asked", lines)
        following = next_step(self.session)
        is_asked = not isinstance(following, str) and not self.session.current.compared
        on = "next" if is_asked else "next-compare" if following == "compare" else "next-else"
        again = [entry("2", self.texts["put-off-again"], id=AGAIN)] if put_off else []
        ways.refill([entry("1", self.texts[on], id=ON), *again])

    @property
    def _lacks_customers(self) -> bool:
        """Whether the last ten customers were put off."""
        session = self.session
        is_asked = CUSTOMERS in session.content.screens and bool(session.history.before(session.quarter))
        return is_asked and not session.current.of("customer")

    def _ways(self, seen: Reviewed) -> Iterator[Option]:
        # Here 1 must change nothing: a founder may keep pressing it to confirm one entry after another.
        nothing = Content.styled("nothing to confirm: we ask it again each quarter", MUTED)
        if seen.is_customers:
            yield entry("1", nothing, id=NOTHING)
            yield entry("2", "look them up and write them down", id=CHANGE)
            yield entry("3", "later, after the rest", id=TRUE)
            return
        if seen.is_count:
            yield entry("1", nothing, id=NOTHING)
            yield entry("2", "count it again", id=CHANGE)
            yield entry("3", "the same again", id=TRUE)
            yield entry("4", "later, after the rest", id=LATER)
            return
        state = seen.answer.state if seen.answer else "given"
        still = {"unsure": "still not sure", "na": "still not applicable"}.get(state, "still true")
        yield entry("1", still, id=TRUE)
        yield entry("2", "change it", id=CHANGE)
        if state != "unsure":
            yield entry(
                "3", "unsure now", right=Content.styled("" if seen.question else "kept, as a guess", MUTED), id=UNSURE
            )

    def _reviewed(self, due: Due) -> Reviewed:
        session = self.session
        held = [each for each in session.follow_ups if due.place in (each.place, each.about)]
        heard = [sentence(session.analysis, each) for each in held if each.verdict != "kept"]
        heard += self._still_conflicting(due)
        return Reviewed(session.analysis, session.history, due, heard)

    def _still_conflicting(self, due: Due) -> Iterator[str]:
        """Yield a sentence for each fix of a promise that was marked as done, although its mismatch is still found."""
        session = self.session
        for each in session.current.plan:
            found = session.findings.mismatch(each.check) if each.status == "done" else None
            if found is None or due.place.removeprefix(PROMISE) not in found.promises:
                continue
            if fix := fix_of(session.content, session.current, each, session.findings):
                yield self.texts["still"].replace("{fix}", fix.do)

    @property
    def _shown(self) -> Due | None:
        """The entry at `_at`; None if it isn't in the queue any more."""
        return next((due for due in self._left if due.place == self._at), None)

    def refresh_head(self) -> None:
        """Draw the head, with the minutes left instead of the counts of mismatches."""
        super().refresh_head()
        head = self.query_one(Head)
        if not head.is_warning:
            left = minutes(self._left, self.session.stopwatch.pace)
            head.state, head.counts = f"{left} min left" if left else "", None

    # One key each ----------------------------------------------------------

    @on(Rows.OptionSelected, "#review-ways")
    def _taken_way(self, event: Rows.OptionSelected) -> None:
        due, audit = self._shown, self.session.current
        if event.option_id == ON:
            self.navigator.go_on()
        elif event.option_id in (SAME_PAGE, READ_PAGE):
            self._note_aside(PAGE)
            self.session.has_offered_page = True
            self.draw() if event.option_id == SAME_PAGE else self.navigator.read_page()
        elif event.option_id == AGAIN:
            self._take_up_again()
        elif due is None:
            return
        elif event.option_id == CHANGE:
            self._change(due)
        elif event.option_id == NOTHING:
            later = 3 if due.place == CUSTOMERS else 4
            self.say(f"Nothing to confirm here: 2 asks it now, {later} puts it off.")
        elif event.option_id == LATER:
            self._note_aside(due.place)
            self.session.put_off.add(due.place)
            self.draw()
            self.say("Put off. z undoes it.")
        elif event.option_id == TRUE:
            said = "Put off" if due.place == CUSTOMERS else "Still true"
            self._answer(due, self.keep(confirmed(audit, due.place), saying=f"{said}. z undoes it."))
        else:
            unsure = doubted(self.session.content, audit, due.place)
            self._answer(due, self.keep(unsure, saying="Unsure now. z undoes it."))

    def _take_up_again(self) -> None:
        """Show what was put off, first the counts and then the last ten customers."""
        if self.session.put_off:
            self.session.put_off.clear()
            self.draw()
        else:
            self.navigator.go_to_answer(CUSTOMERS)

    def _note_aside(self, what: str) -> None:
        """Note what was put off or passed over. That changes no answer, so the session can't undo it."""
        self._aside = (*self._aside, what) if self._aside_in is self.session.audit else (what,)
        self._aside_in = self.session.audit

    def _bring_back(self) -> bool:
        """Show again what was put off or passed over last, unless an answer has changed since."""
        if not self._aside or self._aside_in is not self.session.audit:
            return False
        *rest, what = self._aside
        self._aside = tuple(rest)
        if what == PAGE:
            self.session.has_offered_page = False
        else:
            self.session.put_off.discard(what)
            self._at = what
        self.draw()
        return True

    async def action_undo(self) -> None:
        """Show again what was put off or passed over; otherwise undo the last change."""
        if not self._bring_back():
            await super().action_undo()

    async def action_back(self) -> None:
        """Go back to the question about the page if it was just answered; otherwise as on every screen."""
        if self.sheet or not (self._aside and self._aside[-1] == PAGE and self._bring_back()):
            await super().action_back()

    def _answer(self, due: Due, kept: bool) -> None:
        if kept:
            if due.place != CUSTOMERS:  # putting off the customers takes no time, which would distort the pace
                self.session.stopwatch.note(seconds(due), monotonic() - self._since)
            self.draw()

    def _change(self, due: Due) -> None:
        seen = self._reviewed(due)
        row = seen.row
        if row is None or seen.question:
            self.navigator.go_to_answer(seen.question.id if seen.question else due.place, row.id if row else "")
            return
        content, audit = self.session.content, self.session.current
        options = []
        for number, question in enumerate(fields(content, audit, seen.kind, row), 1):
            place, answer = in_row(seen.kind, row.id, question.field), row.fields.get(question.field)
            asked = plain(shorten(question.short or question.text, 20))
            said = plain(shorten(told.said(content, audit, place, answer), 40))
            options.append(entry(digit(number), asked, right=said, id=question.id))
        sheet = Asking.titled("What has changed?", Rows(*options, id="review-fields"), id="which")
        self.raise_sheet(sheet, taken=lambda field: self.navigator.go_to_answer(field, Place.of(self._at).row))

    async def show_change(self, change: Change) -> None:  # noqa: ARG002
        """After an undo, show the entry that has to be confirmed again."""
        before = {due.place for due in self._left}
        self._at = next((due.place for due in self.session.due if due.place not in before), self._at)
        self.draw()

    # Looking closer --------------------------------------------------------

    def _queue(self, why: Why | None = None) -> list[Option]:
        """Return a row for each entry left, with its reason; with `why`, only those, with their answers."""
        session = self.session
        return [
            entry(
                " ",
                plain(
                    shorten(told.where(session.content, (session.current,), due.place), 34),
                    STRONG if due.place == self._at else "",
                ),
                right=plain(self._said(due) if why else due.why, MUTED),
                id=due.place,
            )
            for due in self._left
            if why in (None, due.why)
        ]

    def _said(self, due: Due) -> str:
        """Return the answer of an entry in short; empty for a row."""
        content, audit = self.session.content, self.session.current
        answer = audit.answers.get(due.place)
        return shorten(told.said(content, audit, due.place, answer), 30) if answer else ""

    async def action_outline(self) -> None:
        """Focus the queue, or open it as a sheet. Choosing an entry shows it."""
        beside, options = self.query_one(Queue), self._queue()
        if beside.display:
            beside.focus()
        elif options:
            left = wording.count(minutes(self._left, self.session.stopwatch.pace), "minute")
            heading = f"{len(options)} left, about {left}"
            listed = Undigited(*options, id="review-queue")
            listed.mark(self._at)
            self.raise_sheet(Asking.titled(heading, listed, id="queue"), taken=self._go_to)

    def action_all(self) -> None:
        """Open a sheet with the entries whose reason is `REST`, to confirm them all at once."""
        options = self._queue(REST)
        all_of_it = entry("  ", plain(f"All {len(options)} are still true", STRONG), id=ALL)
        listed = Undigited(all_of_it, *options, id="review-rest")
        sheet = Asking.titled("Still as it was? Have a look down the list.", listed, id="rest")
        self.raise_sheet(sheet, taken=self._confirm_rest)

    async def _confirm_rest(self, taken: str) -> None:
        if taken != ALL:
            await self._go_to(taken)
            return
        places = {due.place for due in self._left if due.why == REST}
        audit = self.session.current
        kept = replace(audit, unconfirmed=audit.unconfirmed - places)
        if self.keep(kept, saying=f"{len(places)} still true. z undoes them all."):
            await self.show()

    @on(Rows.OptionSelected, "#review-beside")
    async def _picked(self, event: Rows.OptionSelected) -> None:
        self.lower_sheet()
        await self._go_to(event.option_id or "")

    async def _go_to(self, place: str) -> None:
        self._at = place
        await self.show()

    def action_why(self) -> None:
        """Open a sheet that says in full what is confirmed and why, and what it was in every quarter."""
        due = self._shown
        if due is None or self._is_offering:
            super().action_why()
            return
        seen = self._reviewed(due)
        lines = seen.said()
        if seen.question:
            why = seen.question.why
            lines += [Line(), *paragraphs(why[:1].upper() + why[1:])] if why else []
            lines += over_time.of_answer(self.session, due.place)
        elif seen.row:
            lines += over_time.of_row(self.session, seen.kind, seen.row)
        lines += [Line(), *paragraphs(self.texts["help"], MUTED)]
        self.raise_sheet(Reading.saying("Why, and since when", lines, id="why"))

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *queue* only while something is in it, and *all unchanged* only if there are several such entries."""
        if action == "outline" and not self._left:
            return False
        if action == "all":
            return sum(due.why == REST for due in self._left) > 1 and not self.session.read_only
        return super().can_do(action, parameters)
