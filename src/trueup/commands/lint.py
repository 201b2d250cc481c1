"""`trueup lint`: checks a screens/ folder."""

from __future__ import annotations

from pathlib import Path

from trueup.commands.open_file import content_of, with_list
from trueup.commands.output import Refused, Reply
from trueup.lint import soundness
from trueup.lint.style import can_check, spelling, style
from trueup.paths import said_file, screens_folder
from trueup.storage.errors import shown
from trueup.wording import findings as wording


def lint(folder: Path | None, *, all_cues: bool = False) -> Reply:
    """Return what a sound folder contains. Raises Refused, with all problems: in single files, in the content as a
    whole, and in the style of texts. With `all_cues`, a claim without cues is a problem too.
    """
    content = content_of(folder)
    name = shown(folder or screens_folder())
    cues = soundness.missing(content) if all_cues else ()
    said = soundness.said(content, said_file(folder or screens_folder()))
    if weak := [*soundness.lint(content), *style(content), *spelling(content), *cues, *said]:
        raise Refused(with_list(f"{name} can be used, but is not sound", weak))
    contents = wording.listed(f"{number} {what}" for what, number in soundness.tally(content).items())
    lines = [f"{name} is sound: {contents}."]
    if met := soundness.met(content):
        asked = wording.listed(f"{kind} {fewest} to {most}" for kind, (fewest, most) in met.items())
        lines.append(f"Questions one business meets, by kind: {asked}.")
    if not can_check():
        lines.append("The spelling was not checked: that needs the package codespell.")
    return Reply("\n".join(lines) + "\n")
