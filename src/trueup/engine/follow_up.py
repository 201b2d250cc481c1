"""What to follow up from earlier quarters: the goal, watched limits, tests, and answers that disagree.

Only figures given in this quarter count. A figure copied from the last quarter and not confirmed proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final, Literal, get_args

from trueup.answers.model import Accepted, Answer, Audit, Row
from trueup.answers.numbers import NumberError, parse_number
from trueup.content.model import Content, Question
from trueup.engine.experiments import Result, compare, day, numbers_of, result
from trueup.engine.history import History
from trueup.engine.measures import ROWS_TO_COUNT, counted_cells
from trueup.engine.model import Findings
from trueup.engine.next_quarter import CUSTOMERS, REACHED, is_copied, quarter_of
from trueup.engine.readings import figure
from trueup.engine.statements import of_answer

Kind = Literal[
    "goal",
    "number",
    "no number",
    "limit",
    "test",
    "came back",
    "nothing changed",
    "older promise",
    "costs up, sales down",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Verdict = Literal["broken", "open", "kept"]
"""`open`: no answer decides it, so only the founder can say."""
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

GOAL, TARGET, CHANGED = "identity.goal", "identity.target", "offer.changed"

A_YEAR: Final = 4
"""How many quarters *nothing changed in twelve months* covers."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing said in an earlier quarter, and what has come of it."""

    kind: Kind
    verdict: Verdict
    quarter: str
    """The earlier quarter."""
    place: str = ""
    """The question it is about, or the row: `channel:own-site`."""
    check: str = ""
    fix: str = ""
    about: str = ""
    """The goal, or the second question involved."""
    figures: tuple[float, ...] = ()
    """Then and now, or quarter by quarter, or now and the limit."""
    is_share: bool = False
    """Whether the figures are parts of a whole (0–1)."""


def follow_ups(content: Content, history: History, audit: Audit, findings: Findings) -> tuple[FollowUp, ...]:
    """Everything that earlier quarters raise for this one, starting with what wasn't kept."""
    earlier = [history[name].audit for name in history.before(audit.quarter)]
    if not earlier:
        return ()
    before = earlier[-1]
    found = [
        *_goal(content, before, audit),
        *_limits(content, earlier, audit),
        *_tests(content, audit),
        *_came_back(history, earlier, audit, findings),
        *_nothing_changed(content, earlier, audit),
        *_older_promises(content, earlier, audit, findings),
        *_costs_and_sales(content, earlier, audit),
    ]
    return tuple(sorted(found, key=lambda each: (VERDICTS.index(each.verdict), KINDS.index(each.kind))))


# The goal and its number ------------------------------------------------------


def _goal(content: Content, before: Audit, audit: Audit) -> Iterator[FollowUp]:
    goal = before.text(GOAL)
    target = before.answers.get(TARGET)
    wanted = target.value if target and target.state == "given" and isinstance(target.value, float) else None
    said = "" if REACHED in audit.unconfirmed else audit.text(REACHED)
    if wanted is not None and goal:
        yield from _number(content, before, audit, goal, wanted, said)
    elif goal in GOALS:
        seen = GOALS[goal](content, before, audit)
        if seen is not None:
            verdict, figures, is_share = seen
            yield FollowUp("goal", verdict, before.quarter, GOAL, about=goal, figures=figures, is_share=is_share)


def _number(content: Content, before: Audit, audit: Audit, goal: str, wanted: float, said: str) -> Iterator[FollowUp]:
    """Whether the goal's number was reached. If new customers alone don't reach it, the founder's own answer counts,
    because people who came back may count too.
    """
    bought = _known(content, audit, "customers")
    new = sum(bought.values()) if bought else None
    if said == "none":
        yield FollowUp("no number", "broken", before.quarter, REACHED, about=TARGET, figures=(wanted,))
    verdict: Verdict = "open"
    if new is not None and new >= wanted:
        verdict = "kept"
    elif said in ("reached", "missed"):
        verdict = "kept" if said == "reached" else "broken"
    figures = (wanted,) if new is None else (wanted, new)
    yield FollowUp("number", verdict, before.quarter, TARGET, about=goal, figures=figures)


Seen = tuple[Verdict, tuple[float, ...], bool]


def _grew(field: str, content: Content, before: Audit, audit: Audit) -> Seen | None:
    """Whether a figure has grown since the last quarter, added up over the channels that have it in both quarters."""
    then, today = _known(content, before, field), _known(content, audit, field)
    both = then.keys() & today.keys()
    was, now = sum(then[slug] for slug in both), sum(today[slug] for slug in both)
    return (("kept" if now > was else "broken"), (was, now), False) if both else None


def _share(column: str, key: str, content: Content, before: Audit, audit: Audit) -> Seen | None:  # noqa: ARG001
    """Whether the share of the last customers with this cell has grown; `open` if there are too few to tell."""
    if CUSTOMERS in audit.unconfirmed:
        return None
    was, now = counted_cells(before, column), counted_cells(audit, column)
    if min(len(was), len(now)) < ROWS_TO_COUNT:
        return None
    outcome = compare(len(was), was.count(key), len(now), now.count(key))
    return SHOWN_BY[outcome], (was.count(key) / len(was), now.count(key) / len(now)), True


