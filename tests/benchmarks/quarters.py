"""How long work with a file of forty quarters takes, compared with one quarter. `python -m tests.benchmarks.quarters`.

Given a path, it leaves the file there, so that you can open it: `python -m tests.benchmarks.quarters forty.json`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.benchmarks.speed import milliseconds

from trueup.answers.document import document_from_audit
from trueup.answers.model import Answer, Audit
from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.engine.next_quarter import begin, confirmed, finish, first_day, quarter_after
from trueup.paths import screens_folder
from trueup.session.sample import finished_quarters, open_sample
from trueup.session.session import open_session
from trueup.storage.store import open_store

QUARTERS = 40
FIRST = "2017-Q1"


def forty(content: Content, count: int = QUARTERS) -> list[Audit]:
    """The sample's five quarters, repeated one after the other: a believable business for ten years."""
    session = open_sample()
    five = [*finished_quarters(content), session.current]
    session.close()
    audits, name = [], FIRST
    for number in range(count):
        audit = replace(five[number % len(five)], quarter=name, found=None, place="")
        audits.append(finish(content, audit, first_day(quarter_after(name))))
        name = quarter_after(name)
    return [*audits[:-1], replace(audits[-1], found=None)]


def write(path: Path, audits: list[Audit], today: date) -> None:
    """Write a file with these quarters."""
    with open_store(path, today=today) as store:
        for audit in audits:
            store.save(document_from_audit(audit))


def measured(content: Content, path: Path, audits: list[Audit], today: date) -> dict[str, float]:
    """The milliseconds that a founder waits for each action."""

    def opened(do: Callable[[], object] | None = None) -> None:
        with open_store(path, today=today) as store:
            if do is None:
                store.load()

    session = open_session(path, today=today)
    last = session.current
    other = last.with_answer("offer.start", Answer("talk", note="changed"))

    def save() -> object:
        session.change(other if session.current is last else last)
        return session.findings

    def trend() -> None:
        session.quarters.forget()
        session.history.trend()

    def changes() -> None:
        names = session.history.names
        session.history.changes(names[0], names[-1])

    def next_quarter() -> None:
        begin(finish(content, last, today), quarter_after(last.quarter))

    figures = {
        "a key: changed, judged, on the disk": milliseconds(save),
        "the next quarter, before it is saved": milliseconds(next_quarter),
        "trend over all, read anew": milliseconds(trend, 5),
    }
    if len(audits) > 1:
        figures["first and last beside each other"] = milliseconds(changes, 5)
        figures["an answer in every quarter"] = milliseconds(lambda: session.history.of_answer("offer.start"), 5)
    session.close()
    return {"open the file": milliseconds(opened), **figures, "bytes": float(path.stat().st_size)}


def main() -> None:
    """Print the table."""
    content = load_content(screens_folder())
    audits = forty(content)
    last = confirmed(audits[-1], "")
    today = first_day(quarter_after(last.quarter))
    folder = Path(tempfile.mkdtemp())
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "forty.json"
    write(kept, audits, today)
    write(folder / "one.json", [last], today)
    many = measured(content, kept, audits, today)
    one = measured(content, folder / "one.json", [last], today)
    for what, took in many.items():
        beside = f"{took / one[what]:6.1f} × one quarter" if one.get(what) else ""
        print(f"{what:38} {took:10,.2f} {beside}")


if __name__ == "__main__":
    main()
