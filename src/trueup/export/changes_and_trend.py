"""What changed between two quarters, and the trend over all of them, as Markdown."""

from __future__ import annotations

from trueup.content.model import Content
from trueup.engine.history import GROUPS, Change, History, Quarter
from trueup.export.markdown_writer import Item, Md, Writer, escape, strong
from trueup.wording import changes as words
from trueup.wording import vocabulary
from trueup.wording.changes import by_channel, by_severity, series
from trueup.wording.shortening import shortened

LONGEST_ANSWER = 160
"""The most characters of an answer shown with its earlier version; the appendix has the whole answer."""


def changes_markdown(content: Content, history: History, since: str, name: str) -> str:
    """The changes between two quarters as Markdown, including every changed answer."""
    page = Writer()
    write_changes(page, content, history, since, name)
    write_answer_changes(page, content, history, since, name)
    return page.text()


def write_changes(page: Writer, content: Content, history: History, since: str, name: str) -> None:
    """Write what changed between two quarters: mismatches by kind of change, and changes to our own rules and
    questions.
    """
    changes = history.changes(since, name)
    then, now = history[since].point.open, history[name].point.open
    page.heading(2, Md(f"What changed since {escape(since)}"))
    page.paragraph(escape(f"Open then: {then}. Open now: {now}. Of all mismatches, {words.headline(changes)}."))
    for group in GROUPS:
        here = [change for change in changes if change.group == group]
        if here:
            page.paragraph(strong(vocabulary.GROUP_TITLES[group]))
            page.points(Item(_changed(content, change, history[name], history[since])) for change in here)
    for heading, lines in words.rewriting(content, history, since, name):
        page.paragraph(strong(heading))
        page.points(Item(escape(line)) for line in lines)


def _changed(content: Content, change: Change, *quarters: Quarter) -> Md:
    both = (change.was, change.now)
    then, now = (f"{words.stood(found)}, impact {found.impact:.2f}" if found else "" for found in both)
    if then == now:
        told = f"then and now {now}"
    else:
        told = "; ".join(f"{when} {how}" for when, how in (("then", then), ("now", now)) if how)
    return Md(f"{escape(words.title_in(content, change.id, *quarters))} ({escape(told)})")


def write_answer_changes(page: Writer, content: Content, history: History, since: str, name: str) -> None:
    """Every answer that differs between two quarters, before and after."""
    was, now = history[since].audit, history[name].audit
    differ = list(words.differences(content, was, now, history.answers(since, name)))
    page.heading(2, Md(f"Answers that changed since {escape(since)}"))
    if not differ:
        page.paragraph(Md("None: every answer is the same as then."))
    page.points(Item(_differs(each)) for each in differ)


def _differs(each: words.AnswerDifference) -> Md:
    then, now = (shortened(text, LONGEST_ANSWER) for text in (each.then, each.now))
    return Md(f"{escape(each.where)}: {f'{escape(then)} → ' if then else ''}{strong(now)}")


def write_trend(page: Writer, content: Content, history: History, upto: str) -> None:
    """One line per quarter up to `upto`, the newest last. A single quarter has no trend."""
    names = [*history.before(upto), upto]
    points = history.trend(names)
    if len(points) < 2:
        return
    newest_first = [history[name].audit for name in reversed(names)]
    columns = [*series(points), *by_severity(points), *by_channel(content, newest_first, points)]
    known = [column for column in columns if any(value is not None for value in column.values)]
    page.heading(2, Md("Quarter by quarter"))
    page.table(
        [Md("quarter"), *(escape(f"{column.sign} {column.label}") for column in known)],
        [
            [escape(point.quarter), *(escape(column.figures[nth]) for column in known)]
            for nth, point in enumerate(points)
        ],
    )
