"""screens/ read, checked and handed over as one Content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from trueup.content.check import Whole, check
from trueup.content.facets import order_of, read_facet
from trueup.content.markdown import Section, sections
from trueup.content.model import Content, Screen
from trueup.content.problems import ContentError, Problem, Report
from trueup.content.screens import HOMES, NEEDED, read_screen

__all__ = ["ContentError", "Problem", "load_content"]

FACETS = "mismatches"
NOT_CONTENT = "README.md"


def load_content(folder: Path) -> Content:
    """All of screens/ in `folder`. Raises ContentError with every problem: file, line, what to write."""
    if not folder.is_dir():
        raise ContentError([Problem(str(folder), 1, "there is no such folder; write the path of screens/")])
    report = Report()
    digest = hashlib.sha256()

    def read(path: Path) -> list[Section]:
        raw = path.read_bytes()
        file = path.relative_to(folder).as_posix()
        digest.update(f"{file}\n{len(raw)}\n".encode() + raw)
        text = raw.decode("utf-8-sig", errors="replace")
        if "\ufffd" in text:
            line = text[: text.index("\ufffd")].count("\n") + 1
            report.say(file, line, "a character that is no text; write the file as UTF-8")
        return sections(text)

    def files(inside: Path) -> list[Path]:
        return sorted(path for path in inside.glob("*.md") if path.name != NOT_CONTENT)

    whole = Whole([], [], [])
    screens: dict[str, Screen] = {}
    for path in files(folder):
        screen, parts = read_screen(path.stem, read(path), report)
        screens[screen.name] = screen
        whole.questions.extend(zip(screen.questions, parts, strict=True))
    for path in files(folder / FACETS):
        facet, clashes = read_facet(f"{FACETS}/{path.name}", read(path), report)
        whole.clashes.extend(clashes)
        if facet:
            whole.facets.append(facet)
    for home in NEEDED:
        if not (folder / f"{home}.md").is_file():
            say = f"this file is missing; write # {home.capitalize()} and its questions in it"
            report.say(f"{home}.md", 1, say)
    whole.questions.sort(key=lambda read: HOMES.index(read[0].home) if read[0].home in HOMES else len(HOMES))
    whole.facets.sort(key=lambda read: order_of(read[1]))
    check(whole, report)
    if report.problems:
        raise ContentError(report.problems)
    ranks = {facet.id: rank for rank, (facet, _) in enumerate(whole.facets)}
    whole.clashes.sort(key=lambda read: ranks[read[0].facet])
    return Content(
        screens=screens,
        questions={question.id: question for question, _ in whole.questions},
        facets={facet.id: facet for facet, _ in whole.facets},
        clashes={clash.id: clash for clash, _ in whole.clashes},
        version=digest.hexdigest()[:12],
    )
