"""`trueup explain --here`: why a check found something in this business, or why it didn't, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trueup.commands.open_file import content_of, open_quarter
from trueup.commands.reply import Refused, Reply
from trueup.commands.text_layout import wrapped
from trueup.content.problems import instead
from trueup.engine.analysis import Analysis
from trueup.engine.sensitivity import guesses_behind
from trueup.wording import explanation, sensitivity
from trueup.wording import findings as wording


def explain_here(path: Path, name: str, quarter: str | None = None) -> Reply:
    """What one check comes to on the answers of a quarter, or of the newest. Refused when there is no such check."""
    audit, _, note, content = open_quarter(path, content_of(), quarter)
    if name not in content.checks:
        raise Refused(f"“{name}” is no check; {instead(name, [*content.checks])}.")
    return Reply("\n".join(_lines(Analysis(content, audit), name)) + "\n", note)


def _lines(analysis: Analysis, name: str) -> Iterator[str]:
    content, audit = analysis.content, analysis.audit
    told = analysis.explain(name)
    yield from wrapped(f"{name}: {content.checks[name].title}")
    yield from wrapped(explanation.why(content, audit, told))
    for part in explanation.parts(content, audit, told):
        yield ""
        yield from wrapped(part.head)
        for point in part.points:
            yield from wrapped(point, indent=2, hang=4)
    found = analysis.findings.mismatch(name)
    if found is not None:
        fixes = analysis.fixes(found)
        behind = guesses_behind(analysis.findings, fixes[0]) if fixes else ()
        yield ""
        yield from wrapped(wording.arithmetic(found))
        for sentence in sensitivity.turns(content, audit, analysis.turning(name)[:3], behind[:3]):
            yield from wrapped(sentence)
