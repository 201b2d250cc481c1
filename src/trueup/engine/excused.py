"""Which meetings of two positions are no conflict after all, because other answers or the words show why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import Check, Content
from trueup.engine.applicability import KEPT_QUESTION, business_kind
from trueup.engine.causes import CLOCKS, words_of
from trueup.engine.matching import Heard, Meeting
from trueup.engine.model import MAIN, Statement, Subject
from trueup.engine.rules import ALWAYS_KEPT, OF_MOST, Position
from trueup.engine.statements import MARKETPLACE
from trueup.engine.things import BY_OTHERS

PRICES = "shown"
"""The topic of published prices. The lowest price can be the price of one thing only."""
SIDES = "sides"
"""The topic of what a marketplace promises buyers and leaves to sellers."""
KEPT_FOR_MOST = frozenset({"kept.partly", "kept.mostly"})
"""Counts of a promise that show that at least half got what it says."""
KEPT = "kept"
"""The topic of how often promises are kept."""
BINDING = frozenset({"leaving.norefund", "leaving.stated"})
"""Claims that only bind customers, and give them nothing."""
FEW = 50
"""A business that says it has had few customers has had fewer than this."""
FEW_READERS = 500
"""The same for something people read, hear or watch."""


class Case(NamedTuple):
    """A check, and the answers to which it is applied."""

    content: Content
    check: Check
    heard: Heard
    audit: Audit

    def subjects(self, position: Position) -> set[Subject | None]:
        """The rows that take a position."""
        return {each.subject for each in self.heard.statements.get(position, ())}

    @property
    def kept(self) -> set[Subject | None]:
        """The promises that everyone got to the letter, known by more than a guess."""
        return {each.subject for each in self.heard.statements.get(ALWAYS_KEPT, ()) if each.evidence != "guess"}

    @property
    def topics(self) -> set[str]:
        """The topics of the positions that the check compares."""
        return {tag.partition(".")[0] for term in self.check.between for tag in term.tags}


Excuse = Callable[[Meeting], bool]
"""Whether a meeting is no conflict."""


def conflicts(case: Case, met: Sequence[Meeting]) -> list[Meeting]:
    """The meetings that are conflicts. Some excuses only decide which of several meetings are shown."""
    left = list(met)
    for excusing in UNLESS_NONE_IS_LEFT:
        if left and (is_excused := excusing(case)):
            left = [meeting for meeting in left if not is_excused(meeting)] or left
    for excusing in ALWAYS:
        if left and (is_excused := excusing(case)):
            left = [meeting for meeting in left if not is_excused(meeting)]
    return left


def _prices_of_something_else(case: Case) -> Excuse | None:
    """Published prices of something else, if there is one of what sells most: the last customers paid that."""
    if case.check.topic != PRICES:
        return None
    return lambda meeting: any(each.about not in ("", MAIN) for each in meeting)


def _what_is_kept(case: Case) -> Excuse | None:
    """Promises that everyone got to the letter."""
    kept, check = case.kept, case.check
    if not kept or check.broad or check.is_between_promises or check.topic in (SIDES, PRICES, *CLOCKS):
        return None
    return lambda meeting: any(each.side == "say" and each.subject in kept for each in meeting)


def _what_is_surely_kept(case: Case) -> Excuse | None:
    """Promises that everyone got to the letter, in three cases:

    - Two such promises can't contradict each other, so they are about different things.
    - On a topic of time, what is delivered in general says nothing about the time of one promise. Nor does what the
      last customers paid about one price.
    - What sellers decide doesn't affect a promise that every buyer got to the letter, such as a booking confirmed at
      once.
    """
    kept, check = case.kept, case.check
    if not kept or check.broad:
        return None
    if check.is_between_promises:
        return lambda meeting: all(
            each.subject in kept for each in [each for each in meeting if each.tag == "sides.buyers"] or meeting
        )
    if check.topic not in (SIDES, PRICES, *CLOCKS):
        return None

    def is_kept(meeting: Meeting) -> bool:
        if check.topic != SIDES and all(each.side != "deliver" for each in meeting):
            return False
        return any(each.side == "say" and each.subject in kept for each in meeting)

    return is_kept


def _freedoms_told_to_buyers(case: Case) -> Excuse | None:
    """What sellers decide, if a promise to both sides says so: buyers then know it."""
    if case.check.topic != SIDES:
        return None
    told = case.subjects(("say", "sides.both"))
    return lambda meeting: any(
        each.tag in ("sides.freely", "sides.prices") and each.subject in told for each in meeting
    )


def _the_scoped(case: Case) -> Excuse | None:
    """Two promises on one topic of which one is for some orders, places or times only: both can be true."""
    if not case.check.is_between_promises or len(case.topics) > 1:
        return None
    scoped = case.subjects(("say", "kept.scoped"))
    return lambda meeting: not scoped.isdisjoint(each.subject for each in meeting)


def _counts_of_something_else(case: Case) -> Excuse | None:
    """For a check on harm, the counts of a promise that claims something else as well, unless most people didn't get
    it, or the founder says that health is at stake: what a few didn't get may be the colour.
    """
    if not case.check.safety:
        return None
    topics = case.topics

    def may_mean_else(statement: Statement) -> bool:
        if statement.source != KEPT_QUESTION or statement.subject is None or statement.tag not in KEPT_FOR_MOST:
            return False
        row = case.audit.row("promise", statement.subject.row)
        is_of_health = row is not None and row.text("stake") == "health"
        return not is_of_health and bool(case.heard.claimed.get(statement.subject.row, set()) - topics)

    return lambda meeting: any(map(may_mean_else, meeting))


def _a_few_of_most(case: Case) -> Excuse | None:
    """A time promised to most people and the wait of one group, unless the promise is for that group. A group may wait
    longer than most people do. A promise of a single queue isn't excused, because it says that everyone is served
    alike.
    """
    of_most = case.subjects(OF_MOST)
    if not of_most or case.check.topic not in CLOCKS:
        return None

    def is_of_a_few(meeting: Meeting) -> bool:
        usual = [each for each in meeting if each.subject in of_most and each.tag != "speed.queue"]
        named = {group for each in usual for group in each.groups}
        groups = [each for each in meeting if each.side == "deliver" and each.row_of("group")]
        return bool(usual) and any(named.isdisjoint(each.groups) for each in groups)

    return is_of_a_few


def _makers_of_one_thing(case: Case) -> Excuse | None:
    """Two promises about who makes things, if one is about everything and the other about a single thing that isn't
    what sells most: the promise about that thing already tells readers who makes it.
    """
    if case.check.topic not in ("making", "work") or not case.check.is_between_promises:
        return None
    return lambda meeting: "" in (about := {each.about for each in meeting}) and not about <= {"", MAIN}


def _favours(case: Case) -> Excuse | None:
    """The counts of promises that only bind customers: whoever was let off got more than the words say."""

    def is_a_favour(statement: Statement) -> bool:
        row = case.audit.row("promise", statement.row_of("promise")) if statement.source == KEPT_QUESTION else None
        return row is not None and BINDING.issuperset(row.many("claims") or ("",))

    return lambda meeting: any(map(is_a_favour, meeting))


def _results_to_come(case: Case) -> Excuse | None:
    """The counts of a promised result that at least half got, while several people haven't finished: the rest may still
    get there, or may only not have said so.
    """
    reached = case.audit.answers.get("operations.reached")
    if reached is None or reached.value != "midway":
        return None

    def is_to_come(statement: Statement) -> bool:
        if statement.source != KEPT_QUESTION or statement.tag not in KEPT_FOR_MOST:
            return False
        return case.heard.claimed.get(statement.row_of("promise"), set()) - {KEPT} == {"proof"}

    return lambda meeting: any(map(is_to_come, meeting))


# How many people a published line speaks of -----------------------------------


def _counts_it_can_have(case: Case) -> Excuse | None:
    """Numbers of customers that a business with few can have, and a marketplace's: they may be the sellers."""
    kind = business_kind(case.audit)
    few = FEW_READERS if kind == "content" else FEW

    def is_possible(meeting: Meeting) -> bool:
        said = [each.quote for each in meeting if each.side == "say" and not each.is_label]
        return kind == MARKETPLACE or any(people_in(quote) < few for quote in said)

    return lambda meeting: any(each.tag == "counts.few" for each in meeting) and is_possible(meeting)


