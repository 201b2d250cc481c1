"""What earlier quarters let one ask of this one, as lines: what was not kept in bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.engine.follow_up import FollowUp, Verdict
from trueup.session.session import Session
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, in_one_line, plain
from trueup.wording.findings import count
from trueup.wording.follow_up import VERDICT_WORDS, sentence

SIGNS: dict[Verdict, str] = {"kept": "=", "broken": "≠", "open": "?"}

LABEL, NUMBER = 11, 3
"""Cells for the name of the group and for how many are in it, as in the groups of mismatches."""

GROUP = "last time"
"""What the group is called among what changed."""


def follow_up_lines(session: Session, found: Iterable[FollowUp]) -> Iterator[Line]:
    """One line each, with a sign for how it went."""
    for each in found:
        style = STRONG if each.verdict == "broken" else ""
        yield Line(Content.styled(f"{SIGNS[each.verdict]}  ", MUTED), plain(_told(session, each), style))


def follow_up_rows(session: Session, found: Iterable[FollowUp]) -> Iterator[Option]:
    """The same as rows, each with its verdict; its id is its number."""
    for nth, each in enumerate(found):
        lead = Content.styled(f"{SIGNS[each.verdict]}  ", MUTED)
        right = Content.styled(VERDICT_WORDS[each.verdict], STRONG if each.verdict == "broken" else MUTED)
        yield Option(Hung([Line(lead, plain(_told(session, each)), right)]), id=f"{nth}")


def group_row(session: Session) -> list[Option]:
    """The row above what changed: the first of them, and how many more there are; nothing where there is nothing."""
    found = session.follow_ups
    if not found:
        return []
    lead = Content.assemble(GROUP.ljust(LABEL), (f"{len(found):<{NUMBER}}", STRONG))
    right = Content.styled(VERDICT_WORDS[found[0].verdict], MUTED)
    lines = [in_one_line(Line(lead, plain(_told(session, found[0])), right))]
    if len(found) > 1:
        more = Content.styled(f"and {count(len(found) - 1, 'more thing')} you said or set", MUTED)
        lines.append(Line(Content(" " * (LABEL + NUMBER)), more))
    return [Option(Hung(lines), id=GROUP)]


def _told(session: Session, each: FollowUp) -> str:
    return sentence(session.content, session.current, each)
