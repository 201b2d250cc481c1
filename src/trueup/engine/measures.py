"""Measures: named functions that turn counts and numbers into positions. A check only sees their tags.

Each measure lists the tags it can take and the questions it needs. Measures speak on the *deliver* side. If there are
too few rows, or a number is blank or zero, a measure gives no position, and what it lacks is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from trueup.answers.model import Audit, Row
from trueup.content.model import Content, Evidence, Question
from trueup.engine.applicability import field_applies, is_asked
from trueup.engine.efforts import (
    all_aside,
    counted_where_it_leads,
    few_that_way,
    former_unasked,
    left_for_another_reason,
    little_back,
    work_aside,
)
from trueup.engine.model import MAIN, Mismatch, Subject
from trueup.engine.readings import Figure, Measure, Reading, figure, measure, weakest
from trueup.engine.slow_work import Remembered
from trueup.engine.things import are_of_one_thing, object_of

ROWS_TO_COUNT = 3
"""Fewer customers than this are anecdotes (our choice)."""

WEEKS = 13
"""Weeks in a quarter."""

MONTHS = 3
"""Months in a quarter."""

TOLERANCE = 1.1
"""A figure is too large only if it exceeds its limit by more than this factor. Both figures are rough: a goal less than
a tenth above a quarter's capacity, or hours sold less than a tenth above the hours available, is a matter of rounding,
not a contradiction (our choice)."""

DAYS = 92
"""Days in the longest quarter."""

WEEK = 7
"""If a partner is credited for a week, the sale must come within this many days."""


# Over the last ten ---------------------------------------------------------

Bands = Callable[[Counter[str], int], tuple[str, Sequence[str]]]
"""Counts by key and how many are known → the tag, and the keys whose count is quoted."""


NO_SLIP = 2
"""This many cases are more than a slip, however few customers are known."""

MANY = 3
"""This many cases are more than a few (our choice)."""


PRICES, FULL = "paid", "full"
"""The column of what customers paid, and its cell for the full price."""


def cells(audit: Audit, field: str) -> list[str]:
    """The known cells of one column of the last ten; unknown, not applicable and guessed ones are left out."""
    return _CELLS.get((audit.of("customer"),), field, lambda: [row.text(field) for row in _counted(audit, field)])


def _counted(audit: Audit, field: str) -> list[Row]:
    """The rows with a known cell. In the column of prices, orders of one customer at the same special price count once,
    because they are one arrangement. Rows at the full price all count, because many founders write the same word, such
    as *walk-in*, for several customers.
    """
    known = _known(audit, field)
    if field != PRICES:
        return known
    return list({_arrangement(row): row for row in known}.values())


def _arrangement(row: Row) -> tuple[str, str]:
    """The key under which the price of a row is counted: the customer and the kind of price, or just the row if its
    price is the full one or the customer isn't named.
    """
    who, paid = row.text("who").casefold().strip(), row.text(PRICES)
    return (who, paid) if who and paid != FULL else (row.id, "")


_CELLS: Remembered[list[str]] = Remembered(32)


def _known(audit: Audit, field: str) -> list[Row]:
    rows = audit.of("customer")
    return _KNOWN.get(
        (rows,), field, lambda: [row for row in rows if row.text(field) and row.fields[field].evidence != "guess"]
    )


_KNOWN: Remembered[list[Row]] = Remembered(32)


NO_ANSWER = frozenset({"nodate"})
"""Cells that say that a column doesn't apply to a customer. They aren't counted."""


def counted_cells(audit: Audit, column: str) -> list[str]:
    """The known cells of a column such as `customer.received`, without those that say it doesn't apply."""
    return [cell for cell in cells(audit, column.partition(".")[2]) if cell not in NO_ANSWER]


def _evidence_of_cells(audit: Audit, field: str) -> Evidence:
    """How well a column is known: as well as most of its cells. A column mostly from memory counts as a guess."""
    known = [row.fields[field].evidence or "counted" for row in _known(audit, field)]
    remembered = known.count("memory")
    if remembered * 2 > len(known):
        return "guess"
    return "record" if known.count("record") * 2 > len(known) else "counted"


