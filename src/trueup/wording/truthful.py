"""What can truthfully be said, in words: each claim as it was published, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.content.model import Content
from trueup.engine.model import Findings, Statement
from trueup.engine.truthful import Truth
from trueup.wording.text import one_line


def claimed(content: Content, findings: Findings, truth: Truth) -> tuple[str, ...]:
    """The lines in which it is claimed: a pasted one in quotation marks, an answer behind what was asked. Each once."""
    return tuple(dict.fromkeys(_line(content, statement) for statement in _speaking(findings, truth)))


def _speaking(findings: Findings, truth: Truth) -> Iterator[Statement]:
    """The claims; where something conflicts, those that take part in it."""
    mismatch = findings.found(truth.mismatch)
    return (statement for statement in truth.claims if mismatch is None or statement in mismatch.statements)


def _line(content: Content, statement: Statement) -> str:
    question = content.questions[statement.source]
    is_published = question.field == "claims" and not statement.is_label  # also of an activity that repeats a promise
    if is_published or (statement.subject is not None and statement.subject.kind == "promise"):
        return f"“{one_line(statement.quote)}”"
    return f"{question.short or question.text}: {one_line(statement.quote)}"


def meant(content: Content, findings: Findings, truth: Truth) -> str:
    """What these lines claim, in the words of the checklist."""
    claims = content.topics[truth.topic].claims
    labels = (claims.get(statement.tag.partition(".")[2]) for statement in _speaking(findings, truth))
    return "; ".join(dict.fromkeys(label for label in labels if label))
