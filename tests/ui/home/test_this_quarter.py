"""The part of home about the current quarter, with the sample."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest
from tests.ui.conftest import running
from textual.widgets import OptionList

from trueup.engine.analysis import Analysis
from trueup.engine.fixes import tried_fixes
from trueup.session.sample import open_sample
from trueup.ui.app import TrueupApp
from trueup.ui.home.home import first_fixes

TODAY = date(2026, 11, 10)


@pytest.mark.thorough
async def test_home_lists_two_fixes_of_one_mismatch_and_each_leads_to_its_card(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_sample(today=TODAY)) as session:
        content, audit, findings = session.content, session.current, session.findings
    tried = {found.id: tried_fixes(content, audit, findings, found) for found in findings.mismatches}
    two = next(fixes[:2] for fixes in tried.values() if len(fixes) > 1)
    one = next(fixes[0] for check, fixes in tried.items() if check != two[0].check)
    fixes = (*two, one)
    monkeypatch.setattr(Analysis, "leading_fixes", fixes)
    app = TrueupApp(lambda: open_sample(today=TODAY))
    async with running(app, (140, 45)) as at:
        listed = app.screen.query_one("#home", OptionList)
        ids = [option.id for option in first_fixes(Analysis(content, audit)) if option.id]
        assert len(set(ids)) == len(fixes)
        for id, each in zip(ids, fixes, strict=True):
            listed.highlighted = listed.get_option_index(id)
            found = findings.mismatch(each.check)
            assert found is not None
            assert found.title[:30] in await at.press("enter")
            await at.press("b")


@pytest.mark.thorough
async def test_a_larger_window_shows_more_mismatches_at_home() -> None:
    app = TrueupApp(lambda: open_sample(today=TODAY))
    async with running(app) as at:
        titles = [found.title[:20] for found in app.session.findings.leaders]
        assert len(titles) > 6
        for size, most in {(80, 24): 3, (100, 30): 7, (140, 45): len(titles), (90, 25): 3}.items():
            text = await at.resize(*size)
            assert [title for title in titles if title in text] == titles[:most]
