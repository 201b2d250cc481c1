"""The screen with the card of one mismatch. From it, the founder goes to its answers, decides, or chooses a fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from trueup.answers.model import FixId
from trueup.content.model import CLAIMS
from trueup.engine.analysis import Analysis
from trueup.engine.explanation import guesses_behind
from trueup.engine.model import Mismatch, arranged
from trueup.engine.preview import preview_fix
from trueup.engine.slow_work import GoesOn
from trueup.export.page_one import mismatch_markdown
from trueup.ui.base.background import WorkedOut, load_cues, work_out
from trueup.ui.base.rows import Ways
from trueup.ui.base.sheet import Asking, Reading, one_below_the_other
from trueup.ui.base.text import STRONG, Line, heading, muted, paragraphs, plain
from trueup.ui.drawing.answer_history import of_mismatch, of_statement
from trueup.ui.drawing.due_today import strain_rows
from trueup.ui.drawing.fix_lines import Chooses
from trueup.ui.drawing.statement_list import all_statements, asked_as, customer_bars
from trueup.ui.mismatches.card_view import Card, Case, Fixes
from trueup.ui.mismatches.decisions_view import Decides
from trueup.ui.mismatches.ranked_list import (
    Change,
    Heads,
    Ranking,
    below_list,
    change_rows,
    changes,
    row_of,
)
from trueup.wording import explanation
from trueup.wording import findings as wording
from trueup.wording.vocabulary import DECISIONS


class Answers(Ways):
    """The answers that a fix would set."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "go to this answer", id="answers.go")]


