"""How the lines of a page and the claims found in them are drawn."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.answers.model import PASTED
from trueup.content.model import Content as Screens
from trueup.reading.page_corrections import Missing, Page, Part
from trueup.reading.reader import Line as PageLine
from trueup.sanitize import plain_text
from trueup.ui.base.rows import digit, words
from trueup.ui.base.signs import box, has_plain_marks
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, in_one_line, plain, shorten
from trueup.wording.changes import read_at

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LABEL = 36
"""Cells for a claim's label, before the words that it was found in."""
NAME = 24


def words_of(widget: Widget, part: Part, *, marked: str = "", style: str = "") -> Content:
    """Return the words of a line, those of ticked claims underlined and numbered, the `marked` also bold."""
    words = part.line.words
    content = plain(words, style)
    if len(content.plain) != len(words):  # characters were removed, so the claims' positions don't fit any more
        return content
    ends: dict[int, list[int]] = {}
    for claim in (*part.line.claims, *part.line.unlikely):
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
        raised = "".join(_raised(widget, number) for number in ends[end])
        pieces += [content[begin:end], Content.styled(raised, KEY)]
        begin = end
    return Content.assemble(*pieces, content[begin:])


def _raised(widget: Widget, number: int) -> str:
    if has_plain_marks(widget):
        return f"[{number}]"
    return "".join(RAISED[int(digit)] for digit in str(number))


def line_head(widget: Widget, page: Page, part: Part, *, marked: str = "") -> Line:
    """Return a line in quotes; at the right, its place and what it's about, unless that is what sells most."""
    quote = Content.assemble("“", words_of(widget, part, marked=marked, style="" if part.taken else MUTED), "”")
    place = [plain(where, MUTED)] if (where := place_of(page, part)) else []
    thing = [plain(f"about {_thing(part)}")] if part.is_about[0] else []
    return Line(text=quote, right=Content(" · ").join([*thing, *place]))


def _thing(part: Part) -> str:
    """Return in a few words what a line is about that isn't about what sells most."""
    what, name = part.is_about
    return "everything" if what == "all" else shorten(name or "something else", NAME)


def claim_row(widget: Widget, screens: Screens, part: Part, tag: str) -> Line:
    """Return the line of a claim: its number, whether it's ticked, its label, and the words in which it was found."""
    number, on = part.claims.index(tag) + 1, tag in part.taken
    lead = Content.assemble((digit(number), KEY), "  ", box(widget, on), "  ")
    said = Content.styled(screens.claims.get(tag, tag).ljust(LABEL), STRONG if on else MUTED)
    found = next(iter(part.found(tag)), None)
    words = f"“{' '.join(found.words.split())}”" if found else "ticked by you" if not part.on_file else "ticked before"
    room = LABEL + 2
    return Line(lead, fill=lambda width: Content.assemble(said, "  ", plain(shorten(words, width - room), MUTED)))


def missing_row(widget: Widget, number: int, missing: Missing) -> Line:
    """Return the line of a promise that is no longer on the page: its number, whether it's ticked, and its words."""
    is_on = missing.is_taken_down
    lead = Content.assemble((digit(number) if number < 10 else " ", KEY), "  ", box(widget, is_on), "  ")
    quote = plain(f"“{' '.join(plain_text(missing.row.text('words')).split())}”", STRONG if is_on else MUTED)
    return in_one_line(Line(lead, quote))


def headings_above(line: PageLine) -> Iterator[Option]:
    """Yield a row with the headings above a line, without the page's title where it isn't the nearest."""
    above = [each.text for each in line.headings if not each.is_title or each == line.headings[-1]]
    if above and above[-1] != line.words:
        yield words(Line(text=plain(" › ".join(above), STRONG)))


def around(widget: Widget, page: Page, at: int, marked: str, most: int) -> Iterator[Line]:
    """Yield the lines of the page around line `at`, which has the bar: `most` after it, and a third as many before."""
    for nth in range(max(at - most // 3, 0), min(at + most, len(page.parts))):
        part = page.parts[nth]
        here = nth == at
        text = words_of(widget, part, marked=marked if here else "", style="" if here else MUTED)
        yield Line(Content.styled("▌ " if here else "  ", "$accent"), text)
        yield Line()


def place_of(page: Page, part: Part) -> str:
    """Return a line's place, such as `home.html:14`, or `line 14` if only one file was read; empty for pasted text."""
    source = part.row.source
    if source is None or source.file == PASTED:
        return "on file" if part.on_file else ""
    place = read_at(part.row) if len(page.names) > 1 else f"line {source.line}"
    return f"on file, {place}" if part.on_file else place
