"""What a mismatch rests on: who says what, which facts contradict the words, and what is quoted. Comparing these shows
whether two mismatches have the same cause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from trueup.content.model import CLAIMS, Side
from trueup.engine.applicability import INSTEAD_QUESTION, KEPT_QUESTION, STAYS_QUESTION
from trueup.engine.model import Mismatch, Statement, listed
from trueup.sanitize import plain_text

RUNS = ((3, 2), (4, 1))
"""The length of a run of words, and how many must be meaningful: with one in common, the same sentence is quoted."""

COUNTED = 4
"""The length of a run of words that contains a figure and what it counts. Two mismatches that report the same run
report the same fact (our choice)."""

ONE_ACCOUNT = 8
"""Accounts of what happens instead that share a run of this many words report the same thing (our choice)."""

MOST_QUOTES = 2048
"""How many quotes have their words cached."""

SHORT = 4
"""A word with fewer letters isn't meaningful. Also the length of stems in a loose comparison."""
_STEM = 5
_WORD = re.compile(r"[^\W_]+")


_SMALL = listed(
    "about after also always back been every from have into just last more most never only other over since some than "
    "that them then there they this what when which will with your"
)
"""Words of four letters and more that carry no meaning."""
_FIGURES = listed(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred half"
)


def same_words(text: str) -> str:
    """A promise as compared with another: spaces, capitals and the last full stop make no difference."""
    return " ".join(text.casefold().split()).rstrip(".!")


def words_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The stems of the meaningful words in the quotes of these statements."""
    return frozenset().union(*(_stems(quote) for quote in {each.quote for each in statements}))


@lru_cache(maxsize=MOST_QUOTES)
def _stems(quote: str) -> frozenset[str]:
    return frozenset(
        word.removesuffix("s")[:_STEM] for word in _plain_words(quote) if _means(word) and word not in _SMALL
    )


@lru_cache(maxsize=MOST_QUOTES)
def runs_of(quote: str) -> frozenset[tuple[str, ...]]:
    """Every short run of consecutive words that carries some meaning."""
    words = _plain_words(quote)
    found: set[tuple[str, ...]] = set()
    for length, meaning in RUNS:
        runs = (words[nth : nth + length] for nth in range(len(words) - length + 1))
        found |= {run for run in runs if sum(map(_means, run)) >= meaning}
    return frozenset(found)


@lru_cache(maxsize=MOST_QUOTES)
def figure_runs_of(quote: str) -> frozenset[tuple[str, ...]]:
    """Every short run of consecutive words that contains a figure and what it counts."""
    words = _plain_words(quote)
    runs = (words[nth : nth + COUNTED] for nth in range(len(words) - COUNTED + 1))
    return frozenset(run for run in runs if any(map(_is_figure, run)) and any(map(_names, run)))


@lru_cache(maxsize=MOST_QUOTES)
def account_of(quote: str) -> frozenset[tuple[str, ...]]:
    """Every run of `ONE_ACCOUNT` consecutive words."""
    words = _plain_words(quote)
    return frozenset(words[nth : nth + ONE_ACCOUNT] for nth in range(len(words) - ONE_ACCOUNT + 1))


def _is_figure(word: str) -> bool:
    return word.isdigit() or word in _FIGURES


def _names(word: str) -> bool:
    return _means(word) and word not in _SMALL and not _is_figure(word)


def _plain_words(quote: str) -> tuple[str, ...]:
    """The words of a quote, in lower case and without the control sequences that an older file may contain."""
    return tuple(word.casefold() for word in _WORD.findall(plain_text(quote)))


def _means(word: str) -> bool:
    return len(word) >= SHORT or word.isdigit()


FACTS: tuple[Side, ...] = ("sell", "deliver")
"""The sides that report facts. If two mismatches on one topic rest on the same fact, that fact is their cause."""

CHANGE = "change"
"""The topic of planned changes. A plan is compared with published words just like a fact."""

SOURCE = "source"
"""The topic of what brings customers. Its fixes give hours to another way."""

CLOCKS = frozenset({"support", "speed", "dispatch", "punctual", "rhythm", "quoting"})
"""Topics about how long or how often. A promise on them may be about one thing, or for some customers only."""

ARRIVALS = frozenset({"speed", "dispatch", "punctual"})
"""Topics about when customers get what they ordered."""

SPONSORS = frozenset({"ads", "independence", "influence", "marked", "mailing"})
"""Topics about who else pays."""

OWNED = frozenset({"model", "lasting", "rights", "updates"})
"""Topics about whether what was paid for once stays the customer's."""

