"""A what-if under way: changes that are only tried out, while nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from trueup.answers.answer_codec import changes_of, fixes_of, kept
from trueup.answers.model import Audit, FixId, PlannedFix
from trueup.content.model import Content
from trueup.engine.fixes import fix_of
from trueup.engine.model import Findings
from trueup.engine.plan import choose
from trueup.engine.what_if import Difference, WhatIf, again, changes_by_hand, difference


class Trial:
    """The answers on file, their findings, and every step tried since."""

    def __init__(self, real: Audit, before: Findings) -> None:
        self.real = real
        """The answers on file."""
        self._before = before
        """What is found in them."""
        self._steps = [WhatIf(real)]

    @property
    def now(self) -> WhatIf:
        """What is being tried, after the last step."""
        return self._steps[-1]

    @property
    def tries_nothing(self) -> bool:
        """Whether no change is being tried."""
        return self.now == WhatIf(self.real)

    def tried(self, findings: Findings) -> Difference:
        """What is being tried, compared with the answers on file. `findings`: what is found in what is being tried."""
        return difference(self._before, findings)

    def repeat(self, content: Content, saved: Mapping[str, Any]) -> None:
        """Make the changes of a saved trial in one step."""
        channels = {row.id: row.text("name") for row in self.real.of("channel")}
        self._steps.append(again(self.real, changes_of(saved, content, channels), fixes_of(saved)))

    def change(self, content: Content, audit: Audit, *, is_step: bool) -> None:
        """Try the answers of `audit`. Unless this `is_step`, the last step takes in the change."""
        changed = self.now.changed(content, audit)
        if not is_step:
            self._steps.pop()
        self._steps.append(changed)

    def try_fix(self, id: FixId) -> bool:
        """Try one more fix. Return False if it is already being tried."""
        after = self.now.with_fix(id)
        if after == self.now:
            return False
        self._steps.append(after)
        return True

    def step_back(self) -> bool:
        """Undo the last step. Return False if there is none."""
        if len(self._steps) == 1:
            return False
        self._steps.pop()
        return True

    def as_saved(self) -> dict[str, Any]:
        """What is being tried in document form, to try it again."""
        return kept(changes_by_hand(self.real, self.now), self.now.fixes)

    def taken(self, content: Content, today: date) -> Audit:
        """The audit with what is being tried: its answers are the founder's, and its fixes are in the plan."""
        audit = self.now.base
        for id in self.now.fixes:
            if fix_of(content, audit, PlannedFix(*id), self._before) is not None:
                audit = choose(content, audit, self._before, id, today)
        return audit
