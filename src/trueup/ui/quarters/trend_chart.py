"""What changed, as rows; and the trend: figures of the latest quarters beside a column chart of all quarters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import FoundMismatch
from trueup.engine.history import GROUPS, Change, Group, Point, Rewritten
from trueup.engine.next_quarter import quarter_after
from trueup.ui.base.rows import Rows
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, fitted, plain, shorten
from trueup.ui.drawing.plan_text import GROUP_LABEL, NUMBER
from trueup.wording import changes as told
from trueup.wording.changes import Series, quarter_heads, series
from trueup.wording.findings import count
from trueup.wording.vocabulary import SIGNS

MOST_LISTED = 4
"""The most mismatches listed in a group if not all fit; in groups that aren't open any more, a quarter of that."""

NAMES: dict[Group, str] = {
    "not counted yet": "uncounted",
    "no longer judged": "not judged",
    "by the rule": "reworded",
}
"""Group → a shorter name, if its own is too long for the column."""

BY_THE_RULE: Group = "by the rule"
STANDING: tuple[Group, ...] = ("new", "reopened", "persisting", "not counted yet")
"""Groups of mismatches that are open now."""


class Undigited(Rows):
    """A list whose rows have no digits."""

    digits = 0

    def action_pick(self, number: int) -> None:
        """Do nothing."""


Titled = Callable[[str], str]
"""Returns the title of a mismatch, given its id."""


def sign(found: FoundMismatch) -> Content:
    """Return the sign of a mismatch in a quarter, in the colour of its verdict if it was open, otherwise muted."""
    ink = next((ink for verdict, ink in INKS.items() if verdict == found.verdict), "") if found.state == "open" else ""
    return Content.styled(told.sign(found), f"bold {ink}" if ink else MUTED)


def group_rows(titled: Titled, changes: Sequence[Change], ours: Rewritten, width: int, height: int) -> list[Option]:
    """Return a row for each group that isn't empty, and always for `by the rule`. The row's id is the group.

    All mismatches are listed if they fit into `height` lines of `width` cells, otherwise the first of each group.
    """
    by_group = {group: [change for change in changes if change.group == group] for group in GROUPS}
    shown: dict[Group, Hung] = {}
    for listed in (len(changes) * MOST_LISTED, *range(MOST_LISTED, 0, -1)):
        shown = {
            group: Hung(_group(titled, group, here, ours, listed))
            for group, here in by_group.items()
            if here or group == BY_THE_RULE
        }
        if sum(len(each.set(width)) for each in shown.values()) <= height:
            break
    return [Option(each, id=group) for group, each in shown.items()]


