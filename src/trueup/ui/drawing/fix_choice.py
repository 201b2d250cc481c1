"""Choosing a fix, from its card or from the plan: three at a time, unless the same key insists."""

from __future__ import annotations

from trueup.engine.plan import choose, is_full, planned
from trueup.ui.base.page import View
from trueup.wording import vocabulary


class Chooses(View):
    """A view from which a fix can be taken into the plan."""

    _insisted: tuple[str, str] | None = None
    """The fix that was refused last because three are under way; taken again, it is taken."""

    def take_fix(self, check: str, fix: str) -> bool:
        """Choose a fix, and say so. False: nothing was changed, and the notice says why."""
        session = self.session
        content, audit, findings = session.content, session.current, session.findings
        if session.is_trying:
            return self._try_fix(check, fix)
        again = planned(audit, check, fix)
        insisted, self._insisted = self._insisted, None
        if again is not None and again.status in ("chosen", "doing", "testing"):
            self.say(f"In the plan already: {vocabulary.CONDITIONS[again.status]}. p opens the plan.")
            return False
        if is_full(content, audit, findings) and insisted != (check, fix) and not session.read_only:
            self._insisted = (check, fix)
            self.say(content.screens["plan"].texts["full"])
            return False
        return self.keep(choose(content, audit, findings, check, fix, session.today), saying="Chosen. z undoes it.")

    def _try_fix(self, check: str, fix: str) -> bool:
        """Try a fix together with everything else that is tried."""
        is_new = self.session.try_fix(check, fix)
        self.refresh_head()
        self.say(f"What if: {self.tried_in_one_line}. z undoes it." if is_new else "You’re trying it already.")
        return is_new
