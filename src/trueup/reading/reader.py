"""Finds the claims in the blocks of a page: which words claim what, where they are, and which words were rejected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, NamedTuple

from trueup.content.model import Content
from trueup.reading.blocks import Block, SourceText, joined
from trueup.reading.cues import Cues, ready
from trueup.reading.headings import Heading, headings
from trueup.reading.prepared_cue import ReadyCue
from trueup.reading.quantities import Quantity, price_rows, quantities
from trueup.reading.tokens import Sentence, Words, keyed, sentences, words
from trueup.reading.traps.condition import is_of_one_channel
from trueup.reading.traps.negation import is_denied_heading
from trueup.reading.traps.place import Place
from trueup.reading.traps.quotation import testimonials
from trueup.reading.traps.rules import Kind, kind_of_trap


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a block, and where they are in the file."""

    words: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    """Where the words begin in the file (`line`, `column`), and where they end. The last column is the one after the
    last character.
    """


@dataclass(frozen=True, slots=True)
class Claim(Passage):
    """One claim: the words of a block that make it, and where they are in the file."""

    tag: str
    block: int
    """The index of the block in the reading."""
    start: int
    end: int
    """Where the words of the claim begin and end in the text of the block."""
    cue: str
    """The cue that found it, as it is written in screens/."""
    quantity: Quantity | None = None
    """The quantity in the claim, if the cue asks for one."""

    @property
    def topic(self) -> str:
        """The topic of the claim."""
        return self.tag.partition(".")[0]


