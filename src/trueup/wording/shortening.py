"""Plain text made to fit a line: for screens, for print, and before escaping for a page."""

from __future__ import annotations

import re

from trueup.engine.analysis import Analysis
from trueup.engine.model import Statement
from trueup.engine.statements import ask_of
from trueup.sanitize import plain_text

_SPACES = re.compile("[ \n]+")

LEFT_OUT = "…"
"""What stands for the words that a shortened text leaves out."""

LEAST_SENTENCE, LEAST_CLAUSE = 0.5, 0.7
"""The least share of the room that whole sentences, or whole clauses, must fill. Otherwise, so much would be lost that
the text is cut between two words (our choice)."""
_SENTENCE_END = re.compile(r"(?<=[.!?]) |(?<=[.!?][”’)]) ")
_CLAUSE_END = re.compile(r"[,;:](?= )|(?<=\)) | (?=[–—(] ?)")


def one_line(text: str) -> str:
    """`text` as it appears on one line: plain, runs of blanks reduced to one, none at the ends."""
    return _SPACES.sub(" ", plain_text(text)).strip()


def in_marks(text: str) -> str:
    """`text` in quotation marks; if it already begins and ends with its own, those are kept."""
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def unclosed(text: str) -> str:
    """The mark that closes a quote in the text, if the quote is cut off; else nothing."""
    return "”" if text.count("“") > text.count("”") else ""


def shortened(text: str, longest: int) -> str:
    """One line of at most `longest` characters (> 9). A longer text keeps its beginning, up to the end of a sentence,
    of a clause or of a word, and ends in `…`; a quote keeps its closing mark. Its middle is never cut out: what is left
    on either side would read as one sentence, and could say the opposite.
    """
    text = one_line(text)
    if len(text) <= longest:
        return text
    head = _beginning(text, longest)
    return f"{_beginning(text, longest - 1)}{mark}" if (mark := unclosed(head)) else head


def _beginning(text: str, longest: int) -> str:
    room = text[: longest - 1]  # a text cut at a blank has `longest - 2` characters before ` …`
    ends = [found.start() for found in _SENTENCE_END.finditer(room)]
    if ends and ends[-1] >= longest * LEAST_SENTENCE:
        return f"{room[: ends[-1]]} {LEFT_OUT}"
    ends = [found.start() for found in _CLAUSE_END.finditer(room)]
    if not ends or ends[-1] < longest * LEAST_CLAUSE:
        ends = [room.rfind(" ")]
    head = room[: ends[-1]].rstrip(" ,;:–—") if ends[-1] > 0 else room[:-1]
    return f"{head} {LEFT_OUT}"


def is_own(analysis: Analysis, statement: Statement) -> bool:
    """Whether the quote is what the founder wrote: a published promise, a text, or an answer's note. Otherwise it was
    picked or counted."""
    audit = analysis.audit
    if not statement.quote:
        return False
    row = audit.row(statement.subject.kind, statement.subject.row) if statement.subject else None
    if row is not None and row.text("words") == statement.quote:
        return True
    question = analysis.content.questions.get(ask_of(statement.source))
    if question is None:
        return False
    answer = row.fields.get(question.field) if row else audit.answers.get(question.id)
    if answer is None:
        return False
    return statement.quote == (answer.value if question.kind == "text" else answer.note or None)


def quoted(analysis: Analysis, statement: Statement) -> str:
    """The founder's own words in quotation marks; picked or counted answers without."""
    return in_marks(statement.quote) if is_own(analysis, statement) else statement.quote


def marked_parts(analysis: Analysis, statement: Statement) -> tuple[str, ...]:
    """The parts of a promise's words that make a claim, each on one line; empty if these aren't known."""
    if statement.subject is None or statement.subject.kind != "promise":
        return ()
    row = analysis.audit.row("promise", statement.subject.row)
    words = row.text("words") if row else ""
    spans = row.spans.get(statement.tag, ()) if row else ()
    if not spans:
        from trueup.reading.reader import read_words

        spans = tuple((each.start, each.end) for each in read_words(analysis.content, words, statement.tag).claims)
    return tuple(one_line(words[start:end]) for start, end in spans)
