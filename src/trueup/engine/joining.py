"""Which voices meet: two positions clash only when the same customer can come upon both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.content.model import Term
from trueup.engine.model import Voice

Meeting = tuple[Voice, ...]
"""One voice per term, all of which meet."""


def meets(one: Voice, two: Voice, *, other: bool = False) -> bool:
    """Whether two voices reach the same customer.

    A voice without subject meets everyone. Two of the same kind meet in the same row, or (`other`) in two different
    rows. Different kinds meet when they share a group; one that names no group is everywhere.
    """
    if one.subject is None or two.subject is None:
        return True
    if one.subject.kind == two.subject.kind:
        same = one.subject.row == two.subject.row
        return _share_a_group(one, two) if other and not same else same and not other
    return _share_a_group(one, two)


def _share_a_group(one: Voice, two: Voice) -> bool:
    return not one.groups or not two.groups or not one.groups.isdisjoint(two.groups)


def matching(term: Term, heard: dict[tuple[str, str], list[Voice]]) -> list[Voice]:
    """The voices that take a position of this term; `heard` is by side and tag."""
    found = [voice for tag in term.tags for voice in heard.get((term.side, tag), ())]
    if term.of is None:
        return found
    return [voice for voice in found if voice.subject is not None and voice.subject.kind == term.of]


def meetings(terms: Sequence[Term], voices: Sequence[Sequence[Voice]]) -> Iterator[Meeting]:
    """Every way to take one voice per term such that all of them meet, in order."""

    def extend(taken: Meeting) -> Iterator[Meeting]:
        if len(taken) == len(terms):
            yield taken
            return
        term = terms[len(taken)]
        for voice in voices[len(taken)]:
            if all(
                meets(before, voice, other=term.other or earlier.other)
                for before, earlier in zip(taken, terms, strict=False)
            ):
                yield from extend((*taken, voice))

    return extend(())


def silences(voice: Voice, meeting: Meeting) -> bool:
    """Whether an `unless` voice covers this meeting: it must reach the same customers as every voice in it."""
    return all(meets(voice, met) for met in meeting)