_WORDS = {"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000}
_OF_OTHER_THINGS = (
    r"(?:%|[€£$]|k[mg]\b|(?:percent|per cent|euros?|pounds?|dollars?|eur|gbp|usd|years?|months?|weeks?|days?|hours?"
    r"|minutes?|miles?|stars?|times)\b)"
)
_FIGURE = re.compile(
    r"(?P<since>\b(?:since|in|from|until|by|before|after)\s+)?(?<![\w.,€£$-])"
    r"(?P<digits>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+)(?P<k>k\b)?(?![\d.,]*\d)\+?[\s-]*"
    rf"(?P<other>{_OF_OTHER_THINGS})?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\b(?:hundreds?|thousands?)\b", re.IGNORECASE)
_YEARS = range(1900, 2100)


@lru_cache(maxsize=512)
def people_in(words: str) -> int:
    """The smallest number of people a line may speak of; 0 if none. Years, prices, shares and times aren't people."""
    found = [_WORDS[each.casefold()] for each in _IN_WORDS.findall(words)]
    for each in _FIGURE.finditer(words):
        number = int(re.sub(r"\D", "", each["digits"])) * (1000 if each["k"] else 1)
        is_year = number in _YEARS and each["digits"].isdigit() and bool(each["since"])
        if not each["other"] and not is_year:
            found.append(number)
    return min(found, default=0)


# The times that published lines state ------------------------------------------

_NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90},
}
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.0, "year": 365.0}
_TIME = re.compile(
    rf"\b(?P<number>\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[\s-]+"
    rf"(?:(?:calendar|working|full|whole)\s+)?(?P<unit>{'|'.join(_DAYS)})s?\b",
    re.IGNORECASE,
)
_ARRIVES = re.compile(
    r"\b(?:paid|sent|transferred|processed|made|arriv\w+|on (?:its|the) way|in your account|back (?:to|with|on) you)\b",
    re.IGNORECASE,
)
"""Words by which a time is when money arrives, not how long people have to ask for it."""

