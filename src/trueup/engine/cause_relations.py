"""Whether two mismatches have one cause: named relations between what they rest on.

Any one of those listed at the end is enough. They stand in groups by what they compare: what is said, the facts, the
sentences, and what is special to partners, rules, parts and seasons.
"""

from __future__ import annotations

from trueup.engine.causes import ARRIVALS, CLOCKS, HAPPENINGS, PARTNER_PROMISED, REFUSED, STEPS, Cause, are_apart

ALIKE = 0.6
"""Two facts in the founder's own words count as one if they have at least `IN_COMMON` words in common, and these are at
least this share of the shorter fact's words (our choice)."""
IN_COMMON = 4

IN_ONE_SENTENCE = 3
"""This many words in common are enough if both facts contradict the same sentence (our choice)."""

SUMS = 2
"""Two accounts that share this many figures report the same payments or cases (our choice)."""

OF_A_PART = 2
"""A mismatch is about a missing part if it shares at least this many words with the part's name, and at least the share
`ALIKE` of them (our choice)."""

NUMBERS = frozenset({"aim", "kpi"})
"""The topics about the number watched for the goal of the quarter, and for an activity."""

REFUNDS = frozenset({"leaving", "returns"})
"""The topics about money back."""

SPENT = "due.short"
"""The position saying that money held for customers is spent on something else."""

GIVEN_BACK = frozenset({"due", "renewal"})
"""The topics about money that is held for customers and given back."""

SPENDING = frozenset({"spent", "spend", "accou", "bank", "bill", "rent", "cash", "wage"})
"""Stems of words that tell of spending what is held."""

OF_A_RULE = 2
"""A rule and a promise count as one if they share this many words, in the rule and in what happened (our choice)."""

HARDLY_ANYONE = frozenset({"kept.none", "kept.one"})
"""Positions saying that hardly anyone got what a promise says."""

TIMES = frozenset({"late", "later", "arriv", "minut", "hour", "day", "week", "month"})
"""The stems of words that tell when something comes."""

NO_PROOF = frozenset({"cause.uncounted", "eco.supplier", "eco.unproven", "figure.unmeasured", "proof.uncounted"})
"""Positions saying that something can't be proven, although it may be true."""

LATE = "capacity.delayed"
"""The position that some orders came late."""
SEASON = "kept.season"
"""The claim that a promise slips when there's most to do."""

PRICE_LIST = "shown"
"""The topic of promises that name prices."""

DEARER = ("extras.", "partner.dearer")
"""Beginnings of the positions saying that some customers pay more than the prices named."""

_PRICES = frozenset({"price", "cost", "pay", "paid", "charg"})
"""The stems of words for any price. Mismatches that share only these needn't be about the same price."""


def has_cause_of(one: Cause, other: Cause) -> bool:
    """Whether the first contains everything the other says, or one of the relations listed at the end holds."""
    if other.said <= one.said or count_the_same_line(one, other):
        return True
    if counts_another_fact(one, other) or are_two_matters(one, other):
        return False
    if any(holds(one, other) for holds in (*SHARED, *EITHER_WAY)):
        return True
    return any(holds(other, one) for holds in (*EITHER_WAY, *SAYS_LESS))


# What keeps two mismatches apart, even if they share something.


def counts_another_fact(one: Cause, other: Cause) -> bool:
    """Whether one of the two only counts how often a promise is kept, and the other reports a different fact: that
    the promise will end, or something that also concerns other promises.
    """
    if one.is_by_count == other.is_by_count:
        return False
    count, rest = (one, other) if one.is_by_count else (other, one)
    if rest.is_of_its_end:
        return count.is_proven and count.told.isdisjoint(rest.told)
    return count.promises < rest.promises and are_apart(count.told, rest.told)


def are_two_matters(one: Cause, other: Cause) -> bool:
    """Whether two mismatches rest on different answers, on a topic that covers several matters. They are folded
    only if a check names the other, because under the other's title no one would see what the first says.
    """
    if not one.mismatch.check.apart or one.topic != other.topic or not (one.facts and other.facts):
        return False
    if one.is_count or other.is_count or one.sources & other.sources:
        return False
    return one.told.isdisjoint(other.told)


def are_across(one: Cause, other: Cause) -> bool:
    """Whether each quotes a promise, and they have no promise in common."""
    return are_apart(one.promises, other.promises)


# What is said.


def count_the_same_line(one: Cause, other: Cause) -> bool:
    """Whether both say that one sentence isn't kept, published in two places."""
    if not one.is_count or not other.is_count or one.is_of_its_end != other.is_of_its_end:
        return False
    return are_across(one, other) and not one.lines.isdisjoint(other.lines)


