"""`trueup remind`: prints or writes a calendar file of what is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trueup.commands.open_file import content_of, open_quarter, write_out
from trueup.commands.output import Reply
from trueup.engine.analysis import Analysis
from trueup.export.calendar_file import reminder
from trueup.export.write import default_name
from trueup.storage.store import business_id


def remind(path: Path, *, out: str | None, overwrite: bool, today: date) -> Reply:
    """Return the calendar of the newest quarter, or write it to `out`: a file, or a folder, in which the file gets a
    name. Raises Refused.
    """
    audit, _, note, content = open_quarter(path, content_of())
    calendar = reminder(Analysis(content, audit), today, business_id(path))
    if out is None or out == "-":
        return Reply(calendar.decode(), note, line_end="\r\n")
    name = default_name(audit.business, audit.quarter, "ics")
    return Reply(write_out(calendar, out, name, path, "calendar", overwrite=overwrite), note)
