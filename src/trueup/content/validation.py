"""Checks that need all files of screens/: ids are unique, tags exist, conditions can be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trueup.content.model import KIND_QUESTION, Check, Location, Question, Topic
from trueup.content.part import Part
from trueup.content.problems import Report, instead
from trueup.content.topic_file import disagreements

Read = tuple[Question | Topic | Check, Part]


@dataclass(frozen=True, slots=True)
class Whole:
    """All questions, topics and checks, each with its part. Questions are in the order in which they are asked."""

    questions: list[tuple[Question, Part]]
    topics: list[tuple[Topic, Part]]
    checks: list[tuple[Check, Part]]


def check(whole: Whole, report: Report) -> None:
    """Report all inconsistencies between the files."""
    _check_ids([*whole.questions, *whole.topics, *whole.checks])
    tags = {f"{topic.id}.{word}": None for topic, _ in whole.topics for word in topic.positions}
    _check_tags(whole, tags, report)
    _check_conditions(whole.questions, whole.topics, report)
    _check_kinds(whole, report)


def _check_ids(read: Iterable[Read]) -> None:
    places: dict[str, Location] = {}
    for item, part in read:
        first = places.setdefault(item.id, item.location)
        if first != item.location:
            part.say(f'the id "{item.id}" is taken by {first}; write another', "id")


def _check_tags(whole: Whole, tags: Mapping[str, None], report: Report) -> None:
    topics = [topic.id for topic, _ in whole.topics]

    def known(part: Part, tag: str, *path: str | int) -> None:
        if tag not in tags and tag.split(".", 1)[0] not in report.broken:
            part.say(f'there is no position "{tag}"; {instead(tag, tags)}', *path, word=tag)

    for question, part in whole.questions:
        if question.topic and question.topic not in (*topics, *report.broken):
            part.say(f'there is no topic "{question.topic}"; {instead(question.topic, topics)}', "topic")
            continue
        for choice in question.choices:
            for tag in choice.stands:
                if tag == f"{question.topic}.{choice.key}":
                    _check_implied(part, tag, tags, report)
                else:
                    known(part, tag, "choices", choice.key)
        for band in question.bands:
            known(part, band.tag, "bands", band.tag.split(".", 1)[1])
        for tag in question.otherwise:
            known(part, tag, "otherwise")
    for topic, part in whole.topics:
        for word, silencing in topic.phrases_unless.items():
            for tag in silencing:
                known(part, tag, "phrases_unless", word)
    ids = {check.id for check, _ in whole.checks}
    ids |= {check.id for topic, _ in whole.topics for check in disagreements(topic)}
    for check, part in whole.checks:
        for key, terms in (("between", check.between), ("unless", check.unless)):
            for tag in (tag for term in terms for tag in term.tags):
                known(part, tag, key)
        for other in check.under:
            if other not in ids and other not in report.broken:
                part.say(f'there is no check "{other}"; {instead(other, ids)}', "under", word=other)
        for nth, fix in enumerate(check.fixes):
            if fix.to:
                known(part, fix.to, "fix", nth, "to")
            for key, terms in (("only", fix.only), ("unless", fix.unless)):
                for tag in (tag for term in terms for tag in term.tags):
                    known(part, tag, "fix", nth, key)


def _check_implied(part: Part, tag: str, tags: Mapping[str, None], report: Report) -> None:
    topic, _, key = tag.partition(".")
    if tag not in tags and topic not in report.broken:
        words = [known.split(".", 1)[1] for known in tags if known.startswith(f"{topic}.")]
        way_out = f'{instead(key, words)}, or {key} = {{ label = "…", stands = [] }}'
        part.say(f'"{key}" isn\'t a position of {topic}; {way_out}', "choices", key)


def _check_conditions(questions: list[tuple[Question, Part]], topics: list[tuple[Topic, Part]], report: Report) -> None:
    claimed = {f"{topic.id}.{word}" for topic, _ in topics for word in topic.claims}
    earlier: dict[str, Question] = {question.id: question for question, _ in questions if question.is_checklist}
    all_ids = {question.id for question, _ in questions}
    for question, part in questions:
        for at, condition in enumerate(question.conditions):
            if condition.question in report.broken:
                continue
            path = ("asked_if", *["or"] * at)
            asked = earlier.get(condition.question)
            if asked is None:
                wrong = "is asked later" if condition.question in all_ids else "isn't a question"
                say = f'"{condition.question}" {wrong}; {instead(condition.question, earlier)}'
                part.say(say, *path, "question", word=condition.question)
            else:
                keys = sorted(claimed) if asked.is_checklist else [choice.key for choice in asked.choices]
                for value in condition.values:
                    if value not in keys:
                        say = f'"{value}" isn\'t an answer to {asked.id}; {instead(value, keys)}'
                        part.say(say, *path, "is", word=value)
        earlier[question.id] = question


def _check_kinds(whole: Whole, report: Report) -> None:
    """Report each kind of business that a question, a choice, a topic or a check names but that the question about the
    kind doesn't offer.
    """
    asks = [question for question, _ in whole.questions if question.id == KIND_QUESTION]
    kinds = [choice.key for question in asks for choice in question.choices]
    if KIND_QUESTION in report.broken:
        return

    def known(part: Part, kind: str, *path: str | int) -> None:
        if kind not in kinds:
            part.say(f'"{kind}" isn\'t a kind of business; {instead(kind, kinds)}', *path, word=kind)

    for topic, part in whole.topics:
        for kind in topic.kinds:
            known(part, kind, "kinds")
    for check, part in whole.checks:
        for kind in check.kinds:
            known(part, kind, "kinds")
        for kind in check.unlawful if isinstance(check.unlawful, tuple) else ():
            known(part, kind, "unlawful")
        for kind in (kind for fix in check.fixes for kind in fix.kinds):
            known(part, kind, "fix")
    for question, part in whole.questions:
        for kind in question.kinds:
            known(part, kind, "kinds")
        for kind in question.wording:
            known(part, kind, "wording", kind)
        for choice in question.choices:
            for kind in choice.kinds:
                known(part, kind, "choices", choice.key)
