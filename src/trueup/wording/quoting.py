"""What is quoted: only words the founder wrote stand in quotation marks, and of a promise the part that counts."""

from __future__ import annotations

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.model import Statement
from trueup.engine.statements import ask_of
from trueup.wording.text import in_marks, one_line


def is_own(content: Content, audit: Audit, statement: Statement) -> bool:
    """Whether the quote is what the founder wrote: a published promise, or the note of the answer. Else it is what
    they picked, or a count."""
    if not statement.quote:
        return False
    if statement.subject is not None and statement.subject.kind == "promise":
        row = audit.row("promise", statement.subject.row)
        return row is not None and row.text("words") == statement.quote
    question = content.questions.get(ask_of(statement.source))
    if question is None:
        return False
    row = audit.row(statement.subject.kind, statement.subject.row) if statement.subject else None
    answer = row.fields.get(question.field) if row else audit.answers.get(question.id)
    return answer is not None and bool(answer.note) and answer.note == statement.quote


def quoted(content: Content, audit: Audit, statement: Statement) -> str:
    """The founder's own words between quotation marks; what was picked, and a count, bare."""
    return in_marks(statement.quote) if is_own(content, audit, statement) else statement.quote


def marked_parts(content: Content, audit: Audit, statement: Statement) -> tuple[str, ...]:
    """The parts of a promise's words that make a claim, each in one line; none where that isn't known."""
    if statement.subject is None or statement.subject.kind != "promise":
        return ()
    row = audit.row("promise", statement.subject.row)
    words = row.text("words") if row else ""
    spans = row.spans.get(statement.tag, ()) if row else ()
    if not spans:
        from trueup.reading.reader import read_words

        spans = tuple((each.start, each.end) for each in read_words(content, words, statement.tag).claims)
    return tuple(one_line(words[start:end]) for start, end in spans)
