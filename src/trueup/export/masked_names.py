"""Replace customers' names in a text that is to be shown to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trueup.answers.model import Audit
from trueup.export.markdown_writer import escape
from trueup.sanitize import plain_text

SHORTEST_NAME = 3
"""The fewest letters of a customer's name that is masked: shorter names are initials, or part of other words."""


def without_names(text: str, audit: Audit) -> str:
    """The text with the customers' names replaced by *a customer*, wherever the founder wrote them."""
    names = {str(plain_text(row.text("who"))).strip() for row in audit.of("customer")}
    words = {name for name in names if len(name) >= SHORTEST_NAME and any(map(str.isalnum, name))}
    text = _masked(text, words, re.IGNORECASE)
    return _masked(text, {part for name in names for part in _parts(name) if not _is_word(part.lower(), text)})


def _masked(text: str, words: Iterable[str], flags: int = 0) -> str:
    every = {form for word in words for form in (word, str(escape(word)))}
    if not every:
        return text
    any_name = "|".join(re.escape(word) for word in sorted(every, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_name})(?!\w)", "a customer", text, flags=flags)


def _parts(name: str) -> Iterator[str]:
    """The words of a name, if each of them begins like a name: “Anna Berg”, not “a studio in Leeds”."""
    words = [word.strip("().,;") for word in name.split()]
    words = [word for word in words if word[:1].isalpha()]
    if all(word[0].isupper() for word in words):
        yield from (word for word in words if any(map(str.islower, word)))


def _is_word(word: str, text: str) -> bool:
    """Whether the page uses a name as an ordinary word, as in *will* or *rose*."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
