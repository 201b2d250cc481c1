"""British spelling: words of screens/ that are spelled as in American English, or misspelled.

The word lists are those of codespell, a part of the `dev` extras. Without it nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from trueup.content.model import Content
from trueup.lint.style import place, problem_of, texts

AMERICAN, MISSPELLED = "dictionary_en-GB_to_en-US.txt", "dictionary.txt"
"""codespell's lists. Each line is `word->correction`; a correction with a comma in it is a choice for people."""

BOTH = frozenset(
    {"story", "stories", "practice", "practices", "licensed", "program", "programs", "meter", "meters", "draft"}
)
"""Words of the American list that British English has as well, with a meaning of their own."""

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)?(?!\w)")


def can_check() -> bool:
    """Whether codespell is installed."""
    return find_spec("codespell_lib") is not None


def misspelled(text: str) -> Iterator[tuple[str, str]]:
    """Each word of a text that is not spelled as in British English, and how it is spelled."""
    known = _corrections()
    for word in _WORD.findall(text):
        if better := known.get(word.casefold()):
            yield word, better


def spelling(content: Content) -> list[str]:
    """Every misspelled word, as `file:line: sentence`, in the order of the files."""
    found = (
        problem_of(text, f"says “{word}”; spell it “{better}”")
        for text in texts(content)
        for word, better in misspelled(text.text)
        if word.casefold() not in text.allow
    )
    return sorted(found, key=place)


@cache
def _corrections() -> Mapping[str, str]:
    """Misspelled word → the British word."""
    if not can_check():
        return {}
    pairs = dict(_lines(MISSPELLED))
    british = dict(_lines(AMERICAN))
    pairs = {word: better for word, better in pairs.items() if "," not in better and word not in british}
    return {**pairs, **{american: word for word, american in british.items() if american not in BOTH}}


def _lines(name: str) -> Iterator[tuple[str, str]]:
    data = files("codespell_lib").joinpath("data", name).read_text("utf-8")
    for line in data.splitlines():
        word, _, better = line.partition("->")
        yield word.casefold(), better.strip().strip(",").strip()
