"""Each kind of business has its own questions in its own words; changing the kind parks answers and deletes none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import Opened, on_disk

FILE = "business.json"

KIND = """
## What kind of business is it?
```toml
id = "identity.kind"
[choices]
software = "Software"
goods = "Things I make"
```

Why we ask: a parcel disappoints in other ways than a log-in.
"""

PRICE = """
## What does it cost, beside others?
```toml
id = "offer.level"
kinds = ["goods"]
[choices]
low = { label = "Less than most", stands = [] }
high = { label = "More than most", stands = [] }
made = { label = "It is made to order", stands = [], kinds = ["goods"] }
[wording]
goods = "What does one piece cost, beside others?"
```
"""

WAY = """
## How is it wrapped?
```toml
id = "offer.wrapped"
[choices]
paper = { label = "In paper", stands = [], kinds = ["goods"] }
mail = { label = "By mail", stands = [], kinds = ["software"] }
any = { label = "As it comes", stands = [] }
```
"""


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory, screens: Path) -> Path:
    """The small screens/ folder, with two kinds of business that are asked different questions."""
    folder = tmp_path_factory.mktemp("kinds") / "content"
    shutil.copytree(screens, folder)
    for name, more in (("identity", KIND), ("offer", PRICE + WAY)):
        file = folder / f"{name}.md"
        head, mark, rest = file.read_text("utf-8").partition("\n## ")
        file.write_text(f"{head}\n{more}{mark}{rest}", "utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Callable[..., Path]:
    """Return a function that writes a business that makes goods to disk."""

    def keep(place: str, **answers: Any) -> Path:
        given = {"identity.kind": "goods", "offer.level": "high", "offer.wrapped": "paper", **answers}
        document = {"business": "Kiln", "quarter": "2026-Q4", "compared": True, "place": place, "answers": given}
        return write(tmp_path / FILE, document, screens)

    return keep


async def test_a_question_is_worded_for_the_kind_of_business(opened: Opened, kept: Callable[..., Path]) -> None:
    async with opened(kept("offer.level")) as at:
        assert "What does one piece cost, beside others?" in at.text
        text = await at.press("enter")
        assert "In paper" in text
        assert "By mail" not in text


async def test_changing_the_kind_parks_answers_and_changing_it_back_restores_them(
    opened: Opened, kept: Callable[..., Path]
) -> None:
    path = kept("identity.kind")
    before = on_disk(path)["answers"]
    async with opened(path) as at:
        text = await at.press("1")
        assert "Saved. 2 answers no longer apply: level and wrapped." in text
        assert max(map(len, at.lines)) <= 80
        assert on_disk(path)["answers"] == {**before, "identity.kind": "software"}
        text = await at.press("question_mark")
        assert "Parked: no longer asked. They come back if you change this back" in text
        assert "What does it cost, beside others? More than most" in text
        assert "How is it wrapped? In paper" in text
        await at.press("escape")
        text = await at.press("h", "2")
        assert "How is it wrapped?" in text
        assert "●" not in text
        assert "2  ○  As it comes" in text
        at.app.navigator.go_to_answer("identity.kind")
        await at.settle()
        assert "Saved. 2 parked answers are back." in await at.press("2")
        assert on_disk(path)["answers"] == before


async def test_undoing_a_change_of_kind_also_restores_the_parked_answers(
    opened: Opened, kept: Callable[..., Path]
) -> None:
    path = kept("identity.kind")
    before = on_disk(path)["answers"]
    async with opened(path) as at:
        assert "Undone: Identity: What kind of business is it?" in await at.press("1", "z")
        assert on_disk(path)["answers"] == before


async def test_enter_on_a_question_whose_answer_is_parked_says_that_nothing_is_chosen(
    opened: Opened, kept: Callable[..., Path]
) -> None:
    path = kept("offer.wrapped", **{"identity.kind": "software"})
    async with opened(path) as at:
        assert "●" not in at.text
        text = await at.press("enter")
        assert "How is it wrapped?" in text
        assert "Nothing chosen yet." in text
        assert "Enter" not in at.lines[-1], "the keys line offers no Enter either"
        await at.press("b")
    assert on_disk(path)["answers"]["offer.wrapped"] == "paper", "the parked answer stays"
