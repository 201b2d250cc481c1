"""From answers to voices: everything the founder said becomes tags, each with its side, quote and evidence.

Not sure, not applicable, blank and parked give no voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.answers.numbers import show_number
from trueup.content.model import AREAS, ROW_KINDS, Content, Question
from trueup.engine.asking import at_rest, business_kind, field_applies, is_asked
from trueup.engine.measures import MEASURES
from trueup.engine.model import Subject, Voice

MEASURED = "measure:"

PARTIES = ("buyers", "sellers")
"""The two sides of a marketplace, as keys of `promise.to` and `channel.serves`."""


def ask_of(source: str) -> str:
    """The question to answer where a voice comes from: a measure is asked by the first of those it needs."""
    name = source.removeprefix(MEASURED)
    return name if name == source else MEASURES[name].needs[0]


def voices(content: Content, audit: Audit) -> tuple[Voice, ...]:
    """Every voice of this business, in the order of the questions, then rows, then measures."""
    return tuple(_voices(content, audit))


def _voices(content: Content, audit: Audit) -> Iterator[Voice]:
    for area in AREAS:
        for question in content.of(area):
            if question.id in audit.answers and question.side and is_asked(content, audit, question):
                yield from of_answer(audit, question)
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            if kind != "ten":  # the ten speak only through measures
                yield from of_row(content, audit, Subject(kind, row.id), row)
    for measure in MEASURES.values():
        for reading in measure.read(content, audit):
            if reading.tag.partition(".")[0] in content.facets:
                about = audit.row("channel", reading.subject.row) if reading.subject else None
                yield Voice(
                    reading.tag,
                    "deliver",
                    MEASURED + measure.name,
                    reading.quote,
                    reading.evidence,
                    subject=reading.subject,
                    groups=groups_of(about) if about else frozenset(),
                    share=reading.share,
                    measured=True,
                )


def of_answer(audit: Audit, question: Question) -> Iterator[Voice]:
    """The voices of the answer to one question of an area."""
    answer = audit.answers.get(question.id)
    if answer is not None:
        yield from _speak(audit, question, answer)


def of_row(content: Content, audit: Audit, subject: Subject, row: Row) -> Iterator[Voice]:
    """The voices of one row, field by field; none while it is at rest."""
    if at_rest(row):
        return
    groups = frozenset({row.id, row.text("name").casefold()} - {""}) if subject.kind == "group" else groups_of(row)
    published = row.text("words") if subject.kind == "promise" else ""
    channel = row.text("channel")
    party = next((name for name in (row.text("to"), row.text("serves")) if name in PARTIES), "")
    for question in content.of(subject.kind):
        answer = row.fields.get(question.field)
        if answer is not None and question.side and field_applies(content, audit, row, question):
            yield from _speak(audit, question, answer, published, subject, groups, channel, party)


def groups_of(row: Row) -> frozenset[str]:
    """The groups a row is for, by name; none: everyone."""
    return frozenset(name.casefold() for name in row.many("groups"))


def _speak(
    audit: Audit,
    question: Question,
    answer: Answer,
    published: str = "",
    subject: Subject | None = None,
    groups: frozenset[str] = frozenset(),
    channel: str = "",
    party: str = "",
) -> Iterator[Voice]:
    if question.side is None or answer.state != "given" or answer.value is None:
        return
    for tag, step in tags_of(question, _offered(audit, question, answer)):
        yield Voice(
            tag,
            question.side,
            question.id,
            published or answer.note or (step if question.kind == "steps" else "") or _own_words(question, answer, tag),
            answer.evidence or question.evidence,
            subject=subject,
            groups=groups,
            channel=channel,
            party=party,
            measured=bool(question.bands),
        )


def _offered(audit: Audit, question: Question, answer: Answer) -> Answer:
    """The answer without choices that this kind of business isn't offered: they are parked."""
    kind = business_kind(audit) if question.only_for else ""
    if not kind or isinstance(answer.value, float):
        return answer

    def is_offered(key: str) -> bool:
        return kind in question.only_for.get(key.removesuffix(OPTIONAL_STEP), (kind,))

    if isinstance(answer.value, str):
        return answer if is_offered(answer.value) else replace(answer, value=None)
    offered = tuple(key for key in answer.value or () if is_offered(key))
    return answer if offered == answer.value else replace(answer, value=offered)


def tags_of(question: Question, answer: Answer) -> list[tuple[str, str]]:
    """The tags an answer stands for, each with the label of the choice or step it comes from.

    A step that some buyers skip leaves both ways open, so it takes no position and nothing else holds in its place.
    """
    value = answer.value
    if isinstance(value, float):
        band = next((band for band in question.bands if band.upto is None or value <= band.upto), None)
        return [(band.tag, "")] if band else []
    picked = (value,) if isinstance(value, str) else value or ()
    if not question.choices:  # the checklist of a promise: a tick is a tag
        return [(tag, "") for tag in picked] if question.kind == "many" else []
    by_key = question.by_key
    spoken = [
        (tag, by_key[key].label)
        for key in picked
        if key in by_key and not key.endswith(OPTIONAL_STEP)
        for tag in by_key[key].stands
    ]
    if question.otherwise and (picked or question.kind == "many"):
        open_both_ways = [key.removesuffix(OPTIONAL_STEP) for key in picked if key.endswith(OPTIONAL_STEP)]
        facets = {tag.partition(".")[0] for tag, _ in spoken}
        facets |= {tag.partition(".")[0] for key in open_both_ways if key in by_key for tag in by_key[key].stands}
        spoken += [(tag, "") for tag in question.otherwise if tag.partition(".")[0] not in facets]
    return list(dict(spoken).items())


def _own_words(question: Question, answer: Answer, tag: str) -> str:
    """What was picked, in the words it was picked by: of several choices those that stand for the tag, if any does."""
    if isinstance(answer.value, float):
        return f"{show_number(answer.value)} {question.unit}".rstrip()
    picked = (answer.value,) if isinstance(answer.value, str) else answer.value or ()
    if not picked:
        return "none of these"
    choices = [(key, question.by_key.get(key.removesuffix(OPTIONAL_STEP))) for key in picked]
    said = [(key, choice) for key, choice in choices if choice and tag in choice.stands] or choices
    return "; ".join(choice.label if choice else key for key, choice in said)
