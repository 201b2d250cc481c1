"""Plain text made to fit a line: for screens, for print, and before escaping for a page."""

from __future__ import annotations

import re

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.model import Statement
from trueup.engine.statements import ask_of
from trueup.sanitize import plain_text

_SPACES = re.compile("[ \n]+")


def one_line(text: str) -> str:
    """`text` as it appears on one line: plain, runs of blanks reduced to one, none at the ends."""
    return _SPACES.sub(" ", plain_text(text)).strip()


def in_marks(text: str) -> str:
    """`text` in quotation marks; if it already begins and ends with its own, those are kept."""
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def shortened(text: str, longest: int) -> str:
    """One line of at most `longest` characters (> 8): a longer text loses its middle, not its end, and only whole words
    if possible.
    """
    text = one_line(text)
    if len(text) <= longest:
        return text
    end = (longest - 3) // 3
    head, tail = text[: longest - 3 - end], text[len(text) - end :]
    if text[len(head)] != " " and " " in head.strip():
        head = head[: head.rindex(" ")]
    if text[-end - 1] != " " and " " in tail.strip():
        tail = tail[tail.index(" ") :]
    return f"{head.rstrip()} … {tail.lstrip()}"


def is_own(content: Content, audit: Audit, statement: Statement) -> bool:
    """Whether the quote is what the founder wrote: a published promise, a text, or an answer's note. Otherwise it was
    picked or counted."""
    if not statement.quote:
        return False
    row = audit.row(statement.subject.kind, statement.subject.row) if statement.subject else None
    if row is not None and row.text("words") == statement.quote:
        return True
    question = content.questions.get(ask_of(statement.source))
    if question is None:
        return False
    answer = row.fields.get(question.field) if row else audit.answers.get(question.id)
    if answer is None:
        return False
    return statement.quote == (answer.value if question.kind == "text" else answer.note or None)


def quoted(content: Content, audit: Audit, statement: Statement) -> str:
    """The founder's own words in quotation marks; picked or counted answers without."""
    return in_marks(statement.quote) if is_own(content, audit, statement) else statement.quote


def marked_parts(content: Content, audit: Audit, statement: Statement) -> tuple[str, ...]:
    """The parts of a promise's words that make a claim, each on one line; empty if these aren't known."""
    if statement.subject is None or statement.subject.kind != "promise":
        return ()
    row = audit.row("promise", statement.subject.row)
    words = row.text("words") if row else ""
    spans = row.spans.get(statement.tag, ()) if row else ()
    if not spans:
        from trueup.reading.reader import read_words

        spans = tuple((each.start, each.end) for each in read_words(content, words, statement.tag).claims)
    return tuple(one_line(words[start:end]) for start, end in spans)
