"""The sides of a mismatch beside each other: position, sign, and the words quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from trueup.answers.model import Standing
from trueup.engine.analysis import Analysis
from trueup.engine.matrix import Shade
from trueup.engine.model import Verdict
from trueup.ui.base.signs import INKS, JOINTS
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain, shorten
from trueup.ui.drawing.statement_list import Stand, source
from trueup.wording.findings import known_in_a_word, position
from trueup.wording.shortening import LEFT_OUT, marked_parts, one_line, quoted, shortened
from trueup.wording.vocabulary import SIGNS

JOINT = 5
"""Cells between two faces, for `━ ≠ ━`."""

NARROW = 48
"""If there are fewer cells than this, two faces are drawn one below the other."""

MOST_UNMARKED = 12
"""The most lines of a promise if it isn't known which of its words conflict."""

RAISED = "on $surface"


class Tie(NamedTuple):
    """What joins the two sides: a sign, its colour, and the line on either side of it."""

    sign: str
    ink: str
    line: str

    @classmethod
    def of(cls, verdict: Verdict) -> Tie:
        """The tie of a mismatch."""
        return cls(SIGNS[verdict], INKS[verdict], JOINTS[verdict])


AGREEING = Tie("=", "$success", "━")
"""For a mismatch that was found earlier and isn't any more."""
APART = Tie("·", "$text-muted", "─")
"""For a mismatch that isn't any more, although its sides still take different positions."""
DECIDED_TIES: dict[Standing, Tie] = {
    "accepted": Tie(SIGNS["accepted"], MUTED, "─"),
    "objected": Tie(SIGNS["objected"], MUTED, " "),
}
OPEN = Tie("·", "$text-muted", " ")
"""For when an answer is missing, so nothing is joined."""


def tie(shade: Shade) -> Tie:
    """Return the sign, colour and line for a mismatch in the matrix or the journey."""
    return DECIDED_TIES["accepted"] if shade == "accepted" else Tie.of(shade)


class Face(NamedTuple):
    """One side, ready to be drawn."""

    side: str
    position: str
    quote: str
    parts: tuple[str, ...]
    """The parts of the quote that conflict. They are highlighted; if the quote is cut, the first of them stays."""
    source: str
    evidence: str
    more: int
    """How many statements this side has besides the one shown."""


def face(analysis: Analysis, side: Stand) -> Face:
    """Return the face of one side, with its best-known statement."""
    if not side.statements:
        return Face(side.side.upper(), "", "", (), "", "", 0)
    first, *others = side.statements
    said = quoted(analysis, side.telling)
    parts = marked_parts(analysis, first)
    where = source(analysis, first)
    return Face(
        side.side.upper(), position(analysis.content, first), said, parts, where, known_in_a_word(first), len(others)
    )