SHOWN_BY: Final[Mapping[Result, Verdict]] = {"better": "kept", "worse": "broken", "same": "broken", "too few": "open"}
"""How a share compares with the one before → whether that is what was wanted."""

GOALS: Final[Mapping[str, Callable[[Content, Audit, Audit], Seen | None]]] = {
    "awareness": partial(_grew, "visits"),
    "leads": partial(_grew, "leads"),
    "sales": partial(_grew, "customers"),
    "fit": partial(_share, "customer.group", "aimed"),
    "reliable": partial(_share, "customer.received", "ontime"),
}
"""Goal → what says whether it was reached, if the founder set no number. For others, no answer shows it."""


def _known(content: Content, audit: Audit, field: str) -> Mapping[str, float]:
    """Slug → one figure of each active channel that has it, unless it's copied from the last quarter."""
    question = content.questions.get(f"channel.{field}")
    rows = (row for row in audit.of("channel") if not is_copied(audit, row.id, field) and not row.is_inactive)
    found = ((row.id, figure(question, row.fields.get(field))) for row in rows) if question else ()
    return {slug: each.value for slug, each in found if each}


# Limits that are watched ------------------------------------------------------


def _limits(content: Content, earlier: Sequence[Audit], audit: Audit) -> Iterator[FollowUp]:
    for check, accepted in audit.accepted.items():
        if check not in content.checks or not (accepted.below.strip() or accepted.above.strip()):
            continue
        since = next((each.quarter for each in earlier if check in each.accepted), audit.quarter)
        if since == audit.quarter:
            continue
        now = watched(content, audit, accepted)
        below, above = (_limit(text, now.is_share if now else False) for text in (accepted.below, accepted.above))
        if now is None or (below is None and above is None):
            yield FollowUp("limit", "open", since, check=check)
            continue
        is_under, is_over = below is not None and now.value <= below, above is not None and now.value >= above
        limit = above if is_over or below is None else below
        assert limit is not None
        verdict: Verdict = "broken" if is_under or is_over else "kept"
        place = f"channel:{now.channel}" if now.channel else ""
        yield FollowUp("limit", verdict, since, place, check, figures=(now.value, limit), is_share=now.is_share)


@dataclass(frozen=True, slots=True)
class Watched:
    """The current value of a watched number."""

    value: float
    channel: str
    is_share: bool


def watched(content: Content, audit: Audit, accepted: Accepted) -> Watched | None:
    """The watched number, taken from this quarter's answers: the figure that `accepted.watch` names, for the channel it
    names.

    None if it doesn't name exactly one channel and one figure that we ask for; then only the founder can say.
    """
    text = accepted.watch.casefold()
    named = [row for row in audit.of("channel") if (name := row.text("name").casefold()) and name in text]
    if len(named) != 1:
        return None
    (row,) = named
    numbers = numbers_of(content, row)
    words = text.replace(row.text("name").casefold(), " ")
    if "%" in accepted.below + accepted.above:
        is_rate = "asked" in words and "bought" in words and numbers is not None
        if not (is_rate and numbers) or is_copied(audit, row.id, "leads", "customers"):
            return None
        return Watched(numbers[1] / numbers[0], row.id, is_share=True)
    fields = [name for name in FIGURES if (asked := content.questions.get(f"channel.{name}")) and asked.short in words]
    if len(fields) != 1 or is_copied(audit, row.id, fields[0]):
        return None
    found = figure(content.questions[f"channel.{fields[0]}"], row.fields.get(fields[0]))
    return Watched(found.value, row.id, is_share=False) if found else None


FIGURES: Final = ("visits", "leads", "customers", "spend")
"""The figures of a channel that can be watched; `watched` looks for their short names."""


def _limit(text: str, is_share: bool) -> float | None:
    try:
        return parse_number(text, "share" if is_share else "")
    except NumberError:
        return None


# Tests that ended in an earlier quarter ---------------------------------------


def _tests(content: Content, audit: Audit) -> Iterator[FollowUp]:
    """Whether a test's result also shows in the figures of its channel, a quarter or more later."""
    for planned in audit.plan:
        test = planned.test
        if test is None or planned.status == "dropped" or planned.check not in content.checks:
            continue
        ended = quarter_of(day(test.ends))
        if ended >= audit.quarter:
            continue
        came = result(test)
        if came is None:
            yield FollowUp("test", "open", ended, check=planned.check, fix=planned.fix)
            continue
        row = audit.row("channel", test.channel)
        is_old = is_copied(audit, test.channel, "leads", "customers")
        numbers = numbers_of(content, row) if row and not is_old else None
        if came != "better" or numbers is None or row is None:
            continue
        verdict = SHOWN_BY[compare(test.asked_before, test.bought_before, *numbers)]
        figures = (test.bought_before / test.asked_before, test.bought / test.asked, numbers[1] / numbers[0])
        place = f"channel:{row.id}"
        yield FollowUp("test", verdict, ended, place, planned.check, planned.fix, figures=figures, is_share=True)


