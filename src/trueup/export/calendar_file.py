"""What is due as a calendar file: all-day entries for tests and trade-offs, and a recurring hour for each quarter's
review.

An entry keeps its id in later files. A calendar that imports a later file updates its entries instead of adding them
again.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from trueup.answers.model import Audit, FixId
from trueup.engine.analysis import Analysis
from trueup.engine.due import DueDay, due
from trueup.engine.fixes import fix_of, planned
from trueup.engine.model import as_reported
from trueup.sanitize import plain_text

BEGINS = time(10)
"""The time of day of the next quarter's one-hour appointment. It has no time zone, so it is ten o'clock wherever the
founder is."""

EVERY_QUARTER = {"freq": "monthly", "interval": 3, "byday": ["MO", "TU", "WE", "TH", "FR"], "bysetpos": 2}
"""The second weekday of a quarter: never a weekend, and never New Year's Day."""


def reminder(analysis: Analysis, today: date, business: str) -> bytes:
    """All due days as iCalendar (RFC 5545). The same answers on the same day give the same bytes.

    `business` identifies the business, even if its name changes: `Store.id`.
    """
    audit = analysis.audit
    from dateutil.rrule import MONTHLY, rrule
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//trueup//EN")
    calendar.add("version", "2.0")
    for each in due(analysis.content, audit):
        event = Event()
        event.add("uid", _id(business, audit, each))
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("sequence", today.toordinal())  # a later file changes what an earlier one put there
        event.add("summary", plain_text(_title(analysis, each)))
        if each.kind == "next quarter":
            second_weekday = rrule(MONTHLY, each.day, byweekday=range(5), bysetpos=2)[0]
            start = datetime.combine(second_weekday, BEGINS)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(hours=1))
            event.add("rrule", EVERY_QUARTER)
        else:
            event.add("dtstart", each.day)
            event.add("dtend", each.day + timedelta(days=1))
        event.add("description", plain_text(_description(analysis, each)))
        event.add("transp", "TRANSPARENT" if each.kind != "next quarter" else "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _id(business: str, audit: Audit, each: DueDay) -> str:
    """A stable id for an entry.

    It doesn't include the day the entry falls on: if a test ends sooner, importing the file again moves the entry
    instead of adding a second one. It includes the day the test began, so another test of the same fix gets its own
    entry.
    """
    chosen = planned(audit, FixId(each.check, each.fix))
    began = chosen.test.started if chosen and chosen.test else ""
    about = "\n".join((business, each.kind, each.check, each.fix, began))
    return f"{hashlib.sha256(about.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@trueup"


def _title(analysis: Analysis, each: DueDay) -> str:
    content, audit = analysis.content, analysis.audit
    business = audit.business or "Your business"
    check = as_reported(content.checks[each.check].title) if each.check in content.checks else ""
    chosen = planned(audit, FixId(each.check, each.fix))
    fix = fix_of(content, audit, chosen) if chosen else None
    what = {
        "test ends": f"the test ends: {fix.do if fix else check}",
        "confirmation": f"the same numbers again: {fix.do if fix else check}",
        "review": f"look again at what you accepted: {check}",
        "next quarter": "the hour of the quarter",
    }[each.kind]
    return f"{business}: {what}"


def _description(analysis: Analysis, each: DueDay) -> str:
    if each.kind == "review":
        accepted = analysis.audit.accepted[each.check]
        lines = (
            ("Accepted because", accepted.reason),
            ("Watch", accepted.watch),
            ("Stop below", accepted.below),
            ("Stop above", accepted.above),
        )
        return "\n".join(f"{name}: {text}" for name, text in lines if text)
    if each.kind == "next quarter":
        return "Open trueup: every answer is there for you to confirm."
    title = as_reported(analysis.content.checks[each.check].title)
    return f"Open the plan in trueup and write down the numbers for: {title}"
