"""The screen *What it says*: the claims found in a page, which the founder corrects before adding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import PAGE, FixId
from trueup.engine.applicability import business_kind
from trueup.engine.plan import Followed
from trueup.engine.things import OTHER, things_named
from trueup.reading.headings import Heading
from trueup.reading.likely_claims import best, offers
from trueup.reading.page_changes import reopened_by
from trueup.reading.page_corrections import (
    ABOUT,
    WHERE,
    Extent,
    Outcome,
    Part,
    is_too_much,
    outcome,
    taken_over,
    with_unticked,
)
from trueup.reading.page_corrections import Page as Read
from trueup.session.page_draft import PageDraft
from trueup.ui.base.page import REDO, View
from trueup.ui.base.rows import Looked, digit_keys, first_line, numbered, words
from trueup.ui.base.sheet import Asking, show_in
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, paragraphs, plain, shorten
from trueup.ui.reading.claim_lines import NAME, around, claim_row, headings_above, line_head, missing_row, place_of
from trueup.ui.reading.claim_sheets import About, Missed, Naming, Places
from trueup.wording.findings import count, listed

MOST_QUOTED = 200
"""The most cells of a line that the search for a missed claim quotes: three rows at 80 columns."""

MISSING = "missing:"
"""How the id of a row begins if it's a promise that is no longer on the page; the promise's id follows."""

MOST_AROUND = 24
"""How many lines of the page are shown beside the list after the marked one; a third as many are shown before it."""


class ClaimList(Looked):
    """The lines, each with its claims. Enter accepts all that are ticked; Space, digits and clicks untick."""

    STOPS_AT_ENDS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.go_on", "add them", id="claims.take-over"),
        Binding("space", "select", "untick", id="claims.drop"),
        *digit_keys("screen.pick", "untick", "claims.drop", show=False),
    ]

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the marked claim, with the line in which it was found if there is room for both."""
        super().scroll_to_highlight(top)
        at = self.highlighted
        if at is None or not (self.options[at].id or "").partition(":")[2]:
            return
        line = next((nth for nth in range(at - 1, -1, -1) if self.options[nth].id and self.options[nth].disabled), None)
        begins = None if line is None else first_line(self, line)
        ends = first_line(self, at)
        if begins is not None and ends is not None and begins < 0 and ends - begins < self.size.height:
            self.scroll_relative(y=begins, animate=False, force=True, immediate=True)


