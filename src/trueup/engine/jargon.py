"""Find jargon, absolutes and empty words in a published line, each with a question that helps to sharpen the line.

The lists are in screens/words.md, one text per sort, one list item per word: `- seamless: what does it spare them?`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from trueup.content.model import Content

WORDS = "words"
"""The name of the screen that holds the lists."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One word worth a second look: its place in the text, its sort, and the question about it."""

    start: int
    end: int
    sort: str
    """`jargon`, `absolutes` or `empty`."""
    question: str


def marked(content: Content, text: str) -> tuple[Marked, ...]:
    """The words to look at again, in the order of the text. If two overlap, the longer one is taken."""
    screen = content.screens.get(WORDS)
    if screen is None:
        return ()
    found: list[Marked] = []
    for sort, listed in screen.texts.items():
        pattern, questions = _list(listed)
        if pattern is not None:
            found += [Marked(m.start(), m.end(), sort, questions[_folded(m[0])]) for m in pattern.finditer(text)]
    found.sort(key=lambda mark: (mark.start, mark.start - mark.end))
    apart: list[Marked] = []
    for mark in found:
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
    return tuple(apart)


@cache
def _list(listed: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return a pattern that finds the words of a list, and the question for each word. The pattern matches whole words,
    and ignores case and the amount of space between words.
    """
    questions: dict[str, str] = {}
    for line in listed.splitlines():
        word, colon, question = line.removeprefix("- ").partition(":")
        if line.startswith("- ") and colon:
            questions[_folded(word)] = question.strip()
    if not questions:
        return None, questions
    longest_first = sorted(questions, key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), questions


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
