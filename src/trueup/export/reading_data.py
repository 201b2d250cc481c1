"""What was read as data, for other programs: what `trueup read --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trueup.engine.ranking import SEVERITY_WORDS
from trueup.reading.held import Conflict, Held
from trueup.reading.promises import Read
from trueup.reading.quantities import Quantity
from trueup.reading.reader import Claim


def reading_document(read: Sequence[Read], judged: Held | None = None) -> dict[str, Any]:
    """The claims of each file, what was left out and why, and the conflicts where they were checked."""
    document: dict[str, Any] = {
        "files": [
            {
                "file": each.document.name,
                "digest": each.document.digest,
                "notes": list(each.document.notes),
                "claims": [_claim(claim) for claim in each.reading.claims],
                "left_out": [{**_claim(out.claim), "because": out.kind} for out in each.reading.left_out],
            }
            for each in read
        ]
    }
    if judged is not None:
        document["conflicts"] = [_conflict(conflict) for conflict in judged.conflicts]
    return document


def _claim(claim: Claim) -> dict[str, Any]:
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


def _conflict(conflict: Conflict) -> dict[str, Any]:
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
        "fix": conflict.fix.fix.do if conflict.fix else None,
    }
