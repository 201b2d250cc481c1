"""The words of one screen by itself, for when the rest of screens/ is not loaded, or is what is wrong."""

from __future__ import annotations

from trueup.content.markdown import sections
from trueup.content.model import Screen
from trueup.content.problems import ContentError, Report
from trueup.content.screen_file import read_screen
from trueup.paths import screens_folder


def words_of(name: str) -> Screen:
    """The title, introduction and texts in screens/<name>.md. Raises ContentError, OSError."""
    report = Report()
    screen, _ = read_screen(name, sections((screens_folder() / f"{name}.md").read_text("utf-8")), report)
    if screen is None:
        raise ContentError(report.problems)
    return screen
