"""The review shows what it confirms: shares and last tens with their row, and each count of a quarter on its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.businesses import content_of, our_content
from tests.ui.conflicting_business import conflicting, content_folder
from tests.ui.conftest import At, Opened

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer
from trueup.engine.analysis import Analysis
from trueup.engine.history import History
from trueup.engine.review import Due
from trueup.paths import screens_folder
from trueup.storage.store import open_store
from trueup.ui.base.text import Hung
from trueup.ui.quarters.review_item import Reviewed

LATER = date(2027, 1, 5)
CLUB = channel("club", "page", "online", share=0.5, crowd="wrong", visits=320, leads=60, customers=25)
COUNTS = {"channel:club.visits", "channel:club.leads", "channel:club.customers"}


@pytest.fixture(scope="session")
def screens() -> Path:
    """Our own questions and checks."""
    return screens_folder()


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """A business with a channel's figures, and a promise kept for eight of ten."""
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "compared": True,
        "answers": {"identity.kind": "goods", "identity.goal": "sales"},
        "promises": [promise("price.low", kept=8)],
        "channels": [{**CLUB, "name": "Club talks"}],
    }
    path = tmp_path / "business.json"
    with open_store(path, today=date(2026, 11, 10)) as store:
        store.save(document_from_audit(audit_from_document(document, our_content())))
    return path


async def gone_to(at: At, words: str) -> str:
    """Begin the quarter, and go on in its review until it shows these words."""
    await at.press("enter", "enter")
    for _ in range(30):
        if words in at.text:
            return at.text
        await at.press("enter")  # still true or, where there is nothing to confirm, later
    raise AssertionError(f"the review never shows {words}")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_shares_and_last_tens_are_shown_where_a_row_is_confirmed(
    opened: Opened, counted: Path, size: tuple[int, int]
) -> None:
    async with opened(counted, today=LATER, size=size) as at:
        text = " ".join((await gone_to(at, "Channel 1 of 1")).split())
        assert "2026-Q4: share 50% · your people Three or fewer" in text
        assert "320" not in text, "it is confirmed on its own"
        await at.press("1")
        assert at.app.session.current.unconfirmed >= COUNTS


async def test_a_figure_changed_in_the_review_is_not_shown_as_last_quarters(opened: Opened, counted: Path) -> None:
    async with opened(counted, today=LATER) as at:
        await gone_to(at, "Channel 1 of 1")
        session = at.app.session
        (row,) = session.current.of("channel")
        session.change(session.current.with_row("channel", row.with_field("share", Answer(0.3))))
        at.app.screen.draw()
        await at.settle()
        assert "2026-Q4: your people Three or fewer" in at.text
        assert "2027-Q1: share 30%" in at.text


async def test_a_count_is_shown_and_confirmed_on_its_own_and_can_be_put_off(opened: Opened, counted: Path) -> None:
    async with opened(counted, today=LATER) as at:
        text = await gone_to(at, "How many people came or looked here")
        assert "Channel 1 of 1: Club talks" in text
        assert "why now: last quarter's count" in text
        assert "2026-Q4      320" in text
        assert "4  later, after the rest" in text
        await at.press("3")
        assert "channel:club.visits" not in at.app.session.current.unconfirmed
        assert "How many people here asked" in at.text
        assert "Nothing to confirm here: 2 asks it now, 4 puts it off." in await at.press("1")
        assert "How many people here asked" in at.text, "a founder who keeps pressing 1 loses nothing"
        await at.press("4")
        assert "Put off. z undoes it." in at.text
        assert "How many people here became customers" in at.text
        assert "How many people here asked" in await at.press("z")
        await at.press("4")
        text = await at.press("2")
        assert "How many people here became customers" in text
        assert "Acme 2027-Q1" in text
        await at.press("home", *["delete"] * 4)
        await at.type("31")
        await at.press("enter")
        assert at.app.session.current.unconfirmed & COUNTS == {"channel:club.leads"}


async def test_what_was_put_off_is_not_called_confirmed_and_can_be_taken_up_again(
    opened: Opened, counted: Path
) -> None:
    async with opened(counted, today=LATER) as at:
        await gone_to(at, "all confirmed")
        assert "You've confirmed everything that was copied." not in at.text
        assert "Review   all confirmed but 4" in at.lines[0]
        assert "You've confirmed everything but 4 things that you put off." in at.text
        assert "How many people came or looked here" in await at.press("2")
        await at.press("3", "3", "3")
        assert "You put off the last ten customers." in " ".join(at.text.split())
        assert "Review   all confirmed but 1" in at.lines[0]
        assert "Operations   last ten customers" in await at.press("2")


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
