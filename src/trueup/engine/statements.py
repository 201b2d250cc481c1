"""From answers to statements: everything the founder said becomes tags, each with its side, quote and evidence.

Answers that are not sure, not applicable, blank or parked give no statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.answers.numbers import MONEY, counted
from trueup.content.model import AREAS, CLAIMS, ROW_KINDS, Content, Question, RowKind
from trueup.engine.applicability import ALL_OF_THEM, answer_of, business_kind, field_applies, fits, is_asked, kept_for
from trueup.engine.causes import CLOCKS
from trueup.engine.measures import MEASURABLE, MEASURES
from trueup.engine.model import MAIN, Statement, Subject
from trueup.engine.rules import rules_of
from trueup.engine.slow_work import Remembered
from trueup.engine.things import object_of

MEASURED = "measure:"

MEASURED_ROWS = frozenset({"channel", "activity"})
"""The kinds of row that measures read, and that a fix can change."""

MARKETPLACE = "marketplace"
"""The kind of business with two sides."""

PARTIES = ("buyers", "sellers")
"""The two sides of a marketplace, as keys of `promise.to` and `channel.serves`."""

PICKED = ("choice", "many", "number")
"""Kinds of questions answered by a label or a figure: without a note, that's all there is to quote."""

ELSEWHERE = ("spoken", "partner")
"""Keys of `promise.where` for promises that aren't in the founder's own words, nor is what they admit."""

CROWD = "channel.crowd"
"""The question that asks who comes through a channel; where everything is sold, it's about the main offer."""

CAME = ("leads", "customers")
ENOUGH_TO_TELL = 5
"""Fewer people than this who asked or bought in a channel don't show who it brings (our choice)."""

NOBODY: frozenset[str] = frozenset()


def ask_of(source: str) -> str:
    """The question to ask about a statement's source: for a measure, the first question it needs."""
    name = source.removeprefix(MEASURED)
    return name if name == source else MEASURES[name].needs[0]


Origin = str | Subject
"""Where statements come from: a question of an area, a row, or `MEASURED`, which stands for all measures."""

Said = Mapping[Origin, Sequence[Statement]]
"""Origin → its statements: questions in their order, then rows, then measures."""


def statements(content: Content, audit: Audit) -> tuple[Statement, ...]:
    """Every statement of this business, in the order of the questions, then rows, then measures."""
    return (*chain.from_iterable(in_own_words(said_in(content, audit)).values()),)


def said_in(content: Content, audit: Audit) -> Said:
    """Every statement of this business by its origin, quoted as it was answered."""
    speaking = rules_of(content).speaking
    said: dict[Origin, Sequence[Statement]] = {}
    for area in AREAS:
        for question in speaking.get(area, ()):
            if question.id in audit.answers and is_asked(content, audit, question):
                said[question.id] = of_answer(content, audit, question)
    for row_kind in ROW_KINDS:
        if rows := audit.of(row_kind):
            asking = _asking(content, audit, row_kind)
            for row in rows:
                subject = Subject(row_kind, row.id)
                said[subject] = _of_row(content, audit, asking, subject, row)
    said[MEASURED] = tuple(of_measures(content, audit))
    return said


def said_after(content: Content, was: Audit, said: Said, audit: Audit, changed: Collection[Origin]) -> Said:
    """Everything said once some questions or rows have changed: these and what depends on them are worked out again."""
    depending = (each for origin in changed for each in _depending_on(content, was, audit, origin))
    anew = {origin: _said_at(content, audit, origin) for origin in (*changed, *depending)}
    if any(origin in MEASURABLE or (isinstance(origin, Subject) and origin.kind in MEASURED_ROWS) for origin in anew):
        anew[MEASURED] = tuple(of_measures(content, audit))
    return {**said, **anew}


TO_WHOM = ("groups", "to", "serves", "state")
"""Fields of a promise or a channel that say which groups, and which side of a marketplace, it is for."""


