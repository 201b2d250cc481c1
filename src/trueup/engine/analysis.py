"""Everything the engine works out about one audit, each part when it is first asked for, and only once.

Screens, commands and exports ask an `Analysis` instead of passing content, audit and findings around. It holds for as
long as the audit doesn't change; a new audit needs a new analysis.
"""

from __future__ import annotations

from functools import cached_property

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import business_kind
from trueup.engine.customer_counts import CustomerCount, customer_counts
from trueup.engine.due import Reported, reported
from trueup.engine.explanation import Explanation, explain
from trueup.engine.fixes import first_fixes, leading, tried_fixes
from trueup.engine.judge import judge
from trueup.engine.matrix import Line, matrix
from trueup.engine.model import Findings, Mismatch, Statement, TriedFix
from trueup.engine.plan import Followed, candidates, followed
from trueup.engine.sensitivity import Flip, flips, turning
from trueup.engine.statements import statements
from trueup.engine.strain_on_founder import Strain, strain_on_founder
from trueup.engine.truthful import Truth, truths


class Analysis:
    """One audit and all that follows from it."""

    def __init__(self, content: Content, audit: Audit) -> None:
        self.content = content.worded(business_kind(audit))
        """In the words for this kind of business."""
        self.audit = audit
        self._tried: dict[str, tuple[TriedFix, ...]] = {}
        self._turning: dict[str, tuple[Flip, ...]] = {}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the business."""
        return statements(self.content, self.audit)

    @cached_property
    def findings(self) -> Findings:
        """The mismatches, what agrees, and what needs an answer."""
        return judge(self.content, self.audit)

    @property
    def leaders(self) -> tuple[Mismatch, ...]:
        """The open mismatches that aren't folded under another one, in rank order."""
        return tuple(found for found in self.findings.mismatches if not found.under)

    def folded_under(self, check: str) -> tuple[Mismatch, ...]:
        """The open mismatches with the same cause as this one."""
        return tuple(found for found in self.findings.mismatches if found.under == check)

    def fixes(self, mismatch: Mismatch) -> tuple[TriedFix, ...]:
        """The fixes of an open mismatch that help, best first."""
        if mismatch.id not in self._tried:
            self._tried[mismatch.id] = tried_fixes(self.content, self.audit, self.findings, mismatch)
        return self._tried[mismatch.id]

    def customer_counts(self, mismatch: Mismatch) -> tuple[CustomerCount, ...]:
        """What the last customers show about a mismatch."""
        return customer_counts(self.content, self.audit, mismatch)

    def explain(self, check: str) -> Explanation:
        """Why a check found something here, or why not."""
        return explain(self.content, self.audit, check)

    def turning(self, check: str) -> tuple[Flip, ...]:
        """The single answers that would end a mismatch, those that change least else first. It takes a while."""
        if check not in self._turning:
            self._turning[check] = turning(list(flips(self.content, self.audit, self.findings, check)), check)
        return self._turning[check]

    @cached_property
    def first_fixes(self) -> tuple[TriedFix, ...]:
        """Every fix that gains something, each by itself, best first."""
        return first_fixes(self.content, self.audit, self.findings)

    @cached_property
    def leading_fixes(self) -> tuple[TriedFix, ...]:
        """The fixes to do first, as a set."""
        return leading(self.content, self.audit, self.findings)

    @cached_property
    def plan(self) -> tuple[Followed, ...]:
        """The fixes chosen, and how far each is."""
        return followed(self.content, self.audit, self.findings)

    @cached_property
    def candidates(self) -> tuple[TriedFix, ...]:
        """The leading fixes that aren't in the plan yet."""
        return candidates(self.content, self.audit, self.findings)

    @cached_property
    def matrix(self) -> tuple[Line, ...]:
        """Topics down, sides across."""
        return matrix(self.content, self.audit, self.findings)

    @cached_property
    def truths(self) -> tuple[Truth, ...]:
        """What can truthfully be said, beside what is claimed."""
        return truths(self.content, self.audit, self.findings)

    @cached_property
    def strain(self) -> Strain | None:
        """How it feels: the five quick ratings."""
        return strain_on_founder(self.content, self.audit)

    @cached_property
    def reported(self) -> tuple[Reported, ...]:
        """Decisions that need a look because what they rested on has changed."""
        return reported(self.audit, self.findings)