def share_a_claim(one: Cause, other: Cause) -> bool:
    """Whether something makes one claim in both, or a promise in one makes a claim of an activity in the other."""
    return bool(one.claims & other.claims or one.claimed & other.echoed or one.echoed & other.claimed)


def share_a_goal(one: Cause, other: Cause) -> bool:
    """Whether both are about one of the founder's aims, and their fixes would set the same one instead."""
    return bool(one.goals & other.goals and one.new_goals & other.new_goals)


def lack_a_number(one: Cause, other: Cause) -> bool:
    """Whether no number shows one aim, neither the one watched this quarter nor an activity's: one count mends both."""
    return {one.topic, other.topic} == NUMBERS and not one.wanted.isdisjoint(other.wanted)


# The facts.


def share_a_fact(one: Cause, other: Cause) -> bool:
    """Whether both compare one fact with the same words or the same aim, or report one fact in two places."""
    if one.is_count == other.is_count and _report_the_same(one, other):
        return True
    if one.facts & other.facts and not are_across(one, other):
        one_activity = bool(one.goals & other.goals and one.activities & other.activities)
        if one.facts == other.facts or one.promises & other.promises or one_activity:
            return True
    if one.promises & other.promises or one.topic != other.topic or one.answers.isdisjoint(other.answers):
        return False
    # A mismatch that quotes a promise about its own topic stays separate, even if the same fact breaks another promise.
    return not (one.promises and any(tag.partition(".")[0] == other.topic for tag in other.claimed))


def _report_the_same(one: Cause, other: Cause) -> bool:
    """Whether the facts of both are reported in the same words, in two places."""
    if one.facts & other.facts:
        return False
    if one.says_what_is_so and other.says_what_is_so and are_across(one, other):
        return are_broken_alike(one, other)  # sharing a reason isn't enough: two promises are broken
    if _are_told_alike(one, other):
        return True
    return not are_across(one, other) and not one.counted.isdisjoint(other.counted)


def are_broken_alike(one: Cause, other: Cause) -> bool:
    """Whether the same thing happens instead of both promises: one account contains all words of the other, the
    promises claim something on one topic and the accounts share a long run of words, or both are broken for as many
    people by the same sums.
    """
    if one.mismatch.claimed & other.mismatch.claimed and one.account & other.account:
        return True
    if one.tallied & other.tallied and sum(map(str.isdigit, one.instead & other.instead)) >= SUMS:
        return True
    shorter, longer = sorted((one.instead, other.instead), key=len)
    return shorter <= longer and len(shorter) >= (1 if shorter == longer else IN_COMMON)


def _are_told_alike(one: Cause, other: Cause) -> bool:
    """Whether the facts of both are reported in much the same words."""
    shared = len(one.told & other.told)
    return shared >= IN_COMMON and shared >= ALIKE * min(len(one.told), len(other.told))


def is_met_as_words_in(one: Cause, other: Cause) -> bool:
    """Whether the first mismatch compares a fact with what customers need or with the terms, and the same fact breaks a
    promise that the other quotes: customers have read the promise.
    """
    if not one.is_without_words or not other.promises or other.is_copy or other.is_disagreement:
        return False
    if one.mismatch.is_unsafe > other.mismatch.is_unsafe or not other.is_proven or not other.facts:
        return False
    if are_apart(one.groups, other.groups):
        return False
    if one.topic not in other.mismatch.claimed | {other.topic}:
        one_happening = any(each in HAPPENINGS for each in one.happenings & other.happenings)
        return one_happening and not are_apart(one.told, other.told)
    return bool(one.answers & other.answers or one.groups & other.groups) or _are_told_alike(one, other)


# The sentences.


def share_a_sentence(one: Cause, other: Cause) -> bool:
    """Whether both contradict one sentence, in the same words or on the same matter."""
    if one.promises.isdisjoint(other.promises):
        return False
    if len(one.told & other.told) >= IN_ONE_SENTENCE and one.is_count == other.is_count:
        return True
    if covers(one, other) or covers(other, one):
        return True
    if one.topic != other.topic:
        one_aspect = other.topic in one.aspect or one.topic in other.aspect
        if not one_aspect or one.is_proven != other.is_proven:
            return False
        is_of_early_access = one.is_of_early_access or other.is_of_early_access
        return bool(one.told & other.told) or (is_of_early_access and not are_apart(one.told, other.told))
    return not _are_of_two_sentences(one, other)


def _are_of_two_sentences(one: Cause, other: Cause) -> bool:
    """Whether two mismatches that share a topic and a promise are otherwise unrelated: their claims differ, their
    facts come from different questions and share no words, and one of the two also quotes another promise.
    """
    if one.is_disagreement or other.is_disagreement or one.is_count or other.is_count:
        return False
    if one.claimed & other.claimed or one.sources & other.sources:
        return False
    return one.promises != other.promises and one.told.isdisjoint(other.told)


