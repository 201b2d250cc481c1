"""`trueup export`: the summary as Markdown, or the answers in the format that `trueup import` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from trueup.answers.document import document_from_audit
from trueup.answers.errors import shown
from trueup.answers.model import Audit
from trueup.answers.storage import resolved
from trueup.commands.opening import audit_of, content_of
from trueup.commands.reply import Refused, Reply
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.export.data import to_json
from trueup.export.summary import summary
from trueup.export.write import AlreadyThere, default_name, write_summary

Format = Literal["md", "json"]


def export(path: Path, *, out: str | None, format: Format, overwrite: bool) -> Reply:
    """The newest quarter, as the reply, or written to `out`: a file, or a folder to put a named one into."""
    content = content_of()
    audit, note = audit_of(path, content)
    text = _text(content, audit, format)
    if out is None or out == "-":
        return Reply(text, note)
    place = Path(out).expanduser()
    if place.is_dir():
        place = (place / default_name(audit.business, audit.quarter)).with_suffix(f".{format}")
    if resolved(place) == resolved(path):
        raise Refused(f"{shown(place)} is the business file itself; name another place for the export.")
    try:
        written = write_summary(place, text, overwrite=overwrite)
    except AlreadyThere as error:
        raise Refused(f"{error} --overwrite would write over it.") from error
    return Reply(f"Written and checked: {shown(written)}\n", note)


def _text(content: Content, audit: Audit, format: Format) -> str:
    if format == "json":
        return to_json(document_from_audit(audit))
    return summary(content, audit, judge(content, audit))
