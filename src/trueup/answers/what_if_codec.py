"""What was tried and kept under a name, as it stands in a document: places with their answers, and fixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trueup.answers.answer_codec import answer_in, written
from trueup.answers.model import Answer
from trueup.answers.validation import Checked
from trueup.content.model import Content

CHANGES, FIXES = "changes", "fixes"

MOST_KEPT = 20
"""What-ifs of a quarter that can be kept."""


def kept(changes: Mapping[str, Answer | None], fixes: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Changes and fixes, for a document."""
    said = {place: None if answer is None else written(answer) for place, answer in sorted(changes.items())}
    return {CHANGES: said, FIXES: [list(each) for each in fixes]}


def changes_of(given: object, content: Content, channels: Mapping[str, object]) -> Iterator[tuple[str, Answer | None]]:
    """The changes that still mean something to the questions there are; the rest is left out."""
    listed = given.get(CHANGES) if isinstance(given, dict) else None
    for place, said in listed.items() if isinstance(listed, dict) else ():
        kind, is_row, rest = str(place).partition(":")
        question = content.questions.get(f"{kind}.{rest.partition('.')[2]}" if is_row else str(place))
        if question is None:
            continue
        checked = Checked(content, channels)
        answer = None if said is None else answer_in(place, question, said, checked)
        if said is None or (answer is not None and not checked.problems):
            yield place, answer


def fixes_of(given: object) -> Iterator[tuple[str, str]]:
    """The fixes, by check and key."""
    listed = given.get(FIXES) if isinstance(given, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each):
            yield each[0], each[1]