def _depending_on(content: Content, was: Audit, audit: Audit, origin: Origin) -> Iterator[Origin]:
    """The questions and rows that say something else once a question or row changes."""
    rules = rules_of(content)
    if isinstance(origin, str):
        yield from rules.depending.get(origin, ())
        kinds = [kind for kind in ROW_KINDS if origin in rules.outside.get(kind, ())]
        yield from (Subject(kind, row.id) for kind in kinds for row in audit.of(kind))
        return
    then, now = (each.row(*origin) or Row(origin.row) for each in (was, audit))
    if origin.kind in ("promise", "channel") and any(then.fields.get(name) != now.fields.get(name) for name in TO_WHOM):
        yield from (Subject("group", row.id) for row in audit.of("group"))  # it's on the side of the rows that name it
    if origin.kind == "promise":
        before, after = {*then.many("claims")}, {*now.many("claims")}
        # What a promise is about, and whether it's kept, matters to every question asked because of its claims.
        only_claims = {**then.fields, "claims": None} == {**now.fields, "claims": None}
        claims = before ^ after if only_claims else before | after
        yield from (id for id, behind in rules.claims_behind.items() if not claims.isdisjoint(behind))
    elif origin.kind == "channel":
        yield from (Subject("activity", row.id) for row in audit.of("activity") if row.text("channel") == origin.row)


def _said_at(content: Content, audit: Audit, origin: Origin) -> Sequence[Statement]:
    if isinstance(origin, Subject):
        row = audit.row(origin.kind, origin.row)
        return of_row(content, audit, origin, row) if row else ()
    question = content.questions[origin]
    return of_answer(content, audit, question) if is_asked(content, audit, question) else ()


def in_own_words(said: Said) -> Said:
    """The same, but a claim that was only ticked is quoted in the words of a promise that makes it, if one does."""
    words: dict[str, str] = {}
    for origin, statements in said.items():
        for each in statements if isinstance(origin, Subject) and origin.kind == "promise" else ():
            if each.source == CLAIMS and not each.heard and not each.is_label:
                words.setdefault(each.tag, each.quote)

    changed: dict[Origin, Sequence[Statement]] = {}
    for origin, statements in said.items():
        ticked = [each for each in statements if each.side == "say" and each.is_label and each.tag in words]
        if ticked:
            anew = {id(each): each._replace(quote=words[each.tag], is_label=False) for each in ticked}
            changed[origin] = [anew.get(id(each), each) for each in statements]
    return {**said, **changed}


def of_measures(content: Content, audit: Audit) -> Iterator[Statement]:
    """What the measures say about each channel and about the whole business."""
    channels = {row.id: row for row in audit.of("channel")}
    for measure in MEASURES.values():
        for reading in measure.read(content, audit):
            if reading.tag.partition(".")[0] in content.topics:
                about = channels.get(reading.subject.row) if reading.subject else None
                yield Statement(
                    reading.tag,
                    "deliver",
                    MEASURED + measure.name,
                    reading.quote,
                    reading.evidence,
                    subject=reading.subject,
                    groups=groups_of(about) if about else NOBODY,
                    share=reading.share,
                    measured=True,
                    about=MAIN if measure.is_about_the_offer else "",
                )


def of_answer(content: Content, audit: Audit, question: Question) -> list[Statement]:
    """The statements of the answer to one question of an area."""
    answer = audit.answers.get(question.id)
    if answer is None:
        return []
    thing = thing_asked_about(content, audit, question)
    return _speak(business_kind(audit), question, answer, _OFFER if thing == MAIN else _About(about=thing))


