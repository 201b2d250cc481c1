"""Everything the engine works out about one audit, each part only once, when it is first needed.

What home doesn't show is imported only when it's needed, so that trueup opens sooner.

Screens, commands and exports ask an `Analysis` instead of passing content, audit and findings around. It is valid until
the audit changes; a new audit needs a new analysis.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.agreeing import agreements
from trueup.engine.applicability import business_kind
from trueup.engine.due import Reported, reported
from trueup.engine.first_fixes import knows_leading, leading
from trueup.engine.fixes import gaining_fixes, knows_gaining_fixes, tried_fixes
from trueup.engine.judge import judge
from trueup.engine.measures import CustomerCount, customer_counts
from trueup.engine.model import Agreement, Findings, Mismatch, Statement, TriedFix
from trueup.engine.plan import Followed, candidates, followed
from trueup.engine.slow_work import GoesOn
from trueup.engine.statements import statements

if TYPE_CHECKING:
    from trueup.engine.explanation import Explanation, Flip
    from trueup.engine.matrix import Line
    from trueup.engine.truthful import Truth

LONG = 60
"""With more rows than this, not counting customers, trying every fix takes too long. With two hundred rows, judging
once takes a tenth of a second, and there are hundreds of fixes."""

MANY_FIXES = 30
"""With more fixes of open mismatches than this, trying them all, alone and in a set, takes half a second."""


def rows_in(audit: Audit) -> int:
    """The number of rows to compare, without customers."""
    return sum(len(rows) for kind, rows in audit.rows.items() if kind != "customer")


class Analysis:
    """One audit and everything derived from it."""

    def __init__(self, content: Content, audit: Audit) -> None:
        self.content = content.worded(business_kind(audit))
        """The content, worded for this kind of business."""
        self.audit = audit
        self._tried: dict[str, tuple[TriedFix, ...]] = {}
        self._turning: dict[str, tuple[Flip, ...]] = {}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the business."""
        return statements(self.content, self.audit)

    @cached_property
    def findings(self) -> Findings:
        """The mismatches, and what needs an answer."""
        return judge(self.content, self.audit, spoken=self.statements)

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """What agrees. Few screens show it, so it isn't worked out for every key."""
        return agreements(self.content, self.audit, self.findings)

    def folded_under(self, check: str) -> tuple[Mismatch, ...]:
        """The open mismatches folded under this one, because they have the same cause."""
        return tuple(found for found in self.findings.mismatches if found.under == check)

    def fixes(self, mismatch: Mismatch, goes_on: GoesOn | None = None) -> tuple[TriedFix, ...]:
        """The helpful fixes of an open mismatch, best first. Raises NotWantedError if the work is stopped."""
        if mismatch.id not in self._tried:
            self._tried[mismatch.id] = tried_fixes(self.content, self.audit, self.findings, mismatch, goes_on)
        return self._tried[mismatch.id]

    @cached_property
    def is_long(self) -> bool:
        """Whether there are so many rows that trying all fixes takes longer than a founder wants to wait."""
        return rows_in(self.audit) > LONG

    @cached_property
    def has_many_fixes(self) -> bool:
        """Whether trying all fixes takes longer than a founder wants to wait: many rows, or many mismatches."""
        return self.is_long or sum(len(found.check.fixes) for found in self.findings.mismatches) > MANY_FIXES

    @property
    def knows_first_fixes(self) -> bool:
        """Whether the fixes to do first can be returned without delay."""
        given = self.content, self.audit, self.findings
        return not self.has_many_fixes or (knows_leading(*given) and knows_gaining_fixes(*given))

    def knows_fixes(self, mismatch: Mismatch) -> bool:
        """Whether the fixes of an open mismatch can be returned without delay."""
        return not self.is_long or mismatch.id in self._tried

    def work_out_first_fixes(self, goes_on: GoesOn) -> None:
        """Try all fixes while `goes_on` returns true. Raises NotWantedError once it returns false."""
        leading(self.content, self.audit, self.findings, goes_on)
        gaining_fixes(self.content, self.audit, self.findings, goes_on)

    def work_out_every_fix(self, goes_on: GoesOn) -> None:
        """Try the fixes of every mismatch, one by one and as a set, for the summary."""
        self.work_out_first_fixes(goes_on)
        for mismatch in self.findings.mismatches:
            self.fixes(mismatch, goes_on)

    def customer_counts(self, mismatch: Mismatch) -> tuple[CustomerCount, ...]:
        """What was counted among the last customers, on the topics of a mismatch."""
        return customer_counts(self.content, self.audit, mismatch)

    def explain(self, check: str) -> Explanation:
        """Why a check found something here, or why not."""
        from trueup.engine.explanation import explain

        return explain(self.content, self.audit, check)

    def turning(self, check: str, goes_on: GoesOn | None = None) -> tuple[Flip, ...]:
        """The changes of a single answer that would end a mismatch, those with the fewest side effects first. This is
        slow.

        Raises NotWantedError once `goes_on` says that no one is waiting for the result.
        """
        from trueup.engine.explanation import flips, turning

        if check not in self._turning:
            found = list(flips(self.content, self.audit, self.findings, check, goes_on=goes_on))
            self._turning[check] = turning(found, check)
        return self._turning[check]

    def unsettling(self, topic: str) -> tuple[Flip, ...]:
        """The changes of a single answer that would end the agreement on a topic, fewest side effects first."""
        from trueup.engine.explanation import flips, unsettling

        return unsettling(list(flips(self.content, self.audit, self.findings, topic=topic)), topic)

    @cached_property
    def leading_fixes(self) -> tuple[TriedFix, ...]:
        """The fixes to do first, as a set."""
        return leading(self.content, self.audit, self.findings)

    @cached_property
    def plan(self) -> tuple[Followed, ...]:
        """The chosen fixes, and how far along each one is."""
        return followed(self.content, self.audit, self.findings)

    @cached_property
    def candidates(self) -> tuple[TriedFix, ...]:
        """The leading fixes that aren't in the plan yet."""
        return candidates(self.content, self.audit, self.findings, self.plan)

    @cached_property
    def all_candidates(self) -> tuple[TriedFix, ...]:
        """Every fix that gains something and that isn't in the plan yet."""
        return candidates(self.content, self.audit, self.findings, self.plan, all=True)

    @cached_property
    def matrix(self) -> tuple[Line, ...]:
        """The matrix, with topics down and sides across."""
        from trueup.engine.matrix import matrix

        return matrix(self.content, self.audit, self.findings)

    @cached_property
    def truths(self) -> tuple[Truth, ...]:
        """What can truthfully be said, beside what is claimed."""
        from trueup.engine.truthful import truths

        return truths(self.content, self.audit, self.findings)

    @cached_property
    def reported(self) -> tuple[Reported, ...]:
        """Decisions that need another look: the answers they rested on have changed, or the mismatch is gone."""
        return reported(self.audit, self.findings)
