"""The headings above each part of a page, and which of the things that the founder named a part is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from trueup.reading.blocks import NO_LEVEL, Block

LONGEST: Final = 60
"""The most characters of a line that is taken for a heading although nothing marks it as one."""

BEFORE_TITLE: Final = 3
"""The most blocks, such as the name of the business and a menu, that come before the title of a page."""

_ENDS: Final = (".", "!", "?", "…", "”", '"')
"""The last character of a sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page."""

    text: str
    file: str
    block: int
    """The index of its block on the page."""
    level: int
    is_title: bool = False
    """Whether it's the title of the page: its first heading, near the top, and the only one of its level."""


def headings(blocks: Sequence[Block]) -> list[tuple[Heading, ...]]:
    """Return for each block the headings that it's under, the nearest last. A heading is under itself."""
    levels = [block.level for block in blocks]
    if not any(levels[1:]):  # nothing on the page is marked as a heading, except perhaps its title
        levels = [block.level or level for block, level in zip(blocks, _by_their_looks(blocks), strict=True)]
    first = next(filter(None, levels), 0)
    found: list[tuple[Heading, ...]] = []
    above: tuple[Heading, ...] = ()
    for nth, (block, level) in enumerate(zip(blocks, levels, strict=True)):
        if level:
            is_title = not above and level == first and levels.count(level) == 1 and nth <= BEFORE_TITLE
            own = Heading(_heading_of(block), block.source.name, nth, level, is_title)
            above = (*(each for each in above if each.level < level), own)
        found.append(above)
    return found


def _heading_of(block: Block) -> str:
    """Return the text of a heading, without the answer if it's a question that was joined to its answer."""
    return block.text if block.kind == "heading" else re.sub(r"(?<=\?).*", "", block.text, count=1, flags=re.DOTALL)


def _by_their_looks(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield a level for each short line that looks like the heading of the text after it; 0 for other blocks."""
    before = None
    for block, after in pairwise([*blocks, None]):
        assert block is not None
        yield NO_LEVEL if after is not None and _is_apart(before, block) and _introduces(block, after) else 0
        before = block


def _is_apart(before: Block | None, block: Block) -> bool:
    """Whether a block follows a blank line or a finished sentence."""
    if before is None or before.text.endswith(_ENDS):
        return True
    return block.place(0)[0] > before.place(len(before.text) - 1)[0] + 1


def _introduces(block: Block, after: Block) -> bool:
    """Whether a line is short and unfinished, and is followed by a sentence or a list."""
    is_short = block.kind == "text" and len(block.text) <= LONGEST and "\n" not in block.text
    is_unfinished = block.text[-1:].isalnum() and any(map(str.isalpha, block.text))
    return (
        is_short and is_unfinished and (after.kind == "item" or (after.kind == "text" and after.text.endswith(_ENDS)))
    )


def thing_named(names: Iterable[str], words: str, above: Sequence[Heading]) -> str:
    """Return which of these things a part of a page is about: the one that its words name or, if they name none, the
    nearest heading that does. Empty if none is named, or several are.

    A title speaks for the parts under other headings only if it's nothing but the name.
    """
    names = tuple(names)
    if not names:
        return ""
    if said := _named(names, words, is_heading=False):
        return said[0] if len(said) == 1 else ""
    for heading in reversed(above):
        said = _named(names, heading.text, is_heading=True)
        if said and heading.is_title and heading != above[-1] and not _is_name(heading.text, said[0]):
            continue
        if said:
            return said[0] if len(said) == 1 else ""
    return ""


def _named(names: tuple[str, ...], text: str, *, is_heading: bool) -> list[str]:
    """Return the names in a text. A name inside a longer one doesn't count."""
    found = [
        (match.start(), match.end(), name)
        for name in names
        for match in _pattern(name, ignores_case=is_heading or " " in name).finditer(text)
    ]
    outer = [
        name
        for start, end, name in found
        if not any(a <= start and end <= b and b - a > end - start for a, b, _ in found)
    ]
    return list(dict.fromkeys(outer))


@lru_cache(maxsize=256)
def _pattern(name: str, *, ignores_case: bool) -> re.Pattern[str]:
    """Return the pattern of a name as whole words, whatever its blanks and apostrophes look like. The case of a single
    word counts within a sentence, where it may be just a word.
    """
    words = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE if ignores_case else 0)


def _is_name(text: str, name: str) -> bool:
    return re.findall(r"\w+", text.casefold()) == re.findall(r"\w+", name.casefold())