_END = re.compile(r"[.!?](?:\s|$)")

ALIKE = 1.1
"""Two times that differ by less than this factor are the same: thirty days and a month."""


def _the_same_times(case: Case) -> Excuse | None:
    """Promises that state no time, or the same one, if the check is about different times; and those of which only one
    is read where others sell: other terms may hold there.
    """
    if not case.check.times:
        return None
    listed = {row.id for row in case.audit.of("promise") if row.text("where") in BY_OTHERS}
    return lambda meeting: len({each.row_of("promise") in listed for each in meeting}) > 1 or not _differ(meeting)


def _differ(meeting: Meeting) -> bool:
    """Whether each line states times, and no two of these are the same."""
    one, two = (_times_in(each.quote) for each in meeting)
    return bool(one and two) and all(max(pair) > min(pair) * ALIKE for pair in product(one, two))


@lru_cache(maxsize=512)
def _times_in(words: str) -> frozenset[float]:
    """The times that a line states, in days, except in sentences that say when money arrives."""
    said = (sentence for sentence in _END.split(words) if not _ARRIVES.search(sentence))
    found = (time for sentence in said for time in _TIME.finditer(sentence))
    named = ((time["number"].casefold(), _DAYS[time["unit"].casefold()]) for time in found)
    return frozenset((int(number) if number.isdigit() else _NUMBERS[number]) * days for number, days in named)


# Two parts of what is sold, such as the recordings and the worksheets -----------

HOW_LONG = frozenset({"alway", "ever", "forev", "good", "life", "lifet", "month", "time", "year", "your"})
"""The stems of words that say how long something lasts, but not what lasts."""

ONE_OF_THEM = frozenset({"first", "intro", "sampl", "taste", "trial"})
"""The stems of words that single out one of several: what is said of the first visit isn't said of each."""

_PER = re.compile(r"\bper \w+")
"""The unit that a price is paid for each time: it doesn't name the thing."""


def _two_things(case: Case) -> Excuse | None:
    """Two promises that may be about two different parts of the product."""
    if not _can_be_about_parts(case.content, case.check):
        return None
    return lambda meeting: _is_of_parts(meeting) and _names_two_things(meeting, case.audit)


def are_about_parts(content: Content, check: Check, met: Sequence[Meeting]) -> bool:
    """Whether the promises may be about different parts of the product, and so only seem to exclude each other: in
    every meeting, one of them is about what sells most.
    """
    return _can_be_about_parts(content, check) and all(map(_is_of_parts, met))


def _can_be_about_parts(content: Content, check: Check) -> bool:
    topic = content.topics.get(check.topic)
    return topic is not None and topic.parts and check.is_between_promises


def _is_of_parts(meeting: Meeting) -> bool:
    return any(each.about == MAIN for each in meeting)


def _names_two_things(meeting: Meeting, audit: Audit) -> bool:
    """Whether each names something and they share no word, or only some of them single out one of several."""
    named = [_named_by(each, audit) for each in meeting]
    if not all(named):
        return False
    return len({bool(each & ONE_OF_THEM) for each in named}) > 1 or not frozenset.intersection(*named)


def _named_by(statement: Statement, audit: Audit) -> frozenset[str]:
    """The words that name what a claim is about: those up to its end or, if they name nothing, the whole promise.

    What follows is often about something else: *The survey costs £75, refunded if you order a kitchen*.
    """
    row = audit.row("promise", statement.subject.row) if statement.subject else None
    if row and (spans := row.spans.get(statement.tag)):
        said = row.text("words")[: max(end for _, end in spans)]
        if named := _names_in(statement, said):
            return named
    return _names_in(statement, statement.quote)


def _names_in(statement: Statement, said: str) -> frozenset[str]:
    return words_of([statement._replace(quote=_PER.sub(" ", said))]) - HOW_LONG


UNLESS_NONE_IS_LEFT = (_prices_of_something_else, _what_is_kept)
ALWAYS = (
    _freedoms_told_to_buyers,
    _the_scoped,
    _counts_of_something_else,
    _what_is_surely_kept,
    _a_few_of_most,
    _the_same_times,
    _two_things,
    _makers_of_one_thing,
    _favours,
    _results_to_come,
    _counts_it_can_have,
)
