"""`trueup remind`: prints or writes a calendar file of what is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trueup.commands.open_file import content_of, open_quarter
from trueup.commands.output import Refused, Reply
from trueup.export.calendar_file import reminder
from trueup.export.write import AlreadyThere, default_name, write_bytes
from trueup.paths import expanded
from trueup.storage.atomic import resolved
from trueup.storage.errors import shown
from trueup.storage.store import business_id


def remind(path: Path, *, out: str | None, overwrite: bool, today: date) -> Reply:
    """Return the calendar of the newest quarter, or write it to `out`: a file, or a folder, in which the file gets a
    name. Raises Refused.
    """
    audit, _, note, content = open_quarter(path, content_of())
    calendar = reminder(content, audit, today, business_id(path))
    if out is None or out == "-":
        return Reply(calendar.decode(), note, line_end="\r\n")
    place = expanded(out)
    if place.is_dir():
        place = (place / default_name(audit.business, audit.quarter)).with_suffix(".ics")
    if resolved(place) == resolved(path):
        raise Refused(f"{shown(place)} is the business file itself; name another place for the calendar.")
    try:
        written = write_bytes(place, calendar, overwrite=overwrite)
    except AlreadyThere as error:
        raise Refused(f"{error} --overwrite would write over it.") from error
    return Reply(f"Written and checked: {shown(written)}\n", note)
