"""What the review shows of one answer, laid out as the screen does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.businesses import content_of
from tests.ui.conflicting_business import conflicting, content_folder

from trueup.answers.document import audit_from_document
from trueup.engine.analysis import Analysis
from trueup.engine.history import History
from trueup.engine.review import Due
from trueup.ui.base.text import Hung
from trueup.ui.quarters.review_item import Reviewed


@pytest.mark.parametrize("above", ["", "offer.start", "promise:home-page.claims"])
@pytest.mark.parametrize("width", [56, 76, 136])
def test_the_question_and_the_whole_reason_are_shown(tmp_path: Path, width: int, above: str) -> None:
    content = content_of(content_folder(tmp_path))
    audit = audit_from_document(conflicting(), content)
    due = Due("market.price", "something above it changed" if above else "from memory", above)
    seen = Reviewed(Analysis(content, audit), History(content, ()), due)
    lines = [line.plain for line in Hung(seen.head()).set(width)]
    text = " ".join(" ".join(lines).split())
    assert all(len(line) <= width for line in lines)
    assert content.questions["market.price"].text in text
    assert "which changed" in text if above else "why now: from memory" in text
