"""Marks in fixes: always shown as plain words, and reported where no name can be put."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import content_of, our_content
from tests.content.wrong import SMALL

from trueup.content.marks import Mark, keys, pieces, without_marks
from trueup.content.model import KIND_QUESTION, Content
from trueup.lint import soundness

TEXT = "Keep {words|“alone”}, and ask {channel|the partner} to wait."


def test_a_text_is_split_at_its_marks_and_shown_without_them() -> None:
    assert without_marks(TEXT) == "Keep “alone”, and ask the partner to wait."
    assert keys(TEXT) == ("words", "channel")
    assert [*pieces(TEXT)] == [
        "Keep ",
        Mark("words", "“alone”"),
        ", and ask ",
        Mark("channel", "the partner"),
        " to wait.",
    ]


def test_no_fix_shows_a_mark_to_any_kind_of_business() -> None:
    kinds = [choice.key for choice in our_content().questions[KIND_QUESTION].choices]
    fixes = [
        fix for kind in ("", *kinds) for check in our_content().worded(kind).checks.values() for fix in check.fixes
    ]
    assert sum(bool(fix.marked) for fix in fixes) > 400
    assert [fix.do for fix in fixes if set(fix.do) & set("{|}")] == []
    assert [fix.do for fix in fixes if fix.marked and fix.do != without_marks(fix.marked)] == []


def test_a_kind_of_business_has_the_marks_of_its_own_text(tmp_path: Path) -> None:
    old = 'do = "Open one path that needs no talk"'
    own = 'do_for = { goods = "Reword {promise|the promise}" }'
    fix = _changed(tmp_path, old, f"{old}\n{own}").checks["start.gated"].worded("goods").fixes[1]
    assert (fix.do, fix.marked) == ("Reword the promise", "Reword {promise|the promise}")


ALONE, GATED, OTHERS = (
    "Make the first week run without you",
    "Open one path that needs no talk",
    "Stop selling to the others",
)


@pytest.mark.parametrize(
    ("old", "do", "key"),
    [
        (GATED, "Open one path on {channel|this channel}, and reword {promise|the promise}", ""),
        (GATED, "Replace {words|“alone”} on every page", ""),
        (ALONE, "Make {promise|it} true", "promise"),
        (ALONE, "Replace {words|“alone”} on every page", "words"),
        (ALONE, "Drop {plan|the plan}", "plan"),
        (OTHERS, "Leave {channel|this channel}", "channel"),
    ],
)
def test_a_mark_that_the_check_cannot_fill_is_reported(tmp_path: Path, old: str, do: str, key: str) -> None:
    found = [each for each in soundness.lint(_changed(tmp_path, old, do)) if "gives it a name" in each]
    assert [f"marks “{key}”" in each for each in found] == [True] * bool(key)


@pytest.mark.parametrize(
    ("old", "do", "write"),
    [
        (GATED, "Open one path on this channel", "{channel|this channel}"),
        (GATED, "Open one path on {channel|this channel}, and reword that promise", "{promise|that promise}"),
        (GATED, "Keep the promise of a first call", ""),
        (ALONE, "Do what the promise says", ""),
    ],
)
def test_words_without_the_mark_they_need_are_reported(tmp_path: Path, old: str, do: str, write: str) -> None:
    found = [each for each in soundness.lint(_changed(tmp_path, old, do)) if "without a mark" in each]
    assert [each.endswith(f"write {write}") for each in found] == [True] * bool(write)


def test_a_wrong_mark_in_the_fix_for_partners_is_reported() -> None:
    card = our_content().screens["card"]
    texts = {**card.texts, "partner-fix": "Send {partner|them} other words."}
    screens = {"card": card.with_changes(texts=texts)}
    content = our_content().with_changes(screens=screens, questions={}, topics={}, checks={})
    at = card.lines["partner-fix"]
    (found,) = soundness.lint(content)
    assert found.startswith(f'card.md:{at}: there is no mark "partner"; write one of promise, ')


def _changed(tmp_path: Path, old: str, new: str) -> Content:
    """A copy of the small content with one change in its topics."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    for path in (folder / "mismatches").glob("*.md"):
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    content = content_of(folder)
    assert content.version != content_of(SMALL).version
    return content