# What earlier quarters contradict ---------------------------------------------


def _came_back(history: History, earlier: Sequence[Audit], audit: Audit, findings: Findings) -> Iterator[FollowUp]:
    """Fixes marked done whose mismatch was gone in an earlier quarter and is open again."""
    for planned in audit.plan:
        if planned.status != "done" or findings.mismatch(planned.check) is None:
            continue
        gone = [
            each.quarter
            for each in earlier
            if any((p.check, p.fix, p.status) == (planned.check, planned.fix, "done") for p in each.plan)
            and history.stood(each.quarter, planned.check) == "fine"
        ]
        if gone:
            yield FollowUp("came back", "broken", gone[-1], check=planned.check, fix=planned.fix)


def _nothing_changed(content: Content, earlier: Sequence[Audit], audit: Audit) -> Iterator[FollowUp]:
    """The answer *nothing changed in twelve months*, if the terms did change within those months."""
    if audit.text(CHANGED) != "same" or CHANGED in audit.unconfirmed:
        return
    for question in _terms(content):
        said = [(each.quarter, _value(each.answers.get(question.id))) for each in (*earlier[-A_YEAR:], audit)]
        differs = [quarter for (quarter, then), (_, later) in pairwise(said) if then and later and then != later]
        if differs and question.id not in audit.unconfirmed:
            yield FollowUp("nothing changed", "broken", differs[-1], CHANGED, about=question.id)


def _older_promises(content: Content, earlier: Sequence[Audit], audit: Audit, findings: Findings) -> Iterator[FollowUp]:
    """Promises whose words and claims are unchanged, although the terms they speak of have changed.

    Promises for which a mismatch already says so are left out.
    """
    quarters = [*earlier, audit]
    told = {(each.row_of("promise"), each.topic) for found in findings.every for each in found.statements}
    for row in audit.of("promise"):
        claimed = {tag.partition(".")[0] for tag in row.many("claims")}
        since = _since(row, quarters)
        if row.is_inactive or not claimed or since == audit.quarter:
            continue
        for question in _terms(content):
            changed = _changed_topic(content, question, quarters, claimed)
            if changed and changed[0] > since and (row.id, changed[1]) not in told:
                yield FollowUp("older promise", "open", changed[0], f"promise:{row.id}", about=question.id)
                break


def _since(row: Row, quarters: Sequence[Audit]) -> str:
    """The quarter since which a promise has had these words and claims."""
    since = quarters[-1].quarter
    for each in reversed(quarters):
        then = each.row("promise", row.id)
        if then is None or (then.text("words"), then.many("claims")) != (row.text("words"), row.many("claims")):
            break
        since = each.quarter
    return since


def _changed_topic(
    content: Content, question: Question, quarters: Sequence[Audit], topics: set[str]
) -> tuple[str, str] | None:
    """The last quarter in which an answer took a different position on one of these topics, and that topic."""
    for before, after in reversed(list(pairwise(quarters))):
        if before.answers.get(question.id) == after.answers.get(question.id):
            continue
        then, now = ({each.tag for each in of_answer(content, audit, question)} for audit in (before, after))
        moved = {tag.partition(".")[0] for tag in then ^ now} & topics
        if then and now and moved:
            return after.quarter, min(moved)
    return None


def _costs_and_sales(content: Content, earlier: Sequence[Audit], audit: Audit) -> Iterator[FollowUp]:
    """Channels that cost more and sold less in two consecutive quarters."""
    if len(earlier) < 2:
        return
    last = [*earlier[-2:], audit]
    for row in audit.of("channel"):
        rows = [each.row("channel", row.id) for each in last]
        if row.is_inactive or is_copied(audit, row.id, "spend", "customers") or not all(rows):
            continue
        spent, sold = (_figures(content, rows, name) for name in ("spend", "customers"))
        if len(spent) == len(sold) == 3 and spent[0] < spent[1] < spent[2] and sold[0] > sold[1] > sold[2]:
            figures = (*spent, *sold)
            yield FollowUp("costs up, sales down", "broken", last[0].quarter, f"channel:{row.id}", figures=figures)


def _figures(content: Content, rows: Sequence[Row | None], field: str) -> list[float]:
    question = content.questions.get(f"channel.{field}")
    found = [figure(question, row.fields.get(field)) if row and question else None for row in rows]
    return [each.value for each in found if each]


def _terms(content: Content) -> list[Question]:
    """The questions about what is sold: price and terms."""
    return [each for each in content.of("offer") if each.side == "sell" and each.id != CHANGED]


def _value(answer: Answer | None) -> object:
    return answer.value if answer and answer.state == "given" else None
