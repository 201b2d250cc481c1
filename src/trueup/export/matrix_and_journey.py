"""The two pictures, the matrix and the journey, as Markdown tables: for the summary, and to copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from trueup.content.model import SIDES, STAGES, Content, Stage
from trueup.engine.analysis import Analysis
from trueup.engine.journey import Journey, Step, journey, live, telling
from trueup.engine.matrix import Cell, Line
from trueup.export.markdown_writer import Md, Writer, escape, quoted, strong
from trueup.wording import findings as wording
from trueup.wording.vocabulary import PARTS, SIGNS

CELLS = {"open": "*open*", "unsure": "*unsure*", "na": "*n/a*", "silent": "", "not asked": "·"}

JOURNEYS = 3
"""How many journeys the summary draws: those of the worst mismatches."""

LEGEND = (
    "What conflicts is bold: ≠ contradiction, ? unproven, ≈ tension, ± accepted. 1/4: one of four takes this "
    "position. A word with ? rests on a guess. *open* has no answer yet; · isn't asked."
)


def matrix_markdown(content: Content, lines: Sequence[Line]) -> str:
    """These topics of the matrix, as a Markdown table."""
    page = Writer()
    write_topics(page, content, lines)
    return page.text()


def journey_markdown(content: Content, seen: Journey) -> str:
    """One journey as a Markdown table, with its promise and channel above the table."""
    page = Writer()
    write_journey(page, content, seen)
    return page.text()


def write_matrix(page: Writer, analysis: Analysis) -> None:
    """Write the matrix: the topics on which some side speaks, and how many further topics there are."""
    every = analysis.matrix
    heard = [line for line in every if any(cell.state == "position" for cell in line.cells.values())]
    if not heard:
        return
    page.heading(2, Md("The matrix"))
    write_topics(page, analysis.content, heard)
    silent = len(every) - len(heard)
    page.paragraph(
        Md(LEGEND),
        escape(f"On {wording.count(silent, 'more topic')} nothing is said yet." if silent else ""),
    )


def write_journeys(page: Writer, analysis: Analysis) -> None:
    """Write the journeys of the worst mismatches, which show where a promise and a channel part."""
    content = analysis.content
    found = list(islice(telling(content, analysis.audit, analysis.findings), JOURNEYS))
    if found:
        page.heading(2, Md("The journey"))
    for seen in found:
        write_journey(page, content, seen)
        also = _also(analysis, seen)
        if also:
            page.paragraph(escape(f"The same promise breaks on {wording.listed(also)} too."))


# The matrix ------------------------------------------------------------------


def write_topics(page: Writer, content: Content, lines: Sequence[Line]) -> None:
    """Write these topics of the matrix as a table."""
    head = [Md(""), Md("topic"), *(Md(side) for side in SIDES)]
    page.table(*_aligned(head, (_topic(content, line) for line in lines)))


def _topic(content: Content, line: Line) -> list[Md]:
    sign = Md(SIGNS[line.shade] if line.shade else "")
    return [sign, escape(line.topic), *(_position(content, line.cells[side]) for side in SIDES)]


def _position(content: Content, cell: Cell) -> Md:
    if cell.state != "position":
        return Md(CELLS[cell.state])
    label = content.label(cell.tag) + ("?" if cell.guessed else "")
    many = f" {cell.rows}/{cell.of_rows}" if 0 < cell.rows < cell.of_rows else ""
    return Md((strong(label) if cell.lit else escape(label)) + many)


# The journey -----------------------------------------------------------------


def write_journey(page: Writer, content: Content, seen: Journey) -> None:
    """Write one journey as a table, with its promise and channel above it."""
    channel = escape(wording.row_name(content, "channel", seen.channel))
    page.heading(3, Md(f"Promise {seen.number} on {channel}"))
    page.paragraph(quoted(seen.promise.text("words")), *_verdict(seen))
    head = [Md(each) for each in ("stage", "what it leads people to expect", "step", "what really happens", "people")]
    page.table(*_aligned(head, _rows(seen)))


def _verdict(seen: Journey) -> Iterator[Md]:
    if not seen.is_meant:
        yield Md("No one the promise is for comes this way.")
    elif not seen.steps:
        yield Md("What happens here isn't known yet.")
    elif not seen.partings:
        yield Md("Nothing breaks here, as far as it can be judged.")
    for parting in seen.partings:
        lit = parting.lit
        where = f"{PARTS[lit.shade]} {'after' if seen.is_beyond(parting) else 'at'} step {parting.step + 1}"
        title = f"‘{lit.mismatch.title}’, impact {lit.mismatch.impact:.2f}"
        yield escape(f"{where[:1].upper()}{where[1:]}: {title}.")


def _rows(seen: Journey) -> Iterator[list[Md]]:
    numbered = list(enumerate(seen.steps))
    for stage in STAGES:
        here = [(at, step) for at, step in numbered if step.stage == stage]
        expected = _expected(seen, stage)
        if not here and expected:
            beyond = (each for each in seen.partings if each.stage == stage and seen.is_beyond(each))
            signs = (Md(f"{SIGNS[each.lit.shade]} after the last step known") for each in beyond)
            yield [Md(stage), expected, Md(""), next(signs, Md("")), Md("")]
        for first, (at, step) in enumerate(here):
            opens = [Md(""), Md("")] if first else [Md(stage), expected]
            yield [*opens, Md(str(at + 1)), _happens(seen, at, step), _people(step)]


def _expected(seen: Journey, stage: Stage) -> Md:
    groups = seen.promise.many("groups") if stage == STAGES[0] else ()
    claims = (claim for claim in seen.claims if claim.stage == stage)
    said = [strong(claim.label) if claim.fate == "parts" else escape(claim.label) for claim in claims]
    whom = [escape(f"for: {wording.listed(groups)}")] if groups else []
    return Md(", ".join([*whom, *said]))


def _happens(seen: Journey, at: int, step: Step) -> Md:
    label = step.label + (" (some skip it)" if step.optional else "")
    partings = [parting for parting in seen.at(at) if not seen.is_beyond(parting)]
    if not partings:
        return escape(label)
    return Md(f"{SIGNS[partings[0].lit.shade]} {strong(label)}")


def _people(step: Step) -> Md:
    if step.people is None:
        return Md("")
    return Md(f"{step.people} (−{step.loss:.0%})" if step.loss else str(step.people))


def _also(analysis: Analysis, seen: Journey) -> list[str]:
    content, audit = analysis.content, analysis.audit
    main = seen.main
    others = (row for row in live(audit, "channel") if row.id != seen.channel.id)
    return [
        wording.row_name(content, "channel", row)
        for row in others
        for there in [journey(content, audit, analysis.findings, seen.promise.id, row.id)]
        if main and any(parting.lit == main.lit for parting in there.partings)
    ]


def _aligned(head: Sequence[Md], rows: Iterable[Sequence[Md]]) -> tuple[list[Md], list[list[Md]]]:
    """Head and rows padded to equal cell widths, so that the table is also readable as plain text."""
    lines = [list(head), *map(list, rows)]
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    first, *others = [[Md(cell.ljust(width)) for cell, width in zip(line, widths, strict=True)] for line in lines]
    return first, others