class Faces(Hung):
    """Draws two faces side by side. In a narrow space, or if there are more than two, they are stacked."""

    def __init__(self, faces: Sequence[Face], tie: Tie, *, most: int = 3) -> None:
        """`most`: the most lines of a quote. A longer quote is cut."""
        super().__init__(())
        self.faces = tuple(faces)
        self.tie = tie
        self.most = most

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        if len(self.faces) == 2 and width >= NARROW:
            return self._facing(*self.faces, width)
        return [line for face in self.faces for line in self._stacked(face, width)]

    def _facing(self, left: Face, right: Face, width: int) -> list[Content]:
        near = (width - JOINT) // 2
        far = width - JOINT - near
        quotes = [self._quote(face, room - 2, self.most) for face, room in ((left, near), (right, far))]
        height = max(len(quote) for quote in quotes)
        for quote in quotes:
            quote += [Content("")] * (height - len(quote))
        sign, ink, line = self.tie
        joint = Content.assemble((line, ink), " ", (sign, f"bold {ink}"), " ", (line, ink))
        gap = Content(" " * JOINT)
        return [
            Content.assemble(
                _raised(Line(Content.styled(left.side, STRONG), right=self._position(left)), near),
                joint,
                _raised(Line(self._position(right), right=Content.styled(right.side, STRONG)), far),
            ),
            *(
                Content.assemble(_raised(Line(text=one), near), gap, _raised(Line(text=two), far))
                for one, two in zip(*quotes, strict=True)
            ),
            Content.assemble(
                _raised(Line(text=_under(left, near - 2)), near),
                gap,
                _raised(Line(text=_under(right, far - 2)), far),
            ),
        ]

    def _stacked(self, face: Face, width: int) -> list[Content]:
        room = width - 2
        sign = Content.assemble((self.tie.sign, f"bold {self.tie.ink}"), " ")
        first = Content.assemble((face.side.ljust(9), STRONG), self._position(face))
        quote = self._quote(face, room - 2, self.most - 1)
        lines = [Line(first, right=_under(face, room - 4 - first.cell_length)), *(Line(text=line) for line in quote)]
        return [Content.assemble(Content(" " * 2) if n else sign, _raised(line, room)) for n, line in enumerate(lines)]

    def _quote(self, face: Face, width: int, most: int) -> list[Content]:
        # Show more of a promise if it isn't known which of its words conflict.
        if not face.parts and face.evidence == "published":
            most = MOST_UNMARKED
        return within(face.quote, width, most, face.parts, f"bold underline {self.tie.ink}")

    def _position(self, face: Face) -> Content:
        if not face.position:
            return Content.styled("open" if self.tie is OPEN else "nothing", f"italic {MUTED}")
        return plain(face.position, f"bold {self.tie.ink}")


def _under(face: Face, room: int) -> Content:
    """Return the line below a quote: source, evidence, and how many more statements there are."""
    if not face.source:
        return Content("")
    more = Content.assemble("  ", ("v", KEY), (f" +{face.more} more", MUTED)) if face.more else Content("")
    short = Content.assemble("  ", ("v", KEY), (f" +{face.more}", MUTED)) if face.more else Content("")
    place = face.source.partition(", ")[0]
    for where, others in ((face.source, more), (place, more), (place, short)):
        left = room - others.cell_length - len(f" · {face.evidence}")
        if len(where) <= left:
            break
    return Content.assemble(plain(f"{shorten(where, left)} · {face.evidence}", MUTED), others)


def _raised(line: Line, width: int) -> Content:
    """Return a line with a background, `width` cells wide, with a blank at either side."""
    inside = Hung([line]).set(width - 2)[0] if line.lead or line.text else Content("")
    gap = " " * (width - 1 - inside.cell_length)
    return Content.assemble(" ", inside, gap).stylize_before(RAISED)


def within(quote: str, width: int, most: int, parts: Sequence[str] = (), ink: str = "bold underline") -> list[Content]:
    """Return a quote in at most `most` lines, with its `parts` styled as `ink`.

    A longer quote is cut before and after the first of its parts or, if it has none, at its end.
    """
    text, width, most = one_line(quote), max(width, 1), max(most, 1)
    if not text:
        return []
    longest = width * most
    lines = inked(text, parts, ink).wrap(width)
    while len(lines) > most and longest > 0:
        lines = inked(_cut(text, longest, parts), parts, ink).wrap(width)
        longest -= 3
    return lines[:most]


def _cut(text: str, longest: int, parts: Sequence[str]) -> str:
    """Return about `longest` characters of a text around the first of its `parts`, cut between words if possible."""
    part = next((each for each in parts if each in text), "")
    if not part:
        return shortened(text, max(longest, 10))
    start = text.index(part)
    around = max(longest - len(part), 0)
    first = max(min(start - around // 3, len(text) - longest), 0)
    last = min(max(first + longest, start + len(part)), len(text))
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", start + len(part), last), start + len(part))
    before, after = (f"{LEFT_OUT} " if first else ""), (f" {LEFT_OUT}" if last < len(text) else "")
    return f"{before}{text[first:last].strip()}{after}"


def inked(text: str, parts: Sequence[str], ink: str) -> Content:
    """Return a text in one line, with its `parts` styled as `ink`."""
    content = plain(text)
    for part in parts:
        at = content.plain.find(part)
        if at >= 0 and part:
            content = content.stylize(ink, at, at + len(part))
    return content
