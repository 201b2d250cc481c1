"""Problems in screens/: where they are, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Problem(NamedTuple):
    """A problem in screens/: the file, as named in that folder, the line, counted from 1, and a sentence."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """Raised if screens/ can't be used. `problems` are sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(slots=True)
class Report:
    """Collects the problems found while screens/ is read, to report them all together."""

    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Ids of items that couldn't be read. References to them aren't reported until the items themselves are fixed."""

    def say(self, file: str, line: int, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(file, line, message))


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid word that is most like `word`; None if none is similar."""
    from difflib import get_close_matches  # imported late: good content and good answers never need it

    words = list(valid)
    home = word.split(".", 1)[0] + "."
    at_home = [known for known in words if known.startswith(home)]  # prefer words of the same topic
    close = get_close_matches(word, at_home, n=1) or get_close_matches(word, words, n=1)
    return close[0] if close else None


def instead(word: object, valid: Iterable[str]) -> str:
    """Return the advice on what to write instead of `word`: the most similar valid word, otherwise the first eight."""
    words = list(dict.fromkeys(valid))
    near = nearest(word, words) if isinstance(word, str) else None
    if near:
        return f'write "{near}" instead'
    if not words:
        return "leave it out"
    shown = ", ".join(words[:8]) + (", …" if len(words) > 8 else "")
    return f"write one of {shown}" if len(words) > 1 else f'write "{words[0]}" instead'
