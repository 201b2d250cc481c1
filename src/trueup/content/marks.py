"""What puts one business into the texts of screens/: marks in the text of a fix, where its names can be put, and what
it calls its customers.

`Ask {channel|the partner} to wait.` becomes *Ask the partner (The fair's list) to wait*, or, where no name is known,
*Ask the partner to wait*. The key says which name is put there. The words stay if no name is known, and some keys keep
them beside the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from trueup.content.problems import instead

MARKS: Mapping[str, str] = {
    "promise": "the promise",
    "words": "“same-day dispatch”",
    "other": "the other promise",
    "channel": "this channel",
    "activity": "this activity",
    "group": "the other group",
    "goal": "the goal",
    "best": "the channel that brings most",
    "plan": "the plan",
    "rule": "your rule",
    "believed": "what you count on",
    "found": "what brings most people",
}
"""Key of a mark → an example of the words inside."""

OF_TOPIC = ("believed", "found")
"""The marks that a topic names: the position that the founder believes, and the one that is so. A title can have
them."""

_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]+)\}")
_QUOTED = re.compile(r"“([^”]+)”")


class Mark(NamedTuple):
    """A place for a name: its key, and the words that are there without one."""

    key: str
    words: str

    @property
    def quoted(self) -> tuple[str, ...]:
        """The words in quotation marks inside."""
        return tuple(_QUOTED.findall(self.words))


def without_marks(text: str) -> str:
    """Return a text as it's read where no name is known."""
    return _MARK.sub(lambda found: found[2], text) if "{" in text else text


def pieces(text: str) -> Iterator[str | Mark]:
    """Yield a text in pieces, its marks among them."""
    end = 0
    for found in _MARK.finditer(text):
        yield text[end : found.start()]
        yield Mark(found[1], found[2])
        end = found.end()
    yield text[end:]


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of the marks in a text."""
    return tuple(each.key for each in pieces(text) if isinstance(each, Mark))


def mistakes(text: str) -> Iterator[tuple[str, str]]:
    """Yield what's wrong with the marks in a text: the part that's wrong, and a sentence with what to write instead."""
    count = Counter(keys(text))
    for each in pieces(text):
        if isinstance(each, str):
            if brace := re.search(r"[{}][^{}]{0,12}", each):
                yield brace[0], f'"{brace[0]}" is no mark, but a brace; write {_example("promise")}'
        elif each.key not in MARKS:
            yield each.key, f'there is no mark "{each.key}"; {instead(each.key, MARKS)}'
        elif each.key == "words" and not each.quoted:
            yield each.words, f'"words" marks what a promise says, in quotation marks; write {_example("words")}'
    for key, times in count.items():
        if times > 1 and key in MARKS:
            yield key, f'"{key}" is marked {times} times; mark the first, because one name is enough'


def _example(key: str) -> str:
    return f"{{{key}|{MARKS[key]}}}"


_CUSTOMER = re.compile(r"\b([Cc])ustomer(s?)\b")


def renamed(called: str, given: Any) -> Any:
    """Return texts with *customers* replaced by `called`, such as *clients*: one text, a table of texts, or the parts
    of a content that they are in.
    """
    if isinstance(given, str):
        return _CUSTOMER.sub(lambda found: _as_written(called, found), given) if "ustomer" in given else given
    if isinstance(given, Mapping):
        return {key: renamed(called, text) for key, text in given.items()}
    return tuple(each.calling(called) for each in given)


def _as_written(called: str, found: re.Match[str]) -> str:
    noun = called if found[2] else called.removesuffix("s")
    return noun.capitalize() if found[1] == "C" else noun
