"""The lines of a page as they are drawn: words with their claims underlined and numbered, and under them the claims."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget

from trueup.content.model import Content as Screens
from trueup.reading.page import Page, Part
from trueup.reading.search import label
from trueup.ui.base.signs import box, has_plain_marks
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, plain
from trueup.wording.findings import read_at

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LABEL = 36
"""Cells for a claim before its words."""


def words_of(widget: Widget, part: Part, *, marked: str = "", style: str = "") -> Content:
    """The words of a line, with the claims that are ticked underlined and numbered; the marked one bold too."""
    words = part.line.words
    content = plain(words, style)
    if content.plain != words:  # signs were taken out: where its claims are is not known any more
        return content
    ends: dict[int, list[int]] = {}
    for claim in part.line.claims:
        if claim.tag in part.taken:
            ink = "bold underline $accent" if claim.tag == marked else "underline"
            content = content.stylize(ink, claim.start, claim.end)
            numbers = ends.setdefault(claim.end, [])
            number = part.claims.index(claim.tag) + 1
            if number not in numbers:
                numbers.append(number)
    pieces: list[Content] = []
    begin = 0
    for end in sorted(ends):
        raised = ",".join(_raised(widget, number) for number in ends[end])
        pieces += [content[begin:end], Content.styled(raised.replace(",", ""), KEY)]
        begin = end
    return Content.assemble(*pieces, content[begin:])


def _raised(widget: Widget, number: int) -> str:
    if has_plain_marks(widget):
        return f"[{number}]"
    return "".join(RAISED[int(digit)] for digit in str(number))


def line_head(widget: Widget, page: Page, part: Part, *, marked: str = "") -> Line:
    """The words of a line, and where it is."""
    quote = Content.assemble("“", words_of(widget, part, marked=marked, style="" if part.taken else MUTED), "”")
    return Line(text=quote, right=plain(_where(page, part), MUTED))


def spare_line(page: Page, part: Part) -> Line:
    """A line in which no claim was found: to be marked, and a claim added."""
    return Line(text=plain(part.line.words, MUTED), right=plain(_where(page, part), MUTED))


def claim_row(widget: Widget, screens: Screens, part: Part, tag: str) -> Line:
    """A claim: its number, whether it is ticked, what it says, and in which words."""
    number, on = part.claims.index(tag) + 1, tag in part.taken
    digit = str(number) if number <= 9 else " "
    lead = Content.assemble((digit, KEY), "  ", box(widget, on), "  ")
    said = Content.styled(label(screens, tag).ljust(LABEL), STRONG if on else MUTED)
    found = next(iter(part.found(tag)), None)
    words = f"“{' '.join(found.words.split())}”" if found else "ticked by you" if not part.on_file else "ticked before"
    own = Content.assemble("  ", plain(words, MUTED))
    return Line(lead, fill=lambda width: Content.assemble(said, own).truncate(max(width, 1), ellipsis=True))


def around(widget: Widget, page: Page, at: int, marked: str, most: int) -> Iterator[Line]:
    """The page around a line: what a reader has read before it, and reads next."""
    for nth in range(max(at - most // 3, 0), min(at + most, len(page.parts))):
        part = page.parts[nth]
        here = nth == at
        text = words_of(widget, part, marked=marked if here else "", style="" if here else MUTED)
        yield Line(Content.styled("▌ " if here else "  ", "$accent"), text)
        yield Line()


def _where(page: Page, part: Part) -> str:
    """`home.html:14`; of what was pasted nothing, of one file only the line."""
    source = part.row.source
    if source is None:
        return "on file" if part.on_file else ""
    place = read_at(part.row) if len(page.names) > 1 else f"line {source.line}"
    return f"on file, {place}" if part.on_file else place
