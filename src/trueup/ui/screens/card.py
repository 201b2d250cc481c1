"""The card of one mismatch: from here to the answers, to what a fix would set, and to the next card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Told
from trueup.engine.model import Mismatch
from trueup.engine.moves import on_paper
from trueup.export import wording
from trueup.ui.screens.page import View
from trueup.ui.widgets.card import Card, Case
from trueup.ui.widgets.choices import Choices
from trueup.ui.widgets.fixes import Change, Fixes, changes
from trueup.ui.widgets.ranking import Heads, Ranking, below_list
from trueup.ui.widgets.reader import Asking, Reading
from trueup.ui.widgets.text import MUTED, STRONG, Hung, Line, paragraphs, plain
from trueup.ui.widgets.voices import all_voices, asked_as

TOLD: dict[Told, str] = {
    "never": "Never",
    "after": "After they paid",
    "before": "Before they pay",
    "beside": "Beside the promise, where they read it",
}
UNSAID = "unsaid"
"""Not a time: the founder hasn't said."""


class CardScreen(View):
    """One mismatch. It stays when its answers change, and says what became of it."""

    VIEW = "Mismatches"
    KEY_WORDS: ClassVar[dict[str, str]] = {"go_on": "take it"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "answer(0)", "left answer", id="card.left-answer"),
        Binding("r", "answer(-1)", "right answer", id="card.right-answer"),
        Binding("v", "voices", "voices", id="card.voices"),
        Binding("a", "told", "told", id="card.told"),
        Binding("g", "go_to_change", "its answer", show=False, id="card.go-to-change"),
        Binding("i", "sums", "how it is reckoned", show=False, id="card.sums"),
        Binding("left", "card(-1)", "card before", show=False, id="card.before"),
        Binding("right", "card(1)", "next card", show=False, id="card.next"),
        Binding("question_mark", "why", "what the card shows", show=False, id="card.why"),
    ]

    def __init__(self, clash: str, among: Sequence[str] = ()) -> None:
        """`among`: the mismatches to turn to, in their order; all of them when not given."""
        super().__init__()
        self.clash = clash
        """The mismatch that is shown."""
        self._among = tuple(among)
        self._seen: dict[str, Mismatch] = {}
        """The mismatches there were when this card was last looked at."""
        self._last: Mismatch | None = None

    def body(self) -> Iterable[Widget]:
        """The card; beside it, where the window is wide, the list."""
        ranking = Ranking(id="ranking")
        ranking.can_focus = False
        yield Horizontal(Vertical(Heads(), ranking, id="ranked"), Card(id="card"), id="desk")

    async def show(self) -> None:
        """The mismatch as it is now; when answers changed since, what that did."""
        self._notice_what_changed()
        self._draw()

    def on_resize(self) -> None:
        """A tall window shows the sums too."""
        if self.trueup.is_open and self._seen:
            self.call_after_refresh(self._draw)  # the classes for the new size come after this

    # What it shows ---------------------------------------------------------

    @property
    def _order(self) -> tuple[str, ...]:
        return self._among or tuple(each.id for each in self.session.findings.mismatches)

    def _case(self) -> Case | None:
        session = self.session
        seen = session.findings.mismatch(self.clash) or self._last
        return Case(session.content, session.current, session.findings, seen) if seen else None

    def _draw(self) -> None:
        findings = self.session.findings
        found = findings.mismatch(self.clash)
        self._last = found or self._last
        self._seen = {each.id: each for each in findings.mismatches}
        case = self._case()
        if case is None:
            return
        card = self.query_one(Card)
        card.show(case, in_full=self.has_class("-tall"))
        shown = [each for each in findings.mismatches if each.id in self._order]
        ranking = self.query_one(Ranking)
        ranking.fill(shown, below_list(findings, "", 0))
        ranking.mark(self.clash if found else None)
        at = next((number for number, each in enumerate(shown, 1) if each.id == self.clash), None)
        self.place(f"{at} of {len(shown)}" if at else "gone" if case.is_fine else "not judged")
        card.query_one(Fixes).focus()
        self.refresh_bindings()

    def _notice_what_changed(self) -> None:
        """The card stays; the notice says what went, what came, and what weighs otherwise."""
        now = {each.id: each for each in self.session.findings.mismatches}
        if not self._seen or now == self._seen:
            return
        screens = self.session.content
        went = [id for id in self._seen if id not in now]
        came = [id for id in now if id not in self._seen]
        parts = []
        if self.clash in went:
            others = [id for id in went if id != self.clash]
            parts.append(f"Gone; with it went {wording.titles(screens, others)}." if others else "Gone.")
        elif went:
            parts.append(f"Gone: {wording.titles(screens, went)}.")
        if came:
            parts.append(f"New: {wording.titles(screens, came)}.")
        before, after = self._seen.get(self.clash), now.get(self.clash)
        if before and after and before.impact != after.impact:
            parts.append(f"Impact was {before.impact:.2f}, now {after.impact:.2f}.")
        self.say(plain(" ".join(parts)))

    # To the answers --------------------------------------------------------

    def action_answer(self, side: int) -> None:
        """To the answer that stands on a face: the left one, or the right one. *Back* leads here."""
        case = self._case()
        voices = case.sides[side].voices if case else ()
        if case and not voices:
            was = case.seen.clash.between[side].side
            voices = tuple(voice for voice in case.seen.voices if voice.side == was)
        if voices:
            self.trueup.go_to_answer(*asked_as(voices[0]))

    # Sheets ----------------------------------------------------------------

    def action_voices(self) -> None:
        """Every voice of every side."""
        case = self._case()
        if case:
            lines = all_voices(case.screens, case.audit, case.sides)
            self.raise_sheet(Reading.saying("All voices", [Line(), *lines], id="voices"))

    def action_sums(self) -> None:
        """How impact and worth are reckoned."""
        lines = self.query_one(Card).sums()
        if lines:
            self.raise_sheet(Reading(Static(Hung(lines)), id="sums"))

    def action_why(self) -> None:
        """What the card shows."""
        screen = self.session.content.screens["card"]
        self.raise_sheet(Reading.saying("The card", paragraphs(screen.texts["help"]), id="why"))

    # A fix on paper --------------------------------------------------------

    def _changes(self) -> list[Change]:
        session = self.session
        found = session.findings.mismatch(self.clash)
        tried = self.query_one(Card).marked_fix
        if found is None or tried is None:
            return []
        paper = on_paper(session.content, session.current, found, tried.fix)
        return list(changes(session.content, session.current, paper))

    @on(Fixes.OptionSelected, "#fixes")
    def _fix_taken(self) -> None:
        lines = [Line(text=plain(self.session.content.screens["card"].texts["paper"], MUTED))]
        for change in self._changes():
            lines += [
                Line(),
                Line(text=plain(change.what, STRONG)),
                Line(Content.styled("now   ", MUTED), plain(change.now)),
                Line(Content.styled("then  ", MUTED), plain(change.then)),
            ]
        lines += [Line(), Line(text=Content.styled("g goes to the answer it changes", MUTED))]
        self.raise_sheet(Reading.saying("What this fix would set", lines, id="paper"))

    def action_go_to_change(self) -> None:
        """To the first answer that the marked fix changes."""
        found = self._changes()
        if found:
            self.lower_sheet()
            self.trueup.go_to_answer(found[0].ask, found[0].row)

    # When customers are told -----------------------------------------------

    def action_told(self) -> None:
        """Ask when customers learn of it."""
        texts = self.session.content.screens["card"].texts
        told = self.session.current.told.get(self.clash)
        choices = Choices([*TOLD.items(), (UNSAID, "I haven’t said")], [told or UNSAID], id="when")
        hung = Hung([Line(text=plain(texts["told"], STRONG)), Line(text=plain(texts["told-hint"], MUTED)), Line()])
        self.raise_sheet(Asking(Static(hung), choices, id="told"))

    @on(Choices.Changed, "#when")
    def _told_chosen(self, event: Choices.Changed) -> None:
        self._tell(event.keys[0])

    @on(Choices.GoOn)
    def _told_taken(self) -> None:
        choices = self.query_one("#when", Choices)
        if choices.take_marked():
            self._tell(choices.chosen[0])

    def _tell(self, when: str) -> None:
        audit = self.session.current
        said = {clash: time for clash, time in audit.told.items() if clash != self.clash}
        chosen = next((time for time in TOLD if time == when), None)
        told = said if chosen is None else {**said, self.clash: chosen}
        self.lower_sheet()
        self._last = self.session.findings.mismatch(self.clash) or self._last
        before = self._last
        if self.keep(replace(audit, told=told)):
            self._draw()
            now = self.session.findings.mismatch(self.clash)
            if now and before and self.session.is_saved and now.verdict != before.verdict:
                self.say(f"Saved. It counts as a {now.verdict} now.")

    # Other cards -----------------------------------------------------------

    def action_card(self, step: int) -> None:
        """The card before or after, in the order of the list. The last one leads nowhere."""
        order = self._order
        open_now = [id for id in order if id == self.clash or self.session.findings.mismatch(id)]
        at = open_now.index(self.clash) + step if self.clash in open_now else 0
        if 0 <= at < len(open_now):
            self.lower_sheet()
            self.clash = open_now[at]
            self._last = None
            self._draw()
        else:
            self.say("That is the last one." if step > 0 else "That is the first one.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only some mismatches are softened by being told; one that is gone has no fixes."""
        if action == "told":
            found = self.session.findings.mismatch(self.clash) if self.trueup.is_open else None
            return found is not None and found.clash.told and super().check_action(action, parameters)
        return super().check_action(action, parameters)
