"""The calendar of quarters: which one a day is in, which one follows, and when it begins."""

from __future__ import annotations

from datetime import date


def quarter_of(day: date) -> str:
    """The quarter that contains a day: `2026-Q4`."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def quarter_after(quarter: str) -> str:
    """The quarter that follows: `2026-Q4` → `2027-Q1`."""
    year, _, number = quarter.partition("-Q")
    return f"{int(year) + 1}-Q1" if number == "4" else f"{year}-Q{int(number) + 1}"


def first_day(quarter: str) -> date:
    """The day a quarter begins."""
    year, _, number = quarter.partition("-Q")
    return date(int(year), 3 * int(number) - 2, 1)
