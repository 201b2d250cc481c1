"""What changed, as rows, and the trend: figures of the last quarters beside a column chart of open mismatches in all
quarters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import FoundMismatch
from trueup.content.model import Content as Screens
from trueup.engine.changes import GROUPS, Change, Group, Rewritten
from trueup.engine.history import Point
from trueup.engine.quarters import quarter_after
from trueup.ui.base.rows import Rows
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain, shorten
from trueup.ui.drawing.plan_text import GROUP_LABEL, NUMBER
from trueup.wording import changes as told
from trueup.wording.findings import count
from trueup.wording.trend import Series, quarter_heads, series
from trueup.wording.vocabulary import SIGNS

MOST_LISTED = 4
"""The most mismatches named in a group if there is no room for all; a quarter of that in groups that aren't open any
more."""

NAMES: dict[Group, str] = {"no longer judged": "not judged", "by the rule": "reworded"}
"""Group → its shorter name, for the narrow column."""

BY_THE_RULE: Group = "by the rule"
STANDING: tuple[Group, ...] = ("new", "reopened", "persisting")
"""Groups of mismatches that are open now."""


class Undigited(Rows):
    """Rows without digits: there are too many of them, or they are groups."""

    digits = 0

    def action_pick(self, number: int) -> None:
        """Do nothing: these rows have no digits."""


def sign(found: FoundMismatch) -> Content:
    """Return the sign of a mismatch as it was found: in the colour of its verdict if it was open, otherwise muted."""
    ink = next((ink for verdict, ink in INKS.items() if verdict == found.verdict), "") if found.state == "open" else ""
    return Content.styled(told.sign(found), f"bold {ink}" if ink else MUTED)


def group_rows(screens: Screens, changes: Sequence[Change], ours: Rewritten, width: int, height: int) -> list[Option]:
    """Return one row for each group that isn't empty, and always one for our own changes; a row's id is its group.

    All mismatches are named if they fit into `height` lines of `width` cells; otherwise as many in each group as fit.
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
    lead = Content.assemble(NAMES.get(group, group).ljust(GROUP_LABEL), (f"{len(here):<{NUMBER}}", STRONG))
    most = listed if group in STANDING else -(-listed // MOST_LISTED)
    if group == BY_THE_RULE and not here:
        yield Line(lead, Content.styled(rewritten_words(ours), MUTED))
        return
    if len(here) == most + 1:
        most += 1  # naming the last mismatch takes no more room than saying that there is one more
    for change in here[:most]:
        yield _mismatch(screens, change, lead)
        lead = Content(" " * (GROUP_LABEL + NUMBER))
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
    """Our own changes, counted: `2 questions new, 1 check gone`."""
    parts = (
        (ours.new_questions, "question", "new"),
        (ours.reworded, "question", "reworded"),
        (ours.gone_questions, "question", "gone"),
        (ours.new_rules, "check", "new"),
        (ours.changed_rules, "check", "changed"),
        (ours.gone_rules, "check", "gone"),
    )
    named = [f"{count(len(ids), noun)} {word}" for ids, noun, word in parts if ids]
    return ", ".join(named) or "no question or check has been reworded since"


def changed_rows(screens: Screens, changes: Iterable[Change]) -> Iterator[Option]:
    """Return a row for each mismatch of a group: its title in full, and its state then and now. The row's id is the
    check.
    """
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
    """Return the answers that differ: where each is, what it was and what it is now; a row's id is its place."""
    for each in differ:
        lines = [
            Line(text=plain(each.where, STRONG)),
            Line(Content.styled("  then  ", MUTED), fill=_fitted(each.then, MUTED)),
            Line(Content.styled("  now   ", MUTED), fill=_fitted(each.now)),
        ]
        yield Option(Hung([line for line in lines if line.text or each.then or line is lines[-1]]), id=each.place)


def _fitted(text: str, style: str = "") -> Callable[[int], Content]:
    return lambda width: plain(shorten(text, width), style)


FIGURES = 5
"""The most quarters shown with figures. The column chart shows all quarters."""

LABEL, FIGURE, GAP = 24, 8, 4
CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP = 22, 6, 3
"""Cells for a label, for a figure, and for the gap before the chart. The smaller values are for many quarters, or for a
narrow window."""

WIDE, WIDE_LABEL = 100, 36
"""In a chart of at least WIDE cells, a label has WIDE_LABEL cells."""

INDENT = 2
"""Cells before a label."""

FEWEST_CELLS = 16
"""Fewest cells for the column chart: with less room, fewer quarters have figures. If possible, the chart also keeps a
cell for every quarter."""

BLOCKS = "▁▂▃▄▅▆▇█"
WIDEST = 6
"""The most cells of a column, including the blank after it."""

YEARS_FROM = 12
"""If there are more quarters than this, each in one cell, the years are under the columns instead of the first and the
last quarter."""

COPIED = "*"
"""Follows a figure that was copied from the quarter before and isn't confirmed yet."""


class Trend(Hung):
    """Series of figures under the headings of their quarters."""

    def __init__(
        self,
        points: Sequence[Point],
        sections: Mapping[str, Sequence[Series]] | None = None,
        carried: Collection[str] = (),
    ) -> None:
        """`sections`: further series under headings of their own. `carried`: labels of series whose last figure rests
        on answers copied from the quarter before.
        """
        super().__init__(())
        self._points = points
        self._names = [point.quarter for point in points]
        self._series = [each for each in series(points) if any(value is not None for value in each.values)]
        self._sections = {heading: more for heading, more in (sections or {}).items() if more}
        self._carried = carried

    def set(self, width: int) -> list[Content]:
        """The lines as drawn at `width` cells."""
        count = len(self._names)
        roomy = count <= FIGURES and width >= LABEL + count * FIGURE + GAP + FEWEST_CELLS
        label, figure, gap = (LABEL, FIGURE, GAP) if roomy else (CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP)
        if width >= WIDE:
            label = WIDE_LABEL
        shown = min(count, FIGURES)
        most = width - label - figure - gap
        each_its_own = _axis(self._points) + len(_with_gaps([(each.quarter, each.open) for each in self._points]))
        fewest = max(FEWEST_CELLS, each_its_own) if each_its_own <= most else FEWEST_CELLS
        while shown > 1 and width - label - shown * figure - gap < fewest:
            shown -= 1
        heads = "".join(f"{head:>{figure}}" for head in quarter_heads(self._names[-shown:]))
        lines = [Content.assemble(("Trend".ljust(label), STRONG), (heads, MUTED))]
        lines += [self._line(each, label, figure, shown) for each in self._series]
        if count > 1:
            room = width - label - shown * figure - gap
            picture = columns([(each.quarter, each.open) for each in self._points], room, len(lines))
            lines = [
                Content.assemble(line, " " * (width - room - line.cell_length), drawn)
                for line, drawn in zip(lines, picture, strict=True)
            ]
        for heading, more in self._sections.items():
            lines.append(Content.styled(f"{' ' * INDENT}{heading}", MUTED))
            lines += [self._line(each, label, figure, shown, INDENT) for each in more]
        if count > 1 and any(map(self._is_copied, self._series)):
            lines.append(Content.styled(f"  {COPIED} copied from {self._names[-2]} until you confirm it", MUTED))
        return lines

    def _is_copied(self, each: Series) -> bool:
        return each.label.startswith(tuple(self._carried))

    def _line(self, each: Series, label: int, figure: int, shown: int, further: int = 0) -> Content:
        ink = next((ink for verdict, ink in INKS.items() if SIGNS[verdict] == each.sign), "$accent")
        sign = Content.styled(f"{each.sign}  ", f"bold {ink}") if each.sign else Content("")
        indent = INDENT + further
        name = Content.assemble(sign, plain(shorten(each.label, label - indent - 1 - sign.cell_length)))
        *before, last = (f"{text:>{figure}}" for text in each.figures[-shown:])
        padding = " " * (label - indent - name.cell_length)
        is_copied = self._is_copied(each)
        mark = (COPIED, MUTED) if is_copied else ""
        return Content.assemble(" " * indent, name, padding, *before, (last, MUTED if is_copied else STRONG), mark)


def columns(points: Sequence[tuple[str, int]], width: int, height: int) -> list[Content]:
    """Return the open mismatches as a column chart: a heading, an axis with its highest value, and the quarters below.

    A missing quarter leaves a gap. With more quarters than cells, neighbouring quarters share a column that shows their
    mean, and the heading says so.
    """
    values = _with_gaps(points)
    top = max(value for _, value in points)
    axis = len(str(top)) + 1
    room = width - axis
    size = -(-len(values) // max(room, 1))
    shared = _shared([value for _, value in values], size)
    cell = max(min(room // len(shared), WIDEST), 1)
    ways = (
        ("open",) if size == 1 else (f"open, {size} quarters a column", f"{size} quarters a column", f"{size} a column")
    )
    heading = next((way for way in ways if len(way) <= width), "")
    rows = height - 2
    bars = [
        Content.assemble(
            (f"{'' if row else top:>{axis - 1}}┤", MUTED),
            ("".join(_part(value, top, rows, rows - 1 - row, cell) for value in shared), "$accent"),
        )
        for row in range(rows)
    ]
    if cell == size == 1 and len(values) > YEARS_FROM:
        below = _years(values, axis)
    else:
        below = _below(points, axis, cell * len(shared))
    return [Content.styled(heading, MUTED), *bars, below]


def _axis(points: Sequence[Point]) -> int:
    """Return the width of the axis in cells: its highest value and its line."""
    return len(str(max(each.open for each in points))) + 1


def _years(values: Sequence[tuple[str, int | None]], axis: int) -> Content:
    """Return the line of years under the chart, each year at its first quarter; every quarter takes one cell."""
    row = ""
    for at, (name, _) in enumerate(values):
        year, _, quarter = name.partition("-")
        if quarter == "Q1" and at + 2 <= len(values):
            row = f"{row.ljust(at)}{year[2:]}"
    return Content.styled(f"{0:>{axis - 1}} {row}", MUTED)


def _with_gaps(points: Sequence[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Return every quarter from the first to the last; a quarter missing from the file has None."""
    known = dict(points)
    name, last = points[0][0], points[-1][0]
    every: list[tuple[str, int | None]] = []
    while name <= last:
        every.append((name, known.get(name)))
        name = quarter_after(name)
    return every


def _shared(values: Sequence[int | None], size: int) -> list[float | None]:
    """Return the means of every `size` neighbours, grouped from the newest, so that only the oldest group can be
    smaller.
    """
    first = len(values) % size
    cuts = [0, *range(first or size, len(values) + 1, size)]
    parts = [[value for value in values[start:end] if value is not None] for start, end in pairwise(cuts)]
    return [sum(part) / len(part) if part else None for part in parts]


def _part(value: float | None, top: int, rows: int, below: int, cell: int) -> str:
    """Return one row of a column, the row with `below` rows under it: a full block, part of a block, or blank. A gap is
    blank, too.
    """
    eighths = 0 if value is None or not top else max(round(value / top * rows * 8), 1 if value else 0) - below * 8
    block = BLOCKS[min(eighths, 8) - 1] if eighths > 0 else " "
    return (block * max(cell - 1, 1)).ljust(cell)


def _below(points: Sequence[tuple[str, int]], axis: int, width: int) -> Content:
    """Return the line with the first and the last quarter under their columns; only the last if there is no room for
    both.
    """
    (first,), (last,) = quarter_heads([points[0][0]]), quarter_heads([points[-1][0]])
    if len(first) + len(last) + 1 > width:
        return Content.styled(f"{0:>{axis - 1}} {last}", MUTED)
    return Content.styled(f"{0:>{axis - 1}} {first}{last:>{width - len(first)}}", MUTED)
