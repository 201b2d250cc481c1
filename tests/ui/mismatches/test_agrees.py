"""The statements that agree on a topic."""

from __future__ import annotations

from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.analysis import Analysis
from trueup.ui.drawing.statement_list import Stand, all_statements


def test_an_answer_that_takes_several_positions_is_listed_once_with_all_of_them() -> None:
    content = our_content()
    document = {
        "business": "Desk",
        "quarter": "2026-Q4",
        "answers": {
            "identity.kind": "local",
            "offer.times": {"value": "both", "evidence": "record"},
        },
        "promises": [promise("times.evenings", "times.weekend")],
    }
    audit = audit_from_document(document, content)
    (times,) = [each for each in Analysis(content, audit).agreements if each.topic == "times"]
    sold = tuple(each for each in times.statements if each.side == "sell")
    assert len(sold) == 2
    text = "\n".join(line.text.plain for line in all_statements(Analysis(content, audit), [Stand("sell", sold)]))
    assert text.splitlines()[0] == "evenings and weekends"
    assert text.count("Evenings and weekends too") == 1
