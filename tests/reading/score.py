"""Score the reading of pages: the share of expected claims that are found, and of found claims that are right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from trueup.content.model import Content
from trueup.reading.likely_claims import doubted, likely
from trueup.reading.reader import Claim, Reading, read
from trueup.reading.sources import from_file

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
UNSEEN = Path(__file__).parents[1] / "fixtures" / "unseen_pages"
"""Pages written and annotated by people who had seen no cue. Never copy a cue or a sentence of `said.tsv` from them.

Two more readers, with the list of all claims but without the annotations, marked eight of the pages. They found 74 %
and 75 % of the annotated claims, and 62 % and 63 % of what they marked is annotated; with each other they agree on
88 %. So no reading can find all that is annotated, and what isn't annotated may still be right.
"""

Said = tuple[str, str]
"""A claim and the words that make it."""


def pages(folder: Path = PAGES) -> list[Path]:
    """Every page that has a file of expectations."""
    return [path for path in sorted(folder.iterdir()) if path.with_suffix(".expect.json").is_file()]


@dataclass(slots=True)
class Score:
    """The expected claims and the found claims of several pages, each with its page and words."""

    right: list[tuple[str, Said]] = field(default_factory=list)
    missed: list[tuple[str, Said]] = field(default_factory=list)
    beyond: list[tuple[str, Said]] = field(default_factory=list)
    """Claims that no cue can find, because they follow from the line before or the whole page. They count as missed."""
    wrong: list[tuple[str, Said]] = field(default_factory=list)
    offered: int = 0
    """The number of missed claims that are among the first claims offered for their line."""
    kept_out: list[tuple[str, str, str]] = field(default_factory=list)
    """Traps that weren't mistaken for a claim: page, kind, words."""
    caught: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of expected claims that were found."""
        return len(self.right) / max(self.expected, 1)

    @property
    def expected(self) -> int:
        """The number of claims that a careful reader finds."""
        return len(self.right) + len(self.missed) + len(self.beyond)

    @property
    def precision(self) -> float:
        """The share of claims found that were expected."""
        return len(self.right) / max(len(self.right) + len(self.wrong), 1)


def score(content: Content, paths: Iterable[Path], *, doubts: bool = False) -> Score:
    """Read every page by cues and compare it with its expectations. With `doubts`, unlikely claims don't count."""
    total = Score()
    for path in paths:
        expected: dict[str, Any] = json.loads(path.with_suffix(".expect.json").read_text(encoding="utf-8"))
        reading = read(content, from_file(path, path.name).blocks)
        if doubts:
            reading = doubted(content, reading)
        _score_page(total, path.name, reading, expected)
        total.offered += sum(_is_offered(content, reading, said) for name, said in total.missed if name == path.name)
    return total


FIRST = 5
"""The number of likely claims that a founder is offered first for a line."""


def _is_offered(content: Content, reading: Reading, said: Said) -> bool:
    """Whether a missed claim is among the first claims offered for its line."""
    tag, words = said
    line = next((each for each in reading.parts() if words in plain(each.words)), None)
    return line is not None and tag in [each for each in likely(content, line.words) if each not in line.tags][:FIRST]


def _score_page(total: Score, page: str, reading: Reading, expected: dict[str, Any]) -> None:
    left = list(reading.claims)
    wanted = [(tag, plain(words)) for tag, words in expected["claims"]]
    there = set[tuple[str, int]]()
    for said in wanted:
        claim = next((each for each in left if is_same(each, said)), None)
        if claim is None:
            total.missed.append((page, said))
        else:
            left.remove(claim)
            there.add((claim.tag, claim.block))
            total.right.append((page, said))
    # leave out claims that are found a second time in the same block
    left = [claim for claim in left if (claim.tag, claim.block) not in there]
    total.beyond += [(page, (tag, plain(words))) for tag, words in expected.get("beyond", ())]
    total.wrong += [(page, (claim.tag, plain(claim.words))) for claim in left]
    wrong = [plain(claim.words) for claim in left]
    for kind, words, _ in expected.get("traps", ()):
        trap = plain(words)
        into = total.caught if any(trap in each or each in trap for each in wrong) else total.kept_out
        into.append((page, kind, trap))


def is_same(claim: Claim, said: Said) -> bool:
    """Whether a claim is the expected claim: it has the same tag, and its words overlap with the expected words."""
    if claim.tag != said[0]:
        return False
    found, wanted = plain(claim.words), said[1]
    if found in wanted or wanted in found:
        return True
    here, there = found.split(), wanted.split()
    common = SequenceMatcher(None, here, there, autojunk=False).find_longest_match().size
    return common > 1 or 2 * common >= min(len(here), len(there))


def plain(words: str) -> str:
    """Lower-case words with single spaces, without commas, colons, semicolons and Markdown marks."""
    return " ".join(words.casefold().translate(_MARKS).split())


_MARKS = str.maketrans("", "", "*~`_,;:")


def report(total: Score) -> Iterator[str]:
    """Precision and recall, by claim and by kind of trap, and every line that went wrong."""
    found = len(total.right) + len(total.wrong)
    yield f"found {len(total.right)} of {total.expected} claims: {total.recall:.1%}"
    yield f"right {len(total.right)} of {found} found: {total.precision:.1%}"
    yield f"missed, but among the first {FIRST} offered for the line: {total.offered} of {len(total.missed)}"
    yield ""
    yield f"{'claim':<24}{'found':>7}{'missed':>8}{'wrong':>7}"
    right, missed, wrong = (
        Counter(tag for _, (tag, _) in each) for each in (total.right, total.missed + total.beyond, total.wrong)
    )
    for tag in sorted({*right, *missed, *wrong}):
        yield f"{tag:<24}{right[tag]:>7}{missed[tag]:>8}{wrong[tag]:>7}"
    yield ""
    yield f"{'trap':<24}{'kept out':>9}{'taken':>7}"
    kept, caught = (Counter(kind for _, kind, _ in each) for each in (total.kept_out, total.caught))
    for kind in sorted({*kept, *caught}):
        yield f"{kind:<24}{kept[kind]:>9}{caught[kind]:>7}"
    for name, lines in (("missed", total.missed), ("beyond", total.beyond), ("wrong", total.wrong)):
        if lines:
            yield ""
        for page, (tag, words) in lines:
            yield f"{name}: {page}: {tag} “{words}”"
    for page, kind, words in total.caught:
        yield f"taken: {page}: “{words}” ({kind})"