class ClaimsScreen(View):
    """Lists the claims found, for the founder to correct. Nothing is saved as a promise before Enter."""

    VIEW = "What it says"
    KEY_WORDS: ClassVar[dict[str, str]] = {"pick": "take"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "missed one", id="claims.search"),
        Binding("W", "about", "about what", id="claims.about"),
        Binding("w", "where", "where", id="claims.where"),
        Binding("A", "all_missing", "tick all", id="claims.all-missing"),
        Binding("a", "all", "all lines", id="claims.all"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shows_all = False
        self._drawn_marked: tuple[int, str] | None = None

    def body(self) -> Iterable[Widget]:
        """What to do, remarks, the list and, in a wide window, the part of the page around the marked line."""
        yield Static(id="claims-intro", classes="prose")
        yield Horizontal(
            ClaimList(id="said"), VerticalScroll(Static(), id="around", can_focus=False), id="beside-the-page"
        )

    # What it shows ---------------------------------------------------------

    @property
    def digits(self) -> int:
        """How many digits do something: one for each claim of the marked line, or for each row of a sheet."""
        if self.sheet is not None:
            return super().digits
        if self._marked_missing:
            return min(len(self._page.missing), 9)
        return min(len(self._page.parts[self._marked[0]].claims), 9) if self._marked else 0

    @property
    def key_words(self) -> Mapping[str, str]:
        """The keys line's words: what Enter accepts, and what Space does with the marked claim."""
        if not self.is_mounted or self._draft.page is None or self.sheet is not None:
            is_finished = self.is_mounted and isinstance(self.sheet, Missed) and self.sheet.is_finished
            return {**self.KEY_WORDS, "submit": "done"} if is_finished else self.KEY_WORDS
        changes = {"go_on": _accepted(outcome(self.session.current, self._page))}
        if self._page.missing:
            changes["all_missing"] = "untick all" if self._page.are_all_taken_down else "tick all"
        if missing := self._marked_missing:
            is_off = not any(each.is_taken_down for each in self._page.missing if each.row.id == missing)
            return {**changes, "select": "tick" if is_off else "untick"}
        if self._marked is None:
            return changes
        at, tag = self._marked
        is_off = bool(tag) and tag not in self._page.parts[at].taken
        return {**changes, "select": "missed one" if not tag else "tick" if is_off else "untick"}

    @property
    def _draft(self) -> PageDraft:
        return self.session.page_draft

    @property
    def _page(self) -> Read:
        assert self._draft.page is not None
        return self._draft.page

    async def show(self) -> None:
        """Show the lines, with the bar on the first claim."""
        words, page = self.session.content.screens["claims"], self._page
        notes = [Line(text=plain(note, "$warning")) for note in page.notes]
        asks = self._asks_about and page.has_sections and page.is_of_one_thing
        told = paragraphs(self.texts["headings"]) if asks else []
        bare = sum(not part.claims for part in page.parts)
        lines = self.texts["bare-one" if bare == 1 else "bare"].format(lines=bare)
        more = [Line(text=Content.assemble(("a", KEY), plain(f" {lines}", MUTED)))] if bare else []
        is_changed = self._draft.earlier or any(part.likely - part.taken for part in page.parts)
        kept = paragraphs(self.texts["kept"]) if is_changed else []
        show_in(self, "#claims-intro", [*paragraphs(words.intro, MUTED), *kept, *told, *more, *notes[:3]])
        self._draw()
        rows = self.query_one(ClaimList)
        rows.focus()
        self.call_after_refresh(rows.shown)

    def fit(self) -> None:
        """Update the page around the marked line, which is shown in a wide window."""
        self._draw_around()

    def _draw(self) -> None:
        rows = self.query_one(ClaimList)
        rows.refill(self._options(), self._nearest() if rows.highlighted is not None else None)
        self._count()
        self._draw_marked()

    def _nearest(self) -> str | None:
        """The row to mark if the marked one is gone: the last claim of its line or of one before."""
        at, _ = self._marked or (0, "")
        for nth in range(min(at, len(self._page.parts) - 1), -1, -1):
            if claims := self._page.parts[nth].claims:
                return f"{nth}:{claims[-1]}"
        return None

    def _count(self) -> None:
        page = self._page
        self.place(f"{count(page.promises, 'promise')}, {count(page.claims, 'claim')}")

    def _options(self) -> Iterator[Option]:
        page, is_first = self._page, not self._page.missing
        if page.missing:
            sentences = count(len(page.missing), "sentence is", "sentences are")
            head = paragraphs(self.texts["missing"].format(sentences=sentences), STRONG)
            yield Option(Hung(head), id=MISSING, disabled=True)
        for number, missing in enumerate(page.missing, 1):
            yield Option(Hung([missing_row(self, number, missing)]), id=f"{MISSING}{missing.row.id}")
        above: tuple[Heading, ...] = ()
        for nth, part in enumerate(page.parts):
            if not part.claims and not self._shows_all:
                continue
            if not is_first:
                yield words()
            is_first = False
            if page.has_sections and part.line.headings != above:
                above = part.line.headings
                yield from headings_above(part.line)
            if not part.claims:
                bare = Line(text=plain(part.line.words, MUTED), right=plain(place_of(page, part), MUTED))
                yield Option(Hung([bare]), id=f"{nth}:")
                continue
            yield Option(Hung([line_head(self, page, part)]), id=f"{nth}", disabled=True)
            for tag in part.claims:
                yield Option(Hung([claim_row(self, self.session.content, part, tag)]), id=f"{nth}:{tag}")

    @property
    def _marked(self) -> tuple[int, str] | None:
        """The marked line and the marked claim; the claim is empty if the line has none. None if no line is marked."""
        marked = self.query_one(ClaimList).marked or ""
        nth, _, tag = marked.partition(":")
        return (int(nth), tag) if nth and not marked.startswith(MISSING) else None

    @property
    def _marked_missing(self) -> str:
        """The id of the marked promise that is no longer on the page; empty if the bar is elsewhere."""
        marked = self.query_one(ClaimList).marked or ""
        return marked.removeprefix(MISSING) if marked.startswith(MISSING) else ""

    @on(ClaimList.OptionHighlighted, "#said")
    def _moved(self, event: ClaimList.OptionHighlighted) -> None:
        event.stop()
        self._draw_marked()

    def _draw_marked(self) -> None:
        """Highlight the words of the marked claim in its line, and no longer those of the claim marked before."""
        rows, before, now = self.query_one(ClaimList), self._drawn_marked, self._marked
        self._drawn_marked = now
        for at in {each[0] for each in (before, now) if each is not None}:
            if rows.has(str(at)):
                tag = now[1] if now and now[0] == at else ""
                line = line_head(self, self._page, self._page.parts[at], marked=tag)
                rows.replace_option_prompt(str(at), Hung([line]))
        self._draw_around()
        self.refresh_bindings()

    def _draw_around(self) -> None:
        if self.has_class("-wide") and self._marked is not None:
            at, tag = self._marked
            show_in(self, "#around Static", around(self, self._page, at, tag, MOST_AROUND))

    # Correcting ------------------------------------------------------------

    @on(ClaimList.OptionSelected, "#said")
    def _taken(self, event: ClaimList.OptionSelected) -> None:
        event.stop()
        if (event.option_id or "").startswith(MISSING):
            self._toggle_missing((event.option_id or "").removeprefix(MISSING))
            return
        nth, _, tag = (event.option_id or "").partition(":")
        if tag:
            self._toggle(int(nth), tag)
        else:
            self.action_search()

    def action_pick(self, number: int) -> None:
        """Tick or untick the claim of the marked line with this digit, or the promise that is gone."""
        if self._marked_missing:
            if number <= len(self._page.missing):
                self._toggle_missing(self._page.missing[number - 1].row.id)
        elif self._marked is not None:
            at = self._marked[0]
            claims = self._page.parts[at].claims
            if number <= len(claims):
                self._toggle(at, claims[number - 1])

    def _toggle(self, at: int, tag: str) -> None:
        self._correct(at, self._page.parts[at].toggled(tag))
        part = self._page.parts[at]
        row = Hung([claim_row(self, self.session.content, part, tag)])
        self.query_one(ClaimList).replace_option_prompt(f"{at}:{tag}", row)
        self._draw_marked()

    def _toggle_missing(self, row_id: str) -> None:
        self._draft.correct(self._page.with_missing_toggled(row_id))
        number = next(nth for nth, each in enumerate(self._page.missing, 1) if each.row.id == row_id)
        row = Hung([missing_row(self, number, self._page.missing[number - 1])])
        self.query_one(ClaimList).replace_option_prompt(f"{MISSING}{row_id}", row)
        self.refresh_bindings()

    def action_all_missing(self) -> None:
        """Tick every promise that is no longer on the page or, if all are ticked, untick them."""
        self._draft.correct(self._page.with_all_missing_toggled())
        self._draw()

    def _correct(self, at: int, part: Part) -> None:
        self._draft.correct(self._page.with_part(at, part))
        self._count()

    def action_search(self) -> None:
        """Search for a missed claim in the marked line."""
        if self._marked is None:
            return
        part, content = self._page.parts[self._marked[0]], self.session.content
        every = offers(content, self.session.current, part.line.words)
        # The line's own claims come last: they are in the list already.
        others = [offer for offer in every if offer.tag not in part.claims]
        unticked = [offer for offer in every if offer.tag in part.claims and offer.tag not in part.taken]
        offered = (*others, *(offer._replace(likelihood=0) for offer in unticked))
        line = plain(f"“{shorten(part.line.words, MOST_QUOTED)}”")
        texts = self.texts
        sheet = Missed(texts["missed"], line, texts["no-match"], texts["added"], partial(best, content, offered))
        self.raise_sheet(sheet, taken=self._add)

    def _add(self, tag: str) -> None:
        """Add a claim to the marked line. Without one, the search for missed claims is over."""
        if not tag:
            self.lower_sheet()
        elif self._marked is not None:
            at = self._marked[0]
            self._correct(at, self._page.parts[at].with_claim(tag))
            rows = self.query_one(ClaimList)
            rows.refill(self._options())
            rows.mark(f"{at}:{tag}")

    def action_where(self) -> None:
        """Choose where people read this page. It counts for all its new promises."""
        places = Places(*numbered(self._choices_in(WHERE)))
        places.mark(self._page.where)
        self.raise_sheet(Asking(Static(plain(self.texts["where"], STRONG)), places, id="where"), taken=self._move)

    def _choices_in(self, question: str) -> dict[str, str]:
        """Key → label of each choice of a question, in the words for this kind of business."""
        worded = self.session.content.questions[question].worded(business_kind(self.session.current))
        return {choice.key: choice.label for choice in worded.choices}

    def _move(self, where: str) -> None:
        self._draft.correct(self._page.published_at(where))
        self._draw()
        self.say(self.texts["moved"].format(where=self._choices_in(WHERE)[where]))

    @property
    def _asks_about(self) -> bool:
        """Whether promises can say what they are about."""
        return ABOUT in self.session.content.questions

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys that need a marked line, or promises that are no longer on the page, if there are none."""
        if action in ("about", "search"):
            is_marked = self._draft.page is not None and self._marked is not None
            return is_marked and (action == "search" or self._asks_about)
        if action == "all_missing":
            return self._draft.page is not None and bool(self._page.missing)
        return super().can_do(action, parameters)

    def action_about(self) -> None:
        """Choose what the marked line is about and, if wanted, the lines after it."""
        if self._marked is None:
            return
        part = self._page.parts[self._marked[0]]
        ways = {**self._choices_in(ABOUT), OTHER: self.texts["name"]}
        title = Content.assemble((self.texts["about"], STRONG), "  ", plain(f"“{shorten(part.line.words, 40)}”", MUTED))
        sheet = About(title, ways, self._names, self._extents(self._marked[0]), part.is_about)
        self.raise_sheet(sheet, taken=self._choose)

    @property
    def _names(self) -> list[str]:
        """The names of the other things, those of this page last."""
        names = (*things_named(self.session.current), *self._page.things)
        return list({name.casefold(): name for name in reversed(names)}.values())[::-1]

    def _extents(self, at: int) -> dict[Extent, str]:
        """Return what a choice about a line can count for, in words, first the usual."""
        said: dict[Extent, str] = {}
        for each in self._page.extents(at):
            text = self.texts[f"extent-{each}" if isinstance(each, str) else "extent-heading"]
            said[each] = text if isinstance(each, str) else text.format(heading=shorten(each.text, NAME))
            if isinstance(each, Heading) and (within := self._page.headings_within(at, each)):
                names = listed(f"“{shorten(heading.text, NAME)}”" for heading in within)
                said[each] += self.texts["extent-within"].format(headings=names)
        return said

    def _choose(self, extent: Extent, what: str, name: str) -> None:
        if what != OTHER or name:
            self._is_about(extent, what, name)
        elif self._marked is not None:
            counts_for = plain(self._extents(self._marked[0])[extent], MUTED)
            title = Content.assemble((self.texts["called"], STRONG), "  ", counts_for)
            self.raise_sheet(Naming(title, _name_in(extent)), taken=partial(self._take_name, extent))

    def _take_name(self, extent: Extent, typed: str) -> None:
        name = " ".join(typed.split())
        if not name:
            self.say(self.texts["no-name"])
            return
        known = next((each for each in self._names if each.casefold() == name.casefold()), name)
        self._is_about(extent, OTHER, known)

    def _is_about(self, extent: Extent, what: str, name: str) -> None:
        """Take the choice for the marked line, and for others as the extent says."""
        self.lower_sheet()
        if self._marked is None:
            return
        page = self._page
        self._draft.correct(page.about(self._marked[0], extent, what, name))
        self._draw()
        changed = sum(bool(now.claims) and now != was for now, was in zip(self._page.parts, page.parts, strict=True))
        thing = name or self._choices_in(ABOUT)[what]
        sentences = count(changed, "sentence")
        self.say(plain(self.texts["now-about"].format(sentences=sentences, thing=shorten(thing, NAME))))

    def action_all(self) -> None:
        """Show the lines without a claim, or leave them out again."""
        self._shows_all = not self._shows_all
        self._draw()

    async def action_undo(self) -> None:
        """Undo the last correction on this screen, but no answers: those are on other screens, out of sight."""
        if self._draft.take_back():
            self._draw()
            self.say(f"Undone. {REDO} redoes it.")
        else:
            self.say("Nothing to undo on this page. To undo an answer, go to its own screen.")

    async def action_redo(self) -> None:
        """Reverse the last undo on this screen."""
        if self._draft.do_again():
            self._draw()
            self.say("Redone.")
        else:
            self.say("Nothing to redo on this page.")

    # Taking over -----------------------------------------------------------

    def action_go_on(self) -> None:
        """Add the ticked claims as promises, unless Enter came before anyone could have read what it accepts."""
        if self.query_one(ClaimList).is_too_new:
            self.say(self.texts["too-soon"])
            return
        session, page = self.session, self._page
        changes = outcome(session.current, page)
        if not (page.promises or changes.taken_down) or is_too_much(session.current, page):
            unticked = with_unticked(session.current, page)
            if not page.promises and unticked != session.current:
                session.change(unticked)
            self.say(self.texts["too-many" if page.promises else "none"])
            return
        done = _done(session.analysis.plan)
        taken = frozenset[str]().union(*(part.taken for part in page.parts))
        after, again = reopened_by(session.content, taken_over(session.current, page), taken, session.today)
        if self.keep(after.with_draft(PAGE, "")):
            session.page_draft = PageDraft()
            newly = len(_done(session.analysis.plan) - done)
            fixes = [
                *([f"{count(again, 'fix is', 'fixes are')} under way again: the page still says it."] if again else []),
                *([f"{count(newly, 'fix now counts', 'fixes now count')} as done."] if newly else []),
            ]
            said = _said(changes) if changes else self.texts["nothing-new"]
            self.navigator.leave_page(" ".join([said, *fixes, *(["z undoes it."] if changes else [])]))


def _name_in(extent: Extent) -> str:
    """Return the heading for whose lines a choice counts, if it could be the name of a thing; otherwise nothing."""
    return extent.text if isinstance(extent, Heading) and not extent.is_title and len(extent.text) <= NAME else ""


def _accepted(changes: Outcome) -> str:
    """Return what Enter does, for the keys line."""
    if not changes:
        return "nothing new"
    if not changes.added and not changes.changed:
        return f"take {changes.taken_down} down"
    what = f"add {changes.added}" if changes.added else f"change {changes.changed}"
    return f"{what}, {changes.taken_down} down" if changes.taken_down else what


def _said(changes: Outcome) -> str:
    """Return what was done with a page, such as `3 promises added, 1 changed, 4 taken down.`"""
    parts = [(changes.added, "added"), (changes.changed, "changed"), (changes.taken_down, "taken down")]
    (first, deed), *rest = [(number, deed) for number, deed in parts if number]
    return ", ".join([f"{count(first, 'promise')} {deed}", *(f"{number} {deed}" for number, deed in rest)]) + "."


def _done(plan: Iterable[Followed]) -> frozenset[FixId]:
    """Return the fixes that are done everywhere, and whose mismatch is gone."""
    return frozenset(each.planned.id for each in plan if each.condition == "done")