def thing_asked_about(content: Content, audit: Audit, question: Question) -> str:
    """What a question of an area is about: `MAIN`, the name of another thing, or everything (empty).

    A question that is asked because of claims is about the things that these claims describe. If they describe what
    sells most as well as something else, the answer is about all of that, except on a topic of time: there it says what
    is typical, so it is about what sells most. But if it's about what sells most as well, and everyone got what the
    promises about other things say, it isn't about those. A question about how things differ, such as whether they are
    tailored, is always about what sells most: another thing is promised as tailored because the main one isn't.
    """
    if question.side not in ("sell", "deliver") or question.about == "business":
        return ""
    if question.about == "main":
        return MAIN
    claims = rules_of(content).claims_behind.get(question.id, ())
    rows = [
        row
        for row in (audit.of("promise") if claims else ())
        if not row.is_inactive and not set(claims).isdisjoint(row.many("claims"))
    ]
    things = {object_of(audit, row) for row in rows}
    if not things - {"", MAIN} or (MAIN in things and question.topic in CLOCKS):
        return MAIN
    if len(things) == 1:
        return things.pop()
    others = (row for row in rows if object_of(audit, row) not in ("", MAIN))
    return MAIN if things & {"", MAIN} and all(map(_is_kept, others)) else ""


def _is_kept(row: Row) -> bool:
    """Whether everyone got what a promise says, known by more than a guess."""
    return (kept_for(row) or 0.0) >= ALL_OF_THEM


def of_row(content: Content, audit: Audit, subject: Subject, row: Row) -> list[Statement]:
    """The statements of a row. An inactive one makes none, but a planned activity speaks about its goals."""
    return _of_row(content, audit, _asking(content, audit, subject.kind), subject, row)


class _Asking(NamedTuple):
    """The questions asked of rows of one kind, and everything outside a row that determines which of them apply."""

    kind: str
    """The kind of business."""
    questions: tuple[Question, ...]
    """The questions that take a side. One content always gives the same object, so it can be part of a cache's key."""
    outside: tuple[Answer | None, ...]


def _asking(content: Content, audit: Audit, kind: RowKind) -> _Asking:
    rules, given = rules_of(content), answer_of(audit)
    outside = tuple(given(question) for question in rules.outside.get(kind, ()))
    return _Asking(business_kind(audit), rules.speaking.get(kind, ()), outside)


_SAID: Remembered[list[Statement]] = Remembered(8192)


def _of_row(content: Content, audit: Audit, asking: _Asking, subject: Subject, row: Row) -> list[Statement]:
    if not asking.questions or (row.is_inactive and not _is_planned(subject, row)):
        return []
    about = _about(audit, subject, row)
    counted = audit.of("customer") if subject.kind == "channel" else ()  # customers show which people a channel brings
    return _SAID.get(
        (row, asking.questions, counted),
        (asking.kind, asking.outside, about),
        lambda: _said(content, audit, asking, about, row),
    )


GOALS = frozenset({"plan", "kpi"})
"""The topics on which a planned activity already speaks: its budget, aim and number can miss the goal now."""


def _is_planned(subject: Subject, row: Row) -> bool:
    return subject.kind == "activity" and row.text("state") == "planned"


def _said(content: Content, audit: Audit, asking: _Asking, about: _About, row: Row) -> list[Statement]:
    said = _every_field(content, audit, asking, about, row)
    return [each for each in said if each.topic in GOALS] if row.is_inactive else said


def _every_field(content: Content, audit: Audit, asking: _Asking, about: _About, row: Row) -> list[Statement]:
    said: list[Statement] = []
    for question in asking.questions:
        answer = row.fields.get(question.field)
        if question.id == CROWD:
            if _is_a_handful(audit, row):
                continue
            about = about._replace(about=about.about or MAIN)
        if answer is not None and fits(asking.kind, question) and field_applies(content, audit, row, question):
            of_all = question.about == "business"
            said += _speak(asking.kind, question, answer, about._replace(about="") if of_all else about)
    return said


def _is_a_handful(audit: Audit, row: Row) -> bool:
    """Whether too few people came through a channel, or among the last ten customers, to show whom it brings."""
    came = [answer.value for name in CAME if (answer := row.fields.get(name)) and isinstance(answer.value, float)]
    if not came:
        of_the_last = [channel for each in audit.of("customer") if (channel := each.text("channel"))]
        came = [float(of_the_last.count(row.id))] if of_the_last else []
    return bool(came) and max(came) < ENOUGH_TO_TELL