ASPECTS = (ARRIVALS, SPONSORS, OWNED, frozenset({"who", "crowd"}))
"""Groups of topics that ask about the same thing: when something comes, who else pays, what stays the customer's, and
who the customers are."""

REFUSED = frozenset({"due.missed", "due.refused", "returns.claimed", "returns.refused", "returns.unpaid"})
"""Positions saying that customers didn't get money they were promised. New words that also pay them make it good."""

MADE_BY_OTHERS = frozenset({"own.label", "work.helper", "making.workshop", "making.bought", "making.mixed"})
"""Positions of different questions saying that someone else makes what is sold, or part of it."""

MADE_BY_MACHINE = frozenset({"own.ai", "work.machine"})
"""Positions of different questions saying that AI makes part of it."""

FALLS_SHORT = frozenset({"proof.knowing", "proof.lacking", "proof.few", "proof.half"})
"""Positions saying that people don't get there: they must know or have something first, or few of them do."""

HAPPENINGS = (MADE_BY_OTHERS, MADE_BY_MACHINE, FALLS_SHORT)
"""Groups of positions that report the same thing, although they answer different questions."""

_WITHOUT_WORDS = ({"need", "deliver"}, {"sell", "deliver"}, {"need", "sell"})
"""The sides of a check that compares a fact with needs or terms only."""

_CLAIMS = ".claims"
STEPS = ".steps"
_MEASURE = "measure:"
OF_CUSTOMERS = f"{_MEASURE}customer."
"""How the sources begin that count the last customers."""
RULE = "rule.set"
_EARLY = "access.early"
_INFLUENCE = "influence"
"""The topic about whether sponsors have a say. Seeing a piece before others do is part of having a say."""
_COPIES = ("message.old", "message.spoken")
PARTNER_PROMISED = "partner.promised"
"""The position that a partner promises more than customers get."""
_MISSING = ("exists.wish", "exists.soon")


