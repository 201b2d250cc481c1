"""Fixes previewed: what each asks for, who moves, what it solves and creates, and its gain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Answer, Audit
from trueup.content.model import ROW_KINDS, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.model import Findings, Mismatch, TriedFix, Verdict
from trueup.engine.preview import Preview
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.statements import ask_of
from trueup.ui.base.rows import Numbered
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain, signed
from trueup.ui.mismatches.ranked_list import reach
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.vocabulary import SIGNS

WORDS, WORK, GOAL = 0, 1, 2
"""The order in which moves are shown: change the words, change the work, change what is aimed for."""

COLUMNS = (13, 13, 18)
"""Cells for who moves, what is solved, what is created."""

LABEL = 20
"""Cells for the labels of a sum."""


def in_order(fixes: Iterable[TriedFix]) -> tuple[TriedFix, ...]:
    """Words first, then work, then goals; each in the engine's order."""
    order = {"say": WORDS, "believe": GOAL, "need": GOAL}
    return tuple(sorted(fixes, key=lambda tried: order.get(tried.fix.move or "", WORK)))


class FixLines(Hung):
    """What to do and its gain; under it, in columns, what that means, and how far it is in the plan. What is given up
    wraps where it must."""

    def __init__(
        self, lead: Content, tried: TriedFix, who: str, solves: str, creates: str, status: str, brief: bool
    ) -> None:
        super().__init__(())
        self.lead = lead
        self.tried = tried
        columns = zip((who, solves, creates), COLUMNS, strict=True)
        self.columns = "".join(f"{word}   ".ljust(cells) for word, cells in columns) + tried.fix.effort
        outcome = () if tried.outcome == "solved" else (tried.outcome,)
        self.tail = (
            *([status] if status else []),
            *outcome,
            *((f"costs you {tried.fix.costs_you}",) if tried.fix.costs_you and not brief else ()),
        )

    def set(self, width: int) -> list[Content]:
        """The lines as they stand at `width` cells."""
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
        return Hung(lines).set(width)


def fix_lines(
    screens: Screens,
    findings: Findings,
    mismatch: Mismatch,
    number: int,
    tried: TriedFix,
    status: str = "",
    *,
    brief: bool = False,
) -> FixLines:
    """A fix as it stands in a list, under its number. `status`: how far it is in the plan; `brief`: once it is chosen,
    what it costs you is no news."""
    found = {each.id: each.verdict for each in findings.mismatches}
    solves = _counted("solves", [found[check] for check in tried.solves])
    creates = _counted("creates", [verdict_if_created(screens, check) for check in tried.creates])
    lead = Content.assemble((str(number) if number <= 9 else " ", KEY), "  ")
    return FixLines(lead, tried, wording.who_moves(tried.fix, mismatch.statements), solves, creates, status, brief)


class Fixes(Numbered):
    """The fixes of one mismatch. Enter chooses one, Space shows what it would set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="fixes.choose"),
        Binding("space", "screen.preview", "preview", key_display="Space", id="fixes.preview"),
    ]

    def fill(
        self,
        screens: Screens,
        findings: Findings,
        mismatch: Mismatch,
        fixes: Sequence[TriedFix],
        statuses: Mapping[str, str],
    ) -> None:
        """Show these fixes; `statuses`: by key of a fix, how far it is in the plan."""
        drawn = (
            fix_lines(screens, findings, mismatch, number, tried, statuses.get(tried.fix.key, ""))
            for number, tried in enumerate(fixes, 1)
        )
        self.refill(Option(lines, id=str(number)) for number, lines in enumerate(drawn, 1))


def verdict_if_created(screens: Screens, check: str) -> Verdict:
    """How a check would be called if a fix created it, as far as the check itself decides that."""
    return "tension" if screens.checks[check].tension else "contradiction"


def _counted(verb: str, verdicts: Sequence[Verdict]) -> str:
    """`solves ≠ 2 ? 1`, `creates nothing`."""
    signs = [f"{SIGNS[verdict]} {verdicts.count(verdict)}" for verdict in INKS if verdict in verdicts]
    return f"{verb} {' '.join(signs) or 'nothing'}"


def impact_sum(mismatch: Mismatch) -> Iterator[Line]:
    """How the impact of a mismatch is reckoned, factor by factor."""
    yield Line(text=Content.styled("How this impact is reckoned", STRONG))
    severity = f"{SEVERITY_WORDS[mismatch.severity]}, {mismatch.severity} of 5"
    known = f"the weaker side, {vocabulary.KNOWN[mismatch.evidence]}"
    yield _summand("severity", severity, f"{mismatch.severity:.2f}")
    yield _summand("customers affected", reach(mismatch), f"× {mismatch.reach:.2f}")
    yield _summand("certainty", known, f"× {mismatch.certainty:.2f}")
    yield _total("impact", mismatch.impact)
    if mismatch.check.first:
        yield Line(text=Content.styled("An untrue claim of this kind leads, whatever the product says.", MUTED))


def gain_sum(screens: Screens, findings: Findings, number: int, tried: TriedFix) -> Iterator[Line]:
    """How the gain of a fix is reckoned: what it solves, less what it creates."""
    yield Line(text=Content.styled(f"How the gain of fix {number} is reckoned", STRONG))
    solved = [each for each in findings.mismatches if each.id in tried.solves]
    for index, each in enumerate(solved):
        yield _summand("" if index else "solves", each.check.title, f"{each.impact:.2f}")
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


def preview_lines(intro: str, changes: Sequence[Change]) -> Iterator[Line]:
    """What a fix would set, answer by answer, under a line that says it is a preview only."""
    yield Line(text=plain(intro, MUTED))
    for change in changes:
        yield Line()
        yield Line(text=plain(change.what, STRONG))
        yield Line(Content.styled("now   ", MUTED), plain(change.now))
        yield Line(Content.styled("then  ", MUTED), plain(change.then))
    yield Line()
    yield Line(text=Content.styled("g goes to the answer it changes", MUTED))


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

    wished = {source for source, _ in preview.wished_away}
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