def counts(audit: Audit, name: str) -> tuple[str, dict[str, int], int]:
    """What is known of one column of the last ten: the position it takes, the counts worth quoting by key, and the
    number of known cells that apply. If there is none, the position is empty.
    """
    known = Counter(counted_cells(audit, name))
    total = known.total()
    if not total:
        return "", {}, 0
    tag, keys = COLUMNS[name](known, total)
    return tag, {key: known[key] for key in keys if known[key]}, total


def _column(name: str, content: Content, audit: Audit) -> Iterator[Reading]:
    tag, quoted, total = counts(audit, name)
    if tag and total >= ROWS_TO_COUNT:
        labels = {choice.key: choice.label for choice in content.questions[name].choices}
        told = ", ".join(f"{count} of your last {total}: {labels.get(key, key)}" for key, count in quoted.items())
        evidence = _evidence_of_cells(audit, name.partition(".")[2])
        subject = _place_of(audit, "late") if tag == "punctual.late" else None
        yield Reading(tag, told, evidence, share=sum(quoted.values()) / total, subject=subject)
        if tag == "punctual.late" and quoted["late"] * 2 > total:
            yield Reading("punctual.mostlate", told, evidence, share=quoted["late"] / total, subject=subject)
        if tag == "who.others" and quoted["other"] * 2 > total:
            yield Reading("who.mostothers", told, evidence, share=quoted["other"] / total)


def _place_of(audit: Audit, received: str) -> Subject | None:
    """The channel that an answer to `received` is about: all customers with that answer came through it, and enough
    others came through other channels. None if there is no such channel.
    """
    known = _known(audit, "received")
    places = {row.text("channel") for row in known if row.text("received") == received}
    place = next(iter(places)) if len(places) == 1 else ""
    elsewhere = sum(row.text("channel") not in ("", place) for row in known)
    is_one_of_several = audit.row("channel", place) is not None and elsewhere >= ROWS_TO_COUNT
    return Subject("channel", place) if is_one_of_several else None


