"""Find the topics on which the sides agree, with proof. A topic is left out if any answer speaks against it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, SIDES, Content, Side
from trueup.engine.applicability import kept_for
from trueup.engine.measures import cells
from trueup.engine.model import MAIN, Agreement, Findings, Statement, Subject
from trueup.engine.ranking import VOWED
from trueup.engine.statements import statements

FACTS: frozenset[Side] = frozenset({"say", "sell", "deliver"})
"""The sides that customers see for themselves. If one of them takes another position, the topic doesn't agree."""

PROVEN = frozenset({"counted", "record", "published"})
"""The kinds of evidence that prove what is delivered. Memory doesn't: people recall the usual case."""

KEPT = 9
"""Out of ten people, this many must have got what a promise says, or its claims can't agree with anything (our choice:
one failure may be bad luck)."""

AGAINST = {
    ("received", "late"): ("punctual", "speed", "dispatch"),
    ("paid", "less"): ("discount",),
    ("group", "other"): ("who", "crowd"),
}
"""What happened to one of the last ten customers → the topics it speaks against."""

ADDED = frozenset({"extras.added", "extras.afterwards", "extras.tax", "extras.varies"})
"""Positions saying that part of the price appears only at the end. Then `shown` (prices are published) can't agree."""

MOVED = "firm.moved"
MOVED_FROM = ("times", "pace", "punctual")
"""Topics about when customers are served. If confirmed dates are moved or cancelled, none of them agrees."""

PAYERS = ("ads", "independence", "influence", "marked", "placing")
"""Topics about who else pays the business. If one of them is in a mismatch, none of them agrees."""

TOUCHED = {
    "who": ("leads", "flow"),
    "crowd": ("leads", "flow"),
    "paying": ("leads",),
    "extras": ("discount", "model", "shown"),
    "fees": ("extras", "discount"),
    "placing": ("fees", "extras"),
    "area": ("extras",),
    "decide": ("discount",),
    "pull": ("discount",),
    "entry": ("start",),
    "postage": ("extras",),
    "discount": ("partner", "lure"),
    "partner": ("discount", "source"),
    "lure": ("discount", "partner"),
    "independence": ("source",),
    "leaving": ("renewal",),
    "renewal": ("leaving",),
    "takeout": ("leaving",),
    "returns": ("leaving", "due"),
    "due": ("returns",),
    "rule": ("curation",),
    "dispatch": ("punctual", "speed"),
    "speed": ("punctual", "dispatch"),
    "punctual": ("speed", "dispatch"),
    "work": ("making", "own"),
    "making": ("work", "own"),
    "data.partners": PAYERS,
    "data.sold": PAYERS,
    "mailing.others": PAYERS,
}
"""A topic or position in a mismatch → other topics that can't agree either."""

BUT = ("but ", "but:", "but,", "except", "only ", "though ", "not ", "unless ")
"""How a note begins if it takes back the answer picked."""

_NOT_SHOWN = re.compile(
    r"(?:n['’]t|\bnot) (?:\w+ )?(?:on (?:the|any|a|my|our|this|that)|in (?:the|any|my|our|it|writing)"
    r"|published|announced|advertised)\b|\b(?:nowhere|in fact|by (?:tele)?phone only|on the (?:tele)?phone only)\b",
    re.IGNORECASE,
)
"""Words of a note saying that something isn't where customers read it, or is otherwise in fact."""

SCOPED = "kept.scoped"
"""The claim that a promise is only about some orders, places or times, which its words name."""

VOWS = "kept"
"""The topic of claims such as “no exceptions”, which say that a promise always holds."""

_MOST = re.compile(
    r"\bmost (?:of|people|customers|clients|buyers|readers|learners|members|users|orders|sales|sellers|jobs)\b"
    r"|\b(?:usual|usually|typical)\b"
)

COMPLAINED = frozenset({"returns.argued", "returns.refused"})
COMPLAINED_OF = ("returns", "leaving", "due", "proof", "lasting")
"""Topics about what the business owes its customers. If a complaint was argued over or refused, none of them agrees."""


Picked = Mapping[tuple[str, Subject | None, str], frozenset[str]]
"""A question, its row and a topic → every position that the picked choice takes on the topic."""


