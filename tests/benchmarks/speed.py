"""How long judging takes, against parsing the same content in the same run. `python -m tests.benchmarks.speed`.

The business is as large as a founder's gets: every question answered, five promises, twenty channels, ten customers.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from trueup.answers.model import Answer, Audit, Row
from trueup.content.load import load_content
from trueup.content.model import AREAS, Content, Question
from trueup.engine.fixes import first_fixes
from trueup.engine.judge import judge
from trueup.locations import screens_folder

CLAIMS = 8
"""Claims a published line is ticked for: more than any headline says."""


def largest(content: Content, channels: int = 20) -> Audit:
    """Every question answered with its first choice, and as many rows as asked for."""
    answers = {q.id: a for area in AREAS for q in content.of(area) if (a := _answer(q)) is not None}
    claims = sorted(content.claims)

    def row(kind: str, number: int) -> Row:
        fields = {q.field: a for q in content.questions.values() if q.home == kind and (a := _answer(q)) is not None}
        if kind == "promise":
            fields["claims"] = Answer(tuple(claims[number :: len(claims) // CLAIMS]))
        return Row(f"{kind}-{number}", fields)

    return Audit(
        "Largest",
        "2026-Q4",
        answers,
        {
            "promise": tuple(row("promise", n) for n in range(5)),
            "channel": tuple(row("channel", n) for n in range(channels)),
            "ten": tuple(row("ten", n) for n in range(10)),
        },
    )


def _answer(question: Question) -> Answer | None:
    match question.kind:
        case "choice":
            return Answer(question.choices[0].key)
        case "many" | "steps":
            return Answer(tuple(choice.key for choice in question.choices[:8]))
        case "number":
            return Answer(1.0)
        case "text":
            return Answer("words")
    return None


def milliseconds(do: Callable[[], object], times: int = 20) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    parse = milliseconds(lambda: load_content(screens_folder()), 5)
    content = load_content(screens_folder())
    audit = largest(content)
    findings = judge(content, audit)
    rows = [("parse screens/", parse)]
    for channels in (5, 10, 20, 40):
        many = largest(content, channels)
        rows.append((f"judge, {channels} channels", milliseconds(lambda many=many: judge(content, many))))  # type: ignore[misc]
    tries = sum(len(found.clash.fixes) for found in findings.mismatches)
    rows.append(
        (
            f"try {tries} fixes of {len(findings.mismatches)}",
            milliseconds(lambda: first_fixes(content, audit, findings), 5),
        )
    )
    changed = replace(audit, answers=dict(audit.answers))
    rows.append(("judge again after a change", milliseconds(lambda: judge(content, changed))))
    for what, took in rows:
        print(f"{what:32} {took:8.2f} ms   {took / parse:5.2f} × parsing")


if __name__ == "__main__":
    main()
