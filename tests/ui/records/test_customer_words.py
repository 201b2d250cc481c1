"""The table of the last customers, with the questions of screens/."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import Opened, on_disk

from trueup.answers.document import audit_from_document
from trueup.content.model import Content
from trueup.engine.measures import COLUMNS, NO_ANSWER
from trueup.paths import screens_folder
from trueup.wording.findings import DID, answer


@pytest.fixture(scope="session")
def screens() -> Path:
    """The real screens/ folder."""
    return screens_folder()


CHANNELS = [{"id": "site", "name": "Own site"}, {"id": "another-way", "name": "Market stall"}]


async def test_a_customer_can_have_come_because_someone_told_them(
    opened: Opened, tmp_path: Path, screens: Path, content: Content
) -> None:
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "place": "customer",
        "channels": CHANNELS,
        "customers": [{"id": "customer-1", "who": "Hale", "channel": "another-way"}],
    }
    path = write(tmp_path / "business.json", document, screens)
    async with opened(path) as at:
        await at.press("1")
        await at.type("Ortiz")
        text = await at.press("enter", "1")
        assert "came by   1 Own site   2 Market stall   3 friend, someone told them" in text
        assert "another way" not in text, "a channel with this id is the channel"
        text = await at.press("3")
        assert "friend" in text
    rows = on_disk(path)["customers"]
    assert [row["channel"] for row in rows] == ["another-way", "someone-told"]
    audit = audit_from_document(on_disk(path), content)
    question = content.questions["customer.channel"]
    told = [answer(content, audit, question, row.fields["channel"]) for row in audit.of("customer")]
    assert told == ["Market stall", "friend, someone told them"]


async def test_the_reasons_for_a_column_begin_with_a_capital_letter(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "customer"}
    async with opened(write(tmp_path / "business.json", document, screens)) as at:
        assert "So we can compare who really buys" in await at.press("1", "tab", "question_mark")


RECEIVED = ["ontime"] * 7 + ["late"] * 2 + ["nodate"]


async def test_the_most_common_answer_is_counted_out_of_the_customers_it_applies_to(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    rows = [{"id": f"customer-{n}", "received": received} for n, received in enumerate(RECEIVED, 1)]
    document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "customer", "customers": rows}
    async with opened(write(tmp_path / "business.json", document, screens)) as at:
        assert "So far   7 of 9 got it on time" in await at.press("1")


def test_every_answer_that_is_counted_has_words_for_a_sentence(content: Content) -> None:
    answers = {f"{column}.{key}" for column in COLUMNS for key in content.questions[column].by_key}
    assert DID.keys() == answers - {f"customer.received.{key}" for key in NO_ANSWER}
