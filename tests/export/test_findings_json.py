"""Findings as JSON: in the documented shape, the same in every run, and harmless in a terminal."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.export.example import business
from tests.export.reading import texts

from trueup.answers.model import Accepted
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.export.findings_json import findings_document, to_json

STATEMENT = {"side", "position", "source", "subject", "quote", "evidence"}
FIX = {"do", "move", "to", "stop", "effort", "gain", "outcome", "solves", "creates", "costs_you"}
MISMATCH = {"id", "title", "verdict", "severity", "reach", "certainty", "impact", "statements", "why", "disclosed"}


def test_the_data_has_the_documented_shape(small: Content) -> None:
    audit = business()
    found = findings_document(Analysis(small, audit))
    assert list(found) == [
        "business",
        "quarter",
        "judged",
        "gates",
        "agrees",
        "mismatches",
        "accepted",
        "objected",
        "plan",
        "reports",
    ]
    assert (found["business"], found["quarter"]) == ("Plumbline", "2026-Q4")
    assert set(found["judged"]) == {"possible", "decided", "needs_answer"}
    assert {"question": "offer.price", "decides": ["price.above"]} in found["judged"]["needs_answer"]
    assert found["mismatches"]
    for mismatch in found["mismatches"]:
        assert set(mismatch) == {*MISMATCH, "fixes"}
        assert all(set(statement) == STATEMENT for statement in mismatch["statements"])
        assert all(set(fix) == FIX for fix in mismatch["fixes"])


def test_the_data_lists_the_mismatches_and_fixes_in_the_order_of_the_engine(small: Content) -> None:
    audit = business()
    findings = judge(small, audit)
    found = findings_document(Analysis(small, audit))["mismatches"]
    assert [each["id"] for each in found] == [mismatch.id for mismatch in findings.mismatches]
    gated = next(each for each in found if each["id"] == "start.gated")
    assert gated["disclosed"] == "before"
    assert gated["verdict"] == "tension"
    assert {
        "side": "say",
        "position": "start.alone",
        "source": "promise.claims",
        "subject": "home",
        "quote": "Start now",
        "evidence": "published",
    } in gated["statements"]
    mismatch = findings.mismatch("start.gated")
    assert mismatch is not None
    tried = tried_fixes(small, audit, findings, mismatch)
    assert [(fix["do"], fix["gain"]) for fix in gated["fixes"]] == [(fix.fix.do, fix.gain) for fix in tried]


def test_decisions_are_listed_separately_with_their_reasons(small: Content) -> None:
    accepted = Accepted("They ask for it.", cost="one in ten", watch="calls", below="3 a week", review="2027-Q1")
    audit = replace(business(), accepted={"start.gated": accepted}, objected={"speed.slow": "Only in August."})
    found = findings_document(Analysis(small, audit))
    assert {"start.gated", "speed.slow"}.isdisjoint(each["id"] for each in found["mismatches"])
    (trade_off,), (objected,) = found["accepted"], found["objected"]
    assert set(trade_off) == {*MISMATCH, "reason", "cost", "watch", "below", "above", "review"}
    assert {name: trade_off[name] for name in ("id", "reason", "below", "review")} == {
        "id": "start.gated", "reason": "They ask for it.", "below": "3 a week", "review": "2027-Q1",
    }  # fmt: skip
    assert set(objected) == {*MISMATCH, "reason"}
    assert (objected["id"], objected["reason"]) == ("speed.slow", "Only in August.")


def test_the_data_is_the_same_in_every_run(small: Content) -> None:
    first, second = (to_json(findings_document(Analysis(small, business()))) for _ in range(2))
    assert first == second


@given(st.one_of(texts, st.text(st.characters(codec=None, exclude_categories=()))))
def test_json_reads_back_equal_and_contains_no_control_characters(text: str) -> None:
    written = to_json({"quote": [text]})
    assert json.loads(written) == {"quote": [text]}
    assert not [sign for sign in written if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
    assert not set(written) & {"\u202e", "\u2066", "\u2028"}
    written.encode()


def test_letters_are_not_escaped_in_json() -> None:
    assert to_json("Bäckerei 東京 👩\u200d🔧") == '"Bäckerei 東京 👩\u200d🔧"\n'
