"""The number of mismatches is the same in the head, in the list, in the summary and in `trueup check`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.businesses import BUSINESSES, business_of, our_content

from trueup.answers.document import document_from_audit
from trueup.commands.check import check
from trueup.engine.analysis import Analysis
from trueup.engine.model import arranged
from trueup.export.markdown_summary import details
from trueup.export.markdown_writer import escape
from trueup.session.session import open_session
from trueup.storage.store import open_store

TODAY = date(2026, 11, 10)
FEW = BUSINESSES[::500]
EACH = [
    pytest.param(path, id=path.stem, marks=() if path in FEW else pytest.mark.thorough)
    for path in [*FEW, *BUSINESSES[5::40]]
]


@pytest.mark.parametrize("business", EACH)
def test_the_head_the_list_the_summary_and_the_command_give_the_same_number_of_mismatches(
    business: Path, tmp_path: Path
) -> None:
    path = tmp_path / "business.json"
    with open_store(path, today=TODAY) as store:
        store.save(document_from_audit(replace(business_of(business), compared=True)))
    session = open_session(path, today=TODAY)
    head = session.counts
    listed = [mismatch for mismatch, is_folded in arranged(session.findings.mismatches) if not is_folded]
    written = details(session.analysis)
    session.close()
    assert len(re.findall(r"^### \d+\\?\. ", written, re.MULTILINE)) == len(listed)
    told = check(path, as_json=False, fail_on=None).text
    ranked = re.findall(r"^ ?(\d+)  ([≠≈?])  ", told, re.MULTILINE)
    assert head is not None
    by_sign = {"≠": head.contradictions, "≈": head.tensions, "?": head.unproven}
    assert [sum(sign == each for _, sign in ranked) for each in by_sign] == list(by_sign.values())
    assert len(listed) == len(ranked) == sum(by_sign.values())
    said = re.search(r"(\d+) mismatch", told)
    assert (int(said[1]) if said else 0) == len(listed)


def test_a_folded_mismatch_follows_its_cause_without_a_number() -> None:
    analysis = next(
        analysis
        for analysis in (Analysis(our_content(), business_of(path)) for path in BUSINESSES[5::40])
        if any(each.under for each in analysis.findings.mismatches)
    )
    findings = analysis.findings
    heads = re.findall(r"^####? (.*)$", details(analysis), re.MULTILINE)
    folded = next(each for each in findings.mismatches if each.under)
    cause = next(each for each in findings.leaders if each.id == folded.under)
    at = next(nth for nth, head in enumerate(heads) if head.endswith(escape(cause.title)) and head[0].isdigit())
    rest = heads[at + 1 :]
    unnumbered = rest[: next((nth for nth, head in enumerate(rest) if head[0].isdigit()), len(rest))]
    assert f"With the same cause: {escape(folded.title)}" in unnumbered
