"""What agrees and is proven: a topic is praised only if nothing known speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, SIDES, Content, Side
from trueup.engine.applicability import is_inactive
from trueup.engine.measures import cells
from trueup.engine.model import MAIN, Agreement, Mismatch, Statement, Subject

FACTS: frozenset[Side] = frozenset({"say", "sell", "deliver"})
"""Sides that customers meet: if one of them takes another position, a topic doesn't agree."""

PROVEN = frozenset({"counted", "record", "published"})
"""The evidence that what's delivered needs to be praised: from memory, people recall the usual case."""

KEPT = 9
"""How many of a promise's last ten people must have got what it says for its claims to be praised (our choice: once may
be bad luck)."""

AGAINST = {
    ("received", "late"): ("punctual", "speed", "dispatch"),
    ("paid", "less"): ("discount",),
    ("group", "other"): ("who", "crowd"),
}
"""What happened to one of the last ten customers → the topics it speaks against."""

ADDED = frozenset({"extras.added", "extras.tax", "extras.varies"})
"""If part of the price only appears at the end, don't praise that the price is shown."""

PAYERS = ("ads", "independence", "influence", "marked", "placing")
"""Topics about who else pays: if one of them shows a claim to be untrue, the others aren't praised."""

TOUCHED = {
    "who": ("leads", "flow"),
    "crowd": ("leads", "flow"),
    "paying": ("leads",),
    "extras": ("discount",),
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
    "work": ("making",),
    "making": ("work",),
    "data.partners": PAYERS,
    "data.sold": PAYERS,
    "mailing.others": PAYERS,
}
"""A topic or position in a mismatch → other topics that shouldn't be praised to the same customers."""

BUT = ("but ", "but:", "but,", "except", "only ", "though ", "not ", "unless ")
"""How a note begins if it takes back the answer picked."""

VOWS = "kept"
"""The topic of words without exception."""

COMPLAINED = frozenset({"returns.argued", "returns.refused"})
COMPLAINED_OF = ("returns", "leaving", "due", "proof", "lasting")
"""If complaints weren't settled, don't praise what customers are due by promise or terms."""


Picked = Mapping[tuple[str, Subject | None, str], frozenset[str]]
"""Question, row and topic → every position on the topic that the one choice takes."""


def agreements(
    content: Content, audit: Audit, spoken: Sequence[Statement], found: Sequence[Mismatch]
) -> tuple[Agreement, ...]:
    """Topics on which two sides or more take the same position about the same thing, and nothing speaks against it.

    These speak against an agreement: a mismatch on the topic, or one that quotes a promise, an activity or an aim
    involved; another position that is published, sold or delivered; a promise kept for fewer than nine in ten; what one
    of the last ten customers met; a complaint. Guesses don't count. If anything is said about what is delivered, that
    must agree too, and must be counted, recorded or published, not remembered.
    """
    disputed = {statement.topic for mismatch in found for statement in mismatch.statements}
    disputed |= {mismatch.check.topic for mismatch in found}
    taken = {statement.tag for mismatch in found for statement in mismatch.statements}
    disputed |= {other for each in disputed | taken for other in TOUCHED.get(each, ())}
    if not disputed.isdisjoint(PAYERS):
        disputed |= {*PAYERS}
    disputed |= set(_experienced(audit, spoken))
    broken = {each.subject for mismatch in found for each in mismatch.statements if _is_promise(each)}
    broken |= {each.subject for each in spoken if each.source == CLAIMS and not _is_kept(audit, each)}
    broken |= {each.subject for mismatch in found for each in mismatch.statements if _is_activity(each)}
    disputed |= {each.topic for each in spoken if each.source == CLAIMS and each.subject in broken}
    aims = {(each.source, each.subject) for mismatch in found for each in mismatch.statements if each.side == "believe"}
    vowed_only = _vowed_only(spoken) & broken
    by_tag: dict[str, list[Statement]] = {}
    for statement in spoken:
        if statement.evidence != "guess" and not _is_taken_back(content, audit, statement):
            by_tag.setdefault(statement.tag, []).append(statement)
    one_thing = not any(row.text("about") == "other" for row in _rows(audit))
    picked = _picked(content, spoken)
    agreed = {tag: sides for tag, said in by_tag.items() if (sides := _sides(said, one_thing, picked))}
    delivered = {statement.topic for statement in spoken if statement.side == "deliver"}
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
            tags = tuple(dict.fromkeys(statement.tag for statement in said))
            agreeing = {side for tag in tags for side in agreed[tag]}
            if ("deliver" not in agreeing and topic in delivered) or (vowed_only and "say" not in agreeing):
                continue
            result.append(Agreement(topic, tags, tuple(side for side in SIDES if side in agreeing), tuple(said)))
    return tuple(result)


