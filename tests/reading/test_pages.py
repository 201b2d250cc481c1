"""Pages in many trades and styles: reading finds every claim that a careful reader finds, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.score import PAGES, pages, score

from trueup.content.model import Content


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_reading_a_page_finds_every_expected_claim_and_no_other(content: Content, page: Path) -> None:
    read = score(content, [page])
    assert read.missed == []
    assert read.caught == []
    assert read.wrong == []


def test_every_expectation_belongs_to_a_page_and_names_a_claim(content: Content) -> None:
    names = {path.name.partition(".")[0] for path in PAGES.glob("*.expect.json")}
    assert names == {path.stem for path in pages()}
    read = score(content, pages())
    tags = {tag for _, (tag, _) in (*read.right, *read.missed)}
    assert tags <= content.claims