def agreements(content: Content, audit: Audit, findings: Findings) -> tuple[Agreement, ...]:
    """Topics on which two sides or more take the same position about the same thing, and nothing speaks against it.

    Any of these speaks against it: a mismatch on the topic; a mismatch elsewhere that quotes the same promise, activity
    or aim; another position that is published, sold or delivered; a promise kept for fewer than nine in ten people;
    what one of the last ten customers met; a complaint. Guesses don't count. If any statement on the topic says what is
    delivered, that side must agree too, and its evidence must be counted, recorded or published, not remembered.
    """
    spoken, found = statements(content, audit), findings.every
    disputed = {statement.topic for mismatch in found for statement in mismatch.statements}
    disputed |= {mismatch.check.topic for mismatch in found}
    taken = {statement.tag for mismatch in found for statement in mismatch.statements}
    disputed |= {other for each in disputed | taken for other in TOUCHED.get(each, ())}
    if not disputed.isdisjoint(PAYERS):
        disputed |= {*PAYERS}
    disputed |= set(_experienced(audit, spoken))
    broken = {each.subject for mismatch in found for each in mismatch.statements if each.row_of("promise")}
    broken |= {each.subject for each in spoken if each.source == CLAIMS and not _is_kept(audit, each)}
    broken |= {each.subject for mismatch in found for each in mismatch.statements if each.row_of("activity")}
    disputed |= {each.topic for each in spoken if each.source == CLAIMS and each.subject in broken}
    aims = {(each.source, each.subject) for mismatch in found for each in mismatch.statements if each.side == "believe"}
    vowed_only = _vowed_only(spoken) & broken
    by_tag: dict[str, list[Statement]] = {}
    for statement in spoken:
        if statement.evidence != "guess" and not is_taken_back(content, audit, statement):
            by_tag.setdefault(statement.tag, []).append(statement)
    one_thing = not any(row.text("about") == "other" for row in _rows(audit))
    picked = _picked(content, spoken)
    vowed = {each.subject for each in spoken if each.tag in VOWED and not _is_counted(audit, each)}
    loose = {each.source for each in spoken if asks_about_most(content, each)} if vowed else set[str]()
    agreed = {tag: sides for tag, said in by_tag.items() if (sides := _sides(said, one_thing, picked, vowed, loose))}
    delivered = {statement.topic for statement in spoken if statement.side == "deliver"}
    scoped = {each.subject for each in spoken if each.tag == SCOPED}
    by_topic: dict[str, list[Statement]] = {}
    for statement in spoken:
        if statement.side in agreed.get(statement.tag, ()) and statement.evidence != "guess":
            by_topic.setdefault(statement.topic, []).append(statement)
        elif statement.side in FACTS and statement.tag not in agreed:
            disputed.add(statement.topic)
    result = []
    for topic, said in ((topic, by_topic[topic]) for topic in content.topics if topic in by_topic):
        if topic in disputed or not aims.isdisjoint((each.source, each.subject) for each in said):
            continue
        if broken.isdisjoint(each.subject for each in said):
            tags, said = _each_once(said, picked)
            agreeing = {side for tag in tags for side in agreed[tag]}
            if ("deliver" not in agreeing and topic in delivered) or (vowed_only and "say" not in agreeing):
                continue
            in_order = tuple(side for side in SIDES if side in agreeing)
            published = {each.subject for each in said if each.source == CLAIMS}
            result.append(Agreement(topic, tags, in_order, tuple(said), bool(published) and published <= scoped))
    return tuple(result)


def _vowed_only(spoken: Sequence[Statement]) -> set[Subject | None]:
    """Promises that claim only that there are no exceptions, without saying to what. If one is broken, it may be about
    any topic, so only topics on which published words agree are kept.
    """
    claims = [each for each in spoken if each.source == CLAIMS]
    return {each.subject for each in claims} - {each.subject for each in claims if each.topic != VOWS}


def asks_about_most(content: Content, statement: Statement) -> bool:
    """Whether a statement is about most customers, or a typical one: it proves nothing about all of them."""
    question = content.questions.get(statement.source)
    return question is not None and _is_about_most(f"{question.text} {question.hint}")


@cache
def _is_about_most(text: str) -> bool:
    return bool(_MOST.search(text))


def _is_counted(audit: Audit, claim: Statement) -> bool:
    row = audit.row("promise", claim.row_of("promise"))
    return row is not None and "kept" in row.fields


