"""Lines about the whole quarter (notices, goal, how it feels), and about tests and decisions that are due today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import FixId
from trueup.content.model import Content as Screens
from trueup.engine.analysis import Analysis
from trueup.engine.due import DueDay, Report, due, reported
from trueup.engine.fixes import fix_of, planned
from trueup.engine.history import strain_on_founder
from trueup.engine.model import Findings, Gate, as_reported
from trueup.session.session import Session
from trueup.ui.base.rows import digit, words
from trueup.ui.base.text import KEY, STRONG, Hung, Line, heading, in_one_line, muted, paragraphs, plain
from trueup.ui.drawing.plan_text import coming_lines, said_day
from trueup.wording.follow_up import sentence
from trueup.wording.vocabulary import SIGNS

GOAL = "identity.goal"

AFTER_COMPARING = "systemic"
"""The gate whose notice is shown only after the first comparison, because it speaks of mismatches."""


def gate_lines(screens: Screens, findings: Findings, *, compared: bool = True) -> list[Line]:
    """Return the notices of the gates that apply: what the founder should attend to before any mismatch."""
    bar = Content.styled("▌ ", "$accent")
    standing: list[Gate] = [gate for gate in findings.gates if compared or gate.id != AFTER_COMPARING]
    return [Line(bar, line.text) for gate in standing for line in paragraphs(screens.screens["compare"].texts[gate.id])]


def goal_lines(analysis: Analysis) -> Iterator[Line]:
    """Yield the founder's goal for this quarter, if the question about it is answered."""
    answer, question = analysis.audit.answers.get(GOAL), analysis.content.questions.get(GOAL)
    if question is None or answer is None or answer.state != "given" or answer.value not in question.by_key:
        return
    yield heading("This quarter")
    yield Line(text=plain(f"{question.by_key[str(answer.value)].label}."))
    if answer.note:
        yield muted(f"“{answer.note}”")


def strain_lines(analysis: Analysis) -> Iterator[Line]:
    """Yield a line with the sum of the five ratings of how it feels, unless one is missing. Nothing is judged by it."""
    marks = strain_on_founder(analysis.content, analysis.audit)
    if marks is not None:
        yield Line(text=Content(f"how it feels, of {marks.most}"), right=Content.styled(str(marks.total), STRONG))


def strain_rows(analysis: Analysis) -> Iterator[Option]:
    """Yield the same line as a row, to show below a list of mismatches."""
    if marks := list(strain_lines(analysis)):
        yield words(Line(), *marks)


SHORT: Mapping[Report, str] = {
    "premise changed": "now rests on different answers",
    "no longer needed": "no longer needed",
    "due": "look again",
}
NOTICES: Mapping[str, str] = {
    "test ends": "a test is over",
    "confirmation": "the numbers of a test once more",
    "accepted": "a trade-off to look at again",
    "objected": "an objection to look at again",
    "limit": "a limit you set is crossed",
}

MOST_AT_HOME = 2
"""How many of the things that are due home lists in a low window."""


class Look(NamedTuple):
    """One thing to look at today: a test, a decision, or a limit that was crossed."""

    kind: str
    """A key of `NOTICES`."""
    check: str
    fix: str
    """The fix that is tested; empty if a decision is due."""
    what: str
    """What it's about."""
    why: str
    """The day since which it's due, or what has changed."""

    @property
    def id(self) -> str:
        """The id of its row in a list."""
        return f"look:{self.check} {self.fix}"


def looks(session: Session) -> list[Look]:
    """Return everything to look at today, tests first; before comparing, nothing that comparing works out."""
    content, audit, today = session.content, session.current, session.today
    tests = [day for day in due(content, audit) if day.fix and day.is_due(today)]
    seen = [_test(session, day) for day in tests]
    for each in reported(audit, session.findings, today):
        reports = [report for report in each.reports if report == "due" or audit.compared]
        if reports and each.check in content.checks:
            what = f"{SIGNS[each.standing]} {as_reported(content.checks[each.check].title)}"
            seen.append(Look(each.standing, each.check, "", what, ", ".join(SHORT[report] for report in reports)))
    if audit.compared:
        for crossed in session.follow_ups:
            if (crossed.kind, crossed.verdict) == ("limit", "broken"):
                what = f"{SIGNS['accepted']} {sentence(session.analysis, crossed)}"
                seen.append(Look("limit", crossed.check, "", what, "over the limit"))
    return seen


def _test(session: Session, day: DueDay) -> Look:
    chosen = planned(session.current, FixId(day.check, day.fix))
    fix = fix_of(session.content, session.current, chosen) if chosen else None
    what = {"test ends": "Test is over", "confirmation": "The same numbers again"}[day.kind]
    return Look(
        day.kind, day.check, day.fix, f"{what}: {fix.do if fix else day.check}", said_day(day.day, session.today)
    )


def notice(found: Sequence[Look]) -> Content | None:
    """Return the notice when the app opens: the first thing due, and how many more. None if nothing is due."""
    if not found:
        return None
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return plain(f"Due: {NOTICES[found[0].kind]}{more}. p opens the plan.")


def home_lines(found: Sequence[Look]) -> list[Line]:
    """Return the first things that are due, under a heading. The plan lists all of them."""
    if not found:
        return []
    more = f"{len(found)} in the plan" if len(found) > MOST_AT_HOME else ""
    return [heading("Due", more), *(_line(each) for each in found[:MOST_AT_HOME])]


def due_lines(session: Session) -> list[Line]:
    """Return everything that is due, then everything with a day still to come, a line each."""
    days = due(session.content, session.current)
    coming = coming_lines(session.content, days, session.today)
    return [heading("Due"), *(_line(each) for each in looks(session)), *coming]


def look_rows(found: Sequence[Look], number: int) -> Iterator[Option]:
    """Return a row for each thing, numbered from `number` on."""
    for nth, each in enumerate(found, number):
        lead = Content.assemble((digit(nth), KEY), "  ")
        yield Option(Hung([_line(each)._replace(lead=lead)]), id=each.id)


def _line(each: Look) -> Line:
    return in_one_line(Line(text=plain(each.what), right=Content.styled(each.why, STRONG)))