class CardScreen(Decides, Chooses):
    """Shows one mismatch. If answers change, the card stays open and says what became of the mismatch."""

    VIEW = "Mismatches"
    AUTO_FOCUS = ""
    NEEDS_COMPARISON = True
    FOLLOWS_WINDOW = True
    TELLS_NEWS = False
    KEY_WORDS: ClassVar[dict[str, str]] = {"go_on": "take it"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "answer(0)", "left answer", id="card.left-answer"),
        Binding("r", "answer(-1)", "right answer", id="card.right-answer"),
        Binding("k", "accept", "accept", id="card.accept"),
        Binding("k", "reopen('accepted')", "open again", id="card.accept-no-more"),
        Binding("i", "object", "not true here", id="card.object"),
        Binding("i", "reopen('objected')", "open again", id="card.object-no-more"),
        Binding("d", "disclosed", "customers told", id="card.disclosed"),
        Binding("v", "statements", "who says so", id="card.statements"),
        Binding("e", "evidence", "evidence", show=False, id="card.evidence"),
        Binding("t", "test", "test the fix", show=False, id="card.test"),
        Binding("w", "touchpoints", "where to change it", show=False, id="card.touchpoints"),
        Binding("c", "copy", "copy the card", show=False, id="card.copy"),
        Binding("up", "scroll_card(-1)", show=False, id="card.scroll-up"),
        Binding("down", "scroll_card(1)", show=False, id="card.scroll-down"),
        Binding("left", "card(-1)", "card before", show=False, id="card.before"),
        Binding("right", "card(1)", "next card", show=False, id="card.next"),
    ]

    @dataclass
    class Turned(Message):
        """Posted when the answers that would end a mismatch have been worked out."""

        check: str
        said: str

    def __init__(self, check: str, among: Sequence[str] = ()) -> None:
        """`among` are the mismatches through which ← and → go, in order; if empty, all of them."""
        super().__init__(check)
        self._among = tuple(among)
        self._seen: dict[str, Mismatch] = {}
        """All mismatches, by id, when the card was last drawn."""
        self._last: Mismatch | None = None
        self._listed: Analysis | None = None
        """The analysis from which the list beside the card was last drawn."""
        self._turned: tuple[Analysis, str] | None = None
        """The analysis and mismatch for which `_work_out_turns` was last started."""

    def body(self) -> Iterable[Widget]:
        """The card and, in a wide window, the list beside it."""
        ranking = Ranking()
        ranking.can_focus = False
        yield Horizontal(Vertical(Heads(), ranking, id="ranked"), Card(id="card"), id="desk")

    async def show(self) -> None:
        """Redraw the card. If answers have changed, also show a notice of what that did."""
        self._notice_what_changed()
        self.draw()

    def fit(self) -> None:
        """Redraw the card for the new size. In a tall window it also shows the sums."""
        if self._seen:
            self._draw_beneath()

    # What it shows ---------------------------------------------------------

    @property
    def _order(self) -> tuple[str, ...]:
        return self._among or tuple(each.id for each, _ in arranged(self.session.findings.mismatches))

    @property
    def _listed_mismatches(self) -> Sequence[Mismatch]:
        """The open mismatches through which ← and → go; all of them if none of those is open any more."""
        found, order = self.session.findings.mismatches, set(self._order)
        return [each for each in found if each.id in order] or found

    @property
    def _number(self) -> str:
        """The mismatch's place in the list: `3 of 4`, or `same cause as 3` if it's folded; empty once it's gone."""
        rows = arranged(self._listed_mismatches)
        leaders = [each.id for each, is_folded in rows if not is_folded]
        here = next(((each, is_folded) for each, is_folded in rows if each.id == self.check), None)
        if here is None:
            return ""
        mismatch, is_folded = here
        number = leaders.index(mismatch.under if is_folded else mismatch.id) + 1
        return f"same cause as {number}" if is_folded else f"{number} of {len(leaders)}"

    def _case(self) -> Case | None:
        seen = self.session.findings.found(self.check) or self._last
        return Case(self.session.analysis, seen) if seen else None

    def draw(self) -> None:
        """Redraw the card and the list beside it, and focus the fixes."""
        self._draw()
        self.set_focus(self._fixes, scroll_visible=False)

    @property
    def _fixes(self) -> Fixes | None:
        fixes = self.query_one(Card).query_one(Fixes)
        return fixes if fixes.display else None

    def _draw_beneath(self) -> None:
        """Redraw the card and the list beside it, without taking the focus from an open sheet."""
        self._draw()
        self.give_keys(self._fixes)

    def _draw(self) -> None:
        findings = self.session.findings
        self._last = findings.found(self.check) or self._last
        self._seen = {each.id: each for each in findings.every}
        case = self._case()
        if case is None:
            return
        card = self.query_one(Card)
        is_tall = self.has_class("-tall")
        card.show(case, in_full=is_tall, history=of_mismatch(self.session, self.check) if is_tall else ())
        if self.has_class("-wide"):
            self._draw_list(case)
        decided = DECISIONS.get(case.standing or "open")
        self.place(decided or self._number or ("gone" if case.is_fine else "not judged"))
        self.refresh_bindings()
        if any(statement.source == CLAIMS for statement in case.seen.statements):
            # One key away is the list of claims, which needs the cues, so begin to load them.
            load_cues(self, case.analysis.content)
        if case.now is not None and case.standing == "open" and self._turned != (case.analysis, case.now.id):
            self._turned = (case.analysis, case.now.id)
            work_out(self, "card", partial(self._work_out_turns, case.analysis, case.now))

    def _draw_list(self, case: Case) -> None:
        """Draw the list beside the card. If only another card is shown, just move the mark."""
        ranking = self.query_one(Ranking)
        if self._listed is not case.analysis:
            ranking.fill(self._listed_mismatches, (*strain_rows(case.analysis), *below_list(case.analysis)))
            self._listed = case.analysis
        ranking.mark(row_of(case.analysis.findings, self.check))

    def _work_out_turns(self, analysis: Analysis, mismatch: Mismatch, goes_on: GoesOn) -> None:
        """Work out fixes and turns, and post them. In a large business that takes a second, so it's in a thread."""
        fixes = analysis.fixes(mismatch, goes_on)
        if analysis.is_long:
            self.post_message(WorkedOut())
        turns = analysis.turning(mismatch.id, goes_on)
        behind = guesses_behind(analysis.findings, fixes[0]) if fixes else ()
        said = " ".join(explanation.turns(analysis, turns[:1], behind[:1]))
        self.post_message(self.Turned(mismatch.id, said))

    @on(WorkedOut)
    def _tell_fixes(self) -> None:
        """Draw the fixes, if they have been worked out and aren't drawn yet."""
        if (case := self._case()) and not case.is_working and not self.query_one(Card).shows_fixes_of(case):
            self._draw_beneath()

    @on(Turned)
    def _tell_turns(self, event: Turned) -> None:
        if event.check == self.check:
            self.query_one(Card).tell_turns([muted(event.said)] if event.said else [])

    def _notice_what_changed(self) -> None:
        """Show a notice of which mismatches are gone and which are new, and whether this one's impact has changed."""
        now = {each.id: each for each in self.session.findings.every}
        if not self._seen or now == self._seen:
            return
        screens = self.session.content
        went = [id for id in self._seen if id not in now]
        came = [id for id in now if id not in self._seen]
        parts = []
        if self.check in went:
            others = [id for id in went if id != self.check]
            parts.append(f"Gone; with it went {wording.titles(screens, others)}." if others else "Gone.")
        elif went:
            parts.append(f"Gone: {wording.titles(screens, went)}.")
        if came:
            parts.append(f"New: {wording.titles(screens, came)}.")
        before, after = self._seen.get(self.check), now.get(self.check)
        if before and after and before.impact != after.impact:
            parts.append(f"Impact was {before.impact:.2f}, now {after.impact:.2f}.")
        self.say(plain(" ".join(parts)))

    # To the answers --------------------------------------------------------

    def action_answer(self, side: int) -> None:
        """Go to the answer of the left (0) or the right (-1) side of the card. *Back* returns here."""
        if case := self._case():
            was = case.seen.check.between[side].side
            said = (*case.sides[side].statements, *(each for each in case.seen.statements if each.side == was))
            if said:
                self.navigator.go_to_answer(*asked_as(said[0]), position=said[0].tag)

    # Sheets ----------------------------------------------------------------

    def action_statements(self) -> None:
        """Open a sheet with all statements of all sides, also of earlier quarters."""
        case = self._case()
        if case:
            lines = [Line(), *all_statements(case.analysis, case.sides)]
            if stood := of_mismatch(self.session, self.check):
                over_time = (line for each in case.seen.statements for line in of_statement(self.session, each))
                lines += [Line(), *stood, *over_time]
            self.raise_sheet(Reading.saying("Who says so", lines, id="statements"))

    def action_evidence(self) -> None:
        """Open a sheet with the counts of customers, and how impact and gain are calculated."""
        case = self._case()
        if case is None or case.now is None:
            return
        bars = list(customer_bars(case.analysis, case.now))
        sums = self.query_one(Card).sums()
        if lines := one_below_the_other(part for part in (bars, sums) if part):
            self.raise_sheet(Reading.saying("Evidence", [Line(), *lines], id="evidence"))

    def action_why(self) -> None:
        """Open a sheet that says why the mismatch is found, statement by statement, and explains the card."""
        case = self._case()
        lines: list[Line] = []
        if case is not None:
            told = case.analysis.explain(self.check)
            lines.append(Line(text=plain(explanation.why(case.analysis, told))))
            for part in explanation.parts(case.analysis, told):
                lines += [Line(), Line(text=plain(part.head, STRONG))]
                lines += [Line(Content("  "), plain(point)) for point in part.points]
            if turns := self.query_one(Card).turns:
                lines += [Line(), heading("What it depends on"), *turns]
            lines += [Line(), heading("What the card shows")]
        self.raise_sheet(Reading.saying("Why this is here", [*lines, *paragraphs(self.texts["help"])], id="why"))

    # A preview of a fix --------------------------------------------------------

    def _changes(self) -> list[Change]:
        session = self.session
        found = session.findings.mismatch(self.check)
        tried = self.query_one(Card).marked_fix
        if found is None or tried is None:
            return []
        previewed = preview_fix(session.content, session.current, found, tried.fix, session.findings.mismatches)
        return list(changes(session.analysis, previewed))

    @on(Fixes.OptionSelected, "#fixes")
    def _fix_taken(self) -> None:
        tried = self.query_one(Card).marked_fix
        if tried is not None and self.take_fix(tried.id):
            self.draw()

    def action_preview(self) -> None:
        """Open a sheet that lists which answers the marked fix would set. Enter goes to the marked answer."""
        found = self._changes()
        if found:
            about = [muted(self.texts["preview"])]
            tried = self.query_one(Card).marked_fix
            if tried is not None and tried.creates:
                about.append(Line(text=plain(f"It creates {wording.titles(self.session.content, tried.creates)}.")))
            rows = Answers(*change_rows(found), id="changes")
            sheet = Asking.titled("What this fix would set", rows, more=about, id="fix-preview")
            self.raise_sheet(
                sheet, taken=lambda at: self.navigator.go_to_answer(found[int(at)].ask, found[int(at)].row)
            )

    # The marked fix, the card as a text ---------------------------------------

    def action_test(self) -> None:
        """Go to the plan to test the marked fix; if the fix isn't chosen yet, say that it must be."""
        self._go_with_fix("test", self.navigator.test_fix)

    def action_touchpoints(self) -> None:
        """Show the touchpoints of the marked fix; if the fix isn't chosen yet, say that it must be."""
        self._go_with_fix("touchpoints", self.navigator.show_touchpoints)

    def _go_with_fix(self, wanted: str, go: Callable[[FixId], None]) -> None:
        tried = self.query_one(Card).marked_fix
        if tried is not None and tried.id in {each.planned.id for each in self.session.analysis.plan if each.is_open}:
            go(tried.id)
        elif tried is not None:
            self.say(self.texts[f"{wanted}-unchosen"])

    def action_copy(self) -> None:
        """Copy this card as Markdown."""
        case = self._case()
        if case is not None and case.now is not None:
            self.app.copy_to_clipboard(mismatch_markdown(case.analysis, case.now))
            self.say("Copied as Markdown.")

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *test* and *touchpoints* only if there are fixes, and *copy* only if the mismatch still exists."""
        if action in ("test", "touchpoints", "copy") and self.navigator.is_open:
            case = self._case()
            return case is not None and (case.now is not None if action == "copy" else bool(case.fixes))
        return super().can_do(action, parameters)

    def action_scroll_card(self, step: int) -> None:
        """Scroll the card. The arrows do this if there are no fixes to move through."""
        self.query_one("#card-body").scroll_relative(y=step, animate=False)

    # Other cards -----------------------------------------------------------

    def action_card(self, step: int) -> None:
        """Show the previous or the next card, in the order of the list. At either end, only say so."""
        open_now = [id for id in self._order if id == self.check or self.session.findings.found(id)]
        at = open_now.index(self.check) + step if self.check in open_now else 0
        if 0 <= at < len(open_now):
            self.lower_every_sheet()
            self.check = open_now[at]
            self._last = None
            self.taken_back = {}
            self.draw()
        else:
            self.say("That's the last mismatch." if step > 0 else "That's the first mismatch.")
