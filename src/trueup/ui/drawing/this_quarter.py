"""What is said of the whole quarter: its goal, how it feels, and what to see to before any mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Audit
from trueup.content.model import Content as Screens
from trueup.engine.model import Findings, Gate
from trueup.engine.trend import strain_on_founder
from trueup.ui.base.rows import words
from trueup.ui.base.text import MUTED, STRONG, Line, paragraphs, plain

GOAL = "identity.goal"

AFTER_COMPARING = "systemic"
"""A gate that speaks of mismatches, so it is shown only once they are."""


def gate_lines(screens: Screens, findings: Findings, *, compared: bool = True) -> list[Line]:
    """What to see to before any mismatch, one notice each."""
    bar = Content.styled("▌ ", "$accent")
    standing: list[Gate] = [gate for gate in findings.gates if compared or gate.id != AFTER_COMPARING]
    return [Line(bar, line.text) for gate in standing for line in paragraphs(screens.screens["compare"].texts[gate.id])]


def goal_lines(screens: Screens, audit: Audit) -> Iterator[Line]:
    """What this quarter is for, once that is answered."""
    answer, question = audit.answers.get(GOAL), screens.questions.get(GOAL)
    if question is None or answer is None or answer.state != "given" or answer.value not in question.by_key:
        return
    yield Line(text=Content.styled("This quarter", STRONG))
    yield Line(text=plain(f"{question.by_key[str(answer.value)].label}."))
    if answer.note:
        yield Line(text=plain(f"“{answer.note}”", MUTED))
    yield Line()


def strain_lines(screens: Screens, audit: Audit) -> Iterator[Line]:
    """The five marks as one figure; nothing is judged by it."""
    marks = strain_on_founder(screens, audit)
    if marks is not None:
        yield Line(text=Content(f"how it feels, of {marks.most}"), right=Content.styled(str(marks.total), STRONG))


def strain_rows(screens: Screens, audit: Audit) -> Iterator[Option]:
    """The same under a list of mismatches."""
    if marks := list(strain_lines(screens, audit)):
        yield words(Line(), *marks)
