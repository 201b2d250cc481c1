"""What can truthfully be said today, as Markdown: the page, and every claim beside what could replace it."""

from __future__ import annotations

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.model import Findings
from trueup.engine.truthful import Truth, decided_by, together, truths
from trueup.export.markdown import Md, Writer, escape
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.text import shortened
from trueup.wording.truthful import claimed, meant

LONGEST_CLAIM = 200
"""Characters of a published line in the table; the whole of it stands in the appendix."""


def write_truths(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    """The shortest page that is true, and under it every claim beside what could be said in its place."""
    told = truths(content, audit, findings)
    claimed_of = [truth for truth in told if truth.claims]
    if not told:
        return
    page.heading(2, Md("What you can truthfully say today"))
    for said in together(content, told) or ("Nothing yet: what happens is not known well enough.",):
        page.paragraph(escape(said))
    if claimed_of:
        head = [Md("what you say"), Md("what it claims"), Md(""), Md("what you deliver lets you say")]
        page.table(head, (_row(content, audit, findings, truth) for truth in claimed_of))


def _row(content: Content, audit: Audit, findings: Findings, truth: Truth) -> list[Md]:
    lines = [escape(shortened(line, LONGEST_CLAIM)) for line in claimed(content, findings, truth)]
    said = [escape(" ".join(truth.sentences))]
    if ask := decided_by(content, findings, truth):
        said.append(escape(f"(To be answered: {wording.ask(content, audit, ask)})"))
    return [
        Md(" · ".join(lines)),
        escape(meant(content, findings, truth)),
        Md(vocabulary.SIGNS[truth.compared]),
        Md(" ".join(filter(None, said))),
    ]
