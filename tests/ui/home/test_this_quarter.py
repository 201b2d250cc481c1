"""What home says of this quarter, for every business among the fixtures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from tests.ui.conftest import At
from textual.widgets import OptionList

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Audit
from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.engine.fixes import leading
from trueup.engine.judge import judge
from trueup.paths import screens_folder
from trueup.session.sample import open_sample
from trueup.session.session import open_session
from trueup.storage.store import open_store
from trueup.ui.app import TrueupApp
from trueup.ui.home.this_quarter import first_fixes

FOLDER = Path(__file__).parents[2] / "fixtures" / "businesses"
TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(screens_folder())


@pytest.fixture(scope="module")
def twice(content: Content) -> Audit:
    """A business whose first three fixes are two of one mismatch and one of another."""
    for file in sorted(FOLDER.glob("*.json")):
        if not file.name.endswith(".expect.json"):
            audit = audit_from_document(orjson.loads(file.read_bytes()), content)
            checks = Counter(tried.check for tried in leading(content, audit, judge(content, audit)))
            if 2 in checks.values():
                return replace(audit, compared=True)
    raise AssertionError("no business among the fixtures has two fixes of one mismatch among its first")


async def test_home_lists_two_fixes_of_one_mismatch_and_each_leads_to_its_card(
    content: Content, twice: Audit, tmp_path: Path
) -> None:
    path = tmp_path / "business.json"
    with open_store(path, today=TODAY) as store:
        store.save(document_from_audit(replace(twice, quarter="2026-Q4")))
    fixes = leading(content, twice, judge(content, twice))
    app = TrueupApp(lambda: open_session(path, today=TODAY))
    async with app.run_test(size=(140, 45)) as pilot:
        at = At(app, pilot)
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        await at.settle()
        listed = app.screen.query_one("#home", OptionList)
        ids = [option.id for option in first_fixes(content, twice, judge(content, twice)) if option.id]
        assert len(set(ids)) == len(fixes)
        for id, tried in zip(ids, fixes, strict=True):
            app.screen.query_one("#home", OptionList).highlighted = listed.get_option_index(id)
            assert content.checks[tried.check].title.split("{")[0][:30] in await at.press("enter")
            await at.press("b")
        app.session.close()


async def test_the_larger_the_window_the_more_mismatches_stand_at_home() -> None:
    app = TrueupApp(lambda: open_sample(today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        at = At(app, pilot)
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        await at.settle()
        titles = [found.check.title[:20] for found in app.session.findings.mismatches]
        assert len(titles) > 7
        for size, most in {(80, 24): 3, (100, 30): 7, (140, 45): len(titles), (90, 25): 3}.items():
            text = await at.resize(*size)
            assert [title for title in titles if title in text] == titles[:most]
        app.session.close()