def spans_of(claims: Iterable[Claim], ticked: Container[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the places, as (start, end), of the claims with a `ticked` tag, by tag."""
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for claim in claims:
        if claim.tag in ticked:
            spans[claim.tag] = (*spans.get(claim.tag, ()), (claim.start, claim.end))
    return spans


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A match that isn't a claim, and why."""

    claim: Claim
    kind: Kind


@dataclass(frozen=True, slots=True)
class Line(Passage):
    """A part of a page that becomes one promise: its words as published, and the claims in them."""

    claims: tuple[Claim, ...]
    """Their `start` and `end` are counted in these words, not in the block."""
    unlikely: tuple[Claim, ...] = ()
    """Claims that a cue found but that are unlikely. Their positions are counted like those of `claims`."""
    headings: tuple[Heading, ...] = ()
    """The headings that the line is under, the nearest last."""
    before: str = ""
    """What is before it in its paragraph, if that is short."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The claims of the line, each once, in the order of the words."""
        return tuple(dict.fromkeys(claim.tag for claim in self.claims))


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading: the blocks, the claims in their order, and the matches that were rejected."""

    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...] = ()

    def lines(self, on_file: Container[str] = ()) -> tuple[Line, ...]:
        """Return the parts of the text that contain a claim. Sentences that are one promise `on_file`, in their bare
        form, stay together.
        """
        return tuple(line for line in self.parts(on_file) if line.claims)

    def parts(self, on_file: Container[str] = ()) -> tuple[Line, ...]:
        """Return all parts of the text, with or without a claim. Code and legal footers without a claim are left
        out. Sentences that are one promise `on_file`, in their bare form, stay together.
        """
        claims, doubted = by_block(self.claims), by_block(out.claim for out in self.unlikely)
        above = headings(self.blocks)
        shown = (nth for nth, block in enumerate(self.blocks) if nth in claims or block.kind not in ("code", "legal"))
        return tuple(
            line
            for nth in shown
            for line in _lines(self.blocks[nth], claims.get(nth, []), doubted.get(nth, []), above[nth], on_file)
        )

    @property
    def unlikely(self) -> tuple[LeftOut, ...]:
        """The matches that were left out only because they are unlikely."""
        return tuple(out for out in self.left_out if out.kind == "unlikely")


def by_block(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    """Return the claims by the index of their block."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.block].append(claim)
    return found


LONGEST_LINE: Final = 200
"""A block with at most this many characters becomes one promise, unless its sentences make claims on different topics:
no one could say how often all of them were kept. In a longer block, each sentence with a claim becomes one."""

LONGEST_LABEL: Final = 3
"""A sentence without a claim that has at most this many words says what the sentence after it is about (our choice)."""

_YES: Final = keyed("yes yep yeah sure certainly absolutely definitely always correct completely naturally")
_OF_COURSE: Final = ("of", "cours")
_NO: Final = keyed("no nope never none")
_ASKS: Final = keyed(
    "do does did is are can could will would may must should have has i you we there it a an the my your any need to"
)
"""Words with which a question begins before it names its subject."""
_ATTRIBUTION: Final = re.compile(r"^\s*[—–―-]{1,2}\s*\w[\w.’' -]{1,60}(?:,.{0,80})?$")
_LONGEST_QUESTION: Final = 25
_ELLIPTIC: Final = 12
"""An answer with at most this many words may make sense only together with its question."""


_ANSWER_MARK: Final = re.compile(r"A(?:nswer)?\s?[:.]\s+")
"""How an answer is marked on some pages: *Q: Is there a fee? A: No.*"""


def read(content: Content, blocks: Iterable[Block], tag: str = "") -> Reading:
    """Find the claims in some blocks, in the order of the text; with `tag`, only that claim. The result depends on
    nothing else.
    """
    cues = ready(content, tag)
    given = tuple(_paired(_marked(list(blocks))))
    claims: list[Claim] = []
    left_out: list[LeftOut] = []
    for nth, block in enumerate(given):
        for match, kind in _without_doubles(_in_block(cues, block)):
            claim = _claim(block, nth, match)
            if kind is None:
                claims.append(claim)
            else:
                left_out.append(LeftOut(claim, kind))
    return Reading(given, tuple(claims), tuple(left_out))


def read_words(content: Content, text: str, tag: str = "") -> Reading:
    """Find the claims in the words of one promise, as one block without a file; with `tag`, only that claim."""
    return read(content, [Block(text, ((0, 0),), SourceText.of("", text))], tag)


# Blocks -----------------------------------------------------------------------


def _marked(blocks: list[Block]) -> list[Block]:
    """Return the blocks, with the kind `quote` for those followed by a name, and `denied` for items under a heading
    such as *Not included*.
    """
    for nth in range(1, len(blocks)):
        if _ATTRIBUTION.match(blocks[nth].text) and blocks[nth - 1].kind in ("text", "item"):
            blocks[nth - 1] = replace(blocks[nth - 1], kind="quote")
    is_denied = False
    for nth, block in enumerate(blocks):
        if block.kind == "heading" or block.text.endswith(":"):
            is_denied = is_denied_heading(block.text)
        elif is_denied and block.kind == "item":
            blocks[nth] = replace(block, kind="denied")
        else:
            is_denied = False
    return blocks


def _paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, with each question joined to the block that answers it."""
    nth = 0
    while nth < len(blocks):
        block = blocks[nth]
        after = blocks[nth + 1] if nth + 1 < len(blocks) else None
        is_asked = block.text.endswith("?") and block.kind in ("heading", "text", "item")
        if is_asked and after and after.kind in ("text", "item") and not after.text.endswith("?") and _is_short(block):
            yield joined(block, after)
            nth += 2
        else:
            yield block
            nth += 1


def _is_short(block: Block) -> bool:
    return len(block.text) < 400 and len(block.text.split()) <= _LONGEST_QUESTION


class _Match(NamedTuple):
    """A cue found in a block, in the characters from `start` to `end`."""

    cue: ReadyCue
    start: int
    end: int
    quantity: Quantity | None = None
    place: Place | None = None
    """Where it is, to judge whether it's a claim; None if it's known to be one, such as a testimonial."""


def _in_block(cues: Cues, block: Block) -> Iterator[_Match]:
    """Yield the matches in a block."""
    text = words(block.text)
    if not text.keys:
        return
    parts = sentences(text)
    by_first: dict[int, list[Quantity]] = defaultdict(list)
    for each in chain(quantities(text), _testimonials(block, text, parts)):
        by_first[each.first].append(each)
    for each in list(price_rows(block, parts, by_first)):
        by_first[each.first].append(each)
    before: Sentence | None = None
    for sentence, after in zip(parts, (*parts[1:], None), strict=True):
        is_rest = after is not None and after.keys[0] == "if" and is_of_one_channel(after.text)
        yield from _in_sentence(cues, block, sentence, by_first, is_of_the_rest=is_rest)
        if before is not None and before.is_question:
            yield from _in_answer(cues, block, before, sentence, by_first)
        before = sentence


def _testimonials(block: Block, text: Words, parts: Sequence[Sentence]) -> Iterator[Quantity]:
    """Yield the testimonials in a block, as quantities, each up to the end of its first sentence."""
    extents = [(0, len(block.text))] if block.kind == "quote" else testimonials(block.text)
    for start, end in extents:
        inside = [index for index in range(len(text)) if start <= text.starts[index] and text.ends[index] <= end]
        if inside:
            last = next(each.last for each in parts if each.first <= inside[0] < each.last)
            yield Quantity(inside[0], min(inside[-1] + 1, last), "testimonial", 1.0, 1.0)


def _in_sentence(
    cues: Cues,
    block: Block,
    sentence: Sentence,
    by_first: Mapping[int, Sequence[Quantity]],
    *,
    is_affirmed: bool = False,
    is_of_the_rest: bool = False,
) -> Iterator[_Match]:
    begins, starts, ends = sentence.first, sentence.words.starts, sentence.words.ends
    local = {
        first - begins: [_shifted(each, -begins) for each in many if each.last <= sentence.last]
        for first, many in by_first.items()
        if begins <= first < sentence.last
    }
    for cue, match in cues.matches(sentence.keys, local):
        first, last, quantity = match.first, match.last, match.quantity
        place = Place(sentence, first, last, match.rests_on, block.kind, is_affirmed, cue.text, is_of_the_rest)
        yield _Match(
            cue,
            starts[begins + first],
            ends[begins + last - 1],
            _shifted(quantity, begins) if quantity else None,
            None if quantity and quantity.kind == "testimonial" else place,
        )


def _in_answer(
    cues: Cues, block: Block, asked: Sentence, answer: Sentence, by_first: Mapping[int, Sequence[Quantity]]
) -> Iterator[_Match]:
    """Yield what a question and its answer claim together: *Can I cancel? Yes.* *A fee? No.* *How fast? In a day.*"""
    starts, ends = asked.words.starts, asked.words.ends
    marks = bool(_ANSWER_MARK.match(block.text, starts[answer.first])) and len(answer.keys) > 1
    said, begun = answer.keys[marks:], answer.first + marks
    if said[0] in _YES or said[:2] == _OF_COURSE or said[:2] == ("you", "can"):
        yield from _in_sentence(cues, block, asked, by_first, is_affirmed=True)
    if said[0] in _NO:
        begins = asked.first
        while begins < asked.last - 1 and asked.words.keys[begins] in _ASKS:
            begins += 1
        denied = ("no", *asked.words.keys[begins : asked.last])
        for cue, match in cues.matches(denied, {}):
            if 0 in match.rests_on and match.last > 1:
                yield _Match(cue, starts[begins], ends[begun])
        return
    if len(answer.keys) <= _ELLIPTIC:
        both = Sentence(asked.words, asked.first, answer.last)
        begins = starts[begun]
        for found in _in_sentence(cues, block, both, by_first, is_affirmed=True):
            if found.start < begins < found.end:
                yield found._replace(start=begins)  # the answer without its question


def _shifted(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, first=quantity.first + by, last=quantity.last + by) if by else quantity


def _claim(block: Block, nth: int, match: _Match) -> Claim:
    cue, start, end, quantity, _ = match
    return Claim(*_passage(block, start, end), cue.tag, nth, start, end, cue.text, quantity)


def _passage(block: Block, start: int, end: int) -> tuple[str, str, int, int, int, int]:
    """Return the words between two places of a block, and where they are in the file, as `Passage` lists it."""
    end_line, end_column = block.place(end - 1)
    return block.text[start:end], block.source.name, *block.place(start), end_line, end_column + 1


def _without_doubles(found: Iterable[_Match]) -> list[tuple[_Match, Kind | None]]:
    """Return the matches, sorted, each with the reason why it isn't a claim, or None if it is one. Of overlapping
    matches of one tag keep one: a claim rather than a rejected match, then the longest.
    """
    ordered = sorted(found, key=lambda each: (each.start - each.end, each.start))
    kept: dict[str, list[tuple[_Match, Kind | None]]] = defaultdict(list)
    rejected: list[tuple[_Match, Kind]] = []
    for match in ordered:
        if _is_apart(match, kept[match.cue.tag]):
            kind = kind_of_trap(match.place) if match.place else None
            if kind is None:
                kept[match.cue.tag].append((match, None))
            else:
                rejected.append((match, kind))
    for match, kind in rejected:
        if _is_apart(match, kept[match.cue.tag]):
            kept[match.cue.tag].append((match, kind))
    every = chain.from_iterable(kept.values())
    return sorted(every, key=lambda each: (each[0].start, each[0].end, each[0].cue.tag))


def _is_apart(match: _Match, others: Iterable[tuple[_Match, object]]) -> bool:
    return all(match.end <= other.start or match.start >= other.end for other, _ in others)


# Lines ------------------------------------------------------------------------


def plain(words: str) -> str:
    """Return words in the form by which unticked claims are kept, in which blanks and capitals don't matter."""
    return " ".join(words.casefold().split())


def bare(words: str) -> str:
    """Return words in the form used to compare them, in which blanks, capitals and most marks don't matter: a row of a
    table is the same line as one with a dash.
    """
    return " ".join(_SAID.findall(words.casefold()))


_SAID: Final = re.compile(r"\w+(?:[.,]\d+)*|[?%€£$+]")
"""Words, numbers, and the marks that say something."""


def _lines(
    block: Block, claims: list[Claim], unlikely: list[Claim], above: tuple[Heading, ...], on_file: Container[str]
) -> Iterator[Line]:
    for start, end in _as_on_file(block.text, _extents(block, claims), on_file):
        if start < end:
            inside = _inside(claims, start, end), _inside(unlikely, start, end)
            before = block.text[:start] if len(block.text) <= LONGEST_LINE else ""
            yield Line(*_passage(block, start, end), *inside, above, before)


def _extents(block: Block, claims: list[Claim]) -> list[tuple[int, int]]:
    """Return where each part of a block that becomes one line begins and ends."""
    whole = [(0, len(block.text))]
    is_long = len(block.text) > LONGEST_LINE
    if not is_long and (not claims or block.kind == "row"):
        return whole
    parts = sentences(words(block.text))
    if is_long:
        return _merged([each.extent for each in parts], claims)
    extents = _merged(_joined(block, parts), claims)
    holding = [_topics(claims, extent) for extent in extents]
    is_asked = extents[0] == parts[0].extent and parts[0].is_question and not holding[0]
    asked = extents[:1] if is_asked else []
    if is_asked:  # the answer speaks for itself
        extents[1] = (_without_mark(block.text, extents[1][0]), extents[1][1])
    topics = [each for each in holding if each]
    if any(each != topics[0] for each in topics):
        return [*asked, *_with_labels(block.text, extents[len(asked) :], claims)]
    return [*asked, (extents[len(asked)][0], len(block.text))] if asked else whole


def _with_labels(text: str, extents: list[tuple[int, int]], claims: list[Claim]) -> list[tuple[int, int]]:
    """Return the extents, with sentences on the same topics joined, and with words of a label, such as *For owners.*,
    joined to the sentence that they introduce.
    """
    result: list[tuple[int, int]] = []
    label, before = None, frozenset[str]()
    for start, end in extents:
        begins, topics = start if label is None else label, _topics(claims, (start, end))
        label = None
        if not topics and len(text[start:end].split()) <= LONGEST_LABEL and end < extents[-1][1]:
            label = begins
        elif topics and topics == before and begins == start:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begins, end))
        before = topics
    return result


