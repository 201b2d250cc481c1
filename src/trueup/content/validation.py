"""What can only be asked when all of screens/ is read: ids once, tags that exist, conditions that can be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trueup.content.model import KIND_QUESTION, Clash, Facet, Question
from trueup.content.problems import Report, instead
from trueup.content.section import Part

Read = tuple[Question | Facet | Clash, Part]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything read, each with the part it came from; questions in the order they are asked."""

    questions: list[tuple[Question, Part]]
    facets: list[tuple[Facet, Part]]
    clashes: list[tuple[Clash, Part]]


def check(whole: Whole, report: Report) -> None:
    """Note everything that is wrong between the files."""
    _check_ids([*whole.questions, *whole.facets, *whole.clashes])
    tags = {f"{facet.id}.{word}": None for facet, _ in whole.facets for word in facet.positions}
    _check_tags(whole, tags, report)
    _check_conditions(whole.questions, report)
    _check_kinds(whole, report)


def _check_ids(read: Iterable[Read]) -> None:
    places: dict[str, str] = {}
    for item, part in read:
        here = f"{item.place.file}:{item.place.line}"
        first = places.setdefault(item.id, here)
        if first != here:
            part.say(f'the id "{item.id}" is taken by {first}; write another', "id")


def _check_tags(whole: Whole, tags: Mapping[str, None], report: Report) -> None:
    facets = {facet.id for facet, _ in whole.facets}

    def known(part: Part, tag: str, *path: str | int) -> None:
        if tag not in tags and tag.split(".", 1)[0] not in report.broken:
            part.say(f'there is no position "{tag}"; {instead(tag, tags)}', *path, word=tag)

    for question, part in whole.questions:
        if question.facet and question.facet not in facets | report.broken:
            part.say(f'there is no facet "{question.facet}"; {instead(question.facet, facets)}', "facet")
            continue
        for choice in question.choices:
            for tag in choice.stands:
                if tag == f"{question.facet}.{choice.key}":
                    _check_implied(part, tag, tags, report)
                else:
                    known(part, tag, "choices", choice.key)
        for band in question.bands:
            known(part, band.tag, "bands", band.tag.split(".", 1)[1])
        for tag in question.otherwise:
            known(part, tag, "otherwise")
    for clash, part in whole.clashes:
        for key, terms in (("between", clash.between), ("unless", clash.unless)):
            for tag in (tag for term in terms for tag in term.tags):
                known(part, tag, key)
        for nth, fix in enumerate(clash.fixes):
            if fix.to:
                known(part, fix.to, "fix", nth, "to")


def _check_implied(part: Part, tag: str, tags: Mapping[str, None], report: Report) -> None:
    facet, _, key = tag.partition(".")
    if tag not in tags and facet not in report.broken:
        words = [known.split(".", 1)[1] for known in tags if known.startswith(f"{facet}.")]
        way_out = f'{instead(key, words)}, or {key} = {{ label = "…", stands = [] }}'
        part.say(f'"{key}" is no position of {facet}; {way_out}', "choices", key)


def _check_conditions(questions: list[tuple[Question, Part]], report: Report) -> None:
    earlier: dict[str, Question] = {}
    all_ids = {question.id for question, _ in questions}
    for question, part in questions:
        condition = question.asked_if
        if condition and condition.question not in report.broken:
            asked = earlier.get(condition.question)
            if asked is None:
                wrong = "is asked later" if condition.question in all_ids else "is no question"
                say = f'"{condition.question}" {wrong}; {instead(condition.question, earlier)}'
                part.say(say, "asked_if", "question", word=condition.question)
            else:
                keys = [choice.key for choice in asked.choices]
                for value in condition.values:
                    if value not in keys:
                        say = f'"{value}" is no answer to {asked.id}; {instead(value, keys)}'
                        part.say(say, "asked_if", "is", word=value)
        earlier[question.id] = question


def _check_kinds(whole: Whole, report: Report) -> None:
    """Kinds of business named by questions, choices, wordings, facets: each an answer to the question for the kind."""
    asks = [question for question, _ in whole.questions if question.id == KIND_QUESTION]
    kinds = [choice.key for question in asks for choice in question.choices]
    if KIND_QUESTION in report.broken:
        return

    def known(part: Part, kind: str, *path: str | int) -> None:
        if kind not in kinds:
            part.say(f'"{kind}" is no kind of business; {instead(kind, kinds)}', *path, word=kind)

    for facet, part in whole.facets:
        for kind in facet.kinds:
            known(part, kind, "kinds")
    for question, part in whole.questions:
        for kind in question.kinds:
            known(part, kind, "kinds")
        for kind in question.wording:
            known(part, kind, "wording", kind)
        for choice in question.choices:
            for kind in choice.kinds:
                known(part, kind, "choices", choice.key)
