"""docs/architecture.md, compared with the code it describes."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from tests.import_graph import imports, picture

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
STEPS = re.findall(r"^\d+\. .*`(trueup\.[\w.]+)`\.$", PAGE, flags=re.MULTILINE)


def test_the_page_follows_an_answer_through_the_code_in_ten_steps() -> None:
    assert len(STEPS) == 10


@pytest.mark.parametrize("step", STEPS)
def test_every_step_names_a_function_in_the_code(step: str) -> None:
    parts = step.split(".")
    split = next(at for at in range(len(parts), 0, -1) if _is_module(".".join(parts[:at])))
    found: object = importlib.import_module(".".join(parts[:split]))
    for name in parts[split:]:
        found = getattr(found, name)
    assert callable(found) or isinstance(found, property) or hasattr(found, "func")


def test_the_diagram_is_the_one_generated_from_the_code() -> None:
    assert picture(imports(ROOT / "src" / "trueup")) in PAGE


def test_every_folder_is_in_the_table() -> None:
    folders = {path.name for path in (ROOT / "src" / "trueup").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(re.findall(r"^\| `(\w+)/` \|", PAGE, flags=re.MULTILINE))


def _is_module(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return False
    return True
