"""The number of mismatches is the same in the head, in the list and in `trueup check`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.businesses import BUSINESSES, business_of

from trueup.answers.document import document_from_audit
from trueup.commands.check import check
from trueup.session.session import open_session
from trueup.storage.store import open_store
from trueup.ui.mismatches.ranked_list import arranged

TODAY = date(2026, 11, 10)
FEW = BUSINESSES[::500]
EACH = [
    pytest.param(path, id=path.stem, marks=() if path in FEW else pytest.mark.thorough)
    for path in [*FEW, *BUSINESSES[5::40]]
]


@pytest.mark.parametrize("business", EACH)
def test_the_head_the_list_and_the_command_give_the_same_number_of_mismatches(business: Path, tmp_path: Path) -> None:
    path = tmp_path / "business.json"
    with open_store(path, today=TODAY) as store:
        store.save(document_from_audit(replace(business_of(business), compared=True)))
    session = open_session(path, today=TODAY)
    head = session.counts
    listed = [mismatch for mismatch, is_folded in arranged(session.findings.mismatches) if not is_folded]
    session.close()
    told = check(path, as_json=False, fail_on=None).text
    ranked = re.findall(r"^ ?(\d+)  ([≠≈?])  ", told, re.MULTILINE)
    assert head is not None
    by_sign = {"≠": head.contradictions, "≈": head.tensions, "?": head.unproven}
    assert [sum(sign == each for _, sign in ranked) for each in by_sign] == list(by_sign.values())
    assert len(listed) == len(ranked) == sum(by_sign.values())
    said = re.search(r"(\d+) mismatch", told)
    assert (int(said[1]) if said else 0) == len(listed)
