"""Short ways to write the rows of an import document."""

from __future__ import annotations

from typing import Any


def promise(*claims: str, **fields: Any) -> dict[str, Any]:
    """A promise with some claims ticked."""
    return {"id": "home-page", "words": "Start now, alone", "claims": list(claims), **fields}


def channel(name: str, *steps: str, **fields: Any) -> dict[str, Any]:
    """A channel with its steps."""
    return {"id": name, "name": name, "steps": list(steps), **fields}


def customers(**columns: list[str]) -> list[dict[str, str]]:
    """The last customers, one list per column."""
    length = max(len(cells) for cells in columns.values())
    return [
        {"id": f"c{n}", **{name: cells[n] for name, cells in columns.items() if n < len(cells) and cells[n]}}
        for n in range(length)
    ]
