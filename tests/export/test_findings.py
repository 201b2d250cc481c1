"""Every kind of row, every measure and every number has readable words in the exports."""

from __future__ import annotations

import pytest

from trueup.answers.model import Audit
from trueup.content.model import ROW_KINDS, Content
from trueup.engine.analysis import Analysis
from trueup.engine.measures import MEASURES
from trueup.engine.model import Statement, Subject
from trueup.engine.statements import MEASURED
from trueup.wording import findings as wording
from trueup.wording import vocabulary


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_kind_of_row_has_a_name(content: Content, kind: str) -> None:
    assert vocabulary.ROWS[kind]  # type: ignore[index]
    assert wording.ask(Analysis(content, Audit("Plumbline", "2026-Q4")), kind) == vocabulary.ROWS_TO_ADD[kind]
    assert f"{kind}.{vocabulary.NAMED_BY[kind]}" in content.questions  # type: ignore[index]


@pytest.mark.parametrize("name", MEASURES)
def test_the_source_of_every_measure_has_a_readable_name(content: Content, name: str) -> None:
    measure = MEASURES[name]
    subject = Subject("channel", "own-site") if name.startswith("channel.") else None
    statement = Statement(measure.tags[0], "deliver", MEASURED + name, "", "counted", subject=subject)
    said = wording.source(Analysis(content, Audit("Acme", "2026-Q4")), statement)
    assert said.endswith(content.questions[measure.needs[0]].short)
    assert said.startswith("own-site: ") == bool(subject)
    assert said.startswith("The last ten customers: ") == name.startswith("customer.")


def test_a_promise_that_asks_for_and_claims_the_same_is_quoted_once(content: Content) -> None:
    page, mail = Subject("promise", "page"), Subject("promise", "mail")
    asks = Statement("start.alone", "say", "promise.asks", "Start now", "published", subject=page)
    claims = Statement("start.alone", "say", "promise.claims", "Start now", "published", subject=page)
    other = Statement("start.alone", "say", "promise.claims", "Start now", "published", subject=mail)
    assert wording.sayings(content, [asks, other, claims]) == [[asks, other, claims]]
    said = wording.source(Analysis(content, Audit("Acme", "2026-Q4")), asks, other, claims)
    assert said == "page and mail: the button and what it claims"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "hours", "1 hour"),
        (1200, "$", "$1,200"),
        (-4.5, "€", "-€4.5"),
        (2, "hours", "2 hours"),
        (1.5, "days", "1.5 days"),
        (1, "USD", "1 USD"),
        (1, "share", "100%"),
    ],
)
def test_a_number_is_written_with_its_unit(value: float, unit: str, said: str) -> None:
    assert wording.figure(value, unit) == said
