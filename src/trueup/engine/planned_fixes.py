"""The fixes in the plan, looked up among those that the checks have now."""

from __future__ import annotations

from trueup.answers.model import Audit, FixId, PlannedFix
from trueup.content.model import REWRITE, Content, Fix
from trueup.engine.model import Findings
from trueup.engine.rewriting import rewrite_fix
from trueup.engine.trying import with_second_half


def fix_of(content: Content, audit: Audit, planned: PlannedFix, findings: Findings | None = None) -> Fix | None:
    """The chosen fix, in the words in which it was chosen, if its check still has it, or if its promise is still there
    to be rewritten; otherwise None.
    """
    fix = _fix_now(content, audit, planned, findings)
    return fix.with_changes(do=planned.do, marked="") if fix and planned.do else fix


def _fix_now(content: Content, audit: Audit, planned: PlannedFix, findings: Findings | None) -> Fix | None:
    check = content.checks.get(planned.check)
    if planned.fix.startswith(REWRITE):
        row = audit.row("promise", planned.fix.removeprefix(REWRITE))
        return rewrite_fix(content, audit, row, findings.mismatches if findings else ()) if row and check else None
    found = findings.mismatch(planned.check) if findings else None
    fixes = (*(found.check.fixes if found else ()), *(check.fixes if check else ()))
    same = [fix for fix in fixes if fix.key == planned.fix]
    fix = next((fix for fix in same if found or not fix.is_conditional), next(iter(same), None))
    if fix is None or found is None or findings is None:
        return fix
    return with_second_half(content, audit, found, fix, findings.mismatches)


def planned(audit: Audit, id: FixId) -> PlannedFix | None:
    """A fix of the plan."""
    return next((each for each in audit.plan if each.id == id), None)
