"""Every contradiction of the background articles has a check that finds it, or a reason why it can't be asked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.businesses import our_content

COVERAGE = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "coverage.toml").read_text("utf-8"))
NAMED = {"article-000": 24, "article-001": 18, "article-002": 8, "article-003": 15, "article-004": 34}
"""The number of contradictions in each article."""


@pytest.mark.parametrize(("article", "named"), NAMED.items())
def test_every_contradiction_of_an_article_is_listed(article: str, named: int) -> None:
    assert list(COVERAGE[article]) == [str(number) for number in range(1, named + 1)]


def test_every_check_named_as_covering_a_contradiction_exists() -> None:
    content = our_content()
    found = {
        check for items in COVERAGE.values() for given in items.values() if isinstance(given, list) for check in given
    }
    assert found <= set(content.checks), sorted(found - set(content.checks))


def test_at_most_ten_contradictions_have_no_check_and_each_has_a_reason() -> None:
    reasons = [given for items in COVERAGE.values() for given in items.values() if isinstance(given, str)]
    assert len(reasons) <= 10
    assert all(len(reason) > 40 for reason in reasons)