def _topics(claims: list[Claim], extent: tuple[int, int]) -> frozenset[str]:
    return frozenset(claim.topic for claim in claims if _is_in(claim, extent))


def _as_on_file(text: str, extents: list[tuple[int, int]], on_file: Container[str]) -> list[tuple[int, int]]:
    """Return the extents, with those joined that are one promise on file, as it was read or written before."""
    if len(extents) < 2 or len(text) > LONGEST_LINE or not on_file:
        return extents
    if bare(text) in on_file:
        return [(0, len(text))]
    result: list[tuple[int, int]] = []
    for start, end in extents:
        if result and start < result[-1][1]:
            continue
        ends = (to for _, to in reversed(extents) if to > end and bare(text[start:to]) in on_file)
        result.append((start, next(ends, end)))
    return result


def _joined(block: Block, parts: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the extents of the sentences. One that refers to the sentence before is joined to it, unless that is a
    question; so is one that follows without a blank, as after the dot in an address.
    """
    result: list[tuple[int, int]] = []
    before: Sentence | None = None
    for sentence in parts:
        start, end = sentence.extent
        refers = before and not before.is_question and _REFERS.match(block.text, start)
        if result and (refers or result[-1][1] == start):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
        before = sentence
    return result


_REFERS: Final = re.compile(
    r"(?:it|they|he|she|and|but|so|or|otherwise|then|else|both|if not|the same|not|no more|nothing else)\b|"
    r"(?:yes|no)\b(?! \w)|"
    r"(?:except|excluding|apart from|unless|though|however|only (?:for|in|on|if|when|within))\b|"
    r"(?:after (?:that|this)|if (?:it|they|one|any|that|this))\b|"
    r"(?:this|that|these|those)(?:['’]s|\s(?:is|are|means|includes|costs|takes|goes|way))\b",
    re.IGNORECASE,
)
"""How a sentence begins that makes sense only after the sentence before."""


def _is_in(claim: Claim, extent: tuple[int, int]) -> bool:
    return extent[0] <= claim.start and claim.end <= extent[1]


def _without_mark(text: str, start: int) -> int:
    """Return where an answer begins after its *A:*."""
    mark = _ANSWER_MARK.match(text, start)
    return mark.end() if mark else start


def _inside(claims: Iterable[Claim], start: int, end: int) -> tuple[Claim, ...]:
    """Return the claims between two places of a block, with positions counted from `start`."""
    return tuple(
        replace(claim, start=claim.start - start, end=claim.end - start)
        for claim in claims
        if _is_in(claim, (start, end))
    )


def _merged(extents: list[tuple[int, int]], claims: list[Claim]) -> list[tuple[int, int]]:
    """Return the extents of the sentences. Those that one claim spans, such as a question and its answer, are
    joined.
    """
    result: list[tuple[int, int]] = []
    for start, end in extents:
        if result and any(claim.start < result[-1][1] and claim.end > start for claim in claims):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