def _sides(
    said: Sequence[Statement], one_thing: bool, picked: Picked, vowed: Container[Subject | None], loose: Container[str]
) -> frozenset[Side]:
    """The sides that agree on one position; `said` are all statements that take it. Two sides agree if each has a
    statement that means the same about the same thing. An uncounted promise without exceptions (`vowed`) doesn't agree
    with an answer about most customers (`loose`), because it means more.
    """
    alike = {
        (
            *(each.side, each.about, each.source == CLAIMS, picked.get((each.source, each.subject, each.topic))),
            *(each.subject in vowed, each.source in loose),
        ): each
        for each in said
        if _is_proven(each)
    }
    pairs = (
        {one.side, two.side}
        for one, two in combinations(alike.values(), 2)
        if one.side != two.side
        and _is_same_thing(one, two, one_thing)
        and _is_same_pick(one, two, picked)
        and not (one.subject in vowed and two.source in loose)
        and not (two.subject in vowed and one.source in loose)
    )
    return frozenset(side for pair in pairs for side in pair)


def _picked(content: Content, spoken: Iterable[Statement]) -> Picked:
    """Answer to a single-choice question → all positions it takes on a topic: together they mean one thing."""
    found: dict[tuple[str, Subject | None, str], frozenset[str]] = {}
    for each in spoken:
        question = content.questions.get(each.source)
        if question is not None and question.kind == "choice":
            key = each.source, each.subject, each.topic
            found[key] = found.get(key, frozenset()) | {each.tag}
    return found


def _each_once(said: Sequence[Statement], picked: Picked) -> tuple[tuple[str, ...], list[Statement]]:
    """The positions agreed on, and the statements that take them. If exactly the same single-choice answers take
    several positions, only the last position is returned, because it says most: “I met them” also means “on their own”.
    """
    by_tag: dict[str, set[tuple[object, ...]]] = {}
    for each in said:
        by_tag.setdefault(each.tag, set()).add((each.source, each.subject, each.topic))
    last = {frozenset(by): tag for tag, by in by_tag.items()}
    tags = tuple(tag for tag, by in by_tag.items() if last[frozenset(by)] == tag or not by <= set(picked))
    return tags, [each for each in said if each.tag in tags]


def _is_same_pick(one: Statement, two: Statement, picked: Picked) -> bool:
    """Whether two statements mean the same. If both come from single-choice answers, these must take exactly the same
    positions on the topic: “by a search” and “by my posts” share one, “on their own”, but mean different things.
    """
    first, second = (picked.get((each.source, each.subject, each.topic)) for each in (one, two))
    return first is None or second is None or first == second


def _is_proven(statement: Statement) -> bool:
    return statement.side != "deliver" or statement.evidence in PROVEN


def _is_same_thing(one: Statement, two: Statement, one_thing: bool) -> bool:
    """Whether both are about one thing. What sells most proves nothing of everything, unless it's all there is."""
    if one.about == two.about:
        return True
    general, particular = (one, two) if not one.about else (two, one)
    if general.about or particular.about not in ("", MAIN):
        return False
    return one_thing or general.source != CLAIMS


def _is_kept(audit: Audit, claim: Statement) -> bool:
    row = audit.row("promise", claim.row_of("promise"))
    kept = kept_for(row, guessed=True) if row else None
    return kept is None or kept >= KEPT


def _experienced(audit: Audit, spoken: Iterable[Statement]) -> Iterator[str]:
    """Topics that can't agree, because of what the last customers met, a complaint, or a fee added at the end."""
    for (field, cell), topics in AGAINST.items():
        if cell in cells(audit, field):
            yield from topics
    if any(statement.tag in COMPLAINED for statement in spoken):
        yield from COMPLAINED_OF
    if any(statement.tag == MOVED for statement in spoken):
        yield from MOVED_FROM
    if any(statement.tag in ADDED and statement.side == "sell" for statement in spoken):
        yield "shown"


def is_taken_back(content: Content, audit: Audit, statement: Statement) -> bool:
    """Whether a note takes the answer back: it begins with a word such as *but*, says that something isn't on the page,
    or was written instead of picking a choice.
    """
    if not statement.is_label and (
        statement.quote.casefold().startswith(BUT)
        or (statement.side in ("sell", "deliver") and _NOT_SHOWN.search(statement.quote))
    ):
        return True
    question = content.questions.get(statement.source)
    if question is None or question.kind != "many" or question.is_checklist:
        return False
    if statement.subject is None:
        answer = audit.answers.get(question.id)
    else:
        row = audit.row(*statement.subject)
        answer = row.fields.get(question.field) if row else None
    return answer is not None and answer.value == () and bool(answer.note)


def _rows(audit: Audit) -> Iterator[Row]:
    for kind in ("promise", "channel", "activity"):
        yield from (row for row in audit.of(kind) if not row.is_inactive)
