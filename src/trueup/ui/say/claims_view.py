"""What is claimed and what is true, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.answers.model import Audit
from trueup.content.model import Content as Screens
from trueup.engine.model import Findings
from trueup.engine.truthful import Truth, decided_by
from trueup.ui.base.rows import GUTTER
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, Raised, plain
from trueup.ui.drawing.statement_list import stop
from trueup.wording.truthful import claimed, meant
from trueup.wording.vocabulary import SIGNS

LEAD, JOINT = 3, 5
"""Cells before a claim, and between the columns: `  ≠  `."""

CLAIM_LINES = 3
"""Lines of a claim before its end is left out."""

INK: dict[str, str] = {
    "agrees": "$success",
    "guessed": INKS["unproven"],
    "contradiction": INKS["contradiction"],
    "tension": INKS["tension"],
    "unproven": INKS["unproven"],
}


def columns(width: int) -> tuple[int, int]:
    """Cells for the claim and for what is true, of `width` in all."""
    left = (width - LEAD - JOINT) // 2
    return left, width - LEAD - JOINT - left


class Heads(Widget):
    """What stands left, and what right."""

    def render(self) -> Content:
        """The row, for the width there is."""
        left, _ = columns(self.size.width - GUTTER - 1)  # the list keeps a column for its scrollbar
        head = "what you say".ljust(left + JOINT)
        return Content.styled(f"{' ' * (GUTTER + LEAD)}{head}what you deliver lets you say", MUTED)


class Part(NamedTuple):
    """Part of a claim, and the most lines it may take; 0: as many as it needs."""

    text: Content
    most: int = 0

    def set(self, width: int) -> list[Content]:
        """The lines as they stand at `width` cells."""
        lines = self.text.wrap(width)
        if not self.most or len(lines) <= self.most:
            return lines
        last = Content(" ").join(lines[self.most - 1 :])
        return [*lines[: self.most - 1], last.truncate(width, ellipsis=True)]


class Facing(Hung):
    """One claim, the sign, and what may be said in its place."""

    def __init__(self, key: str, left: Sequence[Part], sign: Content, right: Sequence[Content]) -> None:
        super().__init__(())
        self.key = key
        self.left, self.sign, self.right = left, sign, right

    def set(self, width: int) -> list[Content]:
        """The lines as they stand at `width` cells."""
        near, far = columns(width)
        left = [line for part in self.left for line in part.set(near)]
        right = [line for part in self.right for line in part.wrap(far)]
        height = max(len(left), len(right))
        left += [Content("")] * (height - len(left))
        right += [Content("")] * (height - len(right))
        lines = []
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            lead = Content.styled(self.key.ljust(LEAD), KEY) if not at else Content(" " * LEAD)
            sign = Content.assemble("  ", self.sign, "  ") if not at else Content(" " * JOINT)
            lines.append(Content.assemble(lead, one, " " * (near - one.cell_length), sign, other))
        return lines


def facing(
    screens: Screens, audit: Audit, findings: Findings, number: int, truth: Truth, above: frozenset[str]
) -> Option:
    """The row of one claim. A line that already stands `above` is only called to mind."""
    said = claimed(screens, findings, truth)
    claims = [Part(plain(line), 1 if line in above else CLAIM_LINES) for line in said]
    claims += [Part(plain(text, MUTED)) for text in [meant(screens, findings, truth)] if text]
    right = [plain(sentence) for sentence in truth.sentences]
    if ask := decided_by(screens, findings, truth):
        right.append(plain(f"({_settled_by(screens, audit, ask, guessed=bool(truth.mismatch))})", f"italic {MUTED}"))
    elif not right:
        right.append(plain("(nothing true to say instead)", f"italic {MUTED}"))
    sign = Content.styled(SIGNS[truth.compared], f"bold {INK.get(truth.compared, MUTED)}")
    key = str(number) if number <= 9 else ""
    return Option(Facing(key, claims, sign, right), id=truth.topic)


def _settled_by(screens: Screens, audit: Audit, ask: str, *, guessed: bool) -> str:
    """`a guess so far; look up operations 9, ways out`."""
    question = screens.questions.get(ask)
    name = f", {question.short}" if question and question.short else ""
    place = f"{stop(screens, audit, ask)}{name}"
    return f"a guess so far; look up {place}" if guessed else f"open; decided by {place}"


class Page(Raised):
    """The shortest page that is true, or the sentence that there is none; in `most` lines only its beginning."""

    def __init__(self, page: Sequence[str], none: str, *, most: int = 0) -> None:
        keys = Content.assemble(("a", KEY), (" reads it all  ", MUTED), ("c", KEY), (" copies it ", MUTED))
        super().__init__([Line(text=Content.styled("Together", STRONG), right=keys if page else Content(""))])
        self.page = [plain(paragraph) for paragraph in page] or [plain(none, MUTED)]
        self.most = most

    def set(self, width: int) -> list[Content]:
        """The lines as they stand at `width` cells, ground and bar included."""
        room = max(width - 3, 4)
        if self.most:
            shown = Part(Content(" ").join(self.page), self.most).set(room)
        else:
            shown = [line for paragraph in self.page for line in (*paragraph.wrap(room), Content(""))][:-1]
        return Raised([*self.lines, *(Line(text=line) for line in shown)]).set(width)