def share_only_words(one: Cause, other: Cause) -> bool:
    """Whether one is about old words and the other quotes a run of them."""
    return one.is_copy != other.is_copy and bool(one.runs & other.runs)


# Partners, rules, parts and seasons.


def reports_the_partner_of(one: Cause, other: Cause) -> bool:
    """Whether the other mismatch is about a partner's promise that the first reports."""
    if not one.is_of_a_partner or other.is_of_a_partner or not other.is_said_by_a_partner:
        return False
    places = {each.subject for each in one.mismatch.statements if each.tag == PARTNER_PROMISED}
    return len(places) == 1 or not one.words.isdisjoint(other.words)


def is_of_the_refusal(line: Cause, refusal: Cause) -> bool:
    """Whether the second says that someone was refused money, and the first only that a line about money back isn't
    kept, without a word on why: what breaks the promise is often the line beside it, which sets the conditions.
    """
    if not line.is_count or line.told or refusal.topic not in REFUNDS or are_apart(line.groups, refusal.groups):
        return False
    return bool(refusal.positions & REFUSED) and bool(line.mismatch.claimed) and line.mismatch.claimed <= REFUNDS


def is_of_the_purse(line: Cause, purse: Cause) -> bool:
    """Whether the second says that money held for customers is spent, and the first only that a line about giving it
    back isn't kept, without a word on why or with words about spending it.
    """
    if not line.is_count or not line.mismatch.claimed or are_apart(line.groups, purse.groups):
        return False
    is_spent = purse.topic == "due" and SPENT in purse.positions
    is_told = not line.instead or not line.instead.isdisjoint(SPENDING)
    return is_spent and is_told and line.mismatch.claimed <= GIVEN_BACK


def are_of_one_rule(one: Cause, other: Cause) -> bool:
    """Whether one mismatch is about the founder's own rule and the other about published words with the same rule.
    Their rules must share a word, and so must their facts. If the founder only said that the rule is broken, and not
    how, they must share most of the rule's words.
    """
    if one.sets_rule == other.sets_rule:
        return False
    rule, published = (one, other) if one.sets_rule else (other, one)
    if not rule.told:
        return len(rule.vowed & (published.vowed | published.told)) >= ALIKE * len(rule.vowed) > 0
    set_alike, told_alike = one.vowed & other.vowed, one.told & other.told
    return bool(set_alike and told_alike) and len(set_alike | told_alike) >= OF_A_RULE


def names_the_part_of(one: Cause, other: Cause) -> bool:
    """Whether the first mismatch says that a part is missing, and the other is about that very part."""
    if not one.missing or other.topic == one.topic:
        return False
    shared = len(one.missing & other.stems)
    return shared >= OF_A_PART and shared >= ALIKE * len(one.missing)


def is_the_season_of(one: Cause, other: Cause) -> bool:
    """Whether the first says that a promise slips in the busy season, and the other that its time is missed."""
    if one.claimed != {SEASON} or other.topic not in CLOCKS or other.is_disagreement or not other.is_proven:
        return False
    return not one.promises.isdisjoint(other.promises)


# Which of two says more.


def says_less_than(one: Cause, count: Cause) -> bool:
    """Whether the count of a promise says more about the same thing than the first mismatch does.

    It says more than a mismatch that only sets the promise against another one, or that rests on some steps, a few
    channels, a lack of proof, a guess or a tension. It also says more than a count of the last customers, if the
    promise claims nothing else.
    """
    if (one.counts_customers or one.positions == {LATE}) and _awaits(one, count):
        return True
    if not count.is_count or one.is_count:
        return False
    if one.counts_customers and _is_late(one, count):
        return True
    claimed = count.mismatch.claimed
    if count.mismatch.promise not in one.promises:
        return one.counts_customers and claimed == {one.topic}
    is_by_steps = bool(one.sources) and all(source.endswith(STEPS) for source in one.sources)
    if one.is_disagreement or (is_by_steps and count.told):
        return True
    if not count.is_proven:
        return False
    if one.positions and one.positions <= NO_PROOF:
        return True
    if one.mismatch.verdict == "tension":
        only = count.is_by_count and not one.told and claimed <= one.aspect
        return only or not one.told.isdisjoint(count.told)
    if not count.is_by_count:
        return False
    if not one.is_proven and (claimed <= one.aspect or one.told & count.told):
        return True
    is_of_some_channels = bool(one.held_against) and all(each.row_of("channel") for each in one.held_against)
    return is_of_some_channels and claimed <= one.aspect - {one.topic}


