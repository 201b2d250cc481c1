"""The fixes of one mismatch, how the figures are calculated, and what a fix would set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Answer, Audit
from trueup.content.model import ROW_KINDS, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.engine.preview import Preview
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.statements import ask_of
from trueup.ui.base.rows import Numbered, entry
from trueup.ui.base.text import MUTED, STRONG, Line, plain, signed
from trueup.ui.drawing.fix_lines import fix_lines
from trueup.ui.mismatches.ranked_list import reach
from trueup.wording import findings as wording
from trueup.wording import vocabulary

LABEL = 20
"""Cells for the labels of a sum."""


class Fixes(Numbered):
    """The fixes of one mismatch. Enter chooses one, u shows what it would set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="fixes.choose"),
        Binding("u,space", "screen.preview", "preview", id="fixes.preview"),
    ]

    def fill(
        self,
        screens: Screens,
        findings: Findings,
        mismatch: Mismatch,
        fixes: Sequence[TriedFix],
        statuses: Mapping[tuple[str, str], str],
    ) -> None:
        """Show these fixes; `statuses`: by check and key of a fix, how far it is in the plan."""
        drawn = (
            fix_lines(screens, findings, mismatch, number, tried, statuses.get((tried.check, tried.fix.key), ""))
            for number, tried in enumerate(fixes, 1)
        )
        self.refill(Option(lines, id=str(number)) for number, lines in enumerate(drawn, 1))


def impact_sum(mismatch: Mismatch) -> Iterator[Line]:
    """How the impact of a mismatch is calculated, factor by factor."""
    yield Line(text=Content.styled("How this impact is calculated", STRONG))
    severity = f"{SEVERITY_WORDS[mismatch.severity]}, {mismatch.severity} of 5"
    known = f"the weaker side, {vocabulary.KNOWN[mismatch.evidence]}"
    yield _summand("severity", severity, f"{mismatch.severity:.2f}")
    yield _summand("customers affected", reach(mismatch), f"× {mismatch.reach:.2f}")
    yield _summand("certainty", known, f"× {mismatch.certainty:.2f}")
    yield _total("impact", mismatch.impact)
    if mismatch.check.first:
        yield Line(text=Content.styled("An untrue claim of this kind leads, whatever the product says.", MUTED))


def gain_sum(screens: Screens, findings: Findings, number: int, tried: TriedFix) -> Iterator[Line]:
    """How the gain of a fix is calculated: what it solves, less what it creates."""
    yield Line(text=Content.styled(f"How the gain of fix {number} is calculated", STRONG))
    solved = [each for each in findings.mismatches if each.id in tried.solves and not each.under]
    for index, each in enumerate(solved):
        yield _summand("" if index else "solves", each.title, f"{each.impact:.2f}")
    if not solved:
        yield _summand("solves", "nothing", "0.00")
    # What is created, and what only weighs more or less than before, is known as one figure.
    rest = round(tried.gain - sum(each.impact for each in solved), 2)
    created = [screens.checks[check].title for check in tried.creates]
    what = wording.listed(created) if created else "nothing, but others weigh otherwise" if rest else "nothing"
    yield _summand("creates", what, signed(rest) if rest else "0.00")
    yield _total("gain", tried.gain)


def _summand(label: str, what: str, figure: str) -> Line:
    return Line(Content.styled(label.ljust(LABEL), MUTED), plain(what), Content(figure))


def _total(label: str, figure: float) -> Line:
    return Line(Content.styled(label.ljust(LABEL), MUTED), right=Content.styled(signed(figure), STRONG))


class Change(NamedTuple):
    """One answer a fix would set: what it is, where to give it, what it says now and then."""

    what: str
    ask: str
    row: str
    now: str
    then: str


def change_rows(found: Sequence[Change]) -> Iterator[Option]:
    """What a fix would set, an answer to a row."""
    for number, change in enumerate(found, 1):
        under = [
            Line(Content.styled("   now   ", MUTED), plain(change.now)),
            Line(Content.styled("   then  ", MUTED), plain(change.then)),
        ]
        yield entry(str(number) if number <= 9 else " ", plain(change.what, STRONG), under=under)


def changes(screens: Screens, audit: Audit, preview: Preview) -> Iterator[Change]:
    """Everything a fix would set, answer by answer."""

    def words(ask: str, before: Answer | None, after: Answer | None) -> tuple[str, str]:
        now, then = before and before.value, after and after.value
        if isinstance(now, tuple) and isinstance(then, tuple):  # of many things, those that go and those that come
            before = Answer(tuple(each for each in now if each not in then))
            after = Answer(tuple(each for each in then if each not in now))
        question = screens.questions[ask]
        told = [
            wording.answer(screens, audit, question, each) if each and each.value else "" for each in (before, after)
        ]
        return told[0] or "nothing", told[1] or ("nothing in its place" if told[0] else "left blank")

    wished = {source for source, _, _ in preview.wished_away}
    for where, to in sorted(preview.changes):
        home, _, rest = where.partition(":")
        if where in wished:
            ask = ask_of(where)
            then = f"{screens.label(to)}, once it is measured again" if to else "to be measured again"
            yield Change(screens.questions[ask].text, ask, "", "measured: wishing doesn’t change it", then)
        elif not rest:
            now, then = words(where, audit.answers.get(where), preview.audit.answers.get(where))
            yield Change(screens.questions[where].text, where, "", now, then)
        else:
            slug, _, name = rest.partition(".")
            kind: RowKind = next(each for each in ROW_KINDS if each == home)
            before, after = audit.row(kind, slug), preview.audit.row(kind, slug)
            called = wording.row_name(screens, kind, before) if before else slug
            if name:
                ask = f"{kind}.{name}"
                now, then = words(ask, *(each.fields.get(name) if each else None for each in (before, after)))
                yield Change(f"{called}: {screens.questions[ask].text}", ask, slug, now, then)
            else:
                yield Change(called, kind, slug, "goes on", to)
