"""What was read, for other programs: the output of `trueup read --json`, and the same as SARIF 2.1.0.

SARIF is the format in which code hosts show the results of checkers beside the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trueup import __version__
from trueup.content.model import Check, Content
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.reading.page_changes import Conflict, Held
from trueup.reading.promises import Read
from trueup.reading.quantities import Quantity
from trueup.reading.reader import Claim
from trueup.wording.findings import do_about


def reading_document(read: Sequence[Read], judged: Held | None = None) -> dict[str, Any]:
    """The claims of each file, what was left out and why, and, if they were checked, the conflicts."""
    document: dict[str, Any] = {
        "files": [
            {
                "file": each.document.name,
                "digest": each.document.digest,
                "notes": list(each.document.notes),
                "claims": [_claim_data(claim) for claim in each.reading.claims],
                "left_out": [{**_claim_data(out.claim), "because": out.kind} for out in each.reading.left_out],
            }
            for each in read
        ]
    }
    if judged is not None:
        document["conflicts"] = [_conflict_data(conflict) for conflict in judged.conflicts]
    return document


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.tag,
        "words": claim.words,
        "line": claim.line,
        "column": claim.column,
        "end_line": claim.end_line,
        "end_column": claim.end_column,
        "quantity": _quantity(claim.quantity) if claim.quantity else None,
        "cue": claim.cue,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "kind": quantity.kind,
        "from": round(quantity.low, 4),
        "to": round(quantity.high, 4),
        "working": quantity.working,
        "per": quantity.per or None,
    }


def _conflict_data(conflict: Conflict) -> dict[str, Any]:
    claim, mismatch = conflict.claim, conflict.mismatch
    return {
        "file": claim.file,
        "line": claim.line,
        "column": claim.column,
        "end_line": claim.end_line,
        "end_column": claim.end_column,
        "claim": claim.tag,
        "words": claim.words,
        "id": mismatch.id,
        "title": mismatch.title,
        "verdict": mismatch.verdict,
        "severity": SEVERITY_WORDS[mismatch.severity],
        "fix": do_about(mismatch, conflict.fix) if conflict.fix else None,
    }


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {5: "error", 4: "error", 3: "warning", 2: "note", 1: "note"}
"""Severity → the level that code hosts know."""


def sarif_log(content: Content, read: Sequence[Read], judged: Held | None) -> dict[str, Any]:
    """One run: the conflicts if claims were checked, otherwise every claim as information."""
    if judged is not None:
        checks = dict.fromkeys(conflict.mismatch.check.id for conflict in judged.conflicts)
        rules = [_rule_of(content.checks[check]) for check in checks]
        results = [_conflict(conflict, list(checks).index(conflict.mismatch.check.id)) for conflict in judged.conflicts]
    else:
        tags = list(dict.fromkeys(claim.tag for each in read for claim in each.reading.claims))
        rules = [_claim_rule(content, tag) for tag in tags]
        results = [_claim(content, claim, tags.index(claim.tag)) for each in read for claim in each.reading.claims]
    driver = {"name": "trueup", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule_of(check: Check) -> dict[str, Any]:
    fixes = " ".join(f"- {fix.do}" for fix in check.fixes)
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": f"{check.why}\n\n{fixes}"},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {"severity": SEVERITY_WORDS[check.severity]},
    }


def _claim_rule(content: Content, tag: str) -> dict[str, Any]:
    return {"id": tag, "shortDescription": {"text": content.claims[tag]}}


def _conflict(conflict: Conflict, rule: int) -> dict[str, Any]:
    mismatch = conflict.mismatch
    fix = f" Fix: {do_about(mismatch, conflict.fix)}" if conflict.fix else ""
    title = mismatch.title.rstrip(".")
    return {
        "ruleId": mismatch.check.id,
        "ruleIndex": rule,
        "level": LEVELS[mismatch.severity],
        "message": {"text": f"{title}.{fix}"},
        "locations": [_location(conflict.claim)],
        "properties": {"claim": conflict.claim.tag, "verdict": mismatch.verdict},
    }


def _claim(content: Content, claim: Claim, rule: int) -> dict[str, Any]:
    return {
        "ruleId": claim.tag,
        "ruleIndex": rule,
        "kind": "informational",
        "level": "none",
        "message": {"text": f"This claims: {content.claims[claim.tag]}."},
        "locations": [_location(claim)],
    }


def _location(claim: Claim) -> dict[str, Any]:
    region = {
        "startLine": claim.line,
        "startColumn": claim.column,
        "endLine": claim.end_line,
        "endColumn": claim.end_column,
        "snippet": {"text": claim.words},
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(claim.file)}, "region": region}}


def _uri(file: str) -> str:
    """The file as a relative reference, or as an absolute URI if its path is one."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
