"""The headings above each part of a page, and which of the things that the founder named a part is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from trueup.reading.blocks import NO_LEVEL, Block
from trueup.reading.quantities import quantities
from trueup.reading.tokens import keyed, words

LONGEST: Final = 60
"""The most characters of a line that is taken for a heading although nothing marks it as one."""

BEFORE_TITLE: Final = 3
"""The most blocks, such as the name of the business and a menu, that come before the title of a page."""

LONGEST_NAME: Final = 4
"""The most words of a heading that names something for sale."""

_NO_OFFER: Final = keyed(
    "price prices pricing cost costs fee fees rate rates pay paying payment payments terms conditions book booking "
    "order ordering buy shop delivery postage shipping returns refund refunds cancel cancelling guarantee warranty "
    "contact question questions faq about how why what when where who which i me my we us our you your it this that "
    "is are do does can will have get more other others extra extras also note notes hours opening open times dates "
    "location find home news blog review reviews testimonials include included includes feature features step steps "
    "process works support help materials details gallery offer offers services products packages plans work "
    "deposit deposits vat tax save discount discounts sale voucher vouchers gift gifts free welcome hello start "
    "begin started ready summary small large for from to with not no example examples option options choose privacy "
    "legal imprint"
)
"""Words of headings that name a part of a page, not something for sale."""

_DIGIT: Final = re.compile(r"\d")

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


def second_offers(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the headings that name something for sale with a price of its own, except the one that the page is mainly
    about: block of the heading → what it names, empty for the main one.

    The page is mainly about what its title names, or what has a price before any such heading, or else what the first
    one names.
    """
    above = headings(blocks)
    title = next((each for found in above for each in found if each.is_title), None)
    entitled = frozenset(words(title.text).keys) if title else frozenset[str]()
    found: dict[int, str] = {}
    has_main = False
    for block, over in zip(blocks, above, strict=True):
        if not (_DIGIT.search(block.text) and any(each.kind == "money" for each in quantities(words(block.text)))):
            continue
        near = next((each for each in reversed(over) if _names_an_offer(each)), None)
        if near is None:
            has_main = has_main or not found
        elif near.block not in found:
            is_main = not entitled.isdisjoint(words(near.text).keys) or not (has_main or found)
            found[near.block] = "" if is_main else " ".join(near.text.split())
            has_main = has_main or is_main
    return found


def _names_an_offer(heading: Heading) -> bool:
    keys = words(heading.text).keys
    is_name = heading.text[-1:].isalpha() and all(map(str.isalpha, keys)) and 0 < len(keys) <= LONGEST_NAME
    return is_name and not heading.is_title and _NO_OFFER.isdisjoint(keys)


def offer_named(offers: Mapping[int, str], above: Sequence[Heading]) -> str:
    """Return which second offer of a page a part is about; empty if it's about none of them."""
    return next((offers[heading.block] for heading in reversed(above) if heading.block in offers), "")


def thing_named(names: Iterable[str], words: str, above: Sequence[Heading], before: str = "") -> str:
    """Return which of these things a part of a page is about: the one that its words name or, if they name none, the
    words `before` them in the paragraph, or the nearest heading that does. Empty if none is named, or several are.

    A title speaks for the parts under other headings only if it's nothing but the name.
    """
    names = tuple(names)
    if not names:
        return ""
    if said := _named(names, words, is_heading=False) or _named(names, before, is_heading=False):
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