def groups_of(row: Row) -> frozenset[str]:
    """The names of the groups a row is for; empty means everyone."""
    names = row.many("groups")
    return frozenset(name.casefold() for name in names) if names else NOBODY


class _About(NamedTuple):
    """What the statements of one row have in common: who it is for, and the line it was published with."""

    subject: Subject | None = None
    groups: frozenset[str] = NOBODY
    channel: str = ""
    party: str = ""
    published: str = ""
    about: str = ""
    heard: str = ""
    """For a promise that the founder didn't publish: `spoken` or `partner`."""


_OF_ALL = ("believe", "need")
"""Sides on which groups, activities and roles speak of all products: what people want or hope for."""

_OFFER = _About(about=MAIN)


def _about(audit: Audit, subject: Subject, row: Row) -> _About:
    is_group = subject.kind == "group"
    return _About(
        subject,
        groups=frozenset({row.id, row.text("name").casefold()} - {""}) if is_group else groups_of(row),
        channel=row.text("channel"),
        party=_party(audit, subject, row),
        published=row.text("words") if subject.kind == "promise" else "",
        about=object_of(audit, row),
        heard=where if subject.kind == "promise" and (where := row.text("where")) in ELSEWHERE else "",
    )


def _party(audit: Audit, subject: Subject, row: Row) -> str:
    """The marketplace side a row is for; empty if there isn't just one. A group is on the side of the channels and
    promises that name it; an activity is on its channel's side.
    """
    rows = [row]
    if subject.kind == "group":
        named = {row.id, row.text("name").casefold()}
        asked = (*audit.of("channel"), *audit.of("promise"))
        rows = [each for each in asked if not named.isdisjoint(groups_of(each)) and not each.is_inactive]
    elif channel := audit.row("channel", row.text("channel")):
        rows = [row, channel]
    sides = {each.text("to") or each.text("serves") for each in rows} - {""}
    return sides.pop() if len(sides) == 1 and sides <= set(PARTIES) else ""


def _speak(kind: str, question: Question, answer: Answer, about: _About) -> list[Statement]:
    side = question.side
    if side is None or answer.state != "given" or answer.value is None:
        return []
    subject, groups, channel, party, published, object_, heard = about
    if question.party and kind == MARKETPLACE:
        party = question.party
    evidence = answer.evidence or question.evidence
    if heard == "spoken" and evidence == "published":
        evidence = "memory"
    if side == "believe" and evidence == "guess":
        evidence = question.evidence  # a belief is held, however little is known of what it's about
    if side in _OF_ALL and subject is not None and subject.kind not in ("promise", "channel"):
        object_ = ""
    measured = bool(question.bands)
    note = "" if question.kind == "text" else answer.note  # text is quoted as it was written
    own = (published if side == "say" else "") or note
    is_label = not own and question.kind in PICKED
    common = subject, groups, channel, party, 1.0, measured, object_, heard, is_label, answer.out_of
    return [
        Statement(tag, side, question.id, words, evidence, *common)
        for tag, words in _taken(kind, question, answer, own)
    ]


def _taken(kind: str, question: Question, answer: Answer, said: str) -> list[tuple[str, str]]:
    """The tags an answer takes in this kind of business, each with what was `said`, or else with the words picked."""
    value = answer.value
    if isinstance(value, str) and not question.otherwise:  # a single choice, the most common answer by far
        choice = question.by_key.get(value)
        if choice is None or not fits(kind, choice):
            return []
        return [(tag, said or choice.label) for tag in dict.fromkeys(choice.stands)]
    tags = tags_of(question, _offered(kind, question, answer))
    if said and isinstance(value, float):  # a count is worth more than what was noted about it
        return [(tag, f"{_own_words(question, answer)[0]}: “{said}”") for tag, _ in tags]
    if kind and question.otherwise and question.only_for:
        unoffered = _unoffered(kind, question)
        tags = [(tag, label) for tag, label in tags if label or tag.partition(".")[0] not in unoffered]
    if said:
        return [(tag, said) for tag, _ in tags]
    if question.kind == "steps" and all(step for _, step in tags):
        return tags
    words, by_tag = _own_words(question, answer)
    return [(tag, (step if question.kind == "steps" else "") or by_tag.get(tag, words)) for tag, step in tags]


