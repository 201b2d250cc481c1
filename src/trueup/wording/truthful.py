"""What can truthfully be said, in words: each claim as it was published, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.model import Findings, Statement
from trueup.engine.truthful import Truth, decided_by, together, truths
from trueup.export.markdown import Md, Writer, escape, one_line, shortened
from trueup.wording import findings as wording

LONGEST_CLAIM = 200
"""Characters of a published line in the table; the whole of it stands in the appendix."""


def claimed(content: Content, findings: Findings, truth: Truth) -> tuple[str, ...]:
    """The lines in which it is claimed: a pasted one in quotation marks, an answer behind what was asked. Each once."""
    return tuple(dict.fromkeys(_line(content, statement) for statement in _speaking(findings, truth)))


def _speaking(findings: Findings, truth: Truth) -> Iterator[Statement]:
    """The claims; where something conflicts, those that take part in it."""
    mismatch = findings.found(truth.mismatch)
    return (statement for statement in truth.claims if mismatch is None or statement in mismatch.statements)


def _line(content: Content, statement: Statement) -> str:
    if statement.subject is not None and statement.subject.kind == "promise":
        return f"“{one_line(statement.quote)}”"
    question = content.questions[statement.source]
    return f"{question.short or question.text}: {one_line(statement.quote)}"


def meant(content: Content, findings: Findings, truth: Truth) -> str:
    """What these lines claim, in the words of the checklist."""
    claims = content.topics[truth.topic].claims
    labels = (claims.get(statement.tag.partition(".")[2]) for statement in _speaking(findings, truth))
    return "; ".join(dict.fromkeys(label for label in labels if label))


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
        Md(truth.sign),
        Md(" ".join(filter(None, said))),
    ]