def _started(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """The position on how customers start, and the answers to quote. Three in ten who had to talk first are more than
    an exception; one or two may simply have wanted to.
    """
    if counts["talk"] >= NO_SLIP and counts["talk"] / known >= 0.3:
        return "start.talk", ("talk",)
    if counts["alone"] / known >= 0.5:
        return "start.alone", ("alone",)
    return "start.help", ("help", "talk")


def _paid(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """The position on discounts, and the answer to quote. If a fifth or more paid less, discounts are a habit."""
    if counts["less"] == 0:
        return "discount.never", ("full",)
    is_often = counts["less"] >= NO_SLIP and counts["less"] / known >= 0.2
    return ("discount.often" if is_often else "discount.some"), ("less",)


def _received(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """The position on punctuality, and the answer to quote. If one in five is late, buyers tell each other; below that
    it is bad luck.
    """
    if counts["late"] >= NO_SLIP and counts["late"] / known >= 0.2:
        return "punctual.late", ("late",)
    return "punctual.ontime", ("ontime",)


def _group(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """The position on who the customers are, and the answer to quote. If half are someone else, that's who."""
    if counts["other"] / known >= 0.5:
        return "who.others", ("other",)
    return "who.aimed", ("aimed",)


COLUMNS: dict[str, Bands] = {
    "customer.started": _started,
    "customer.paid": _paid,
    "customer.received": _received,
    "customer.group": _group,
}
"""A column of the last ten customers → the function that gives its position."""


def _over_customers(name: str, *tags: str) -> Measure:
    return Measure(name, tags, (name,), partial(_column, name))


def _is_repeated(times: int, known: int) -> bool:  # noqa: ARG001
    """Whether it's more than a slip."""
    return times >= NO_SLIP


def _is_many(times: int, known: int) -> bool:
    """Whether it's more than “a few”."""
    return times >= MANY and times / known >= 0.3


def _is_twice(times: int, known: int) -> bool:
    """Whether it's more than bad luck, but too few to break a time that's only an estimate."""
    return times == NO_SLIP and times / known >= 0.2


def _over_one_answer(name: str, tag: str, column: str, key: str, is_enough: Callable[[int, int], bool]) -> Measure:
    """A measure that takes its position if enough of the known customers have one answer."""

    def read(content: Content, audit: Audit) -> Iterator[Reading]:
        known = counted_cells(audit, column)
        times = known.count(key)
        if len(known) >= ROWS_TO_COUNT and is_enough(times, len(known)):
            label = next(choice.label for choice in content.questions[column].choices if choice.key == key)
            told = f"{times} of your last {len(known)}: {label}"
            evidence = _evidence_of_cells(audit, column.partition(".")[2])
            yield Reading(tag, told, evidence, share=times / len(known))

    return Measure(name, (tag,), (column,), read)


# Over numbers --------------------------------------------------------------


def _figures(content: Content, audit: Audit, *questions: str) -> list[Figure] | None:
    asked = [content.questions[name] for name in questions if name in content.questions]
    asked = [question for question in asked if is_asked(content, audit, question)]
    found = [figure(question, audit.answers.get(question.id)) for question in asked]
    return [each for each in found if each] if len(found) == len(questions) and all(found) else None


Told = Callable[..., Iterator[Reading]]
"""Figures → what they say."""


def _over_numbers(name: str, tags: tuple[str, ...], *needs: str) -> Callable[[Told], Measure]:
    """Make a function of numbers of the whole business a measure. It is called once they are all given."""

    def read(told: Told, content: Content, audit: Audit) -> Iterator[Reading]:
        numbers = _figures(content, audit, *needs)
        yield from told(*numbers) if numbers else ()

    return lambda told: Measure(name, tags, needs, partial(read, told))


def _over_channels(name: str, tags: tuple[str, ...], *needs: str) -> Callable[[Told], Measure]:
    """Make a function of a channel's numbers a measure. It is called for each channel that has them all."""

    def read(told: Told, content: Content, audit: Audit) -> Iterator[Reading]:
        for subject, numbers in of_channels(content, audit, *needs):
            yield from (reading._replace(subject=subject) for reading in told(*numbers))

    return lambda told: Measure(name, tags, needs, partial(read, told))


def _is_beyond(wanted: Figure, there: Figure) -> bool:
    """Whether more is wanted than there is."""
    return wanted.value > max(there.value, 0.0) * TOLERANCE


@_over_numbers("plan.capacity", ("capacity.short", "capacity.enough"), "operations.capacity", "identity.target")
def _capacity(week: Figure, goal: Figure) -> Iterator[Reading]:
    """The quarter's goal, compared with thirteen times what the founder can do in a week."""
    holds = Figure(week.value * WEEKS, week.evidence)
    tag = "capacity.short" if _is_beyond(goal, holds) else "capacity.enough"
    yield Reading(tag, f"{week} a week × {WEEKS} weeks = {holds}; goal {goal}", week.evidence)


@_over_numbers(
    "plan.income", ("sums.short", "sums.enough"), "operations.margin", "operations.capacity", "identity.wanted"
)
def _income(kept: Figure, week: Figure, wanted: Figure) -> Iterator[Reading]:
    """What the founder wants to be left each month, compared with what a month of full weeks leaves."""
    leaves = Figure(kept.value * week.value * WEEKS / MONTHS, weakest(kept, week))
    tag = "sums.short" if _is_beyond(wanted, leaves) else "sums.enough"
    told = f"{kept} kept × {week} a week × {WEEKS} weeks ÷ {MONTHS} = {leaves} a month; {wanted} wanted"
    yield Reading(tag, told, leaves.evidence)


def _over_takings(name: str, number: str, short: str, enough: str, weeks: int = 1) -> Measure:
    """The money wanted this quarter, compared with the price of a sale × the sales that `number` gives × the weeks."""

    @_over_numbers(name, (short, enough), "offer.sale", number, "identity.sum")
    def takings(price: Figure, sales: Figure, wanted: Figure) -> Iterator[Reading]:
        brings = Figure(price.value * sales.value * weeks, weakest(price, sales))
        if brings.value > 0:
            told = f"{price} × {sales} a week × {weeks} weeks" if weeks > 1 else f"{price} × {sales}"
            tag = short if _is_beyond(wanted, brings) else enough
            yield Reading(tag, f"{told} = {brings}; {wanted} wanted", brings.evidence)

    return takings


@_over_numbers(
    "plan.hourly", ("sums.cheap", "sums.worthwhile"), "operations.margin", "operations.each", "identity.hourly"
)
def _hourly(kept: Figure, hours: Figure, wanted: Figure) -> Iterator[Reading]:
    """What a typical sale leaves for each hour it takes, compared with what the founder wants for an hour."""
    if hours.value > 0:
        leaves = Figure(kept.value / hours.value, weakest(kept, hours))
        tag = "sums.cheap" if _is_beyond(wanted, leaves) else "sums.worthwhile"
        yield Reading(tag, f"{kept} kept ÷ {hours} hours = {leaves} an hour; {wanted} wanted", leaves.evidence)


@_over_numbers(
    "plan.hours", ("hours.over", "hours.full", "hours.fit"), "operations.hours-sold", "operations.hours-there"
)
def _hours(sold: Figure, there: Figure) -> Iterator[Reading]:
    """The hours sold in a week, compared with the hours available."""
    tag = "hours.full" if sold.value * TOLERANCE >= there.value else "hours.fit"
    tag = "hours.over" if _is_beyond(sold, there) else tag
    yield Reading(tag, f"{sold} hours sold a week; {there} there are", weakest(sold, there))


@_over_channels("channel.cycle", ("cycle.long", "cycle.fits", "cycle.week"), "channel.days")
def _cycle(days: Figure) -> Iterator[Reading]:
    """Days from first hearing of the business to buying, compared with the length of a quarter."""
    tag = "cycle.long" if days.value > DAYS else "cycle.fits"
    yield Reading(tag, f"{days} days to buy; a quarter has {DAYS}", days.evidence)
    if days.value <= WEEK:
        yield Reading("cycle.week", f"{days} days to buy", days.evidence)


@_over_channels("channel.flow", ("flow.few", "flow.many"), "channel.leads", "channel.customers")
def _flow(asked: Figure, bought: Figure) -> Iterator[Reading]:
    """How many of the people who asked bought. Fewer than one in twenty, out of twenty or more, is *few*: below twenty
    people a single buyer moves the share by five points, so nothing is said.
    """
    if asked.value >= 20 and bought.value <= asked.value:
        share = bought.value / asked.value
        tag = "flow.few" if share < 0.05 else "flow.many"
        yield Reading(tag, f"{bought} bought of {asked} who asked: {share:.0%}", weakest(asked, bought))


@_over_channels("channel.looked", ("flow.looked-few", "flow.looked-many"), "channel.visits", "channel.leads")
def _looked(came: Figure, asked: Figure) -> Iterator[Reading]:
    """How many of the people who came by asked. Fewer than one in a hundred, out of two hundred or more, is *few*: on a
    small page a single person moves the share by half a point, so below that nothing is said.
    """
    if came.value >= 200 and asked.value <= came.value:
        share = asked.value / came.value
        tag = "flow.looked-few" if share < 0.01 else "flow.looked-many"
        yield Reading(tag, f"{asked} asked of {came} who came by: {share:.1%}", weakest(came, asked))


@measure(
    "channel.cost",
    ("sums.first-sale", "sums.months", "sums.loses"),
    *("channel.spend", "channel.customers", "operations.margin", "operations.repeats"),
)
def _cost(content: Content, audit: Audit) -> Iterator[Reading]:
    """What it costs to win one customer, per channel, compared with what a customer brings: margin of a sale × sales to
    one customer. A channel that sells something else is left out, because the margin is that of a typical sale.
    """
    of_one = _figures(content, audit, "operations.margin", "operations.repeats")
    if of_one is None:
        return
    margin, repeats = of_one
    for subject, (spent, bought) in of_channels(content, audit, "channel.spend", "channel.customers"):
        row = audit.row("channel", subject.row)
        if bought.value < 1 or (row is not None and object_of(audit, row) not in ("", MAIN)):
            continue
        cost = Figure(spent.value / bought.value, spent.evidence)
        brings = Figure(margin.value * max(repeats.value, 1.0), margin.evidence)
        if cost.value > brings.value:
            tag = "sums.loses"
        else:
            tag = "sums.first-sale" if cost.value <= margin.value else "sums.months"
        told = f"{spent} ÷ {bought} = {cost} to win one; one brings {margin} × {repeats} = {brings}"
        yield Reading(tag, told, weakest(spent, bought, margin, repeats), subject=subject)


DEARER = 2
"""A customer counts as more expensive only if they cost at least this many times as much as elsewhere: a smaller
difference could come from rough figures (our choice)."""

STARVED = 3
"""A channel with this many times less money than another, or stopped, hasn't been tried as much (our choice)."""


@measure("channel.dearer", ("sums.dearer",), "channel.spend", "channel.customers")
def _dearer(content: Content, audit: Audit) -> Iterator[Reading]:
    """Channels whose customers cost at least twice as much as those of a neglected rival: another channel that gets far
    less money, or is stopped, and brings no fewer customers. A channel on which nothing is spent, such as word of
    mouth, is no rival, because money couldn't bring more there. Nor is one that brings fewer customers: there may be no
    more to bring. Nor is one that sells something else.
    """
    channels = {
        subject.row: (row, spent, bought)
        for subject, (spent, bought) in of_channels(content, audit, "channel.spend", "channel.customers", stopped=True)
        if (row := audit.row("channel", subject.row)) and bought.value >= 1 and spent.value > 0
    }
    for row, spent, bought in channels.values():
        if row.is_inactive:
            continue
        for rival, paid, won in channels.values():
            is_cheaper = paid.value * bought.value * DEARER <= spent.value * won.value
            is_large = won.value >= max(ROWS_TO_COUNT, bought.value)
            if not is_cheaper or not is_large:
                continue
            is_left = paid.value * STARVED <= spent.value or rival.is_inactive
            if is_left and are_of_one_thing(audit, row, rival) and _brings_the_same(row, rival):
                told = f"{spent} ÷ {bought} to win one; {rival.text('name')}: {paid} ÷ {won}"
                subject = Subject("channel", row.id)
                yield Reading("sums.dearer", told, weakest(spent, bought, paid, won), subject=subject)
                break


def _brings_the_same(row: Row, rival: Row) -> bool:
    """Whether both channels bring people of the same side (buyers, say) for the same thing, and the rival channel
    doesn't mostly bring people the founder doesn't want.
    """
    alike = all(row.text(field) == rival.text(field) for field in ("serves", "about", "other"))
    return alike and rival.text("crowd") != "wrong"


def of_channels(
    content: Content, audit: Audit, *questions: str, stopped: bool = False
) -> Iterator[tuple[Subject, list[Figure]]]:
    """Each active channel that has all these numbers, with the numbers; with `stopped`, stopped channels too."""
    asked = [(content.questions[name], name.partition(".")[2]) for name in questions if name in content.questions]
    if len(asked) < len(questions):
        return
    for row in audit.of("channel"):
        numbers = [
            number
            for question, field in asked
            if (number := figure(question, row.fields.get(field))) and field_applies(content, audit, row, question)
        ]
        if len(numbers) == len(questions) and (stopped or not row.is_inactive):
            yield Subject("channel", row.id), numbers


MEASURES: dict[str, Measure] = {
    each.name: each
    for each in (
        _over_customers("customer.started", "start.alone", "start.help", "start.talk"),
        _over_one_answer("customer.helped", "start.helped", "customer.started", "help", _is_many),
        _over_customers("customer.paid", "discount.never", "discount.some", "discount.often"),
        _over_one_answer("customer.many", "discount.many", "customer.paid", "less", _is_many),
        _over_one_answer("customer.more", "extras.more", "customer.paid", "more", _is_repeated),
        _over_one_answer("customer.added", "extras.topped", "customer.paid", "added", _is_repeated),
        _over_customers("customer.received", "punctual.ontime", "punctual.late", "punctual.mostlate"),
        _over_one_answer("customer.twice", "punctual.twice", "customer.received", "late", _is_twice),
        _over_customers("customer.group", "who.aimed", "who.others", "who.mostothers"),
        _capacity,
        _income,
        _over_takings("plan.takings", "operations.capacity", "sums.beyond", "sums.within", WEEKS),
        _over_takings("plan.places", "operations.places", "sums.places", "sums.placed"),
        _over_takings("plan.sales", "identity.target", "sums.shy", "sums.matched"),
        _hourly,
        all_aside,
        work_aside,
        few_that_way,
        left_for_another_reason,
        former_unasked,
        little_back,
        counted_where_it_leads,
        _hours,
        _cycle,
        _flow,
        _looked,
        _cost,
        _dearer,
    )
}


MEASURABLE = frozenset(need for each in MEASURES.values() for need in each.needs)
"""Questions whose answers a measure needs."""

RECKONED = MEASURABLE - {
    *("identity.target", "identity.wanted", "identity.sum", "identity.hourly", "identity.goal", "identity.left"),
    "market.source",
}
"""Questions whose answers a measure calculates or compares with. A goal or a belief isn't among them, because a founder
sets or holds it rather than knows it."""


def is_known_from(question: Question) -> bool:
    """Whether the founder is asked how an answer is known: for what really happens, and for numbers used in sums."""
    return question.side == "deliver" or question.id in RECKONED


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """One answer about the last customers: it is true of `count` of the `total` customers for whom it is known."""

    column: str
    """The question: `customer.started`."""
    key: str
    count: int
    total: int
    conflicts: bool
    """Whether it supports the mismatch rather than speaking against it."""


def most_common(audit: Audit, column: str) -> CustomerCount | None:
    """The most common answer in a column of the last ten; of several, the newest customer's. None if none is known."""
    known = Counter(counted_cells(audit, column))
    for key, count in known.most_common(1):
        return CustomerCount(column, key, count, known.total(), conflicts=False)
    return None


def customer_counts(content: Content, audit: Audit, mismatch: Mismatch) -> tuple[CustomerCount, ...]:
    """The last customers counted on the topics of a mismatch, each count once, those that support it first."""
    ordered = sorted(_counts(content, audit, mismatch), key=lambda each: not each.conflicts)
    return tuple({(each.column, each.key): each for each in reversed(ordered)}.values())[::-1]


MET: Mapping[str, tuple[tuple[str, str], ...]] = {
    "speed": (("customer.received", "late"),),
    "dispatch": (("customer.received", "late"),),
    "extras": (("customer.paid", "more"), ("customer.paid", "added")),
    "shown": (("customer.paid", "more"), ("customer.paid", "added")),
}
"""Topic → answers about the last customers that speak against words on it, though no measure quotes them."""


def _counts(content: Content, audit: Audit, mismatch: Mismatch) -> Iterator[CustomerCount]:
    delivered = {tag for term in mismatch.check.between if term.side == "deliver" for tag in term.tags}
    topics = dict.fromkeys(statement.topic for statement in mismatch.statements)
    for column in dict.fromkeys(name for topic in topics for name in content.topics[topic].measures if name in COLUMNS):
        tag, quoted, total = counts(audit, column)
        if total >= ROWS_TO_COUNT:
            yield from (CustomerCount(column, key, count, total, tag in delivered) for key, count in quoted.items())
    if not any(statement.side == "say" for statement in mismatch.statements):
        return
    for column, key in dict.fromkeys(each for topic in topics for each in MET.get(topic, ())):
        known = counted_cells(audit, column)
        if len(known) >= ROWS_TO_COUNT and key in known:
            yield CustomerCount(column, key, known.count(key), len(known), conflicts=True)