def _group(titled: Titled, group: Group, here: Sequence[Change], ours: Rewritten, listed: int) -> Iterator[Line]:
    lead = Content.assemble(NAMES.get(group, group).ljust(GROUP_LABEL), (f"{len(here):<{NUMBER}}", STRONG))
    most = listed if group in STANDING else -(-listed // MOST_LISTED)
    if group == BY_THE_RULE and not here:
        yield Line(lead, Content.styled(rewritten_words(ours), MUTED))
        return
    if len(here) == most + 1:
        most += 1  # "and 1 more" would take as much room as the mismatch itself
    for change in here[:most]:
        yield _mismatch(titled, change, lead)
        lead = Content(" " * (GROUP_LABEL + NUMBER))
    more = here[most:]
    if more:
        weight = f"{sum(each.now.impact for each in more if each.now):.2f}" if group in STANDING else ""
        yield Line(lead, Content.styled(f"and {len(more)} more", MUTED), Content.styled(weight, MUTED))


def _mismatch(titled: Titled, change: Change, lead: Content) -> Line:
    found = change.now or change.was
    assert found is not None
    # `=` is only for what agrees: a mismatch can be fixed by saying nothing any more.
    mark = sign(found) if change.now else Content.styled("·", "bold $success")
    right = Content.styled(f"{found.impact:.2f}", "" if change.now else MUTED)
    return Line(Content.assemble(lead, mark, " "), plain(titled(change.id)), right)


def rewritten_words(ours: Rewritten) -> str:
    """Return how many questions and checks changed, such as `2 questions new, 1 check gone`."""
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


def changed_rows(titled: Titled, changes: Iterable[Change]) -> Iterator[Option]:
    """Yield a row for each mismatch: its title, and its state then and now. The row's id is the check."""
    for change in changes:
        found = change.now or change.was
        assert found is not None
        stood = [
            f"{when} {told.stood(each)} {each.impact:.2f}"
            for when, each in (("then", change.was), ("now", change.now))
            if each is not None
        ]
        under = Line(Content("   "), Content.styled(", ".join(stood), MUTED))
        title = plain(titled(change.id))
        yield Option(Hung([Line(Content.assemble(sign(found), "  "), title), under]), id=change.id)


def answer_rows(differ: Iterable[told.AnswerDifference]) -> Iterator[Option]:
    """Yield a row for each answer that differs: its place, and what it was and is. The row's id is the place."""
    for each in differ:
        lines = [
            Line(text=plain(each.where, STRONG)),
            Line(Content.styled("  then  ", MUTED), fill=fitted(each.then, MUTED)),
            Line(Content.styled("  now   ", MUTED), fill=fitted(each.now)),
        ]
        yield Option(Hung([line for line in lines if line.text or each.then or line is lines[-1]]), id=each.place)


FIGURES = 5
"""The most quarters with figures. The chart shows all quarters."""

LABEL, FIGURE, GAP = 24, 8, 4
CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP = 22, 6, 3
"""Cells for a label, for a figure, and for the gap before the chart. The smaller values are used if there are many
quarters or the window is narrow."""

WIDE, WIDE_LABEL = 100, 36
"""If the trend is at least WIDE cells wide, a label has WIDE_LABEL cells."""

INDENT = 2
"""Cells before a label."""

FEWEST_CELLS = 16
"""The least width of the chart, in cells. If there isn't room for it, fewer quarters have figures."""

BLOCKS = "▁▂▃▄▅▆▇█"
WIDEST = 6
"""The most cells of a column, including the blank after it."""

YEARS_FROM = 12
"""With more quarters than this, a cell each, the line below the chart shows years."""

COPIED = "*"
"""Marks a figure based on answers that were copied from the quarter before and aren't confirmed yet."""


class Trend(Hung):
    """The trend: lines of figures below the names of their quarters, and the chart beside them."""

    def __init__(
        self, points: Sequence[Point], sections: Mapping[str, Sequence[Series]], carried: Collection[str]
    ) -> None:
        """`sections`: further series, by heading. `carried`: labels whose last figure rests on copied answers."""
        super().__init__(())
        self._open = [(point.quarter, point.open) for point in points]
        self._names = [point.quarter for point in points]
        self._series = [each for each in series(points) if any(value is not None for value in each.values)]
        self._sections = {heading: more for heading, more in sections.items() if more}
        self._carried = carried

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        count = len(self._names)
        roomy = count <= FIGURES and width >= LABEL + count * FIGURE + GAP + FEWEST_CELLS
        label, figure, gap = (LABEL, FIGURE, GAP) if roomy else (CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP)
        if width >= WIDE:
            label = WIDE_LABEL
        shown = min(count, FIGURES)
        most = width - label - figure - gap
        each_its_own = _axis(self._open) + len(_with_gaps(self._open))
        fewest = max(FEWEST_CELLS, each_its_own) if each_its_own <= most else FEWEST_CELLS
        while shown > 1 and width - label - shown * figure - gap < fewest:
            shown -= 1
        heads = "".join(f"{head:>{figure}}" for head in quarter_heads(self._names[-shown:]))
        lines = [Content.assemble(("Trend".ljust(label), STRONG), (heads, MUTED))]
        lines += [self._line(each, label, figure, shown) for each in self._series]
        if count > 1:
            room = width - label - shown * figure - gap
            picture = columns(self._open, room, len(lines))
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
    """Return a column chart of the open mismatches: a heading, the columns beside an axis, and the quarters below.

    A quarter that is missing in `points` leaves a gap. If there are more quarters than cells, neighbouring quarters
    share a column, which shows their mean; the heading then says so.
    """
    values = _with_gaps(points)
    top = max(value for _, value in points)
    axis = _axis(points)
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


def _axis(points: Sequence[tuple[str, int]]) -> int:
    """Return the width of the axis in cells: the highest value and the line."""
    return len(str(max(value for _, value in points))) + 1


def _years(values: Sequence[tuple[str, int | None]], axis: int) -> Content:
    """Return the line of years below the chart, each at the cell of its first quarter."""
    row = ""
    for at, (name, _) in enumerate(values):
        year, _, quarter = name.partition("-")
        if quarter == "Q1" and at + 2 <= len(values):
            row = f"{row.ljust(at)}{year[2:]}"
    return Content.styled(f"{0:>{axis - 1}} {row}", MUTED)


def _with_gaps(points: Sequence[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Return all quarters from the first to the last, with None for those missing in `points`."""
    known = dict(points)
    name, last = points[0][0], points[-1][0]
    every: list[tuple[str, int | None]] = []
    while name <= last:
        every.append((name, known.get(name)))
        name = quarter_after(name)
    return every


def _shared(values: Sequence[int | None], size: int) -> list[float | None]:
    """Return the mean of each group of `size` neighbours, grouped from the end; only the first is smaller."""
    first = len(values) % size
    cuts = [0, *range(first or size, len(values) + 1, size)]
    parts = [[value for value in values[start:end] if value is not None] for start, end in pairwise(cuts)]
    return [sum(part) / len(part) if part else None for part in parts]


def _part(value: float | None, top: int, rows: int, below: int, cell: int) -> str:
    """Return one row of a column, `below` rows above its foot. `value` is None for a gap."""
    eighths = 0 if value is None or not top else max(round(value / top * rows * 8), 1 if value else 0) - below * 8
    block = BLOCKS[min(eighths, 8) - 1] if eighths > 0 else " "
    return (block * max(cell - 1, 1)).ljust(cell)


def _below(points: Sequence[tuple[str, int]], axis: int, width: int) -> Content:
    """Return the line below the chart, with the first and the last quarter, or only the last if there isn't room."""
    (first,), (last,) = quarter_heads([points[0][0]]), quarter_heads([points[-1][0]])
    if len(first) + len(last) + 1 > width:
        return Content.styled(f"{0:>{axis - 1}} {last}", MUTED)
    return Content.styled(f"{0:>{axis - 1}} {first}{last:>{width - len(first)}}", MUTED)
