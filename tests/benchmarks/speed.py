"""How long judging takes, compared with parsing the same content in the same run. `python -m tests.benchmarks.speed`.

The sample is typical for a founder; the others are as large as a business gets: every question answered, five promises,
up to forty channels, ten customers. It prints processor time, minimum and median, so that a busy machine matters
little.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import orjson

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.loader import load_content
from trueup.content.model import AREAS, Content, Question
from trueup.engine.fixes import gaining_fixes
from trueup.engine.judge import judge
from trueup.paths import sample_file, screens_folder

CLAIMS = 8
"""The number of claims ticked for each promise: more than any headline makes."""


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
            "customers": tuple(row("customer", n) for n in range(10)),
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
    """The median time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def cpu(do: Callable[[], object], times: int = 40) -> tuple[float, float]:
    """The minimum and median processor time of several runs, in milliseconds; the first run isn't counted."""
    do()
    taken = []
    for _ in range(times):
        start = time.process_time()
        do()
        taken.append((time.process_time() - start) * 1000)
    return min(taken), statistics.median(taken)


def main() -> None:
    """Print the table."""
    content = load_content(screens_folder())
    sample = audit_from_document(orjson.loads(sample_file().read_bytes()), content)
    rows = [("parse screens/", cpu(lambda: load_content(screens_folder()), 3))]
    parse = rows[0][1][0]
    rows.append(("judge, the sample", cpu(lambda: judge(content, sample))))
    for channels in (4, 5, 10, 20, 40):
        audit = largest(content, channels)
        rows.append((f"judge, {channels} channels", cpu(partial(judge, content, audit))))
    for name, audit in (("the sample", sample), ("20 channels", largest(content))):
        findings = judge(content, audit)
        tries = sum(len(found.check.fixes) for found in findings.mismatches)
        what = f"try {tries} fixes of {len(findings.mismatches)}, {name}"
        # New answers each time, because results are cached for the very same ones.
        rows.append(
            (
                what,
                cpu(
                    lambda audit=audit, findings=findings: gaining_fixes(
                        content, replace(audit, answers={**audit.answers}), findings
                    ),
                    10,
                ),
            )
        )
    for what, (least, median) in rows:
        print(f"{what:32} {least:8.2f} ms   {median:8.2f} ms   {least / parse:5.2f} × parsing")


if __name__ == "__main__":
    main()
