"""`trueup export`: the summary, the answers as `trueup import` takes them, the numbers as CSV, or a web page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from trueup.answers.document import document_from_audit
from trueup.commands.open_file import Opened, content_of, open_quarter, write_out
from trueup.commands.output import Refused, Reply
from trueup.engine.analysis import Analysis
from trueup.export.findings_json import to_json
from trueup.export.markdown_summary import Part, summary
from trueup.export.numbers_csv import BYTE_ORDER_MARK, DecimalMark, numbers_csv
from trueup.export.web_page import web_page
from trueup.export.write import default_name, details_name
from trueup.wording.findings import listed

Format = Literal["md", "json", "csv", "html"]


def export(
    path: Path,
    *,
    out: str | None,
    format: Format,
    overwrite: bool,
    quarter: str | None = None,
    since: str | None = None,
    part: Part = "all",
    full_names: bool = False,
    decimal: DecimalMark | None = None,
    today: date,
) -> Reply:
    """Return an export of a quarter, by default the newest, or write it to `out`: a file, or a folder, in which the
    file gets a name.

    The summary compares with the quarter `since`, by default the one before. `part` selects a part of it. It shows
    customers by their initials unless `full_names`. The numbers are of all quarters unless one is named; `decimal` is
    their decimal mark, by default a point. Raises Refused.
    """
    if decimal is not None and format != "csv":
        raise Refused("--decimal belongs to the numbers; leave it out, or add --format csv.")
    opened = open_quarter(path, content_of(), quarter)
    audit, note = opened.audit, opened.note
    if since is not None:
        _check_since(opened, format, since)
    if format == "md":
        analysis = Analysis(opened.content, audit)
        text = summary(analysis, opened.history, since or "", today=today, full_names=full_names, part=part)
    elif part != "all" or full_names:
        raise Refused("--part and --full-names belong to the summary; leave them out, or leave out --format.")
    else:
        text = _text(opened, format, decimal or ".", every=quarter is None)
    if out is None or out == "-":
        return Reply(text, note)
    name = default_name(audit.business, audit.quarter, format)
    name = details_name(name) if part == "details" else name
    content = (BYTE_ORDER_MARK + text if format == "csv" else text).encode()
    return Reply(write_out(content, out, name, path, "export", overwrite=overwrite), note)


def _check_since(opened: Opened, format: Format, since: str) -> None:
    """Raise Refused if `since` isn't an earlier quarter, or if the format can't show changes."""
    if format != "md":
        raise Refused("--since belongs to the summary; leave it out, or leave out --format.")
    earlier = opened.history.before(opened.audit.quarter)
    if since not in earlier:
        there = f"before it are {listed(earlier)}" if earlier else "there is none before it"
        raise Refused(f"{since} isn't a quarter before {opened.audit.quarter}; {there}.")


def _text(opened: Opened, format: Format, decimal: DecimalMark, *, every: bool) -> str:
    audit, history, _, content = opened
    if format == "json":
        return to_json(document_from_audit(audit))
    if format == "csv":
        return numbers_csv(content, history, history.names if every else (audit.quarter,), decimal)
    return web_page(Analysis(content, audit))
