"""`trueup quarter`: begins the next quarter, lists all, shows one, and reopens, finishes or removes one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from trueup.answers.document import document_from_audit
from trueup.answers.model import Audit
from trueup.answers.set_aside import named
from trueup.commands.open_file import Opened, content_of, open_quarter, open_to_write
from trueup.commands.output import Refused, Reply, wrapped
from trueup.content.model import Content
from trueup.engine.history import GROUPS, History, Quarter
from trueup.engine.next_quarter import finish, quarter_of, turn
from trueup.engine.review import minutes, queue
from trueup.storage.atomic import keep_aside
from trueup.storage.backups import kept_beside
from trueup.storage.errors import shown
from trueup.wording import changes as words
from trueup.wording import findings as wording
from trueup.wording.changes import Series, series
from trueup.wording.vocabulary import MISSING

FIGURE = 8
"""Cells for one figure in the list."""


def new(path: Path, today: date) -> Reply:
    """Begin the quarter that today falls in: finish the newest quarter with its findings, and copy its answers."""
    content = content_of()
    opened = open_quarter(path, content)
    newest, quarter = opened.audit, quarter_of(today)
    if quarter == newest.quarter:
        raise Refused(f"{quarter} has already begun, and lasts until {_last_day(quarter)}; nothing was changed.")
    if quarter < newest.quarter:
        now = f"According to this computer's clock it's {quarter}, and {newest.quarter} has begun."
        raise Refused(f"{now} Nothing has been changed.")
    ended, begun = turn(content, newest, quarter, today)
    _save(path, ended, begun)
    due = queue(content, begun, ended)
    kept = f"{ended.quarter} is kept as it was found"
    left = f"{len(due)} to confirm, about {wording.count(minutes(due), 'minute')}"
    return Reply(f"{quarter} has begun in {shown(path)}: {left}. {kept}.\n", opened.note)


def listed(path: Path) -> Reply:
    """List the quarters of a file, oldest first, with their figures and states."""
    content = content_of()
    opened = open_quarter(path, content)
    history = opened.history
    figures = series(history.trend())
    lines = [f"{opened.audit.business or 'Your business'}, {wording.count(len(history.names), 'quarter')}", ""]
    lines.append(" " * 9 + "".join(f"{_head(each):>{FIGURE}}" for each in figures))
    for nth, name in enumerate(history.names):
        cells = "".join(f"{each.figures[nth]:>{FIGURE}}" for each in figures)
        lines.append(f"{name:<9}{cells}   {_state(content, history, name)}")
    if aside := kept_beside(path):
        names = wording.listed([shown(each) for each in aside])
        lines += ["", *wrapped(f"Kept next to the file, but not used: {names}.")]
    return Reply("\n".join(lines) + "\n", opened.note)


def show(path: Path, name: str) -> Reply:
    """Show a quarter: what was found in it, and what has changed since the one before."""
    content = content_of()
    opened = open_quarter(path, content, name)
    return Reply("\n".join(_shown(content, opened)) + "\n", opened.note)


def reopen(path: Path, name: str) -> Reply:
    """Reopen a finished quarter, so that it can be changed. Its mismatches are then worked out from the answers
    again.
    """
    opened = open_quarter(path, content_of(), name)
    if opened.audit.found is None:
        raise Refused(f"{name} is not finished, so it can be changed as it is.")
    _save(path, replace(opened.audit, found=None))
    return Reply(f"{name} can be changed now. `trueup quarter finish {name}` ends it again.\n", opened.note)


def close(path: Path, name: str, today: date) -> Reply:
    """Finish a reopened quarter with its present findings."""
    content = content_of()
    opened = open_quarter(path, content, name)
    if opened.audit.found is not None:
        raise Refused(f"{name} is finished already; nothing was changed.")
    if name == opened.history.names[-1]:
        raise Refused(f"{name} is the current quarter; `trueup quarter new` ends it when its time is over.")
    _save(path, finish(content, opened.audit, today))
    return Reply(f"{name} is finished again, with what is found in it now.\n", opened.note)


def remove(path: Path, name: str, *, sure: bool) -> Reply:
    """Remove a quarter with all its answers from the file. The file as it was is kept beside it."""
    opened = open_quarter(path, content_of(), name)
    if len(opened.history.names) == 1:
        raise Refused(f"{name} is the only quarter in {shown(path)}; delete the file instead. Nothing was changed.")
    if not sure:
        raise Refused(f"{name} was not removed: add --yes if you mean it. Nothing was changed.")
    with open_to_write(path, date.today()) as store:
        kept = keep_aside(store.path, "removed")
        store.remove(name)
        newest = store.quarters()[-1]
    said = f"{name} is removed from {shown(path)}, and {newest} is the newest quarter now"
    return Reply(f"{said}. The file as it was is kept as {shown(kept)}.\n", opened.note)


def _save(path: Path, *audits: Audit) -> None:
    with open_to_write(path, date.today()) as store:
        for audit in audits:
            store.save(document_from_audit(audit))


def _last_day(quarter: str) -> str:
    year, _, number = quarter.partition("-Q")
    month, day = {"1": ("March", 31), "2": ("June", 30), "3": ("September", 30), "4": ("December", 31)}[number]
    return f"{day} {month} {year}"


# What is printed -------------------------------------------------------------


def _head(each: Series) -> str:
    """Return the heading of a narrow column: the sign of a verdict, or one word of the label."""
    return each.sign or each.label.split()[-1 if each.label.endswith(("judged", "bought")) else 0]


def _state(content: Content, history: History, name: str) -> str:
    quarter = history[name]
    if quarter.audit.found is not None:
        return "finished"
    earlier = history.before(name)
    due = queue(content, quarter.audit, history[earlier[-1]].audit) if earlier else ()
    return f"worked on, {len(due)} to confirm" if due else "worked on"


def _shown(content: Content, opened: Opened) -> Iterator[str]:
    audit, history, _, _ = opened
    quarter = history[audit.quarter]
    ended = f"finished on {quarter.found.day}" if audit.found else "worked on"
    yield from wrapped(f"{audit.business or 'Your business'}, {audit.quarter}, {ended}")
    judged = MISSING if quarter.point.judged is None else f"{quarter.point.judged:.0%}"
    yield from wrapped(f"{quarter.point.open} open, {judged} of all checks judged.")
    yield from _found(content, quarter)
    if audit.set_aside:
        yield ""
        where = wording.listed(named(audit.set_aside))
        yield from wrapped(f"Kept in the file, but no question asks for it any more: {where}.")
    earlier = history.before(audit.quarter)
    if earlier:
        yield ""
        yield from _since(content, history, earlier[-1], audit.quarter)


def _found(content: Content, quarter: Quarter) -> Iterator[str]:
    """Yield the lines of all mismatches of a quarter. Those with one cause are counted once, so they stand under the
    one that counts.
    """
    mismatches = quarter.found.mismatches
    for found in mismatches:
        is_counted = not any(each.id == found.under for each in mismatches)
        if is_counted:
            title = f"{words.sign(found)}  {words.title_in(content, found.id, quarter)}"
            yield from wrapped(f"{title} ({words.stood(found)}, impact {found.impact:.2f})", indent=4, hang=7)
            for each in mismatches:
                if each.under == found.id:
                    title = f"{words.sign(each)}  {words.title_in(content, each.id, quarter)}"
                    yield from wrapped(title, indent=7, hang=10)


def _since(content: Content, history: History, since: str, name: str) -> Iterator[str]:
    changes = history.changes(since, name)
    then, today = history[since], history[name]
    was, now = then.audit, today.audit
    yield from wrapped(f"Since {since}: {words.headline(changes)}.")
    for group in GROUPS:
        for change in changes:
            if change.group == group != "persisting":
                yield from wrapped(f"{group:<18}{words.title_in(content, change.id, today, then)}", indent=4, hang=22)
    for heading, lines in words.rewriting(content, history, since, name):
        yield from wrapped(f"{heading}: {'; '.join(lines)}.", indent=4, hang=6)
    differ = list(words.differences(content, was, now, history.answers(since, name)))
    yield from wrapped(f"{wording.count(len(differ), 'answer')} changed{':' if differ else '.'}".capitalize())
    for each in differ:
        yield from wrapped(f"{each.where}: {f'{each.then} → ' if each.then else ''}{each.now}", indent=4, hang=6)
