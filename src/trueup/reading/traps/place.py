"""A match in its sentence, as the rules look at it, and the words that more than one rule knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Final

from trueup.reading.blocks import BlockKind
from trueup.reading.tokens import Sentence, keyed


@dataclass(frozen=True)
class Place:
    """A match in its sentence: the words from `first` up to but not including `last`."""

    sentence: Sentence
    first: int
    last: int
    rests_on: frozenset[int]
    """The indexes of the words that the cue names, without those that a gap skipped."""
    block: BlockKind = "text"
    is_affirmed: bool = False
    """Whether the match is in a question that is answered with yes."""
    cue: str = ""
    """The cue that found it, as written."""
    is_of_the_rest: bool = False
    """Whether the next sentence says what is different for customers of one channel."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words of the sentence."""
        return self.sentence.keys

    def between(self, index: int) -> str:
        """Return the characters between a word of the sentence and the word before it."""
        return self.sentence.words.before(self.sentence.first + index)

    def written(self, index: int) -> str:
        """Return a word as it is written in the text."""
        at = self.sentence.first + index
        return self.sentence.words.quoted(at, at + 1)

    def before(self, stops: Collection[str] = ()) -> list[int]:
        """Return the indexes of the words before the match in its clause, nearest first, up to a word in `stops`."""
        return list(takewhile(lambda index: self.keys[index] not in stops, self._before))

    @cached_property
    def _before(self) -> list[int]:
        begins = max((pause for pause in self.sentence.pauses if pause <= self.first), default=0)
        return list(range(self.first - 1, begins - 1, -1))

    def after(self) -> Iterator[int]:
        """Yield the indexes of the words after the match in its clause."""
        pauses = self.sentence.pauses
        for index in range(self.last, len(self.keys)):
            if index in pauses or self.keys[index] in NEW_THOUGHT:
                return
            yield index

    @cached_property
    def passed_over(self) -> list[int]:
        """The indexes of the words within the match that a gap skipped."""
        return [index for index in range(self.first, self.last) if index not in self.rests_on]


NEW_THOUGHT: Final = keyed("but so because and then whereas while although though")
NEVER: Final = keyed("not never nor neither hardly rarely seldom unable refuse")
NO: Final = keyed("no without zero minus")
DENIALS: Final = NEVER | NO
NOBODY: Final = DENIALS | keyed("nobody")
SMALL_NUMBERS: Final = keyed("a an half one two three four five six seven eight nine ten twenty thirty")
BACK_TO_US: Final = keyed("we our i my but so here")


def is_number(words: tuple[str, ...]) -> bool:
    """Whether the words begin with a number. *More than 400 customers* doesn't compare the founder with anyone."""
    return bool(words) and (words[0][0].isdigit() or words[0] in SMALL_NUMBERS)


SUBJECT: Final = keyed("i we you they he she it")
