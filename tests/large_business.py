"""A business with long lists and random answers, for the monkey test and the benchmarks."""

from __future__ import annotations

import random
from dataclasses import replace

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, ROW_KINDS, Content, Question, RowKind

LONG: dict[RowKind, int] = {
    "group": 3,
    "promise": 200,
    "channel": 100,
    "activity": 100,
    "role": 4,
    "customer": 1_000,
}
"""The number of rows of each kind: more than a founder types, but as many as an import may bring."""


def large_business(content: Content, rows: dict[RowKind, int] | None = None, seed: int = 1) -> Audit:
    """A business with nearly every question and field answered at random, the same for the same seed."""
    dice = random.Random(seed)
    wanted = rows or LONG
    channels = [f"channel-{n}" for n in range(wanted.get("channel", 0))]

    def answered(question: Question, number: int) -> Answer | None:
        if dice.random() < 0.1 and not question.required:
            return dice.choice([None, Answer(state="unsure"), Answer(state="na")])
        keys = [choice.key for choice in question.choices]
        match question.kind:
            case "choice":
                return Answer(dice.choice(keys))
            case "many" | "steps":
                from_ = sorted(content.claims) if question.is_checklist else keys
                return Answer(tuple(dice.sample(from_, min(len(from_), dice.randint(1, 6)))))
            case "number":
                return Answer(round(dice.random(), 2) if question.unit == "share" else float(dice.randint(0, 90)))
            case "text":
                return Answer(f"{question.short or question.field} {number} in some words of the founder")
            case "channel":
                return Answer(dice.choice(channels)) if channels else None
            case "groups":
                return Answer((f"{_name_of_groups(content)} 0 in some words of the founder",))
        return None

    def row(kind: RowKind, number: int) -> Row:
        fields = {q.field: a for q in content.of(kind) if (a := answered(q, number)) is not None}
        return Row(f"{kind}-{number}", fields)

    answers = {q.id: a for area in AREAS for q in content.of(area) if (a := answered(q, 0)) is not None}
    audit = Audit("Largest", "2026-Q4", answers, compared=True, deeper=True)
    lists = {kind: tuple(row(kind, n) for n in range(wanted[kind])) for kind in ROW_KINDS if wanted.get(kind)}
    return replace(audit, rows=lists)


def _name_of_groups(content: Content) -> str:
    question = content.questions["group.name"]
    return question.short or question.field
