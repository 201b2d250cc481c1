"""Findings as data, for other programs: what `trueup check --json` prints. Mismatches are in rank order, and the same
answers give the same output.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from trueup.answers.model import Accepted
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.experiments import result
from trueup.engine.model import Agreement, Mismatch, Statement, TriedFix
from trueup.engine.plan import Followed
from trueup.sanitize import plain_text


def findings_document(analysis: Analysis) -> dict[str, Any]:
    """Everything found in one audit, including previewed fixes, as a dict that can become JSON."""
    audit, findings = analysis.audit, analysis.findings
    return {
        "business": audit.business,
        "quarter": audit.quarter,
        "judged": {
            "possible": findings.possible,
            "decided": findings.decided,
            "needs_answer": [
                {"question": each.question, "decides": list(each.decides)} for each in findings.needs_answer
            ],
        },
        "gates": [gate.id for gate in findings.gates],
        "agrees": [_agreement(analysis.content, agreement) for agreement in analysis.agreements],
        "mismatches": [
            {
                **_mismatch(mismatch),
                "fixes": [_fix(fix) for fix in analysis.fixes(mismatch)],
            }
            for mismatch in findings.mismatches
        ],
        "accepted": [{**_mismatch(mismatch), **_terms(audit.accepted[mismatch.id])} for mismatch in findings.accepted],
        "objected": [{**_mismatch(mismatch), "reason": audit.objected[mismatch.id]} for mismatch in findings.objected],
        "plan": [_planned(each) for each in analysis.plan],
        "reports": [
            {"id": each.check, "standing": each.standing, "reports": list(each.reports)} for each in analysis.reported
        ],
    }


def to_json(document: object) -> str:
    """Readable JSON, ending in a newline. Letters of any script are kept; anything that could control a terminal is
    escaped.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return re.sub(r"[^\n\x20-\x7e]", _escaped, text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return sign if plain_text(sign) == sign else json.dumps(sign)[1:-1]


def _agreement(content: Content, agreement: Agreement) -> dict[str, Any]:
    return {
        "topic": agreement.topic,
        "title": content.topics[agreement.topic].title,
        "positions": list(agreement.tags),
        "sides": list(agreement.sides),
        "statements": [_statement(statement) for statement in agreement.statements],
    }


def _mismatch(mismatch: Mismatch) -> dict[str, Any]:
    return {
        "id": mismatch.id,
        "title": mismatch.title,
        "verdict": mismatch.verdict,
        "severity": mismatch.severity,
        "reach": round(mismatch.reach, 4),
        "certainty": mismatch.certainty,
        "impact": mismatch.impact,
        "statements": [_statement(statement) for statement in mismatch.statements],
        "why": mismatch.check.why,
        "disclosed": mismatch.disclosed,
    }


def _terms(accepted: Accepted) -> dict[str, str]:
    return {name: getattr(accepted, name) for name in ("reason", "cost", "watch", "below", "above", "review")}


def _planned(each: Followed) -> dict[str, Any]:
    test = each.planned.test
    return {
        "check": each.planned.check,
        "fix": each.planned.fix,
        "do": each.fix.do,
        "status": each.planned.status,
        "condition": each.condition,
        "since": each.planned.since or None,
        "gain": each.tried.gain if each.tried else None,
        "touchpoints": {name: {"state": at.state, "since": at.since} for name, at in each.touchpoints.items()},
        "test": {**asdict(test), "result": result(test)} if test else None,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "side": statement.side,
        "position": statement.tag,
        "source": statement.source,
        "subject": statement.subject.row if statement.subject else None,
        "quote": statement.quote,
        "evidence": statement.evidence,
    }


def _fix(tried: TriedFix) -> dict[str, Any]:
    return {
        "do": tried.fix.do,
        "move": tried.fix.move,
        "to": tried.fix.to,
        "stop": tried.fix.stop,
        "effort": tried.fix.effort,
        "gain": tried.gain,
        "outcome": tried.outcome,
        "solves": list(tried.solves),
        "creates": list(tried.creates),
        "costs_you": tried.fix.costs_you,
    }