def _awaits(one: Cause, late: Cause) -> bool:
    """Whether both mismatches are about when something comes, the first without a promise and the other with a
    broken one.

    If the other is a count, its promise must be about nothing else. If the other names groups, the first must be
    about one of them.
    """
    is_about_it = one.topic in ARRIVALS or (one.positions == {LATE} and not are_apart(one.told, late.told))
    if one.promises or not is_about_it or not late.promises or late.is_disagreement:
        return False
    about = late.mismatch.claimed if late.is_count else {late.topic}
    return bool(about) and about <= ARRIVALS and not (late.groups and one.groups.isdisjoint(late.groups))


def _is_late(one: Cause, count: Cause) -> bool:
    """Whether the first counts the last customers who got something late, and the count is of the promise that says
    when it comes, kept for as few. If the founder says what happens instead, that must tell a time.
    """
    if one.topic not in ARRIVALS or count.mismatch.promise not in one.promises or not count.is_by_count:
        return False
    return not count.instead or not count.instead.isdisjoint(TIMES)


def says_more_than(count: Cause, reason: Cause) -> bool:
    """Whether the count says more than the mismatch that could explain it: the count shows that hardly anyone got
    what was promised, and the other concerns only some people, or is a picked answer about one of several things
    promised.
    """
    if reason.mismatch.check.mild:
        return _is_of_hardly_anyone(count) and count.is_proven and not reason.mismatch.is_unsafe
    return covers(count, reason) and not count.mismatch.claimed <= reason.aspect


def covers(count: Cause, other: Cause) -> bool:
    """Whether the count says in the founder's words that hardly anyone got what a promise says, while the other
    mismatch only compares that promise with a picked answer.
    """
    if not count.is_count or not count.is_proven or not count.instead or other.is_count or other.told:
        return False
    if not other.facts or other.mismatch.leads or other.mismatch.is_unsafe:
        return False
    return _is_of_hardly_anyone(count) and other.promises == {count.mismatch.promise}


def _is_of_hardly_anyone(count: Cause) -> bool:
    """Whether it's a count that shows that hardly anyone got what was promised."""
    return any(each.tag in HARDLY_ANYONE for each in count.mismatch.statements)


# Which one says why a promise isn't kept.


def says_why(one: Cause, count: Cause) -> bool:
    """Whether the first mismatch is about the same promise as the count, and also says why the promise isn't kept.

    If both were reported in the founder's own words, they must share some of these. They needn't if one of them has
    no such words, if the first counts the last customers, or if it is about the only topic on which the promise
    makes a claim.
    """
    if not count.is_count or one.is_count or one.is_copy or not one.facts:
        return False
    if not one.is_proven and one.mismatch.verdict != count.mismatch.verdict:
        return False
    if one.is_of_a_partner:
        return reports_the_partner_of(one, count)
    if count.mismatch.promise not in one.promises:
        return _costs_more_than(one, count)
    if one.counts_customers:
        return any(each.side == "deliver" for each in count.mismatch.statements)
    claimed = count.mismatch.claimed
    return (count.is_by_count and len(claimed) == 1 and claimed <= one.aspect) or not are_apart(one.told, count.told)


def could_say_why(one: Cause, count: Cause) -> bool:
    """Whether a proven mismatch may say why the counted promise isn't kept: it quotes it, and isn't a separate fact."""
    if one.is_count or one.is_copy or not one.facts or not one.is_proven:
        return False
    return count.mismatch.promise in one.promises and not counts_another_fact(one, count)


def _costs_more_than(one: Cause, count: Cause) -> bool:
    """Whether the first says that some customers pay more, and the count is about a price list on the same."""
    if PRICE_LIST not in count.mismatch.claimed or not any(tag.startswith(DEARER) for tag in one.positions):
        return False
    return bool(one.promises) and bool((one.words & count.words) - _PRICES)


def distance_from(one: Cause, count: Cause) -> tuple[bool, int]:
    """The sort key for mismatches that may explain a count, best first: those whose facts share a figure with the
    count, then those that share more words with it.
    """
    return one.counted.isdisjoint(count.counted), -len(one.told & count.told)


SHARED = (share_a_claim, share_a_goal, lack_a_number, share_a_fact, share_a_sentence, are_of_one_rule, share_only_words)
EITHER_WAY = (reports_the_partner_of, names_the_part_of, is_of_the_refusal, is_of_the_purse)
SAYS_LESS = (says_less_than, is_met_as_words_in, is_the_season_of)
"""Each of these says on its own that two mismatches have one cause: what both share, whichever comes first; what one of
the two has in common with the other, either way round; and what makes the first go under the second."""
