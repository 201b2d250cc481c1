"""A business in which several things conflict, and the small screens/ folder it is judged by."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from tests.business import channel, customers, promise
from tests.businesses import content_of

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.paths import screens_folder
from trueup.storage.store import open_store

FIXTURES = Path(__file__).parents[1] / "fixtures" / "content"
WORDS = (
    *("welcome", "home", "cannot_open", "compare", "mismatches", "card", "needs_answer", "agrees"),
    *("matrix", "journey", "plan", "touchpoints", "summary", "review", "changed", "paste", "claims"),
)
"""Screens that have texts of their own but no questions."""

TODAY = date(2026, 11, 10)
CLAIMS = ("start.alone", "speed.day", "price.low")


def content_folder(into: Path) -> Path:
    """Write a screens/ folder with the fixtures' questions and checks and the texts of our own screens."""
    folder = into / "content"
    shutil.copytree(FIXTURES, folder)
    for name in WORDS:
        shutil.copy(screens_folder() / f"{name}.md", folder)
    return folder


def conflicting(**rest: Any) -> dict[str, Any]:
    """A business with conflicts: a talk before the start, a high price called low, slow delivery, other buyers."""
    return {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "compared": True,
        "answers": {
            "identity.who": "aimed",
            "offer.start": "alone",
            "offer.price": "high",
            "market.price": "low",
            "operations.speed": {"value": 30.0, "evidence": "counted", "note": "Thirty hours, the middle of ten."},
        },
        "promises": [
            promise(*CLAIMS, words="Start free tonight. No call, no set-up.", where="page", asks="nothing"),
        ],
        "channels": [
            {**channel("guild", "reads", "talks", "pays"), "name": "HomeGuild", "share": 0.46},
            {**channel("site", "ad", "reads", "pays"), "name": "Own site", "share": 0.54},
        ],
        "customers": customers(group=["other", "other", "other", "aimed"], started=["talk", "talk", "alone", "alone"]),
        **rest,
    }


def write(path: Path, document: dict[str, Any], content: Path) -> Path:
    """Put a business on disk the way the app does."""
    audit = audit_from_document(document, content_of(content))
    with open_store(path, today=TODAY) as store:
        store.save(document_from_audit(audit))
    return path


def with_more_checks(into: Path, content: Path, count: int) -> Path:
    """A copy of the folder with `count` more checks, all about a price that is higher than expected."""
    folder = into / "more"
    shutil.copytree(content, folder)
    price = folder / "mismatches" / "price.md"
    checks = [
        f"""
## Higher than expected, way {n}
```toml
id = "price.more-{n}"
severity = {n % 4 + 1}
between = [ {{ need = ["price.low"] }}, {{ sell = ["price.high"] }} ]
[[fix]]
move = "sell"
to = "price.low"
effort = "days"
do = "Offer one small thing at a low price"
costs_you = "margin"
[[fix]]
move = "need"
effort = "weeks"
do = "Aim at people who pay for good work"
costs_you = "the others"
```
The number ends the visit.
"""
        for n in range(count)
    ]
    price.write_text(price.read_text("utf-8") + "".join(checks), "utf-8")
    return folder


def with_more_rows(into: Path, content: Path) -> Path:
    """A copy of the folder that also asks for groups, activities and roles."""
    folder = into / "content"
    shutil.copytree(content, folder)
    for file in (FIXTURES.parent / "more").glob("*.md"):
        shutil.copy(file, folder)
    return folder
