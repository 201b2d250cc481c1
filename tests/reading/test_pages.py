"""Pages in many trades and styles: reading finds every claim that a careful reader finds, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.reading.score import PAGES, UNSEEN, pages, plain, score

from trueup.content.model import Content
from trueup.paths import said_file, screens_folder
from trueup.reading.likely_claims import said_sentences


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_reading_a_page_finds_every_expected_claim_and_no_other(content: Content, page: Path) -> None:
    read = score(content, [page])
    assert read.missed == []
    assert read.caught == []
    assert read.wrong == []


@pytest.mark.parametrize("folder", [PAGES, UNSEEN], ids=lambda folder: folder.name)
def test_every_expectation_belongs_to_a_page_and_names_a_claim(content: Content, folder: Path) -> None:
    names = {path.name.partition(".")[0] for path in folder.glob("*.expect.json")}
    assert names == {path.stem for path in pages(folder)}
    for page in pages(folder):
        there = plain(page.read_text("utf-8"))
        for tag, words in json.loads(page.with_suffix(".expect.json").read_text("utf-8"))["claims"]:
            assert tag in content.claims, page.name
            assert plain(words) in there, page.name


def test_no_sentence_of_an_unseen_page_is_an_example_of_a_claim() -> None:
    unseen = " ".join(plain(page.read_text("utf-8")) for page in pages(UNSEEN))
    examples = (plain(sentence) for _, sentence in said_sentences(said_file(screens_folder())))
    assert [each for each in examples if len(each) > 40 and each in unseen] == []
