"""The instructions in the README and in the guide to screens/ work as written."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.businesses import content_of

from trueup.answers.document import audit_from_document
from trueup.cli import main
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.lint import soundness

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "screens" / "README.md").read_text(encoding="utf-8")


def test_the_check_built_in_the_guide_is_valid_and_finds_its_mismatch(tmp_path: Path) -> None:
    screens = tmp_path / "screens"
    shutil.copytree(ROOT / "screens", screens, ignore=shutil.ignore_patterns("pictures"))
    parts = re.findall(r"^````markdown (\S+)\n(.*?)^````$", GUIDE, re.MULTILINE | re.DOTALL)
    season = "mismatches/season.md"
    assert [name for name, _ in parts] == [season, "operations.md", season, season]
    for name, text in parts:
        with (screens / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    content = content_of(screens)
    ours = {check.id: check for check in content.checks.values() if check.topic == "season"}
    assert list(ours) == ["season.closed"]
    assert not [weak for weak in soundness.lint(content.with_changes(checks=ours)) if "season" in weak]
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"operations.season": "months"},
        "promises": [promise("season.always")],
        "channels": [channel("site")],
    }
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    (mismatch,) = findings.mismatches
    assert mismatch.id == "season.closed"
    assert {tried.outcome for tried in tried_fixes(content, audit, findings, mismatch)} == {"solved"}


@pytest.mark.parametrize("key", ["kind", "side", "topic", "asked_if", "otherwise", "evidence", "required", "unit"])
def test_the_guide_explains_every_key_of_a_question(key: str) -> None:
    assert f"| `{key}` |" in GUIDE


def test_the_example_in_the_readme_can_be_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    (tmp_path / "example.json").write_text(example)
    assert main(["-f", str(tmp_path / "b.json"), "import", str(tmp_path / "example.json")]) == 0
    capsys.readouterr()
    assert main(["-f", str(tmp_path / "b.json"), "export", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"] == json.loads(example)["answers"]


def test_every_command_in_the_readme_exists(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"^\| `trueup (\w+)", README, re.MULTILINE)) | {"demo"}
    assert main(["--help"]) == 0
    assert named == set(re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE))


def test_every_file_that_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_ci_script_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    pattern = re.search(r"grep -E '([^']+)' README\.md", script)
    assert pattern
    assert len(re.findall(pattern[1], README, re.MULTILINE)) == 1
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
