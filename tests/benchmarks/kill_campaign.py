"""Kill programs with SIGKILL while they save, many times, and count how often that damaged their file.

    python tests/benchmarks/kill_campaign.py --kills 1000
    python tests/benchmarks/kill_campaign.py --kills 1000 --storage json     the control: TinyDB's own storage

Every child saves a document of changing length as fast as it can and reports through a pipe which saves returned. It is
killed 0 to 20 ms after it is ready. Every tenth child starts without a file. The counts are printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where

from trueup.storage.store import open_store

TODAY = date(2026, 11, 21)
OLDER = ("2026-Q1", "2026-Q2", "2026-Q3")
LONGEST = 0.02
"""Seconds a child lives once it is ready."""


def document(quarter: str, number: int) -> dict[str, Any]:
    """A quarter whose answers are alternately long and short, so that a file cut off at any point shows."""
    note = "what the last ten customers paid " * (number * 7919 % 60)
    answers = {f"area.question-{each}": {"value": "alone", "note": note} for each in range(30)}
    return {"business": "Plumbline", "quarter": quarter, "answers": answers | {"area.number": number}}


def open_ours(path: Path) -> Callable[[dict[str, Any]], None]:
    return open_store(path, today=TODAY).save


def open_json(path: Path) -> Callable[[dict[str, Any]], None]:
    audits = TinyDB(path).table("audits")

    def save(saved: dict[str, Any]) -> None:
        audits.upsert(saved, where("quarter") == saved["quarter"])

    return save


OPENERS = {"ours": open_ours, "json": open_json}


def live(path: Path, storage: str, first: int, told: int) -> None:
    """Save until killed. Report an empty line when ready, and then the number of each save that returned."""
    save = OPENERS[storage](path)
    os.write(told, b"\n")
    for number in count(first):
        save(document("2026-Q4", number))
        os.write(told, b"%d\n" % number)


def kill_one(path: Path, storage: str, first: int) -> int:
    """Start a child, kill it, and return the number of its last save that returned, or 0."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(heard)
            live(path, storage, first, told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(heard, "rb") as pipe:
        pipe.readline()
        time.sleep(random.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            raise SystemExit("a child died by itself")
        lines = pipe.read().splitlines()
    return int(lines[-1]) if lines else 0


def survivors(path: Path) -> dict[str, Any] | None:
    """The quarters that plain TinyDB finds, or None if it can't read the file."""
    try:
        with TinyDB(path, access_mode="r") as db:
            return {each["quarter"]: dict(each) for each in db.table("audits")}
    except (ValueError, AttributeError):
        return None


def leftovers(folder: Path) -> int:
    return sum(".saving-" in each.name for each in folder.rglob("*"))


def campaign(folder: Path, storage: str, kills: int) -> dict[str, int]:
    path = folder / "business.json"
    counts = dict.fromkeys(("kills", "saves", "unreadable", "lost", "leftovers", "leftovers_after_reopening"), 0)
    number = 1
    for turn in range(kills):
        if turn % 10 <= 1 or not path.exists():
            path.unlink(missing_ok=True)
            if turn % 10:
                with open_store(path, today=TODAY) as store:
                    for quarter in OLDER:
                        store.save(document(quarter, 0))
        older = survivors(path) if path.exists() else {}
        last = kill_one(path, storage, number)
        counts["kills"] += 1
        counts["saves"] += max(0, last - number + 1)
        counts["leftovers"] += leftovers(folder)
        found = survivors(path) if path.exists() else {}
        if found is None:
            counts["unreadable"] += 1
            path.unlink()
        else:
            newest = found.get("2026-Q4")
            reached = newest["answers"]["area.number"] if newest else 0
            whole = newest is None or newest == document("2026-Q4", reached)
            kept = all(found.get(quarter) == (older or {}).get(quarter) for quarter in OLDER)
            counts["lost"] += not (whole and kept and reached >= last)
        if storage == "ours":
            open_store(path, today=TODAY).close()
            counts["leftovers_after_reopening"] += leftovers(folder)
        number = max(number, last) + 2
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--storage", choices=OPENERS, default="ours")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trueup-kills-") as folder:
        print(json.dumps(campaign(Path(folder), chosen.storage, chosen.kills)))


if __name__ == "__main__":
    main()
