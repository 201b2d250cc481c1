"""What stands at home beside areas and mismatches: the goal, how it feels, the fixes to do first, what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Audit, Standing
from trueup.content.model import Content as Screens
from trueup.engine.fixes import leading
from trueup.engine.model import Findings
from trueup.ui.base.rows import words
from trueup.ui.base.signs import DECIDED
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain, signed
from trueup.wording import findings as wording

GOAL = "identity.goal"


def first_fixes(screens: Screens, audit: Audit, findings: Findings) -> Iterator[Option]:
    """The fixes to do first, with who moves, effort and gain. They lead to the card of what each solves."""
    fixes = leading(screens, audit, findings)
    if not fixes:
        return
    heading = Line(text=Content.styled("Do these first", STRONG), right=Content.styled("gain", MUTED))
    yield words(Line(), heading)
    for number, tried in enumerate(fixes, 1):
        found = findings.mismatch(tried.check)
        who = f"{wording.who_moves(tried.fix, found.statements)}, {tried.fix.effort}" if found else tried.fix.effort
        gain = Content.assemble((who, MUTED), f"{signed(tried.gain):>8}")
        lines = Hung([Line(Content(f"{number}  "), plain(tried.fix.do), gain)])
        yield Option(lines, id=f"fix:{tried.check}:{tried.fix.key}")  # one mismatch can have two of the three


def decided(audit: Audit, findings: Findings) -> Iterator[Option]:
    """What is accepted, with its review, and what is not true here. They lead to their cards."""
    for found in findings.accepted:
        review = audit.accepted[found.id].review
        yield _decided("accepted", found.title, f"accepted, review {review}" if review else "accepted", found.id)
    for found in findings.objected:
        yield _decided("objected", found.title, "not true here", found.id)


def _decided(how: Standing, title: str, right: str, check: str) -> Option:
    line = Line(Content(f"{DECIDED[how]}  "), plain(title, MUTED), Content.styled(right, MUTED))
    return Option(Hung([line]), id=f"check:{check}")