def _offered(kind: str, question: Question, answer: Answer) -> Answer:
    """The answer without choices that this kind of business isn't offered: they are parked."""
    if not kind or not question.only_for or isinstance(answer.value, float):
        return answer

    def is_offered(key: str) -> bool:
        return kind in question.only_for.get(key.removesuffix(OPTIONAL_STEP), (kind,))

    if isinstance(answer.value, str):
        return answer if is_offered(answer.value) else replace(answer, value=None)
    offered = tuple(key for key in answer.value or () if is_offered(key))
    return answer if offered == answer.value else replace(answer, value=offered)


def _unoffered(kind: str, question: Question) -> set[str]:
    """The topics on which only choices for other kinds of business speak: not to have chosen one says nothing."""
    offered: dict[bool, set[str]] = {True: set(), False: set()}
    for choice in question.choices:
        offered[fits(kind, choice)].update(tag.partition(".")[0] for tag in choice.stands)
    return offered[False] - offered[True]


def tags_of(question: Question, answer: Answer) -> list[tuple[str, str]]:
    """The tags an answer takes, each with the label of the choice or step it comes from.

    A step that some buyers skip leaves both ways open, so it takes no position, nor does it imply the opposite one.
    """
    value = answer.value
    if isinstance(value, float):
        band = next((band for band in question.bands if band.upto is None or value <= band.upto), None)
        return [(band.tag, "")] if band else []
    picked = (value,) if isinstance(value, str) else value or ()
    if question.kind == "text":  # any text takes the same position
        return [(tag, "") for tag in question.otherwise]
    if not question.choices:  # the checklist of a promise: a tick is a tag
        return [(tag, "") for tag in picked] if question.kind == "many" else []
    by_key = question.by_key
    taken = {
        tag: by_key[key].label
        for key in picked
        if key in by_key and not key.endswith(OPTIONAL_STEP)
        for tag in by_key[key].stands
    }
    if question.otherwise and (picked or question.kind == "many"):
        open_both_ways = [key.removesuffix(OPTIONAL_STEP) for key in picked if key.endswith(OPTIONAL_STEP)]
        topics = {tag.partition(".")[0] for tag in taken}
        topics |= {tag.partition(".")[0] for key in open_both_ways if key in by_key for tag in by_key[key].stands}
        taken |= {tag: "" for tag in question.otherwise if tag.partition(".")[0] not in topics}
    return list(taken.items())


def _own_words(question: Question, answer: Answer) -> tuple[str, dict[str, str]]:
    """The words of the choices picked: all together and, if there are several, those that take each position."""
    if isinstance(answer.value, float):
        unit = "" if question.unit == MONEY else question.unit
        return counted(answer, question.unit) or f"{answer.value:,.12g} {unit}".rstrip(), {}
    picked = (answer.value,) if isinstance(answer.value, str) else answer.value or ()
    if not picked:
        return "none of these", {}
    choices = [(key, question.by_key.get(key.removesuffix(OPTIONAL_STEP))) for key in picked]
    by_tag: dict[str, list[str]] = {}
    if len(picked) > 1:
        for choice in (choice for _, choice in choices if choice):
            for tag in dict.fromkeys(choice.stands):
                by_tag.setdefault(tag, []).append(choice.label)
    words = "; ".join(choice.label if choice else key for key, choice in choices)
    return words, {tag: "; ".join(labels) for tag, labels in by_tag.items()}
