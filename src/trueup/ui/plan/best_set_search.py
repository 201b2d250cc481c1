"""The search for the best set of fixes, begun and watched on the screen of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Event

from textual import on, work
from textual.widgets import Static

from trueup.answers.model import FixId
from trueup.engine.best_set import FixSet
from trueup.ui.base.form_sheet import Deciding, Last, Listed
from trueup.ui.base.rows import Rows
from trueup.ui.base.sheet import Reading, show_in
from trueup.ui.base.text import plain
from trueup.ui.drawing.fix_lines import Chooses
from trueup.ui.plan import best_set
from trueup.ui.questions.choices import Choices, Entered, Picked, enter_word


class SearchesBestSet(Chooses):
    """A view on which the best set of fixes can be searched for, and its fixes added to the plan."""

    _last_best: FixSet | None = None
    """The result of the last search. In the form, the founder refers to its fixes by number."""
    _request: best_set.Request | None = None
    """The running or last search."""

    def action_best_set(self) -> None:
        """Open the form of a search for the best set."""
        self.raise_sheet(best_set.asking_sheet(self.texts, self.session.analysis), taken=self._begin_search)

    def _begin_search(self, asked: Deciding) -> None:
        """Search within the limits in the form; if one of them is wrong, say so."""
        analysis = self.session.analysis
        written = best_set.written_limits(analysis, asked.said, self._last_best)
        if isinstance(written, best_set.Wrong):
            self.say(plain(self.texts[written.text].replace("{name}", written.name)))
            return
        session = self.session
        if not session.read_only:
            session.change(replace(session.current, limits=written).without_typed(*self.half_typed_forms))
        asked.remove()
        self._request = best_set.Request(analysis, best_set.limits_of(written), Event())
        self.query_one("#body").mount(Reading(Static(id="best-set-progress"), id=best_set.SEARCH))
        self._search(self._request)

    @on(Listed.Asked, "#keep")
    def _list_untouchable(self, event: Listed.Asked) -> None:
        """Open the list from which what must not be touched is chosen. The form stays beneath."""
        listed = best_set.untouchable_sheet(self.session.analysis, event.field.value, self.texts["best-set-list"])
        if isinstance(listed, best_set.Wrong):
            self.say(plain(self.texts[listed.text].replace("{name}", listed.name)))
        else:
            self.raise_sheet(listed, keeps_open=True)

    @on(Picked)
    def _untouchable_ticked(self, event: Picked) -> None:
        event.stop()
        self.refresh_bindings()

    @on(Entered)
    def _untouchable_chosen(self, event: Entered) -> None:
        """Write what was chosen into the field of the form."""
        event.stop()
        choices = self.query_one(f"#{best_set.KEPT}", Choices)
        if choices.taken_by_enter is not None:
            choices.take_marked()
        self.lower_sheet()
        self.fill_in(best_set.names_of(self.session.analysis, choices.chosen))

    def fill_in(self, text: str) -> None:
        """Write what was chosen from a list into the form's field for it."""
        for field in self.query(Listed):
            field.value = text
            field.cursor_position = len(text)

    @work(thread=True)
    def _search(self, request: best_set.Request) -> None:
        for outcome, is_over in best_set.search(*request):
            self.post_message(best_set.Searched(outcome, is_over=is_over))

    @on(best_set.Searched)
    def _searched(self, event: best_set.Searched) -> None:
        request, up = self._request, self.sheet
        # The founder has closed the sheet of the search and doesn't want the result.
        if request is None or up is None or up.id != best_set.SEARCH:
            return
        if event.is_over:
            self._last_best = event.outcome.best
            up.remove()
            found = best_set.found_sheet(request.analysis, request.limits, event.outcome, request.whole)
            self.query_one("#body").mount(found)
        else:
            lines = best_set.progress_lines(event.outcome, request.whole)
            show_in(self, "#best-set-progress", lines)

    @on(Rows.OptionSelected, "#best-fixes")
    def _best_taken(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if event.option_id == best_set.EVERY:
            self.take_fixes([each.id for each in self._last_best.fixes] if self._last_best else [])
            self.draw()
            return
        if self.take_fix(FixId.of(event.option_id or "")):
            self.draw()

    @property
    def key_words(self) -> Mapping[str, str]:
        """In the form of the best set, Ctrl+S and the last Enter search."""
        if isinstance(listed := self.focused, Choices):
            done = enter_word("done", listed.taken_by_enter, len(listed.chosen))
            return {**super().key_words, "go_on": done, "pick": "tick"}
        if self.sheet is None or self.sheet.id != best_set.ASK:
            return super().key_words
        return {
            **super().key_words,
            "take": "search",
            **({"submit": "search"} if isinstance(self.focused, Last) else {}),
        }

    async def action_back(self) -> None:
        """Stop a running search, so that the best set so far is shown; otherwise go back."""
        if self.sheet is not None and self.sheet.id == best_set.SEARCH and self._request is not None:
            self._request.stop.set()
        else:
            await super().action_back()

    def on_unmount(self) -> None:
        """Stop the search, because its result isn't wanted any more."""
        if self._request is not None:
            self._request.stop.set()