def _vowed_only(spoken: Sequence[Statement]) -> set[Subject | None]:
    """Promises whose only claim is that they hold without exception. If such a promise is broken, it may have been
    about any topic that isn't published elsewhere.
    """
    claims = [each for each in spoken if each.source == CLAIMS]
    return {each.subject for each in claims} - {each.subject for each in claims if each.topic != VOWS}


def _sides(said: Sequence[Statement], one_thing: bool, picked: Picked) -> frozenset[Side]:
    """The sides that agree, given all statements of one position: those with a statement that means the same, about the
    same thing, as another side's.
    """
    alike = {
        (each.side, each.about, each.source == CLAIMS, picked.get((each.source, each.subject, each.topic))): each
        for each in said
        if _is_proven(each)
    }
    pairs = (
        {one.side, two.side}
        for one, two in combinations(alike.values(), 2)
        if one.side != two.side and _is_same_thing(one, two, one_thing) and _is_same_pick(one, two, picked)
    )
    return frozenset(side for pair in pairs for side in pair)


def _picked(content: Content, spoken: Iterable[Statement]) -> Picked:
    """All positions that each answer to a single-choice question takes on a topic: together they are one choice, and
    mean one thing.
    """
    found: dict[tuple[str, Subject | None, str], frozenset[str]] = {}
    for each in spoken:
        question = content.questions.get(each.source)
        if question is not None and question.kind == "choice":
            key = each.source, each.subject, each.topic
            found[key] = found.get(key, frozenset()) | {each.tag}
    return found


def _is_same_pick(one: Statement, two: Statement, picked: Picked) -> bool:
    """Whether two statements mean the same, as far as single choices show. “By a search” and “by my posts” take the
    same position, “on their own”, but don't mean the same.
    """
    first, second = (picked.get((each.source, each.subject, each.topic)) for each in (one, two))
    return first is None or second is None or first == second


def _is_proven(statement: Statement) -> bool:
    return statement.side != "deliver" or statement.evidence in PROVEN


def _is_same_thing(one: Statement, two: Statement, one_thing: bool) -> bool:
    """Whether both statements are about the same thing. A promise about everything isn't proven by what sells most,
    unless nothing else is sold.
    """
    if one.about == two.about:
        return True
    general, particular = (one, two) if not one.about else (two, one)
    if general.about or particular.about not in ("", MAIN):
        return False
    return one_thing or general.source != CLAIMS


def _is_kept(audit: Audit, claim: Statement) -> bool:
    row = audit.row("promise", claim.subject.row) if claim.subject else None
    kept = row.fields.get("kept") if row else None
    return kept is None or not isinstance(kept.value, float) or kept.value >= KEPT


def _experienced(audit: Audit, spoken: Iterable[Statement]) -> Iterator[str]:
    """Topics on which the last customers, a complaint or a fee at the end speak against agreement."""
    for (field, cell), topics in AGAINST.items():
        if cell in cells(audit, field):
            yield from topics
    if any(statement.tag in COMPLAINED for statement in spoken):
        yield from COMPLAINED_OF
    if any(statement.tag in ADDED and statement.side == "sell" for statement in spoken):
        yield "shown"


def _is_promise(statement: Statement) -> bool:
    return statement.subject is not None and statement.subject.kind == "promise"


def _is_activity(statement: Statement) -> bool:
    return statement.subject is not None and statement.subject.kind == "activity"


def _is_taken_back(content: Content, audit: Audit, statement: Statement) -> bool:
    """Whether a note takes the answer back: the note begins with a *but*, or nothing else was picked."""
    if not statement.is_label and statement.quote.casefold().startswith(BUT):
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
        yield from (row for row in audit.of(kind) if not is_inactive(row))
