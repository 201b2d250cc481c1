"""Cues: the language that they are written in, and the words that they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.businesses import our_content

from trueup.content.cue_language import CueError, parse_cue
from trueup.reading.cues import Cues, Trial, make_ready, ready, tightest
from trueup.reading.prepared_cue import ReadyCue
from trueup.reading.quantities import Quantity, quantities
from trueup.reading.tokens import Words, words


def found_by(cue: str, text: str, never: tuple[str, ...] = ()) -> list[str]:
    """The words that a cue finds in a sentence, as the sentence spells them."""
    forbidding = tuple(ReadyCue("a.b", each) for each in never)
    ready = ReadyCue("a.b", cue, forbidding)
    read = words(text)
    by_first: dict[int, list[Quantity]] = defaultdict(list)
    for each in quantities(read):
        by_first[each.first].append(each)
    matches = Cues([ready]).matches(read.keys, by_first)
    return [read.quoted(match.first, match.last) for _, match in matches]


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("no call needed", "Start now: no calls needed!", ["no calls needed"]),
        ("no (sales)? call", "No call. No sales call.", ["No call", "No sales call"]),
        ("no call (needed|required)", "no call required", ["no call required"]),
        ("no call (needed|required)", "no call", []),
        ("reply … within {hours<=24}", "We reply to all of you within a day", ["reply to all of you within a day"]),
        ("reply … within {hours<=24}", "reply to each and every one within a day", []),
        ("reply … within {hours<=24}", "We reply within two days", []),
        ("(without (a|any)?|no) contract", "without any contract", ["without any contract"]),
        ("don't need a card", "You don’t need a card", ["don’t need a card"]),
        ("24/7", "Open 24/7", ["24/7"]),
        ("e-mail us", "e-mail us", ["e-mail us"]),
        ("{money} a month", "€39 a month", []),  # "a month" is already part of the price
        ("{days<=30} (free)? trial", "A 14-day trial", ["14-day trial"]),
        ("cancel … time", "cancel, cancel any time", ["cancel any time"]),
        ("reply & {hours<=24}", "By the end of the day you have my reply", ["end of the day you have my reply"]),
        ("reply & {hours<=24}", "My reply comes to you within a day", ["reply comes to you within a day"]),
        ("reply & {hours<=24}", "Replies are slow but parcels leave within a day", []),
        ("reply & {hours<=24}", "We reply to each and every one of the letters you send within a day", []),
    ],
)
def test_a_cue_finds_the_expected_words(cue: str, text: str, found: list[str]) -> None:
    assert found_by(cue, text) == found


def test_a_forbidding_cue_prevents_only_matches_nearby() -> None:
    assert found_by("no card", "no card for the fee", ("fee",)) == []
    assert found_by("no card", "no card is needed for your first month with us and then no fee", ("fee",)) == [
        "no card"
    ]


def test_a_match_rests_on_the_words_of_its_cue_but_not_on_words_in_a_gap() -> None:
    (match,) = tightest(Trial(words("cancel at any time").keys, {}).of(ReadyCue("a.b", "cancel … time")))
    assert (match.first, match.last, match.rests_on) == (0, 4, frozenset({0, 3}))


@pytest.mark.parametrize(
    ("cue", "says"),
    [
        ("a | b", "write (one|two)"),
        ("(a", "write ) where"),
        ("a )", "closes nothing"),
        ("… a", "both sides of …"),
        ("a …", "both sides of …"),
        ("a … … b", "two gaps"),
        ("(a|)", "write ( )?"),
        ("(a)?", "one word that must be there"),
        ("", "one word that must be there"),
        ("a?", "write ( )?"),
        ("a [b]", "isn't a word"),
        ("{hors<=2}", "isn't a unit"),
        ("{hours", "isn't a quantity"),
        ("{hours<=x}", "isn't a quantity"),
        ("{working weeks}", "{working days}"),
        ("{24<hours>2}", "the wrong way round"),
        ("{30<hours<=24}", "the smaller limit on the left"),
    ],
)
def test_a_mistake_in_a_cue_is_reported_with_its_correction(cue: str, says: str) -> None:
    for read in (parse_cue, lambda text: ReadyCue("a.b", text).rows):
        with pytest.raises(CueError) as refused:
            read(cue)
        assert says in str(refused.value)


@given(st.text(alphabet="ab (){}|…?.<=1 hours", max_size=30))
def test_any_text_is_a_valid_cue_or_is_refused(text: str) -> None:
    cue = ReadyCue("a.b", text)
    try:
        assert cue.rows
    except CueError:
        return
    assert cue.needs
    assert list(Trial(words("a b").keys, {}).of(cue)) is not None


@given(st.lists(st.sampled_from(["no", "call", "card", "needed", "free"]), max_size=12))
def test_the_index_finds_the_same_matches_as_trying_the_cue(said: list[str]) -> None:
    cue = ReadyCue("a.b", "no (call|card) (needed)?")
    keys = words(" ".join(said)).keys
    by_index = [match for _, match in Cues([cue]).matches(keys, {})]
    assert by_index == tightest(Trial(keys, {}).of(cue))


OURS = our_content()
SAID = [sentence for cues in OURS.cues.values() for sentence in cues.match]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SAID), st.sampled_from(SAID), st.integers(0, 12))
def test_the_index_leaves_out_only_forbidden_matches(one: str, two: str, cut: int) -> None:
    read = words(f"{one} {' '.join(two.split()[cut:])}")
    by_first: dict[int, list[Quantity]] = defaultdict(list)
    for each in quantities(read):
        by_first[each.first].append(each)
    cues = ready(OURS)
    trial = Trial(read.keys, by_first)
    tried = [(cue, found) for cue in cues.cues for found in tightest(trial.of(cue))]
    by_index = list(cues.matches(read.keys, by_first))
    assert set(by_index) <= set(tried)
    forbidden = [(cue, found) for cue, found in tried if (cue, found) not in by_index]
    assert all(is_forbidden(cue.never, read, by_first) for cue, _ in forbidden)


def is_forbidden(never: Iterable[ReadyCue], read: Words, by_first: Mapping[int, Sequence[Quantity]]) -> bool:
    """Whether any of the cues that forbid a claim matches."""
    return any(True for each in never for _ in Trial(read.keys, by_first).of(each))


def test_preparing_the_cues_pauses_after_every_claim() -> None:
    content = our_content()
    claims = len(content.cues)
    rests: list[None] = []
    make_ready(content, lambda: rests.append(None))
    assert len(rests) == claims > 100
    assert ready(content) is ready(content)
