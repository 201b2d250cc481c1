"""What changed, as rows: mismatches in their groups, or the answers that differ; and one thing over all quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import FoundMismatch
from trueup.content.model import Content as Screens
from trueup.engine.changes import GROUPS, Change, Group, Rewritten
from trueup.ui.base.rows import Rows
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain, shorten
from trueup.wording import changes as told
from trueup.wording.findings import count

LABEL, NUMBER = 11, 3
"""Cells for the name of a group and for how many are in it."""

MOST_LISTED = 4
"""Mismatches named in a group where there is room; of those that aren't open any more a quarter of it."""

NAMES: dict[Group, str] = {"no longer judged": "not judged", "by the rule": "reworded"}
"""Groups that go by a shorter name in the narrow column."""

BY_THE_RULE: Group = "by the rule"
STANDING: tuple[Group, ...] = ("new", "reopened", "persisting")
"""Groups of mismatches that are open now."""


class Undigited(Rows):
    """Rows without digits: there are too many of them, or they are groups."""

    digits = 0

    def action_pick(self, number: int) -> None:
        """Nothing: there is no digit to see."""


def sign(found: FoundMismatch) -> Content:
    """The sign a mismatch had, in its ink."""
    ink = next((ink for verdict, ink in INKS.items() if verdict == found.verdict), "") if found.state == "open" else ""
    return Content.styled(told.sign(found), f"bold {ink}" if ink else MUTED)


def group_rows(screens: Screens, changes: Sequence[Change], ours: Rewritten, width: int, height: int) -> list[Option]:
    """One row per group that has something in it, and always one for what is ours; its id is the group.

    All mismatches are named where they fit into `height` lines of `width` cells, else as many in each group as do.
    """
    shown: dict[Group, Hung] = {}
    for listed in (len(changes) * MOST_LISTED, *range(MOST_LISTED, 0, -1)):
        shown = {
            group: Hung(_group(screens, group, here, ours, listed))
            for group in GROUPS
            for here in [[change for change in changes if change.group == group]]
            if here or group == BY_THE_RULE
        }
        if sum(len(each.set(width)) for each in shown.values()) <= height:
            break
    return [Option(each, id=group) for group, each in shown.items()]


def _group(screens: Screens, group: Group, here: Sequence[Change], ours: Rewritten, listed: int) -> Iterator[Line]:
    lead = Content.assemble(NAMES.get(group, group).ljust(LABEL), (f"{len(here):<{NUMBER}}", STRONG))
    most = listed if group in STANDING else -(-listed // MOST_LISTED)
    if group == BY_THE_RULE and not here:
        yield Line(lead, Content.styled(rewritten_words(ours), MUTED))
        return
    if len(here) == most + 1:
        most += 1  # the last one takes no more room than saying that there is one more
    for change in here[:most]:
        yield _mismatch(screens, change, lead)
        lead = Content(" " * (LABEL + NUMBER))
    more = here[most:]
    if more:
        weight = f"{sum(each.now.impact for each in more if each.now):.2f}" if group in STANDING else ""
        yield Line(lead, Content.styled(f"and {len(more)} more", MUTED), Content.styled(weight, MUTED))


def _mismatch(screens: Screens, change: Change, lead: Content) -> Line:
    found = change.now or change.was
    assert found is not None
    mark = sign(found) if change.now else Content.styled("=" if change.group == "fixed" else "·", "bold $success")
    right = Content.styled(f"{found.impact:.2f}", "" if change.now else MUTED)
    return Line(Content.assemble(lead, mark, " "), plain(told.title(screens, change.id)), right)


def rewritten_words(ours: Rewritten) -> str:
    """What is ours and changed, counted: `2 questions new, 1 check gone`."""
    parts = (
        (ours.new_questions, "question", "new"),
        (ours.reworded, "question", "reworded"),
        (ours.gone_questions, "question", "gone"),
        (ours.new_rules, "check", "new"),
        (ours.changed_rules, "check", "changed"),
        (ours.gone_rules, "check", "gone"),
    )
    named = [f"{count(len(ids), noun)} {word}" for ids, noun, word in parts if ids]
    return ", ".join(named) or "no question or check was reworded since"


def changed_rows(screens: Screens, changes: Iterable[Change]) -> Iterator[Option]:
    """The mismatches of one group, each in full: how it stood then and stands now; its id is the check."""
    for change in changes:
        found = change.now or change.was
        assert found is not None
        stood = [
            f"{when} {told.stood(each)} {each.impact:.2f}"
            for when, each in (("then", change.was), ("now", change.now))
            if each is not None
        ]
        under = Line(Content("   "), Content.styled(", ".join(stood), MUTED))
        title = plain(told.title(screens, change.id))
        yield Option(Hung([Line(Content.assemble(sign(found), "  "), title), under]), id=change.id)


def answer_rows(differ: Iterable[told.Difference]) -> Iterator[Option]:
    """The answers that differ: where each stands, what it was and what it is; its id is the place."""
    for each in differ:
        lines = [
            Line(text=plain(each.where, STRONG)),
            Line(Content.styled("  then  ", MUTED), fill=_fitted(each.then, MUTED)),
            Line(Content.styled("  now   ", MUTED), fill=_fitted(each.now)),
        ]
        yield Option(Hung([line for line in lines if line.text or each.then or line is lines[-1]]), id=each.place)


def _fitted(text: str, style: str = "") -> Callable[[int], Content]:
    return lambda width: plain(shorten(text, width), style)
