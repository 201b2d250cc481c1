"""Business files for the tests of this folder: written by our own store, read by plain TinyDB."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from trueup.storage.store import Store, open_store

TODAY = date(2026, 11, 21)


def document(quarter: str = "2026-Q4", **answers: object) -> dict[str, Any]:
    return {"business": "Plumbline", "quarter": quarter, "answers": answers}


def opened(path: Path, today: date = TODAY) -> Store:
    return open_store(path, today=today)


def saved(path: Path, *documents: dict[str, Any], today: date = TODAY) -> None:
    with opened(path, today) as store:
        for each in documents:
            store.save(each)


def plainly(path: Path) -> list[dict[str, Any]]:
    """The audits as plain TinyDB reads them."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        return [dict(each) for each in db.table("audits")]
