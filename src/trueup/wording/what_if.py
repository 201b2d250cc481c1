"""What is being tried, compared with today, in one line."""

from __future__ import annotations

from trueup.content.model import Content
from trueup.engine.what_if import Difference
from trueup.wording.changes import title
from trueup.wording.findings import listed

MOST_NAMED = 3


def in_one_line(tried: Difference) -> str:
    """The number of mismatches today and with what is being tried: `5 → 2 mismatches, 1 new`. If the number stays the
    same, the change in impact is added.
    """
    new = f", {len(tried.new)} new" if tried.new else ""
    counted = f"{tried.was} → {tried.now} mismatches{new}"
    if tried.was == tried.now and tried.impact_was != tried.impact_now:
        return f"{counted}, impact {tried.impact_was:.2f} → {tried.impact_now:.2f}"
    return counted


def in_full(content: Content, tried: Difference) -> list[str]:
    """What would be gone, and what would be new; a sentence each."""
    said = []
    for what, ids in (("Gone", tried.gone), ("New", tried.new)):
        if ids:
            more = [f"{len(ids) - MOST_NAMED} more"] if len(ids) > MOST_NAMED else []
            said.append(f"{what}: {listed([f'“{title(content, id)}”' for id in ids[:MOST_NAMED]] + more)}.")
    return [*said, f"Impact {tried.impact_was:.2f} → {tried.impact_now:.2f}."]
