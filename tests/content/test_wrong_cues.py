"""Mistakes in cues, the phrases that reveal a claim in a page: in their claim, their pattern or their examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import content_of, our_content
from tests.content.wrong import SMALL, problems

from trueup.lint.soundness import missing, prove

START = "mismatches/start.md"
SOUND = """
## Cues
```toml
cues = true
[alone]
is = ["no call needed", "start … yourself"]
not = ["call centre"]
match = ["Start it yourself."]
miss = ["We start."]
```
"""


def folder_with(tmp_path: Path, cues: str) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    path = folder / START
    path.write_text(path.read_text() + cues)
    return folder


def test_cues_are_read_with_their_claim(tmp_path: Path) -> None:
    content = content_of(folder_with(tmp_path, SOUND))
    cues = content.cues["start.alone"]
    assert (cues.cues, cues.never) == (("no call needed", "start … yourself"), ("call centre",))
    assert list(prove(content)) == []


WRONG = [
    ("[alone]", "[alne]", '"alne" isn\'t a claim of this topic; write "alone" instead'),
    ('is = ["no call needed", "start … yourself"]', "is = []", '"is" is missing; write is ='),
    ('match = ["Start it yourself."]', "", '"match" is missing'),
    ('miss = ["We start."]', "", '"miss" is missing'),
    ('miss = ["We start."]', 'miss = ["We start."]\nnone = "x"', '"is" is next to "none"'),
    ('"start … yourself"', '"start … yourself …"', "both sides of …"),
    ('"start … yourself"', '"start (yourself"', "write ) where the alternatives end"),
    ('"start … yourself"', '"{hors<=2} start"', '"{hors<=2} start": “hors” isn\'t a unit'),
    ('"start … yourself"', '"no call needed"', "appears twice"),
    ('not = ["call centre"]', 'never = ["call centre"]', '"never" means nothing here'),
    ('not = ["call centre"]', 'not = "call centre"', "must be a list of texts"),
]


@pytest.mark.parametrize(("old", "new", "says"), WRONG, ids=[new[:30] or old[:30] for old, new, _ in WRONG])
def test_a_mistake_in_a_cue_is_reported_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SOUND
    found = problems(folder_with(tmp_path, SOUND.replace(old, new)))
    first = (SMALL / START).read_text().count("\n") + 1
    assert any(says in problem.message for problem in found)
    assert all(problem.file == START and problem.line > first for problem in found)


def test_an_example_that_its_cue_does_not_find_is_reported(tmp_path: Path) -> None:
    content = content_of(folder_with(tmp_path, SOUND.replace("Start it yourself.", "Come and see.")))
    (problem,) = prove(content)
    assert "no cue of start.alone finds “Come and see.”" in problem


def test_a_counterexample_that_a_cue_finds_is_reported(tmp_path: Path) -> None:
    content = content_of(folder_with(tmp_path, SOUND.replace("We start.", "No call needed.")))
    (problem,) = prove(content)
    assert "“No call needed” is found by the cue “no call needed”" in problem


def test_claims_without_cues_are_reported(tmp_path: Path) -> None:
    content = content_of(folder_with(tmp_path, SOUND))
    named = [problem.partition("the claim ")[2].partition(" ")[0] for problem in missing(content)]
    assert "start.alone" not in named
    assert set(named) == set(content.claims) - {"start.alone"}


def test_every_claim_has_cues_or_a_reason_why_none_can_exist() -> None:
    assert list(missing(our_content())) == []