@dataclass(frozen=True, eq=False)
class Cause:
    """What one mismatch rests on."""

    mismatch: Mismatch

    @cached_property
    def id(self) -> str:
        """The mismatch's id."""
        return self.mismatch.id

    @cached_property
    def topic(self) -> str:
        """The topic of the mismatch's check."""
        return self.mismatch.check.topic

    @cached_property
    def aspect(self) -> frozenset[str]:
        """The mismatch's topic, with any other topics that ask about the same thing. If all its facts are about early
        access, the topic of influence is included, because people who get something early often have a say in it.
        """
        if self.is_of_early_access:
            return frozenset({self.topic, _INFLUENCE})
        return next((each for each in ASPECTS if self.topic in each), frozenset({self.topic}))

    # What kind of mismatch it is.

    @cached_property
    def is_proven(self) -> bool:
        """Whether the mismatch is a contradiction, rather than a guess or a tension."""
        return self.mismatch.verdict == "contradiction"

    @cached_property
    def is_count(self) -> bool:
        """Whether the mismatch says that a promise isn't kept, without giving the reason."""
        return bool(self.mismatch.promise)

    @cached_property
    def is_by_count(self) -> bool:
        """Whether the mismatch's only facts are how often a promise was kept, with no reason given."""
        return self.sources == {KEPT_QUESTION}

    @cached_property
    def is_of_its_end(self) -> bool:
        """Whether the mismatch's facts say only that a promise will end, and not what people get today."""
        return self.sources == {STAYS_QUESTION}

    @cached_property
    def is_disagreement(self) -> bool:
        """Whether the mismatch only compares published words with other published words."""
        return all(term.side == "say" for term in self.mismatch.check.between)

    @cached_property
    def is_copy(self) -> bool:
        """Whether the mismatch is about old words that are still published or said aloud, whatever those words say."""
        return any(each.tag in _COPIES for each in self.mismatch.statements)

    @cached_property
    def is_of_a_partner(self) -> bool:
        """Whether the mismatch says that a partner promises more than customers get."""
        return any(each.tag == PARTNER_PROMISED for each in self.mismatch.statements)

    @cached_property
    def is_said_by_a_partner(self) -> bool:
        """Whether the mismatch quotes promises, and all of them are a partner's."""
        return {each.heard for each in self.mismatch.statements if each.row_of("promise")} == {"partner"}

    @cached_property
    def sets_rule(self) -> bool:
        """Whether the mismatch is about a rule that the founder has set."""
        return any(each.tag == RULE for each in self.mismatch.statements)

    @cached_property
    def counts_customers(self) -> bool:
        """Whether the mismatch rests on a count of the last customers."""
        return any(source.startswith(OF_CUSTOMERS) for source in self.sources)

    @cached_property
    def is_of_early_access(self) -> bool:
        """Whether the mismatch's only facts are that some people get it early."""
        return self.positions == {_EARLY}

    @cached_property
    def is_without_words(self) -> bool:
        """Whether the mismatch compares a fact, the terms or needs on one topic, and quotes nothing published."""
        if self.promises or {term.side for term in self.mismatch.check.between} not in _WITHOUT_WORDS:
            return False
        rest = (each for each in self.mismatch.statements if each.side != "deliver")
        return all(each.topic == self.topic for each in rest)

    # What is said.

    @cached_property
    def said(self) -> frozenset[tuple[object, ...]]:
        """Everything that is said, with who says it."""
        return frozenset(map(_said, self.mismatch.statements))

    @cached_property
    def claims(self) -> frozenset[tuple[object, ...]]:
        """The positions claimed, each with the promise, activity or channel that claims it."""
        return frozenset((each.tag, each.subject) for each in self._those(_is_claim))

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The positions that promises claim, without regard to which promise claims them."""
        return frozenset(each.tag for each in self._those(_is_claim) if each.source == CLAIMS)

    @cached_property
    def echoed(self) -> frozenset[str]:
        """The positions claimed by an activity or a channel rather than by a promise."""
        return frozenset(each.tag for each in self._those(_is_claim) if each.source != CLAIMS)

    @cached_property
    def goals(self) -> frozenset[tuple[object, ...]]:
        """The founder's aims that the mismatch quotes, each by its question and row."""
        return frozenset((each.source, each.subject) for each in self.mismatch.statements if each.side == "believe")

    @cached_property
    def new_goals(self) -> frozenset[str]:
        """The goals that its fixes would set instead."""
        return frozenset(fix.to for fix in self.mismatch.check.fixes if fix.move == "believe" and fix.to)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The words of the founder's aims: the same for what is wanted this quarter and of one activity."""
        return frozenset(each.word for each in self.mismatch.statements if each.side == "believe")

    @cached_property
    def lines(self) -> frozenset[str]:
        """The published sentences quoted, whatever the place or the capital letters."""
        said = self._those(lambda each: each.side == "say" and bool(each.row_of("promise")))
        return frozenset(same_words(each.quote) for each in said) - {""}

    # What the facts are.

    @cached_property
    def facts(self) -> frozenset[tuple[str, object, str]]:
        """The facts compared with words or aims: what is sold, what is delivered, or a plan. Each is a question, a row
        and a position. Answers about what happens instead of a promise aren't included.
        """
        held = (each for each in self.held_against if each.source != INSTEAD_QUESTION)
        return frozenset((each.source, each.subject, each.tag) for each in held)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The questions that the facts answer, and the measures."""
        return frozenset(source for source, _, _ in self.facts)

    @cached_property
    def positions(self) -> frozenset[str]:
        """The positions that the facts take."""
        return frozenset(tag for _, _, tag in self.facts)

    @cached_property
    def happenings(self) -> frozenset[object]:
        """What the facts report, whatever was asked. Facts in one group of `HAPPENINGS` count as the whole group."""
        return frozenset(
            next((each for each in HAPPENINGS if fact[2] in each), frozenset({fact})) for fact in self.facts
        )

    @cached_property
    def answers(self) -> frozenset[tuple[object, ...]]:
        """The answers that the facts come from. An answer is listed once for each topic it is a fact about."""
        return frozenset((each.source, each.subject, each.topic, each.quote) for each in self.held_against)

    @cached_property
    def held_against(self) -> tuple[Statement, ...]:
        """The facts, with what happens instead of a promise."""
        return tuple(self._those(lambda each: each.side in FACTS or each.topic == CHANGE))

    # Whom and what it is about.

    @cached_property
    def promises(self) -> frozenset[str]:
        """The promises quoted."""
        return self.mismatch.promises

    @cached_property
    def activities(self) -> frozenset[str]:
        """The activities quoted."""
        return self.mismatch.rows_of("activity")

    @cached_property
    def channels(self) -> frozenset[str]:
        """The channels quoted, and those of the activities quoted."""
        return self.mismatch.rows_of("channel") | {each.channel for each in self.mismatch.statements if each.channel}

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups that the mismatch is about; empty if it names none."""
        return frozenset().union(*(each.groups for each in self.mismatch.statements))

    # How it is worded.

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the meaningful words that are quoted in someone's own words, rather than picked or counted."""
        return words_of(self._those(_is_own))

    @cached_property
    def told(self) -> frozenset[str]:
        """The stems of the meaningful words in those facts that are quoted in the founder's own words."""
        return words_of(filter(_is_own, self.held_against))

    @cached_property
    def says_what_is_so(self) -> bool:
        """Whether the mismatch also says what happens instead of what was promised."""
        return any(each.source == INSTEAD_QUESTION for each in self.mismatch.statements)

    @cached_property
    def instead(self) -> frozenset[str]:
        """The stems of the meaningful words that say what happens instead of what was promised."""
        return words_of(self._those(lambda each: each.source == INSTEAD_QUESTION))

    @cached_property
    def tallied(self) -> frozenset[str]:
        """How many people each promise was kept for, and of how many, where it was counted: *4 of 9*."""
        return frozenset(each.quote for each in self.mismatch.statements if each.source == KEPT_QUESTION)

    @cached_property
    def account(self) -> frozenset[tuple[str, ...]]:
        """Every long run of words in what happens instead of what was promised."""
        said = self._those(lambda each: each.source == INSTEAD_QUESTION)
        return frozenset().union(*(account_of(quote) for quote in {each.quote for each in said}))

    @cached_property
    def counted(self) -> frozenset[tuple[str, ...]]:
        """Every short run of words with a figure and what it counts, in facts in the founder's own words."""
        said = (each for each in filter(_is_own, self.held_against) if not each.source.startswith(_MEASURE))
        return frozenset(run for quote in {each.quote for each in said} for run in figure_runs_of(quote))

    @cached_property
    def vowed(self) -> frozenset[str]:
        """The stems of the words that state a rule: the founder's own rule, and what customers read."""
        return words_of(self._those(lambda each: each.tag == RULE or each.side == "say"))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of `words`, each cut to `SHORT` letters for a looser comparison."""
        return frozenset(word[:SHORT] for word in self.words)

    @cached_property
    def missing(self) -> frozenset[str]:
        """The stems of the words in which the founder names something missing, each cut to `SHORT` letters."""
        words = words_of(self._those(lambda each: each.tag in _MISSING and _is_own(each)))
        return frozenset(word[:SHORT] for word in words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every short run of consecutive quoted words that carries some meaning."""
        return frozenset().union(*(runs_of(quote) for quote in {each.quote for each in self.mismatch.statements}))

    def _those(self, wanted: Callable[[Statement], bool]) -> Iterator[Statement]:
        return filter(wanted, self.mismatch.statements)


def _is_claim(statement: Statement) -> bool:
    return statement.source.endswith(_CLAIMS)


def _is_own(statement: Statement) -> bool:
    """Whether a statement's words are someone's own, rather than picked or counted."""
    return not (statement.is_label or statement.source.endswith(STEPS) or statement.source.startswith(OF_CUSTOMERS))


def _said(statement: Statement) -> tuple[object, ...]:
    """What was said, and by whom: a promise says each of its claims, any other source the words it is quoted with."""
    words = statement.tag if statement.source == CLAIMS else statement.quote
    return statement.source, statement.subject, words


def are_apart(one: frozenset[Any], two: frozenset[Any]) -> bool:
    """Whether neither set is empty, and they have nothing in common."""
    return bool(one and two) and one.isdisjoint(two)
