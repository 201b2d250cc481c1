"""A fix in a list: what to do, which side changes, what the fix solves and creates, and its gain."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from trueup.answers.model import UNDER_WAY, FixId
from trueup.content.model import Content as Screens
from trueup.engine.fixes import planned
from trueup.engine.model import Findings, Mismatch, TriedFix, Verdict
from trueup.engine.plan import choose, is_full
from trueup.ui.base.page import View
from trueup.ui.base.rows import digit
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, Hung, Line, plain, signed
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.vocabulary import SIGNS

COLUMNS = (13, 13, 18)
"""Cells for the columns: which side changes, what is solved, what is created."""


class FixLines(Hung):
    """The lines of a fix in a list. The first has what to do and the gain. Below are columns with which side changes,
    what the fix solves and creates, and its effort; then its state in the plan, what it leaves of what breaks the
    promise, the titles of what it creates, and what it costs, wrapped as needed.
    """

    def __init__(
        self,
        screens: Screens,
        findings: Findings,
        mismatch: Mismatch,
        number: int,
        tried: TriedFix,
        status: str = "",
        *,
        brief: bool = False,
        under: Sequence[Hung] = (),
    ) -> None:
        """`status` is its state in the plan. `brief` leaves out what it costs. `under` are further lines about it."""
        super().__init__(())
        found = {each.id: each.verdict for each in findings.mismatches}
        # A fix in a set can also solve a mismatch that doesn't exist yet, because an earlier fix of the set creates it.
        solves = [found.get(check) or verdict_if_created(screens, check) for check in tried.solves]
        creates = [verdict_if_created(screens, check) for check in tried.creates]
        side = wording.who_moves(tried.fix, mismatch.statements)
        cells = zip((side, _counted("solves", solves), _counted("creates", creates)), COLUMNS, strict=True)
        self.lead = Content.assemble((digit(number), KEY), "  ")
        self.tried = tried
        self.columns = "".join(f"{word}   ".ljust(width) for word, width in cells) + tried.fix.effort
        self.under = under
        tail = [status, "" if tried.outcome == "solved" else tried.outcome]
        if not brief:
            half, to_say = wording.half_done(findings, tried, mismatch), wording.also_to_say(findings, tried, mismatch)
            tail.append(f"it ends {half}" if half else "")
            tail.append(f"its new words must also deal with {to_say}" if to_say else "")
            tail.append(f"it creates {wording.titles(screens, tried.creates)}" if tried.creates else "")
            tail.append(f"costs you {tried.fix.costs_you}" if tried.fix.costs_you else "")
        self.tail = list(filter(None, tail))

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        hang = Content(" " * self.lead.cell_length)
        gain = Content(signed(self.tried.gain))
        under = [self.columns]
        for part in self.tail:
            joined = f"{under[-1]}   {part}"
            if len(joined) + hang.cell_length <= width:
                under[-1] = joined
            else:
                under.append(part)
        lines = [Line(self.lead, plain(self.tried.fix.do), gain), *(Line(hang, plain(text, MUTED)) for text in under)]
        more = (row for each in self.under for row in each.set(width - hang.cell_length))
        return [*Hung(lines).set(width), *(Content.assemble(hang, row) for row in more)]


def verdict_if_created(screens: Screens, check: str) -> Verdict:
    """Return the verdict of a mismatch if a fix created it. How well answers are known doesn't count."""
    return "tension" if screens.checks[check].tension else "contradiction"


def _counted(verb: str, verdicts: Sequence[Verdict]) -> str:
    """Return a count of verdicts, such as `solves ≠ 2 ? 1` or `creates nothing`."""
    signs = [f"{SIGNS[verdict]} {verdicts.count(verdict)}" for verdict in INKS if verdict in verdicts]
    return f"{verb} {' '.join(signs) or 'nothing'}"


class Chooses(View):
    """A view in which fixes can be added to the plan."""

    _insisted: FixId | None = None
    """The fix that was just refused because enough fixes are under way. If it's chosen again, it's added."""

    def take_fix(self, id: FixId) -> bool:
        """Add a fix to the plan or the what-if. Return False, after a notice, if nothing was changed."""
        session = self.session
        content, audit, findings = session.content, session.current, session.findings
        if session.is_trying:
            return self._try_fix(id)
        again = planned(audit, id)
        insisted, self._insisted = self._insisted, None
        if again is not None and again.status in UNDER_WAY:
            where = " Press p to open it." if self.can_go("plan") else ""
            self.say(f"Already in the plan: {vocabulary.CONDITIONS[again.status]}.{where}")
            return False
        if is_full(content, audit, findings) and insisted != id and not session.read_only:
            self._insisted = id
            self.say(content.screens["plan"].texts["full"])
            return False
        where = "p shows the plan, " if self.can_go("plan") else ""
        chosen = choose(content, audit, findings, id, session.today)
        return self.keep(chosen, saying=f"Chosen. {where}z undoes it.")

    def take_fixes(self, fixes: Sequence[FixId]) -> None:
        """Add several fixes to the plan or, during a what-if, try them. Those already under way stay as they are."""
        session = self.session
        if session.is_trying:
            for id in fixes:
                self._try_fix(id)
            return
        audit, added = session.current, 0
        for id in fixes:
            again = planned(audit, id)
            if again is None or again.status not in UNDER_WAY:
                audit = choose(session.content, audit, session.findings, id, session.today)
                added += 1
        if not added:
            self.say("All of them are in the plan already.")
        else:
            self.keep(audit, saying=f"{wording.count(added, 'fix', 'fixes')} added to the plan. z undoes it.")

    def _try_fix(self, id: FixId) -> bool:
        """Add a fix to the what-if. Return False if it's already part of it."""
        is_new = self.session.try_fix(id)
        self.refresh_head()
        self.say(f"What if: {self.tried_in_one_line}. z undoes it." if is_new else "You're trying it already.")
        return is_new
